"""Shared things: how busy a server, pool, link, LUN, adapter or driver domain is, and who uses most of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np

from virtdesigner.engine.frame import MEMORY_STATES, Frame
from virtdesigner.insight.group_load import group_load
from virtdesigner.insight.users import (
    DiskUser,
    User,
    disk_users,
    domain_users,
    group_users,
    host_users,
    link_users,
    memory_users,
    port_users,
)
from virtdesigner.model.design import Design, part_of
from virtdesigner.model.messages import Message, message
from virtdesigner.rules.visibility import machine_of, server_of

NAMED: Final = 2
"""Users of a thing that are named."""

SHOWN: Final = 3
"""Parts of a thing, such as the LUNs of an array, that are told of: the busiest."""

ASKS_FOR_MORE: Final = 0.01
"""Part of the disks' time by which somebody must be short of what he asks for to be said to ask for more."""

_RUNS_ON: Final = frozenset({"hypervisor", "container-engine"})
_HELD: Final = frozenset({"lun", "resource-pool"})


def parts_of(design: Design, id: str) -> frozenset[str]:
    """Ids of what guests wait for when they wait for an element.

    It is the element; what it runs on, for a hypervisor or a container engine; LUNs and pools in it; and
    links at it.
    """
    if id not in design.elements:
        return frozenset({id})
    found = {id, *(link.id for link in design.links_of(id))}
    found.update(inner for inner in design.descendants(id) if design.elements[inner].kind in _HELD)
    if design.elements[id].kind in _RUNS_ON:
        machine = machine_of(design, id)
        found.add(machine.id if machine else server_of(design, id) or id)
    return frozenset(found)


def told(frame: Frame, ids: Sequence[str]) -> Iterator[Message]:
    """How busy the busiest of some things are, with their largest users; without what isn't measured."""
    measured = sorted((id for id in ids if _what(frame, id)), key=lambda id: -_utilisation(frame, id))
    for id in measured[:SHOWN]:
        yield from _TOLD[_what(frame, id)](frame, id)


def users_of(frame: Frame, id: str, resource: str) -> frozenset[str]:
    """Ids of the guests that use a thing, of a server its memory or its processors."""
    what = _what(frame, id)
    if not what:
        return frozenset()
    if what == "host" and resource == "memory":
        return frozenset(user.guest for user in memory_users(frame, frame.compiled.host_ids.index(id)))
    return frozenset(user.guest for user in _USERS[what](frame, id))


def _what(frame: Frame, id: str) -> str:
    """What a thing is to a run: one of the keys of `_TOLD`; "" for what it doesn't measure."""
    compiled = frame.compiled
    for what, ids in (("host", compiled.host_ids), ("link", compiled.link_ids), ("lun", compiled.lun_ids)):
        if id in ids:
            return what
    if id in compiled.guest_ids and (compiled.services.domain == compiled.guest_ids.index(id)).any():
        return "domain"
    if _ports(frame, id).size:
        return "port"
    return "group" if id in compiled.design.elements and group_users(frame, id) else ""


def _utilisation(frame: Frame, id: str) -> float:
    compiled = frame.compiled
    if id in compiled.link_ids:
        return float(frame.links.utilisation[compiled.link_ids.index(id)])
    if id in compiled.lun_ids:
        return float(frame.luns.utilisation[compiled.lun_ids.index(id)])
    return 1.0


def _ports(frame: Frame, id: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Rows of the fibre-channel ports of an element."""
    ids = frame.compiled.element_ids
    row = ids.index(id) if id in ids else -1
    return np.flatnonzero(np.asarray(frame.compiled.stores.ports.element) == row)


def _host(frame: Frame, id: str) -> Iterator[Message]:
    row, hosts = frame.compiled.host_ids.index(id), frame.hosts
    here = frame.guests.host == row
    yield message(
        "host-gives",
        host=id,
        wanted=float(frame.guests.cpu_demand[here].sum()),
        given=float(hosts.cpu_used[row]),
        cores=float(hosts.cpu_capacity[row]),
    )
    yield from _named(host_users(frame, row), "host-user")
    if hosts.memory_state[row]:
        yield host_memory(frame, row)
        yield from _named(memory_users(frame, row), "memory-user")


def host_memory(frame: Frame, row: int) -> Message:
    """How much memory of a host (row) is in use, and the state it is in."""
    return message(
        "host-memory",
        host=frame.compiled.host_ids[row],
        used=float(frame.hosts.memory_used[row]),
        total=float(frame.hosts.memory_total[row]),
        state=MEMORY_STATES[frame.hosts.memory_state[row]],
    )


def _link(frame: Frame, id: str) -> Iterator[Message]:
    row = frame.compiled.link_ids.index(id)
    yield link_load(frame, row)
    yield from _named(link_users(frame, row), "link-user")


def link_load(frame: Frame, row: int) -> Message:
    """What a link (row) carries of what it can."""
    used, capacity = float(frame.links.used[row]), float(frame.links.capacity[row])
    return message("link-full", link=frame.compiled.link_ids[row], used=used, capacity=capacity)


def _lun(frame: Frame, id: str) -> Iterator[Message]:
    row = frame.compiled.lun_ids.index(id)
    yield lun_load(frame, row)
    yield from disk_use(disk_users(frame, row)[:NAMED])


def lun_load(frame: Frame, row: int) -> Message:
    """How busy a LUN (row) is."""
    return message(
        "lun-busy",
        lun=frame.compiled.lun_ids[row],
        iops=float(frame.luns.iops[row]),
        latency=float(frame.luns.latency[row]),
        utilisation=float(frame.luns.utilisation[row]),
    )


def disk_use(users: Sequence[DiskUser]) -> Iterator[Message]:
    """What users take of the time of disks, and what they ask for where that is more."""
    for user in users:
        code = "disk-user-wants-more" if user.wanted - user.share > ASKS_FOR_MORE else "disk-user"
        yield message(code, neighbour=user.guest, share=user.share, wanted=user.wanted)


def _domain(frame: Frame, id: str) -> Iterator[Message]:
    row = frame.compiled.guest_ids.index(id)
    yield domain_load(frame, row)
    yield from _named(domain_users(frame, row), "domain-user")


def domain_load(frame: Frame, row: int) -> Message:
    """What a driver domain (row of guests) gets of the cores that its work takes."""
    return message(
        "domain-busy",
        element=frame.compiled.guest_ids[row],
        cores=float(frame.guests.cpu_granted[row]),
        wanted=float(frame.guests.cpu_demand[row]),
    )


def _group(frame: Frame, id: str) -> Iterator[Message]:
    yield group_load(frame, id)
    yield from _named(group_users(frame, id), "group-user")


def _port(frame: Frame, id: str) -> Iterator[Message]:
    port = _fullest_port(frame, id)
    yield port_load(frame, id, port)
    yield from _named(port_users(frame, port), "port-user")


def _fullest_port(frame: Frame, id: str) -> int:
    rows = _ports(frame, id)
    return int(rows[np.argmax(frame.port_queue[rows] / frame.compiled.stores.ports.depth[rows])])


def port_load(frame: Frame, element: str, port: int) -> Message:
    """How full the queue of a fibre-channel port (row) of an element is."""
    ports = frame.compiled.stores.ports
    part = part_of(frame.compiled.design.elements[element], ports.keys[port].partition(" ")[2])
    return message(
        "port-full",
        element=element,
        port=part.name if part else "",
        queue=float(frame.port_queue[port]),
        depth=float(ports.depth[port]),
    )


def _named(users: Sequence[User], code: str) -> Iterator[Message]:
    for user in users[:NAMED]:
        yield message(code, neighbour=user.guest, amount=user.amount, share=user.share)


_TOLD: Final[Mapping[str, Callable[[Frame, str], Iterator[Message]]]] = MappingProxyType(
    {"host": _host, "link": _link, "lun": _lun, "domain": _domain, "group": _group, "port": _port}
)
_USERS: Final[Mapping[str, Callable[[Frame, str], Sequence[User | DiskUser]]]] = MappingProxyType(
    {
        "host": lambda frame, id: host_users(frame, frame.compiled.host_ids.index(id)),
        "link": lambda frame, id: link_users(frame, frame.compiled.link_ids.index(id)),
        "lun": lambda frame, id: disk_users(frame, frame.compiled.lun_ids.index(id)),
        "domain": lambda frame, id: domain_users(frame, frame.compiled.guest_ids.index(id)),
        "group": group_users,
        "port": lambda frame, id: port_users(frame, _fullest_port(frame, id)),
    }
)
