"""Compiled: a design as arrays and row numbers: all that an edit can change and a run cannot."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TypeVar

import numpy as np

from virtdesigner.engine.compile.flows import Flows, compile_flows
from virtdesigner.engine.compile.guests import NOTHING, Guests, Seat, compile_guests
from virtdesigner.engine.compile.hosts import Hosts, compile_hosts
from virtdesigner.engine.compile.links import Links, compile_links, link_ids
from virtdesigner.engine.compile.stores import Stores, compile_stores
from virtdesigner.engine.compile.uses import Uses, compile_uses
from virtdesigner.engine.pool_forest import Claims, PoolForest
from virtdesigner.kinds import Lun
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import Part, Processor, VirtualCpus, Virtualisation, Workload

PartType = TypeVar("PartType", bound=Part)


@dataclass(frozen=True)
class Compiled:
    """A design as arrays. *_ids: what the rows of each table are; element_ids: all elements, then links.

    pools: the forest of CPU pools; a host is the root of its tree, and guest i lies in pool leaf_pool[i].
    alarms: what keeps parts of the design from running.
    """

    design: Design
    element_ids: tuple[str, ...]
    guest_ids: tuple[str, ...]
    host_ids: tuple[str, ...]
    link_ids: tuple[str, ...]
    lun_ids: tuple[str, ...]
    guests: Guests
    hosts: Hosts
    links: Links
    stores: Stores
    flows: Flows
    uses: Uses
    pools: PoolForest
    pool_claims: Claims
    alarms: tuple[Message, ...]

    @cached_property
    def row(self) -> Mapping[str, Mapping[str, int]]:
        """Rows by id, by table: "elements", "guests", "hosts", "links", "luns", "uses"."""
        tables = {
            "elements": self.element_ids,
            "guests": self.guest_ids,
            "hosts": self.host_ids,
            "links": self.link_ids,
            "luns": self.lun_ids,
            "uses": self.uses.keys,
        }
        return {name: {id: row for row, id in enumerate(ids)} for name, ids in tables.items()}


def compile_topology(design: Design) -> Compiled:
    """Make the arrays of a design. Elements that lead nowhere are rows like others; nothing is refused."""
    links = link_ids(design)
    elements = tuple(chain(design.elements, (id for id in links if id in design.links)))
    row = {id: number for number, id in enumerate(elements)}
    servers = [element for element in design.elements.values() if _first(element, Processor)]
    host_row = {server.id: number for number, server in enumerate(servers)}
    luns = tuple(element.id for element in design.elements.values() if isinstance(element, Lun))
    houses = _Houses(design)
    seats = _seats(design, houses)
    hosts = compile_hosts(design, servers, houses.hypervisors(host_row), row)
    guests = compile_guests(design, seats, hosts, host_row, row)
    link_table = compile_links(design, links, row)
    stores, unreached = compile_stores(design, seats, luns, row)
    link_row = {id: number for number, id in enumerate(links)}
    flows, cut = compile_flows(design, seats, stores, link_table, link_row, row)
    guest_ids = tuple(seat.element.id for seat in seats)
    unclaimed = np.zeros(len(servers))
    return Compiled(
        design=design,
        element_ids=elements,
        guest_ids=guest_ids,
        host_ids=tuple(host_row),
        link_ids=links,
        lun_ids=luns,
        guests=guests,
        hosts=hosts,
        links=link_table,
        stores=stores,
        flows=flows,
        uses=compile_uses(guest_ids, flows.guest, flows.keys, stores.ios.guest, stores.ios.keys),
        pools=PoolForest.of(np.full(len(servers), -1, dtype=np.int64)),
        pool_claims=Claims(unclaimed + 1.0, unclaimed, np.full(len(servers), np.inf)),
        alarms=tuple(dict.fromkeys((*_unsupported(seats), *unreached, *cut))),
    )


def _first(element: Element, part_type: type[PartType]) -> PartType | None:
    return next(iter(element.carried(part_type)), None)


class _Houses:
    """What elements lie in, looked up once for each parent: thousands of guests share few."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._found: dict[str, tuple[Element | None, Element | None]] = {}

    def of(self, element: Element) -> tuple[Element | None, Element | None]:
        """The server and the hypervisor around an element, or that it is."""
        parent = element.parent
        if parent is not None and parent not in self._found:
            self._found[parent] = self.of(self._design.elements[parent])
        server, hypervisor = self._found[parent] if parent is not None else (None, None)
        if _first(element, Processor):
            server = element
        if _first(element, Virtualisation):
            hypervisor = element
        return server, hypervisor

    def hypervisors(self, servers: Mapping[str, int]) -> dict[str, Element]:
        """Server id to the first hypervisor in it."""
        found: dict[str, Element] = {}
        for element, _ in self._design.carrying(Virtualisation):
            server, _ = self.of(element)
            if server is not None and server.id in servers:
                found.setdefault(server.id, element)
        return found


def _seats(design: Design, houses: _Houses) -> list[Seat]:
    """Every guest: what carries virtual CPUs or a workload."""
    seats = []
    for element in design.elements.values():
        workload = _first(element, Workload)
        if workload is not None or _first(element, VirtualCpus) is not None:
            seats.append(Seat(element, workload or NOTHING, *houses.of(element)))
    return seats


def _unsupported(seats: list[Seat]) -> list[Message]:
    """Name each hypervisor whose server lacks what its technique needs, once."""
    found: dict[str, Message] = {}
    for seat in seats:
        if seat.lacks_hardware and seat.hypervisor and seat.server:
            found[seat.hypervisor.id] = message(
                "technique-unsupported", hypervisor=seat.hypervisor.id, host=seat.server.id
            )
    return list(found.values())
