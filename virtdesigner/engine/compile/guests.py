"""The table of guests: virtual machines, and servers that carry a workload themselves."""

from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, Keys
from virtdesigner.engine.compile.columns import columns, otherwise
from virtdesigner.engine.compile.hosts import Hosts
from virtdesigner.engine.compile.seats import Seat
from virtdesigner.engine.counter_random import element_key
from virtdesigner.engine.estimates import (
    COSTOP_PRODUCTS,
    MEMORY_SHARES_PER_MIB,
    SHARES_PER_VCPU,
    SHARES_PER_VM,
    XEN_OVERHEAD_MIB,
)
from virtdesigner.engine.memory_state import overhead_mib
from virtdesigner.engine.overhead import Mix, overhead_factor
from virtdesigner.engine.workloads.patterns import PATTERNS, Patterns, Recording
from virtdesigner.model.design import Design
from virtdesigner.model.parts import GuestMemory, MachineMemory, VirtualCpus, Workload
from virtdesigner.model.trace import COLUMNS


class Guests(NamedTuple):
    """Guests, arrays (guests,). CPU in reference cores, memory in MiB.

    host: row, -1 for none; scheduler: row of the hypervisor's element, else the guest's own.

    is_on: switched on; is_down: switched on but with nothing to run on; overhead: factor h of MODELS.md
    section 2. width: most it can run at once. image: row of guests of one image on one host, -1 for none.
    """

    element: Ints
    scheduler: Ints
    host: Ints
    keys: Keys
    is_on: Bools
    is_down: Bools
    is_bare: Bools
    costops: Bools
    cpu: Floats
    overhead: Floats
    vcpus: Floats
    width: Floats
    shares: Floats
    reservation: Floats
    limit: Floats
    memory: Floats
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
    patterns: Patterns

    @property
    def runs(self) -> Bools:
        """Switched on and not down (guests,)."""
        return self.is_on & ~self.is_down


def compile_guests(
    design: Design, seats: list[Seat], hosts: Hosts, host_row: dict[str, int], row: dict[str, int]
) -> Guests:
    """Make the table of guests; host_row: server id to row of `hosts`; row: of elements."""
    host = np.array([host_row[s.house.server.id] if s.house.server else -1 for s in seats], dtype=np.int64)
    is_on = np.array([s.is_on for s in seats], dtype=np.bool_)
    is_bare = np.array([s.is_bare for s in seats], dtype=np.bool_)
    technique = np.array([s.house.technique for s in seats], dtype=np.int64)
    home = np.maximum(host, 0)
    # A server that is switched off takes what runs on it down, but its own workload was switched off with it.
    lost = (host < 0) | (technique < 0)
    if hosts.is_on.size:
        lost |= ~hosts.is_on[home]
    speed = hosts.speed[home] if hosts.speed.size else np.ones(host.size)
    clock = hosts.clock[home] if hosts.clock.size else np.ones(host.size)
    workloads = [s.workload for s in seats]
    cpu, threads, work, backlog, working_set, image_size = columns(
        workloads, ("cpu", "threads", "work", "backlog", "working_set", "image_size")
    )
    vcpus, shares, reservation, limit = _cpus(seats)
    products = [s.house.product for s in seats]
    factors = [s.house.platform.kernel_factor if s.house.platform else None for s in seats]
    kernel_factor = np.array(factors, dtype=np.float64)
    is_batch = np.array([w.pattern == "batch" for w in workloads], dtype=np.bool_)
    return Guests(
        element=np.array([row[s.id] for s in seats], dtype=np.int64),
        scheduler=np.array([row[(s.house.hypervisor or s.element).id] for s in seats], dtype=np.int64),
        host=host,
        keys=np.array([element_key(s.id) for s in seats], dtype=np.uint64),
        is_on=is_on,
        is_down=is_on & lost,
        is_bare=is_bare,
        costops=np.array([p in COSTOP_PRODUCTS for p in products], dtype=np.bool_),
        cpu=cpu,
        overhead=overhead_factor(_mix(workloads), np.maximum(technique, 0), kernel_factor, clock),
        vcpus=vcpus,
        width=np.minimum(vcpus, otherwise(threads, np.inf)) * speed,
        shares=shares,
        reservation=reservation,
        limit=otherwise(limit, np.inf),
        batch_work=np.where(is_batch, work, np.inf),
        backlog_most=np.where(is_batch, 0.0, backlog),
        working_set=working_set / 100.0,
        image=_images(seats),
        sharable=image_size,
        patterns=_patterns(design, workloads),
        **_memory(seats, products, vcpus),
    )


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
    count = otherwise(bare, count)
    normal = np.array([_normal_shares(s) for s in seats], dtype=np.float64).reshape(-1, 2)
    return count, otherwise(shares, normal[:, 0] + normal[:, 1] * count), reservation, limit


def _threads(seat: Seat) -> float:
    processor = seat.house.processor
    if processor is None:
        return 1.0
    cores = processor.sockets * processor.cores_per_socket
    return float(2 * cores if processor.hyperthreading else cores)


def _normal_shares(seat: Seat) -> tuple[float, float]:
    """Return the normal shares of a whole guest and of each of its vCPUs."""
    product = seat.house.product or "esxi"
    return SHARES_PER_VM[product], SHARES_PER_VCPU[product]


def _memory(seats: list[Seat], products: list[str], vcpus: Floats) -> dict[str, Floats]:
    claims = [s.memory or _bare_memory(s) for s in seats]
    size, shares, reservation, limit, tools, balloon = columns(
        claims, ("size", "shares", "reservation", "limit", "tools", "balloon_limit")
    )
    overhead = np.where([p == "xen" for p in products], XEN_OVERHEAD_MIB, overhead_mib(size, vcpus))
    return {
        "memory": size,
        "memory_shares": otherwise(shares, MEMORY_SHARES_PER_MIB * size),
        "memory_reservation": np.minimum(reservation, size),
        "memory_limit": np.minimum(otherwise(limit, np.inf), size),
        "memory_overhead": np.where([p == "" for p in products], 0.0, overhead),
        "balloon_most": np.where(tools > 0, balloon / 100.0, 0.0) * size,
    }


def _bare_memory(seat: Seat) -> GuestMemory:
    """What a workload of a bare server has: the machine's memory, with nobody above to take it back."""
    size = next((memory.size for memory in seat.element.carried(MachineMemory)), 1.0)
    return GuestMemory(size=size, reservation=size, tools=False)


def _images(seats: list[Seat]) -> Ints:
    """Number the groups of guests of one image on one server."""
    groups: dict[tuple[str, str], int] = {}
    servers = [s.house.server if s.workload.image else None for s in seats]
    keys = [(on.id, s.workload.image) if on else None for s, on in zip(seats, servers, strict=True)]
    return np.array([groups.setdefault(key, len(groups)) if key else -1 for key in keys], dtype=np.int64)


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
        start=start,
        recordings={name: Recording.of(traces, name) for name in COLUMNS},
    )
