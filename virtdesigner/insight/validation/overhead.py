"""Cases of MODELS.md section 3: memory that a VM costs its host beside its own."""

from typing import Final

from virtdesigner.engine import overhead_memory_mib
from virtdesigner.engine.overhead_memory import ESXI_TABLE, ESXI_TABLE_MIB, ESXI_TABLE_VCPUS
from virtdesigner.insight.validation.case import OVERHEAD, Case
from virtdesigner.insight.validation.lab import Lab, run


def _charged(memory_mib: float, vcpus: int, era: str, guests: int = 1) -> float:
    """Memory that a host has used beside what its VMs hold."""
    lab = Lab().host(cores=16, overhead=era)
    for number in range(guests):
        lab.guest(f"vm {number}", count=vcpus, memory_size=memory_mib)
    simulation, frame = run(lab, 5.0)
    return float(frame.hosts.memory_used[0] - simulation.state.touched.sum())


GUIDE: Final = "vSphere resource management guide, sample overhead; MODELS.md section 3"

CASES: Final = (
    *(
        Case(
            f"overhead-{memory:.0f}-{vcpus:.0f}",
            f"Overhead of a VM of {memory:,.0f} MiB and {vcpus:.0f} vCPUs", GUIDE,
            {"era": "esxi", "memory_mib": memory, "vcpus": int(vcpus)}, mib, overhead_memory_mib, "MiB",
            OVERHEAD,
            "calibrated",
        )
        for memory, row in zip(ESXI_TABLE_MIB, ESXI_TABLE, strict=True)
        for vcpus, mib in zip(ESXI_TABLE_VCPUS, row, strict=True)
    ),
    *(
        Case(
            f"overhead-{memory:.0f}-{vcpus:.0f}-charged",
            f"Memory that a host loses to a VM of {memory:,.0f} MiB and {vcpus:.0f} vCPUs", GUIDE,
            {"memory_mib": memory, "vcpus": int(vcpus), "era": "esxi"}, mib, _charged, "MiB", OVERHEAD,
            "calibrated", "simulation",
        )
        for memory, row in zip(ESXI_TABLE_MIB, ESXI_TABLE, strict=True)
        for vcpus, mib in zip(ESXI_TABLE_VCPUS, row, strict=True)
    ),
    *(
        Case(
            f"overhead-{era}-charged",
            f"Memory that a host loses to {guests} VMs of {memory:,.0f} MiB on {product}", source,
            {"memory_mib": memory, "vcpus": 1, "era": era, "guests": guests}, guests * mib, _charged,
            "MiB", OVERHEAD, run="simulation",
        )
        for era, product, source, guests, memory, mib in (
            ("esx-2", "ESX Server 2", "ESX Server 2 administration guide: 102 MB", 2, 2048.0, 102.0),
            # 109.65 + 0.01375 x 2048.
            ("esx-4", "ESX 4", "ESX 4.0, the formula; MODELS.md section 3", 2, 2048.0, 137.81),
            # 20,000 bytes.
            ("xen", "Xen", "Barham 2003: 20 kB a domain; MODELS.md section 3", 10, 2048.0, 0.019073),
        )
    ),
    Case(
        "overhead-esx2", "Overhead of a VM of 2 GB on ESX Server 2",
        "ESX Server 2 administration guide: 102 MB",
        {"era": "esx-2", "memory_mib": 2048.0, "vcpus": 1}, 102.0, overhead_memory_mib, "MiB", OVERHEAD,
    ),
    Case(
        "overhead-esx2-web", "Overhead of 8 VMs of 512 MB on ESX Server 2: 8 * 54 MB",
        "ESX Server 2 administration guide, web server consolidation",
        {"guests": 8, "memory_mib": 512.0}, 432.0, lambda guests, memory_mib: guests * overhead_memory_mib(
            "esx-2", memory_mib), "MiB", OVERHEAD, "calibrated",
    ),
)  # fmt: skip
"""Every case of overhead memory."""
