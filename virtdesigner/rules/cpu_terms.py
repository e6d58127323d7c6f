"""CPU terms: what gives a guest its processor time, and what its claim is called there.

Records hold reservation and limit in reference cores under every scheduler, so that a guest can move; each
scheduler has a unit of its own for them, and counts the cores of its server. Source: MODELS.md section 1.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, Literal

from virtdesigner.kinds.weights import WEIGHTS, WITHOUT_RESERVATIONS
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import ContainerRuntime, Processor, VirtualCpus, Virtualisation
from virtdesigner.rules.visibility import hypervisor_on, server_of

QUOTA_PERIOD_MS: Final = 100.0
"""[P: kernel docs, cpu.max] Period in which a cgroup may use up its quota of CPU time."""

Unit = Literal["mhz", "core-percent", "quota", "vcpu-percent", "processors"]

UNITS: Final[Mapping[str, Unit]] = MappingProxyType(
    {
        "esxi": "mhz",
        "xen-credit": "core-percent",
        "cfs": "quota",
        "hyper-v": "vcpu-percent",
        "power": "processors",
        "zvm": "processors",
        "prsm": "processors",
    }
)
"""Scheduler to what it counts reservations and limits in: ESXi MHz, Xen a cap in per cent of one pCPU, Linux
a quota of each period, Hyper-V per cent of the VM's own vCPUs [P: MODELS.md section 1]; others processors."""


def scheduler_of(design: Design, guest: str) -> str | None:
    """What gives a guest its processor time: a hypervisor, or the kernel that holds a container."""
    for element in design.ancestors(guest):
        if element.carried(ContainerRuntime):
            return "cfs"
        if platform := next(iter(element.carried(Virtualisation)), None):
            return platform.scheduler
    hypervisor = hypervisor_on(design, server_of(design, guest))
    return design.elements[hypervisor].carried(Virtualisation)[0].scheduler if hypervisor else None


def has_quota(design: Design, guest: str) -> bool:
    """Whether a guest at its limit stands still until the next period begins."""
    scheduler = scheduler_of(design, guest)
    return scheduler is not None and UNITS[scheduler] == "quota"


def keeps_reservations(design: Design, id: str) -> bool:
    """Whether what gives a guest, or those in a pool, their processor time knows reservations."""
    return scheduler_of(design, id) not in WITHOUT_RESERVATIONS


def quota_ms(cores: float, speed: float) -> float:
    """Return the CPU time of a period that a limit in reference cores is, on cores of a relative speed."""
    return cores / speed * QUOTA_PERIOD_MS


def claim_terms(design: Design, guest: str) -> Iterator[Message]:
    """What a guest claims, as its own scheduler would say it: weight, reservation, limit."""
    scheduler = scheduler_of(design, guest)
    cpus = next(iter(design.elements[guest].carried(VirtualCpus)), None)
    if scheduler is None or cpus is None:
        return
    usual = WEIGHTS[scheduler]
    whole = usual.value * (cpus.count if usual.each == "vcpu" else 1)
    weight = whole if cpus.shares is None else cpus.shares
    yield message(f"cpu-weight-{usual.each}", weight=weight, usual=whole, each=weight / cpus.count)
    if cpus.reservation and scheduler in WITHOUT_RESERVATIONS:
        yield message("cpu-reservation-none")
    elif cpus.reservation:
        yield _claim("reservation", UNITS[scheduler], design, guest, cpus.reservation)
    if cpus.limit is not None:
        yield _claim("limit", UNITS[scheduler], design, guest, cpus.limit)


def _claim(name: str, unit: Unit, design: Design, guest: str, cores: float) -> Message:
    """What some reference cores are in a unit, on the server of a guest."""
    server, (cpus,) = server_of(design, guest), design.elements[guest].carried(VirtualCpus)
    processor = next(iter(design.elements[server].carried(Processor) if server else ()), Processor())
    speed = processor.relative_speed
    amount = {
        "mhz": cores / speed * processor.clock * 1000.0,
        "core-percent": cores / speed * 100.0,
        "quota": quota_ms(cores, speed),
        "vcpu-percent": cores / speed / cpus.count * 100.0,
        "processors": cores / speed,
    }
    return message(f"cpu-{name}-{unit}", amount=amount[unit])
