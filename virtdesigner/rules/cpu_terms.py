"""CPU terms: what gives a guest its processor time, and what its claim is called there.

Records hold reservation and limit in cores under every scheduler, so that a guest can move; each scheduler
has a unit of its own for them. Source: MODELS.md section 1.
"""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final, Literal

from virtdesigner.kinds.weights import WEIGHTS
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import ContainerRuntime, Processor, VirtualCpus, Virtualisation
from virtdesigner.rules.visibility import hypervisor_on, server_of

QUOTA_PERIOD_MS: Final = 100.0
"""[P: kernel docs, cpu.max] Period in which a cgroup may use up its quota of CPU time."""

Unit = Literal["mhz", "core-percent", "quota", "vcpu-percent", "processors"]

UNITS: Final = MappingProxyType(
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
    return UNITS.get(scheduler_of(design, guest) or "") == "quota"


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
    for name, cores in (("reservation", cpus.reservation or None), ("limit", cpus.limit)):
        if cores is not None:
            amount = _counted(design, guest, scheduler, cores)
            yield message(f"cpu-{name}-{UNITS[scheduler]}", amount=amount)


def _counted(design: Design, guest: str, scheduler: str, cores: float) -> float:
    """Some cores in the unit of a scheduler."""
    unit, (cpus,) = UNITS[scheduler], design.elements[guest].carried(VirtualCpus)
    if unit == "mhz":
        server = server_of(design, guest)
        processors = design.elements[server].carried(Processor) if server else ()
        return cores * 1000.0 * (processors[0].clock / processors[0].relative_speed if processors else 1.0)
    per_core = {"core-percent": 100.0, "quota": QUOTA_PERIOD_MS, "vcpu-percent": 100.0 / cpus.count}
    return cores * per_core.get(unit, 1.0)
