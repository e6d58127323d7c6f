"""The table of guests: virtual machines, and servers that carry a workload themselves."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, Keys
from virtdesigner.engine.compile.columns import columns, otherwise
from virtdesigner.engine.compile.hosts import Hosts
from virtdesigner.engine.counter_random import element_key
from virtdesigner.engine.estimates import (
    COSTOP_PRODUCTS,
    DRIVER_DOMAIN_PRODUCTS,
    MEMORY_SHARES_PER_MIB,
    SHARES_PER_VCPU,
    SHARES_PER_VM,
    XEN_OVERHEAD_MIB,
)
from virtdesigner.engine.memory_state import overhead_mib
from virtdesigner.engine.overhead import TECHNIQUES, Mix, overhead_factor
from virtdesigner.engine.workloads.patterns import PATTERNS, Patterns, Recording
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.parts import (
    GuestMemory,
    MachineMemory,
    Processor,
    VirtualCpus,
    Virtualisation,
    Workload,
)
from virtdesigner.model.trace import COLUMNS

NOTHING = Workload(cpu=0.0, working_set=0.0, reads=0.0, writes=0.0)
"""What a guest without a workload wants."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One guest and where it sits. server, hypervisor: None for none; a bare server is its own server."""

    element: Element
    workload: Workload
    server: Element | None
    hypervisor: Element | None

    @property
    def is_bare(self) -> bool:
        """The workload of a server itself."""
        return self.element is self.server

    @property
    def lacks_hardware(self) -> bool:
        """Its hypervisor's technique needs processors that its server hasn't."""
        return _technique(self) < 0

    @property
    def has_driver_domain(self) -> bool:
        """Its I/O passes a driver domain or parent partition."""
        return self.hypervisor is not None and _platform(self).product in DRIVER_DOMAIN_PRODUCTS


class Guests(NamedTuple):
    """Guests, arrays (guests,). host: row, -1 for none; scheduler: row of the hypervisor's element, else the
    guest's own. CPU in reference cores, memory in MiB.

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
    host = np.array([host_row[s.server.id] if s.server else -1 for s in seats], dtype=np.int64)
    is_on = np.array([bool(getattr(s.element, "powered_on", True)) for s in seats], dtype=np.bool_)
    is_bare = np.array([s.is_bare for s in seats], dtype=np.bool_)
    technique = np.array([_technique(s) for s in seats], dtype=np.int64)
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
    products = [_platform(s).product if s.hypervisor else "" for s in seats]
    is_batch = np.array([w.pattern == "batch" for w in workloads], dtype=np.bool_)
    return Guests(
        element=np.array([row[s.element.id] for s in seats], dtype=np.int64),
        scheduler=np.array([row[(s.hypervisor or s.element).id] for s in seats], dtype=np.int64),
        host=host,
        keys=np.array([element_key(s.element.id) for s in seats], dtype=np.uint64),
        is_on=is_on,
        is_down=is_on & lost,
        is_bare=is_bare,
        costops=np.array([p in COSTOP_PRODUCTS for p in products], dtype=np.bool_),
        cpu=cpu,
        overhead=overhead_factor(_mix(workloads), np.maximum(technique, 0), _kernel_factors(seats), clock),
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


def _technique(seat: Seat) -> int:
    """The row of TECHNIQUES that a guest runs by; -1 where its server lacks what the technique needs."""
    names = tuple(TECHNIQUES)
    if seat.hypervisor is None or seat.server is None:
        return names.index("native")
    if _platform(seat).technique == "binary-translation":
        return names.index("binary-translation")
    processor = seat.server.carried(Processor)[0]
    if not processor.hardware_assist:
        return -1
    return names.index("nested" if processor.nested_paging else "shadowed")


def _platform(seat: Seat) -> Virtualisation:
    assert seat.hypervisor is not None
    return seat.hypervisor.carried(Virtualisation)[0]


def _kernel_factors(seats: list[Seat]) -> Floats:
    given = [_platform(s).kernel_factor if s.hypervisor else None for s in seats]
    return np.array(given, dtype=np.float64)


def _mix(workloads: list[Workload]) -> Mix:
    user, *rates = columns(
        workloads, ("user_share", "system_calls", "page_faults", "page_table_writes", "context_switches")
    )
    return Mix(user / 100.0, *(rate * 1000.0 for rate in rates))


def _cpus(seats: list[Seat]) -> tuple[Floats, Floats, Floats, Floats]:
    """Return vCPUs, shares, reservation and limit (guests,); a bare server has its threads, and no claims."""
    own = [next(iter(s.element.carried(VirtualCpus)), None) for s in seats]
    claims = [cpus or VirtualCpus() for cpus in own]
    count, shares, reservation, limit = columns(claims, ("count", "shares", "reservation", "limit"))
    bare = np.array([_threads(s) if cpus is None else np.nan for s, cpus in zip(seats, own, strict=True)])
    count = otherwise(bare, count)
    normal = np.array([_normal_shares(s) for s in seats], dtype=np.float64).reshape(-1, 2)
    return count, otherwise(shares, normal[:, 0] + normal[:, 1] * count), reservation, limit


def _threads(seat: Seat) -> float:
    for processor in seat.element.carried(Processor):
        cores = processor.sockets * processor.cores_per_socket
        return float(2 * cores if processor.hyperthreading else cores)
    return 1.0


def _normal_shares(seat: Seat) -> tuple[float, float]:
    """Return the normal shares of a whole guest and of each of its vCPUs."""
    product = _platform(seat).product if seat.hypervisor else "esxi"
    return SHARES_PER_VM[product], SHARES_PER_VCPU[product]


def _memory(seats: list[Seat], products: list[str], vcpus: Floats) -> dict[str, Floats]:
    claims = [next(iter(s.element.carried(GuestMemory)), None) or _bare_memory(s) for s in seats]
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
    keys = [(s.server.id, s.workload.image) if s.server and s.workload.image else None for s in seats]
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
