"""Cases of MODELS.md sections 0 and 1: scheduling, waiting, coupled resources."""

from collections.abc import Callable
from typing import Final

from virtdesigner.engine import hyperthreaded_cores, quota_stall_ms, ready_time, switch_loss, weighted_sharing
from virtdesigner.insight.validation.case import EXACT, MACRO, WEIGHTED, Case, Run
from virtdesigner.insight.validation.lab import WALKS, XEN, Lab, adapter, of_guest, run, total_of
from virtdesigner.model.parts import Flow

BARHAM: Final = "Barham 2003, figure 5; MODELS.md section 2"
CREDIT_SLICE_MS: Final = 30.0
XEN_LOSS: Final = 0.075
"""[P: Barham 2003] Lost to context switches with many domains."""


def _shares(own: float, one: float, other: float, cores: int) -> float:
    """Cores of a busy VM beside two others on an ESXi host."""
    lab = Lab().host(cores=cores, product="esxi")
    for name, shares in (("own", own), ("one", one), ("other", other)):
        lab.guest(name, cpu=1.0, shares=shares)
    return of_guest(run(lab)[1], "cpu_granted", "own")


def _weight(instance: int, instances: int) -> float:
    """Cores of one domain of weights 1 to n on two processors."""
    lab = Lab().host(cores=2, **XEN)
    for number in range(1, instances + 1):
        lab.guest(f"domain {number}", cpu=1.0, shares=float(number))
    return of_guest(run(lab)[1], "cpu_granted", f"domain {instance}")


def _aggregate(alone: float, instances: int, switch_ms: float) -> float:
    """Throughput of all instances on two processors, from that of one."""
    lab = Lab().host(cores=2, **XEN, context_switch=switch_ms)
    for number in range(instances):
        lab.guest(f"domain {number}", cpu=1.0)
    return alone * total_of(run(lab)[1], "cpu_granted")


def _ready(vcpus: int, pcpus: int, load: float) -> float:
    """Ready time in per cent of VMs that together ask for a share of a host's processors."""
    lab = Lab().host(cores=pcpus)
    for number in range(vcpus):
        lab.guest(f"vm {number}", cpu=load * pcpus / vcpus / WALKS)
    return 100.0 * total_of(run(lab)[1], "cpu_ready") / vcpus


def _queued(vcpus: int, pcpus: int, load: float) -> float:
    """The same by the formula."""
    return 100.0 * ready_time(vcpus, load * pcpus / vcpus, pcpus)


_READY: Final[tuple[tuple[Run, Callable[..., float]], ...]] = (("formula", _queued), ("simulation", _ready))


def _threads(vcpus: int, cores: int) -> float:
    """Cores that busy vCPUs get out of hyperthreaded ones."""
    lab = Lab().host(cores=cores, hyperthreading=True)
    for number in range(vcpus):
        lab.guest(f"vm {number}", cpu=1.0)
    return total_of(run(lab)[1], "cpu_granted")


def _coupled(guest_cores: float, driver_cores: float, cores: int) -> float:
    """Progress of a guest whose I/O needs a driver domain on the same processors."""
    packets, clock = 50_000.0, 2.6
    per_packet = clock * 1e9 / packets
    own = guest_cores - 3100.0 / per_packet
    lab = Lab().host(cores=cores, clock=clock, **XEN, driver_domain_cycles=driver_cores * per_packet - 200.0)
    lab.guest(
        "vm", cpu=own / WALKS, count=4, nics=adapter(),
        flows=(Flow(id="flow0", name="I/O", rate=packets * 250.0 * 8 / 1e6, packet=250.0),),
    ).network().plug("vm")  # fmt: skip
    return of_guest(run(lab, 40.0)[1], "progress", "vm")


def _isolated(hogs: int, demand: float) -> float:
    """Progress of a guest within its share beside others that take all they can."""
    lab = Lab().host(cores=2, **XEN, context_switch=0.05).guest("victim", cpu=demand)
    for number in range(hogs):
        lab.guest(f"hog {number}", cpu=4.0, count=4)
    return of_guest(run(lab)[1], "progress", "victim")


def _stalled(busy_threads: int, quota_ms: float) -> float:
    """How long (ms of each 100) the threads of a busy container stand still at a quota."""
    lab = Lab().host(cores=16)
    load = {"cpu": float(busy_threads), "count": busy_threads, "threads": busy_threads}
    lab.container("box", **load, limit=quota_ms / 100.0)
    return 100.0 * of_guest(run(lab)[1], "cpu_stalled", "box")


def _shared_by_level(capacity: float, demand: float, low: float, normal: float, high: float) -> float:
    return weighted_sharing(capacity, [demand] * 3, [low, normal, high])[2]


GUIDE: Final = "vSphere resource management guide; MODELS.md section 1"
QUEUE: Final = "Closed queue M/M/c//N; MODELS.md section 1"
THREADS: Final = "Broadcom KB 421543; MODELS.md section 1"
CGROUP: Final = "Linux kernel, cpu.max; MODELS.md section 1"

CASES: Final = (
    Case(
        "coupling", "A guest of 0.8 cores with 0.4 of driver domain on one core",
        "Coupling rule; MODELS.md section 0", {"guest_cores": 0.8, "driver_cores": 0.4, "cores": 1},
        0.833, _coupled, tolerance=0.005, run="simulation",
    ),
    *(
        Case(
            f"esxi-shares-{name}", f"{name.capitalize()} shares beside the two other levels on one core",
            GUIDE,
            {"own": own, "one": one, "other": other, "cores": 1}, own / 3500.0, _shares, "cores", WEIGHTED,
            run="simulation",
        )
        for name, own, one, other in (
            ("high", 2000.0, 1000.0, 500.0), ("normal", 1000.0, 2000.0, 500.0), ("low", 500.0, 1000.0,
            2000.0),
        )
    ),
    Case(
        "shares-2000-1000-500", "High shares beside normal and low", GUIDE,
        {"capacity": 3.5, "demand": 4.0, "low": 500.0, "normal": 1000.0, "high": 2000.0}, 2.0,
        _shared_by_level, "cores",
    ),
    *(
        Case(
            f"ready-{vcpus}-of-16-{run_}", f"Ready time of {vcpus} vCPUs on 16 processors at 90 %", QUEUE,
            {"vcpus": vcpus, "pcpus": 16, "load": 0.9},
            percent, compute, "%", 0.05, run=run_,
        )
        for vcpus, percent in ((16, 0.0), (20, 1.2), (64, 2.4))
        for run_, compute in _READY
    ),
    Case(
        "hyperthreading-full", "Two busy threads on each of 4 cores", THREADS, {"vcpus": 8, "cores": 4}, 5.0,
        _threads, "cores", EXACT, "calibrated", "simulation",
    ),
    Case(
        "hyperthreading-half", "6 busy vCPUs on 4 cores: 0.75 c + 0.25 r", THREADS, {"vcpus": 6, "cores": 4},
        4.5,
        _threads, "cores", 1e-6, run="simulation",
    ),
    Case(
        "hyperthreading-formula", "6 busy vCPUs on 4 cores: 0.75 c + 0.25 r", THREADS,
        {"runnable": 6.0, "cores": 4.0}, 4.5, hyperthreaded_cores, "cores",
    ),
    Case(
        "switch-loss", "Lost to context switches with a slice of 5 ms",
        "Barham 2003, figure 6; MODELS.md section 1",
        {"slice_ms": 5.0, "switch_ms": 0.405}, XEN_LOSS, switch_loss, "", 0.005, "calibrated",
    ),
    Case(
        "quota-stall", "4 busy threads with a quota of one processor: P - Q/n", CGROUP,
        {"period_ms": 100.0, "quota_ms": 100.0, "busy_threads": 4}, 75.0, quota_stall_ms, "ms",
    ),
    Case(
        "quota-stall-simulated", "A container of 4 busy threads with a quota of one processor", CGROUP,
        {"busy_threads": 4, "quota_ms": 100.0}, 75.0, _stalled, "ms", 1e-6, run="simulation",
    ),
    *(
        Case(
            f"xen-weight-{instance}", f"Domain of weight {instance} among weights 1 to 8 on two processors",
            BARHAM,
            {"instance": instance, "instances": 8}, 2 * instance / 36, _weight, "cores", WEIGHTED,
            run="simulation",
        )
        for instance in range(1, 9)
    ),
    *(
        Case(
            f"xen-{name}-{instances}", f"{instances} instances of OSDB-{name.upper()} on two processors",
            BARHAM,
            {"alone": alone, "instances": instances,
            "switch_ms": XEN_LOSS / (1 - XEN_LOSS) * CREDIT_SLICE_MS},
            expected, _aggregate, "tuples/s", MACRO, run="simulation",
        )
        for name, alone, results in (
            ("ir", 158.0, ((2, 318.0), (4, 289.0), (8, 282.0))),
            ("oltp", 1661.0, ((2, 3289.0), (4, 2833.0), (8, 2685.0))),
        )
        for instances, expected in results
    ),
    Case(
        "xen-isolation", "Progress of a guest beside misbehaving ones: victims lost 2 to 4 %",
        "Barham 2003, section 4.4; MODELS.md section 2", {"hogs": 2, "demand": 0.6}, 0.97, _isolated,
        tolerance=WEIGHTED, run="simulation",
    ),
)  # fmt: skip
"""Every case of these sections."""
