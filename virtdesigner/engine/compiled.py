"""Compiled: a design as arrays and row numbers: all that an edit can change and a run cannot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from operator import attrgetter
from typing import Final

import numpy as np

from virtdesigner.engine.compile.columns import columns
from virtdesigner.engine.compile.edits import edited_guests, with_rows
from virtdesigner.engine.compile.flows import Flows, compile_flows
from virtdesigner.engine.compile.guests import Guests, compile_guests
from virtdesigner.engine.compile.hosts import Hosts, compile_hosts
from virtdesigner.engine.compile.links import Links, compile_links, link_ids
from virtdesigner.engine.compile.platforms import NATIVE, Platforms, compile_platforms
from virtdesigner.engine.compile.pools import Claimed, Pools, claims_of, compile_pools
from virtdesigner.engine.compile.scalings import Scalings, compile_scalings
from virtdesigner.engine.compile.seats import Houses, Seat, carriers
from virtdesigner.engine.compile.services import Services, compile_services
from virtdesigner.engine.compile.shapers import Shapers
from virtdesigner.engine.compile.stores import Stores, compile_stores
from virtdesigner.engine.compile.teams import Teams
from virtdesigner.engine.compile.uses import Uses, compile_uses
from virtdesigner.kinds import Lun
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import Processor


@dataclass(frozen=True)
class Compiled:
    """A design as arrays. *_ids: what the rows of each table are; element_ids: all elements, then links.

    Rows stand in the order of ids, whatever the order of drawing: sums round the same after saving and
    reopening, as files are sorted by id.

    group_ids: of disk groups, the ids of element and part.

    pools, claims: the forest of CPU pools, and what is claimed in it.
    alarms: what keeps parts of the design from running.
    """

    design: Design
    element_ids: tuple[str, ...]
    guest_ids: tuple[str, ...]
    host_ids: tuple[str, ...]
    link_ids: tuple[str, ...]
    lun_ids: tuple[str, ...]
    group_ids: tuple[str, ...]
    guests: Guests
    hosts: Hosts
    platforms: Platforms
    links: Links
    stores: Stores
    flows: Flows
    teams: Teams
    shapers: Shapers
    services: Services
    uses: Uses
    pools: Pools
    claims: Claimed
    scalings: Scalings
    alarms: tuple[Message, ...]

    @cached_property
    def row(self) -> Mapping[str, Mapping[str, int]]:
        """Rows by id, by table: each of *_ids by its name, those with keys, "platforms" by hypervisor."""
        tables = {
            "elements": self.element_ids,
            "guests": self.guest_ids,
            "hosts": self.host_ids,
            "links": self.link_ids,
            "luns": self.lun_ids,
            "groups": self.group_ids,
            "uses": self.uses.keys,
            "pools": self.pools.keys,
            "teams": self.teams.keys,
            "shapers": self.shapers.keys,
            "queues": self.stores.queue_keys,
            "disks": self.stores.space.keys,
            "paths": self.stores.paths.keys,
            "scalings": self.scalings.keys,
            "platforms": ("", *(self.element_ids[row] for row in self.platforms.element[NATIVE + 1 :])),
        }
        return {name: _numbered(ids) for name, ids in tables.items()}

    @cached_property
    def identity(self) -> str:
        """What tells the rows of this design from those of another: the same for the same ids in the rows."""
        tables = [(name, *rows) for name, rows in self.row.items()]
        return blake2b(repr(tables).encode(), digest_size=16).hexdigest()


def compile_topology(design: Design, previous: Compiled | None = None) -> Compiled:
    """Make the arrays of a design. Elements that lead nowhere are rows like others; nothing is refused.

    previous: the arrays of the design before an edit, of which what still holds is used again; the result
    is the same.
    """
    edited = edited_guests(previous.design, design) if previous else None
    if previous is None or edited is None:
        return _compiled(design)
    return _with_guests(previous, design, edited)


def _with_guests(previous: Compiled, design: Design, elements: list[Element]) -> Compiled:
    """The arrays of a design in which nothing but figures of some guests differs from the previous one's."""
    if not elements:
        return replace(previous, design=design)
    houses = Houses(design)
    touched = {element.id: element for element in elements}
    for id in (inside for element in elements for inside in design.descendants(element.id)):
        touched[id] = design.elements[id]
    seats = [seat for element in touched.values() if (seat := houses.seat(element))]
    few = compile_guests(design, seats, previous.hosts, previous.platforms, previous.row)
    rows = np.array([previous.row["guests"][seat.id] for seat in seats], dtype=np.int64)
    reads, writes = previous.stores.reads.copy(), previous.stores.writes.copy()
    reads[rows], writes[rows] = columns([seat.workload for seat in seats], ("reads", "writes"))
    guests = with_rows(previous.guests, rows, few)
    return replace(
        previous,
        design=design,
        guests=guests,
        claims=claims_of(previous.pools, guests, previous.hosts),
        stores=previous.stores._replace(reads=reads, writes=writes),
    )


def _compiled(design: Design) -> Compiled:
    links = link_ids(design)
    wires = [id for id in links if id in design.links]
    elements = (*sorted(design.elements), *wires)
    row = _numbered(elements)
    servers = sorted(carriers(design, Processor), key=_id)
    host_row = _numbered([server.id for server in servers])
    luns = tuple(sorted(e.id for e in design.elements.values() if isinstance(e, Lun)))
    houses = Houses(design)
    seats = sorted(houses.seats(), key=_id)
    platforms, platform_row = compile_platforms(houses.platforms(), row)
    hosts = compile_hosts(servers, houses.hypervisors(host_row), houses.engines(), row, platform_row)
    guest_ids = tuple(seat.id for seat in seats)
    guest_row = _numbered(guest_ids)
    rows = {"elements": row, "guests": guest_row, "hosts": host_row, "platforms": platform_row}
    guests = compile_guests(design, seats, hosts, platforms, rows)
    link_table = compile_links(design, links, row)
    stores, groups, disks, unreached = compile_stores(design, seats, luns, row, _numbered(links))
    flows, teams, shapers, traffic, cut = compile_flows(
        design, seats, stores, link_table, _numbered(links), row
    )
    services = compile_services(guest_row, traffic, disks)
    pools = compile_pools(design, seats, row, host_row)
    return Compiled(
        design=design,
        element_ids=elements,
        guest_ids=guest_ids,
        host_ids=tuple(host_row),
        link_ids=links,
        lun_ids=luns,
        group_ids=groups,
        guests=guests,
        hosts=hosts,
        platforms=platforms,
        links=link_table,
        stores=stores,
        flows=flows,
        teams=teams,
        shapers=shapers,
        services=services,
        uses=compile_uses(guest_ids, flows.guest, flows.keys, stores, services),
        pools=pools,
        claims=claims_of(pools, guests, hosts),
        scalings=compile_scalings(design, guest_row),
        alarms=tuple(dict.fromkeys((*_unsupported(seats), *_refusals(seats), *unreached, *cut))),
    )


def _numbered(ids: Iterable[str]) -> dict[str, int]:
    return {id: number for number, id in enumerate(ids)}


_id: Final = attrgetter("id")


def _refusals(seats: list[Seat]) -> list[Message]:
    """Name what can't run on the kernel that it would share."""
    return [seat.refusal for seat in seats if seat.is_on and seat.refusal]


def _unsupported(seats: list[Seat]) -> list[Message]:
    """Name each hypervisor whose server lacks what its technique needs, once."""
    found: dict[str, Message] = {}
    for house in (seat.house for seat in seats):
        if house.technique < 0 and house.hypervisor and house.server:
            found[house.hypervisor.id] = message(
                "technique-unsupported", hypervisor=house.hypervisor.id, host=house.server.id
            )
    return list(found.values())
