"""The table of guests: VMs, containers, driver domains, and servers that carry a workload themselves."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, Keys
from virtdesigner.engine.compile.columns import columns, otherwise
from virtdesigner.engine.compile.hosts import Hosts
from virtdesigner.engine.compile.platforms import NATIVE, Platforms
from virtdesigner.engine.compile.seats import Seat, first
from virtdesigner.engine.compile.sockets import Wide, far_work_on
from virtdesigner.engine.counter_random import element_key
from virtdesigner.engine.estimates import (
    MEMORY_SHARES_PER_MIB,
    SHARES_PER_VCPU,
    SHARES_PER_VM,
)
from virtdesigner.engine.overhead import Mix, overhead_factor
from virtdesigner.engine.overhead_memory import era_row, overhead_by_era
from virtdesigner.engine.workloads.patterns import PATTERNS, Patterns, Recording, noise_mean
from virtdesigner.kinds.weights import WITHOUT_RESERVATIONS
from virtdesigner.model.design import Design
from virtdesigner.model.parts import (
    GuestMemory,
    MachineMemory,
    VirtualCpus,
    Workload,
)
from virtdesigner.model.trace import COLUMNS


class Guests(NamedTuple):
    """Guests, arrays (guests,). CPU in reference cores, memory in MiB.

    What the design wishes: home: host it is drawn on, -1 for none; is_on: switched on; starts: and able to;
    fails: but its own program does nothing. Where a guest runs and whether it is up in a run is `State`.

    platform: row of the hypervisor at home. carrier: row of the VM that a container is in, -1 for none.
    is_bare: without a hypervisor in between: its memory is what its programs use, no more. is_narrow: 32-bit.
    mix: of instructions; overhead: factor h of MODELS.md section 2 at home, far: what of it is memory of
    other sockets. memory_bound: part of CPU time that waits for memory. whole_vcpus, whole_memory: of the VM
    that it is or is in, which decide over how many sockets it lies. lanes: most vCPUs that it can
    keep busy. size: memory that it is made for; memory: what of its host's it may fill, 0 for a container in
    a VM, whose memory comes out of the VM's: size and memory_limit bound it there. inner_system: what an
    engine inside keeps. image: number of its image, -1 for none. requests: per s at full load, 0 for none;
    users: of a closed loop, 0 for open arrivals; think: s between an answer and the next request.
    """

    element: Ints
    home: Ints
    platform: Ints
    carrier: Ints
    keys: Keys
    is_on: Bools
    starts: Bools
    fails: Bools
    is_bare: Bools
    is_narrow: Bools
    cpu: Floats
    mix: Mix
    overhead: Floats
    far: Floats
    memory_bound: Floats
    whole_vcpus: Floats
    whole_memory: Floats
    vcpus: Floats
    lanes: Floats
    shares: Floats
    reservation: Floats
    limit: Floats
    size: Floats
    memory: Floats
    inner_system: Floats
    memory_shares: Floats
    memory_reservation: Floats
    memory_limit: Floats
    memory_overhead: Floats
    balloon_most: Floats
    working_set: Floats
    image: Ints
    sharable: Floats
    batch_work: Floats
    backlog_most: Floats
    requests: Floats
    users: Floats
    think: Floats
    patterns: Patterns


def compile_guests(
    design: Design,
    seats: list[Seat],
    hosts: Hosts,
    platforms: Platforms,
    rows: Mapping[str, Mapping[str, int]],
) -> Guests:
    """Make the table of guests; rows: "elements", "guests", "hosts" and "platforms" (hypervisors) by id."""
    workloads = [s.workload for s in seats]
    return Guests(
        element=np.array([rows["elements"][s.id] for s in seats], dtype=np.int64),
        keys=np.array([element_key(s.id) for s in seats], dtype=np.uint64),
        is_on=np.array([s.is_on for s in seats], dtype=np.bool_),
        starts=np.array([s.is_on and not s.is_broken and s.refusal is None for s in seats], dtype=np.bool_),
        fails=np.array([s.has_failed for s in seats], dtype=np.bool_),
        is_bare=np.array([s.is_bare or (s.is_contained and not s.carrier) for s in seats], dtype=np.bool_),
        carrier=np.array([rows["guests"].get(s.carrier or "", -1) for s in seats], dtype=np.int64),
        inner_system=np.array([_inner_system(s) for s in seats], dtype=np.float64),
        image=_images(workloads),
        patterns=_patterns(design, workloads),
        **_home(seats, hosts, platforms, rows),
        **_work(workloads),
        **_claims(seats),
    )


def _home(
    seats: list[Seat], hosts: Hosts, platforms: Platforms, rows: Mapping[str, Mapping[str, int]]
) -> dict[str, Any]:
    """Where guests are drawn, and what their work costs there."""
    servers, hypervisors = [s.house.server for s in seats], [s.house.hypervisor for s in seats]
    home = np.array([rows["hosts"][on.id] if on else -1 for on in servers], dtype=np.int64)
    platform = np.array([rows["platforms"][on.id] if on else NATIVE for on in hypervisors], dtype=np.int64)
    mix = _mix([s.workload for s in seats])
    wide = _wide(seats)
    clock = np.where(home >= 0, hosts.clock[home], 1.0) if hosts.clock.size else np.ones(home.size)
    narrow = np.array([s.is_narrow for s in seats], dtype=np.bool_)
    technique = platforms.technique_of(platform, narrow)
    overhead = overhead_factor(mix, technique, platforms.kernel_factor[platform], clock)
    far = far_work_on(wide, hosts, platforms, home, platform)
    return {
        "home": home,
        "platform": platform,
        "is_narrow": narrow,
        "mix": mix,
        "overhead": overhead + far,
        "far": far,
        **wide._asdict(),
    }


def _wide(seats: list[Seat]) -> Wide:
    """What decides how much of a guest's memory is far from its threads."""
    (bound,) = columns([s.workload for s in seats], ("memory_bound",))
    wholes = [s.house.carrier or s.element for s in seats]
    cpus = [first(whole, VirtualCpus) or _ONE_CPU for whole in wholes]
    memories = [first(whole, GuestMemory) or _NO_MEMORY for whole in wholes]
    return Wide(bound / 100.0, *columns(cpus, ("count",)), *columns(memories, ("size",)))


_ONE_CPU, _NO_MEMORY = VirtualCpus(count=1), GuestMemory(size=1.0)
"""A bare server is no guest that could lie on too many of its own sockets."""


def _work(workloads: list[Workload]) -> dict[str, Any]:
    """What guests do at full load."""
    cpu, work, backlog, working_set, sharable = columns(
        workloads, ("cpu", "work", "backlog", "working_set", "image_size")
    )
    requests, users, think = columns(workloads, ("requests", "users", "think_time"))
    is_batch = np.array([w.pattern == "batch" for w in workloads], dtype=np.bool_)
    return {
        "cpu": cpu,
        "batch_work": np.where(is_batch, work, np.inf),
        # Who waits for an answer doesn't ask again: nothing piles up but what the users have under way.
        "backlog_most": np.where(is_batch | (users > 0.0), 0.0, backlog),
        "requests": np.where(is_batch, 0.0, requests),
        "users": np.where(is_batch, 0.0, otherwise(users, 0.0)),
        "think": think,
        "working_set": working_set / 100.0,
        "sharable": sharable,
    }


def _claims(seats: list[Seat]) -> dict[str, Any]:
    """What guests claim of their host, or of the VM that they are in."""
    vcpus, shares, reservation, limit = _cpus(seats)
    (threads,) = columns([s.workload for s in seats], ("threads",))
    unheld = np.array([_is_unheld(s, "limits_cpu") for s in seats], dtype=np.bool_)
    return {
        "vcpus": vcpus,
        "lanes": np.minimum(vcpus, otherwise(threads, np.inf)),
        "shares": shares,
        "reservation": reservation,
        "limit": np.where(unheld, np.inf, otherwise(limit, np.inf)),
        **_memory(seats, vcpus),
    }


def _is_unheld(seat: Seat, field: str) -> bool:
    """Whether a container's engine doesn't hold it at its limits."""
    runtime = seat.house.runtime
    return seat.is_contained and runtime is not None and not getattr(runtime, field)


def _mix(workloads: list[Workload]) -> Mix:
    user, *rates = columns(
        workloads, ("user_share", "system_calls", "page_faults", "page_table_writes", "context_switches")
    )
    return Mix(user / 100.0, *(rate * 1000.0 for rate in rates))


_ANY_CPUS = VirtualCpus()


def _cpus(seats: list[Seat]) -> tuple[Floats, Floats, Floats, Floats]:
    """Return vCPUs, shares, reservation and limit (guests,); a bare server has its threads, and no claims."""
    claims = [s.cpus or _ANY_CPUS for s in seats]
    count, shares, reservation, limit = columns(claims, ("count", "shares", "reservation", "limit"))
    bare = np.array([_threads(s) if s.cpus is None else np.nan for s in seats], dtype=np.float64)
    count = np.minimum(otherwise(bare, count), [_vcpus_around(s) for s in seats])
    normal = np.array([_normal_shares(s) for s in seats], dtype=np.float64).reshape(-1, 2)
    kept = np.array([_scheduler(s) not in WITHOUT_RESERVATIONS for s in seats], dtype=np.bool_)
    shares = otherwise(shares, normal[:, 0] + normal[:, 1] * count)
    return count, shares, np.where(kept, reservation, 0.0), limit


def _scheduler(seat: Seat) -> str:
    """What gives a guest its processor time; `rules.cpu_terms` says the same of a design."""
    if seat.is_contained or (seat.is_bare and seat.engines):
        return "cfs"
    return seat.house.platform.scheduler if seat.house.platform else "esxi"


def _vcpus_around(seat: Seat) -> float:
    """The processors that a container sees: the vCPUs of its VM; no bound for other guests."""
    cpus = first(seat.house.carrier, VirtualCpus) if seat.house.carrier else None
    return float(cpus.count) if cpus else np.inf


def _threads(seat: Seat) -> float:
    processor = seat.house.processor
    if processor is None:
        return 1.0
    cores = processor.sockets * processor.cores_per_socket
    return float(2 * cores if processor.hyperthreading else cores)


def _normal_shares(seat: Seat) -> tuple[float, float]:
    """Return the normal shares of a whole guest and of each of its vCPUs."""
    return normal_shares(_scheduler(seat))


def normal_shares(scheduler: str) -> tuple[float, float]:
    """Return the normal shares that a scheduler gives a whole guest and each of its vCPUs."""
    return SHARES_PER_VM.get(scheduler, 0.0), SHARES_PER_VCPU.get(scheduler, 0.0)


def _memory(seats: list[Seat], vcpus: Floats) -> dict[str, Floats]:
    claims = [s.memory or _bare_memory(s) for s in seats]
    size, shares, reservation, limit, tools, balloon = columns(
        claims, ("size", "shares", "reservation", "limit", "tools", "balloon_limit")
    )
    around = np.array([_memory_around(s) for s in seats], dtype=np.float64)
    limit = np.where(np.isnan(around), np.minimum(otherwise(limit, np.inf), size), around)
    inside = np.array([s.carrier is not None for s in seats], dtype=np.bool_)
    memory = np.where(inside, 0.0, otherwise(around, size))
    kept = np.array([s.is_driver_domain for s in seats], dtype=np.bool_)
    balloons = (tools > 0) & ~kept & ~np.array([s.is_contained for s in seats], dtype=np.bool_)
    return {
        "size": size,
        "memory": memory,
        "memory_shares": otherwise(shares, MEMORY_SHARES_PER_MIB * size),
        # Nobody could take a page from a driver domain without stopping the I/O of all its clients.
        "memory_reservation": np.where(kept, memory, np.minimum(reservation, memory)),
        "memory_limit": np.where(kept, size, limit),
        "memory_overhead": _memory_overhead(seats, size, vcpus),
        "balloon_most": np.where(balloons, balloon / 100.0, 0.0) * memory,
    }


def _memory_overhead(seats: list[Seat], size: Floats, vcpus: Floats) -> Floats:
    """Return what VMs cost beside their own memory (guests,) MiB; containers cost nothing."""
    eras = ("none" if s.is_contained or not s.house.policy else s.house.policy.overhead for s in seats)
    return overhead_by_era(np.array([era_row(era) for era in eras], dtype=np.int64), size, vcpus)


def _memory_around(seat: Seat) -> float:
    """The memory that a container can fill which its engine doesn't hold at its own size: all there is."""
    if not _is_unheld(seat, "limits_memory"):
        return np.nan
    within = seat.house.carrier or seat.house.server
    part = (first(within, GuestMemory) or first(within, MachineMemory)) if within else None
    return part.size if part else np.nan


def _bare_memory(seat: Seat) -> GuestMemory:
    """What a workload of a bare server has: the machine's memory, with nobody above to take it back."""
    size = next((memory.size for memory in seat.element.carried(MachineMemory)), 1.0)
    return GuestMemory(size=size, reservation=size, tools=False)


def _inner_system(seat: Seat) -> float:
    """What container engines in a VM keep of its memory; on a server they keep it of the server's."""
    return 0.0 if seat.is_bare else sum(engine.system for engine in seat.engines)


def _images(workloads: list[Workload]) -> Ints:
    """Number the images that guests are made from."""
    numbers: dict[str, int] = {}
    rows = [numbers.setdefault(w.image, len(numbers)) if w.image else -1 for w in workloads]
    return np.array(rows, dtype=np.int64)


def _patterns(design: Design, workloads: list[Workload]) -> Patterns:
    low, period, duty, noise, start = columns(workloads, ("low", "period", "duty", "noise", "start"))
    plays = ((w.trace if w.pattern == "trace" else None) for w in workloads)
    traces = [design.traces[trace] if trace else None for trace in plays]
    return Patterns(
        pattern=np.array([PATTERNS.index(w.pattern) for w in workloads], dtype=np.int64),
        low=low / 100.0,
        period=period,
        duty=duty / 100.0,
        noise=noise / 100.0,
        noise_mean=noise_mean(noise / 100.0),
        start=start,
        recordings={name: Recording.of(traces, name) for name in COLUMNS},
    )
