"""Why is it slow: the chain from a guest's symptom to the resource to whoever uses it, with numbers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np

from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.insight.answering import answering
from virtdesigner.insight.bottlenecks import NOTICED
from virtdesigner.insight.group_load import group_load
from virtdesigner.insight.inside import inside, is_off, lost
from virtdesigner.insight.neighbours import Neighbour, neighbours
from virtdesigner.insight.overheads import at_limit, longer, parts
from virtdesigner.insight.shared_things import domain_load, host_memory, link_load, port_load
from virtdesigner.insight.slow_lun import slow_lun
from virtdesigner.insight.standstill import is_cut_off, reasons, waits_for_paths
from virtdesigner.insight.users import (
    User,
    domain_users,
    full_port,
    group_users,
    lies_in,
    link_users,
    memory_users,
    port_users,
)
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import VirtualCpus

LEAST_MIB: Final = 1.0
"""Memory taken back that is worth a word, MiB [E]."""

NAMED: Final = 2
"""Neighbours that an explanation names."""

NOTEWORTHY: Final = 0.1
"""Part of what a guest lacks that a neighbour must take over its share to be blamed."""

CLEAR: Final = 0.05
"""Part of the host's cores that a neighbour must use over its share to be blamed [E]: less is rounding."""

EVEN: Final = 0.05
"""Part by which the uses of guests may differ to be called the same [E]."""

TINY: Final = 0.01
"""Part of what a neighbour uses that is too little to call it over its share."""


def explain(frame: Frame, guest: str) -> tuple[Message, ...]:
    """What holds a guest back in a frame: the headline, then the evidence; empty for an unknown guest.

    Headlines: "not-slow", "is-off" (guest), "cut-off" (guest) for one that can't work as it is drawn, or
    "slow-<cause>" (guest, share of what it wants that it loses, 0 to 1). A VM tells of its containers.
    """
    if guest not in frame.compiled.guest_ids:
        return ()
    row = frame.compiled.guest_ids.index(guest)
    if is_off(frame, row):
        return (message("is-off", guest=guest),)
    cause = CAUSES[frame.guests.limited_by[row]]
    share = float(frame.guests.lost[row, frame.guests.limited_by[row]])
    if cause == "none" or share < NOTICED:
        return _held_inside(frame, row) or (
            message("not-slow", guest=guest),
            *answering(frame, row, "none"),
        )
    if is_cut_off(frame, row):
        return (message("cut-off", guest=guest), *reasons(frame, row))
    headline = message(f"slow-{cause}", guest=guest, share=share)
    return (headline, *answering(frame, row, cause), *_evidence(frame, row, cause))


def _evidence(frame: Frame, row: int, cause: str) -> Iterator[Message]:
    if find := _EVIDENCE.get(cause):
        yield from find(frame, row)


def _held_inside(frame: Frame, row: int) -> tuple[Message, ...]:
    """What holds back the containers in a VM: how many, and the evidence of the one that loses most."""
    shares = lost(frame, row)
    cause = int(shares.argmax())
    if shares[cause] < NOTICED:
        return ()
    guests, own = frame.guests, frame.compiled.guests.element[row]
    held = inside(frame.compiled, row)
    held = held[(guests.limited_by[held] == cause) & (guests.lost[held, cause] >= NOTICED)]
    if not held.size:
        return ()
    waits = "waits" if (guests.limiter[held] == own).all() and CAUSES[cause] == "cpu" else "held"
    worst = int(held[guests.lost[held, cause].argmax()])
    return (
        message(f"slow-{CAUSES[cause]}", guest=frame.compiled.guest_ids[row], share=float(shares[cause])),
        message(f"inside-{waits}", element=frame.compiled.guest_ids[row], count=int(held.size)),
        *_evidence(frame, worst, CAUSES[cause]),
    )


def _cpu(frame: Frame, row: int) -> Iterator[Message]:
    limiter = _limiter(frame, row)
    own = frame.compiled.guest_ids[row]
    if limiter not in frame.compiled.host_ids and lies_in(frame.compiled.design, own, limiter):
        yield from _full_group(frame, row, limiter)
    elif limiter in frame.compiled.guest_ids and limiter != own:
        yield from _busy_domain(frame, row, frame.compiled.guest_ids.index(limiter))
    else:
        yield from _busy_host(frame, row)


def _limit(frame: Frame, row: int) -> Iterator[Message]:
    """What a guest holds itself back with: its limit, or for a driver domain too few processors."""
    if (frame.compiled.services.domain == row).any():
        yield from _busy_domain(frame, row, row)
    else:
        yield from at_limit(frame, row)


def _full_group(frame: Frame, row: int, element: str) -> Iterator[Message]:
    """What waits in a pool, or in a VM that holds containers: what is given out there, and to whom."""
    yield group_load(frame, element)
    users = [user for user in group_users(frame, element) if user.guest != frame.compiled.guest_ids[row]]
    if len(users) > NAMED and users[0].amount <= users[-1].amount * (1 + EVEN):
        yield message("group-even", count=len(users), amount=users[0].amount)
    else:
        yield from _named_users(frame, row, users, "group-user")


def _busy_domain(frame: Frame, row: int, domain: int) -> Iterator[Message]:
    """What waits for a driver domain: how busy it is, and whose I/O it carries."""
    yield domain_load(frame, domain)
    yield from _named_users(frame, row, domain_users(frame, domain), "domain-user")


def _named_users(frame: Frame, row: int, users: Sequence[User], code: str) -> Iterator[Message]:
    """The largest users of something other than the guest itself."""
    own = frame.compiled.guest_ids[row]
    for user in [user for user in users if user.guest != own][:NAMED]:
        yield message(code, neighbour=user.guest, amount=user.amount, share=user.share)


def _busy_host(frame: Frame, row: int) -> Iterator[Message]:
    host = int(frame.guests.host[row])
    if host < 0:
        return
    design = frame.compiled.design
    running = np.nonzero((frame.guests.host == host) & (frame.guests.cpu_demand > 0))[0]
    ids = (frame.compiled.guest_ids[guest] for guest in running)
    yield message(
        "host-cpu",
        host=frame.compiled.host_ids[host],
        vcpus=sum(cpus.count for id in ids for cpus in design.elements[id].carried(VirtualCpus)),
        wanted=float(frame.guests.cpu_demand[running].sum()),
        cores=float(frame.hosts.cpu_capacity[host]),
    )
    yield from _own_part(frame, row)
    yield from parts(frame, row)
    yield from (_use(frame, row, neighbour) for neighbour in _worth_naming(frame, row))


def _own_part(frame: Frame, row: int) -> Iterator[Message]:
    """Say so when the guest itself asks for more than its fair share of the host."""
    guests, capacity = frame.guests, float(frame.hosts.cpu_capacity[frame.guests.host[row]])
    wanted, fair = float(guests.cpu_demand[row]), float(guests.cpu_entitlement[row])
    if wanted > fair * (1 + TINY) and capacity > 0.0:
        yield message(
            "asks-over-share",
            guest=frame.compiled.guest_ids[row],
            wanted=wanted,
            share=wanted / capacity,
            granted=float(guests.cpu_granted[row]),
            fair=fair,
        )


def _is_own_doing(frame: Frame, row: int) -> bool:
    """Whether nobody on the host would wait if the guest asked for its fair share only."""
    guests, host = frame.guests, int(frame.guests.host[row])
    excess = max(0.0, float(guests.cpu_demand[row] - guests.cpu_entitlement[row]))
    asked = float(guests.cpu_demand[guests.host == host].sum())
    return excess > 0.0 and asked - excess <= float(frame.hosts.cpu_capacity[host])


def _worth_naming(frame: Frame, row: int) -> Sequence[Neighbour]:
    """The neighbours clearly over their share; else the largest of all, unless it's the guest's own doing."""
    lacks = float(frame.guests.cpu_demand[row] - frame.guests.cpu_granted[row])
    found = neighbours(frame, row)
    least = max(NOTEWORTHY * lacks, _clear(frame, row))
    over = [neighbour for neighbour in found if neighbour.excess > least]
    if over or _is_own_doing(frame, row):
        return over[:NAMED]
    return sorted(found, key=lambda neighbour: -neighbour.cores)[:NAMED]


def _clear(frame: Frame, row: int) -> float:
    """Cores over its share from which a neighbour of a guest is blamed."""
    return CLEAR * float(frame.hosts.cpu_capacity[frame.guests.host[row]])


def _use(frame: Frame, row: int, neighbour: Neighbour) -> Message:
    guest, cores, excess = neighbour.guest, neighbour.cores, neighbour.excess
    if excess < TINY * cores:
        return message("neighbour-within-share", neighbour=guest, cores=cores)
    if excess < _clear(frame, row):
        return message("neighbour-about-share", neighbour=guest, cores=cores)
    return message("neighbour-uses", neighbour=guest, cores=cores, excess=excess)


def _memory(frame: Frame, row: int) -> Iterator[Message]:
    guests, host = frame.guests, int(frame.guests.host[row])
    taken = {
        "ballooned": float(guests.memory_ballooned[row]),
        "compressed": float(guests.memory_compressed[row]),
        "swapped": float(guests.memory_swapped[row]),
    }
    told = {name: amount for name, amount in taken.items() if amount >= LEAST_MIB}
    if told:
        yield message("-".join(("reclaimed", *told)), **told)
    if host >= 0:
        yield host_memory(frame, host)
        yield from _named_users(frame, row, memory_users(frame, host), "memory-user")


def _network(frame: Frame, row: int) -> Iterator[Message]:
    limiter = _limiter(frame, row)
    if limiter in frame.compiled.link_ids:
        link = frame.compiled.link_ids.index(limiter)
        yield link_load(frame, link)
        yield from _named_users(frame, row, link_users(frame, link), "link-user")


def _storage(frame: Frame, row: int) -> Iterator[Message]:
    limiter = _limiter(frame, row)
    if limiter in frame.compiled.lun_ids:
        yield from slow_lun(frame, row, frame.compiled.lun_ids.index(limiter), NAMED)
    elif limiter in frame.compiled.link_ids:
        yield from waits_for_paths(frame, row) or _network(frame, row)
    elif (port := full_port(frame, row, int(frame.guests.limiter[row]))) is not None:
        yield from _full_port(frame, row, limiter, port)


def _full_port(frame: Frame, row: int, element: str, port: int) -> Iterator[Message]:
    """An adapter whose queue is full, and whose I/O fills it."""
    yield port_load(frame, element, port)
    yield from _named_users(frame, row, port_users(frame, port), "port-user")


def _limiter(frame: Frame, row: int) -> str:
    limiter = int(frame.guests.limiter[row])
    return frame.compiled.element_ids[limiter] if limiter >= 0 else ""


_EVIDENCE: Final[Mapping[str, Callable[[Frame, int], Iterator[Message]]]] = MappingProxyType(
    {
        "cpu": _cpu,
        "costop": _cpu,
        "limit": _limit,
        "overhead": longer,
        "memory": _memory,
        "network": _network,
        "storage": _storage,
        "down": reasons,
    }
)
