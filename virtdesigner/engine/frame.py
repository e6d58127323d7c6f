"""Frame: what one step found, as arrays over guests, hosts, links and LUNs. Never changed once made."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints
from virtdesigner.model.messages import Message

if TYPE_CHECKING:
    from virtdesigner.engine.compiled import Compiled

CAUSES: Final = ("none", "cpu", "costop", "limit", "overhead", "memory", "network", "storage", "down")
"""What can hold a guest back, in the order of the columns of `GuestFrame.lost`."""

MEMORY_STATES: Final = ("high", "clear", "soft", "hard", "low")
"""States of a host's memory, from plenty to none (MODELS.md section 3)."""


class Answers(NamedTuple):
    """What guests answer. rate: (guests,) requests/s; parts: (guests, causes) s that an answer takes.

    Column "none" of the parts is the work itself, on bare metal with nobody beside; the others are what comes
    on top of it. Their sum is the response time, 0 where nothing is answered.
    """

    rate: Floats
    parts: Floats


@dataclass(frozen=True, slots=True)
class GuestFrame:
    """Guests, one row each: `Compiled.guest_ids`. Arrays are (guests,) unless said; means over the step.

    host: row of the host it runs on, -1 for none. CPU in reference cores; ready, costop and stalled (at
    its own limit): share of wall time per vCPU, 0 to 1. cpu_overhead: core-seconds that a core-second of
    native work takes; cpu_far, cpu_crowded: of these for memory of other sockets, and for neighbours in
    caches. Memory in MiB; held: of the machine's, shared pages counted for each that has them.
    Network in Mb/s. Storage in IOPS and ms.
    progress: work done / work wanted, 1 when nothing was wanted. lost: (guests, causes) share of time,
    summing to 1 - progress. limited_by: index into CAUSES. limiter: row of the limiting element in
    `Compiled.element_ids`, -1 for none. finished: simulated s at which its batch job ended, -1 before and
    without one. delay, answer, entitle: work `network_latency`,
    `answers` and `cpu_entitlement` out.
    """

    host: Ints
    cpu_demand: Floats
    cpu_granted: Floats
    cpu_ready: Floats
    cpu_costop: Floats
    cpu_stalled: Floats
    cpu_overhead: Floats
    cpu_far: Floats
    cpu_crowded: Floats
    memory_active: Floats
    memory_held: Floats
    memory_ballooned: Floats
    memory_compressed: Floats
    memory_swapped: Floats
    memory_shared: Floats
    network_demand: Floats
    network_granted: Floats
    iops_demand: Floats
    iops_granted: Floats
    storage_latency: Floats
    progress: Floats
    lost: Floats
    limited_by: Ints
    limiter: Ints
    finished: Floats
    delay: Callable[[], Floats]
    answer: Callable[[], Answers]
    entitle: Callable[[], Floats]

    @property
    def network_latency(self) -> Floats:
        """The mean time of a packet of each guest's flows, there and back (guests,) ms; 0 without any.

        Few ask for it: it is worked out when it is asked for.
        """
        return self.delay()

    @property
    def answers(self) -> Answers:
        """How many requests guests answer, and how long an answer takes; worked out when it is asked for."""
        return self.answer()

    @property
    def response_time(self) -> Floats:
        """How long an answer takes (guests,) s; 0 where nothing is answered."""
        return np.asarray(self.answers.parts.sum(axis=1))

    @property
    def cpu_entitlement(self) -> Floats:
        """What each guest would get if all asked for everything they can use (guests,) reference cores.

        Few ask for it, and it takes as long as the rest of a step: it is worked out when it is asked for.
        """
        return self.entitle()


@dataclass(frozen=True, slots=True)
class HostFrame:
    """Physical servers, one row each: `Compiled.host_ids`. Reference cores, MiB, W; (hosts,).

    memory_state: index into MEMORY_STATES.
    """

    cpu_capacity: Floats
    cpu_used: Floats
    memory_total: Floats
    memory_used: Floats
    memory_state: Ints
    power: Floats


@dataclass(frozen=True, slots=True)
class LinkFrame:
    """Cables, fibre links and virtual switches (their memory bus), one row each: `Compiled.link_ids`.

    capacity, used: Mb/s of the busier direction; utilisation: used / capacity, 0 to 1; (links,).
    """

    capacity: Floats
    used: Floats
    utilisation: Floats


@dataclass(frozen=True, slots=True)
class LunFrame:
    """LUNs, one row each: `Compiled.lun_ids`. IOPS, ms, I/Os under way; (luns,).

    utilisation: of the disk group that the LUN is cut from, 0 to 1. used, capacity: space, GiB.
    """

    iops: Floats
    latency: Floats
    utilisation: Floats
    queue: Floats
    used: Floats
    capacity: Floats


@dataclass(frozen=True, slots=True)
class Event:
    """What began or turned in a step. time: simulated s; element: id of whom it happened to."""

    time: float
    element: str
    message: Message


@dataclass(frozen=True, slots=True)
class Frame:
    """One step. time: simulated s at its end; converged: the passes of the coupling rule agreed.

    port_queue: I/Os under way in each fibre-channel port that can be full, `Stores.ports` (ports,). alarms:
    what happened that a person should know, as codes. events: what began or turned, once each.
    """

    compiled: "Compiled"
    step: int
    time: float
    dt: float
    guests: GuestFrame
    hosts: HostFrame
    links: LinkFrame
    luns: LunFrame
    converged: bool
    port_queue: Floats = field(default_factory=lambda: np.zeros(0))
    alarms: tuple[Message, ...] = ()
    events: tuple[Event, ...] = ()
