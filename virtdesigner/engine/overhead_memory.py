"""Memory that a virtual machine costs its host beside its own, by the era of the product.

Source: MODELS.md section 3.
"""

from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints


class Era(NamedTuple):
    """Overhead in MiB: base, per_mib for each MiB of the VM over `above`, per_vcpu for each further vCPU."""

    base: float
    per_mib: float
    above: float
    per_vcpu: float


ERAS: Final = MappingProxyType(
    {
        "none": Era(0.0, 0.0, 0.0, 0.0),
        "esxi": Era(18.22, 0.00743, 0.0, 4.03),
        "esx-4": Era(109.65, 0.01375, 0.0, 0.0),
        "esx-2": Era(54.0, 32.0 / 1024.0, 512.0, 10.0),
        "xen": Era(20e3 / 2**20, 0.0, 0.0, 0.0),
    }
)
"""Era to its overhead; the rows of `overhead_by_era` number them in this order.

esxi: ESXi 6, [C] a fit to its table. esx-4: [P: the formula of ESX 4.0, which names no vCPUs]. esx-2: [P:
ESX Server 2 administration guide] 54 MB with one vCPU, 64 MB with two, and 32 MB for each GB above 512 MB.
xen: [P] 20 kB for a domain. none: a bare server or a container.
"""

ESXI_TABLE_MIB: Final = (256.0, 4096.0)
"""Memory of the VMs in `ESXI_TABLE`, by row."""

ESXI_TABLE_VCPUS: Final = (1.0, 2.0, 4.0, 8.0)
"""vCPUs of the VMs in `ESXI_TABLE`, by column."""

ESXI_TABLE: Final = ((20.29, 24.28, 32.23, 48.16), (48.64, 52.72, 60.67, 76.78))
"""[P: vSphere resource management guide] Sample overhead, MiB."""


def overhead_by_era(era: Ints, memory_mib: Floats, vcpus: Floats) -> Floats:
    """Return the memory (guests,) MiB that VMs cost beside their own. era: (guests,) row of ERAS.

    Source: MODELS.md section 3, and the marks of `ERAS`.
    """
    base, per_mib, above, per_vcpu = np.array(tuple(ERAS.values()))[era].T
    return np.asarray(base + per_mib * np.maximum(memory_mib - above, 0.0) + per_vcpu * (vcpus - 1.0))


def era_row(name: str) -> int:
    """Return the row of an era in ERAS; ValueError for one that is not there."""
    if name not in ERAS:
        raise ValueError(f"{name!r} is no era of overhead memory: choose one of {', '.join(ERAS)}")
    return tuple(ERAS).index(name)


def overhead_memory_mib(era: str, memory_mib: float, vcpus: int = 1) -> float:
    """Return the memory (MiB) that one VM of `memory_mib` and `vcpus` costs its host beside its own.

    era: one of ERAS, or "esxi-table" to read ESXi 6's published table, between its rows and columns in
    proportion. ValueError for another era, and outside the table. Source: MODELS.md section 3: ESXi 6 [P
    table, C fit], ESX 4.0 [P], ESX 2.x [P], Xen [P].
    """
    if era == "esxi-table":
        return _from_table(memory_mib, vcpus)
    return float(overhead_by_era(np.array([era_row(era)]), np.array([memory_mib]), np.array([vcpus]))[0])


def _from_table(memory_mib: float, vcpus: float) -> float:
    low, high = ESXI_TABLE_MIB
    if not (low <= memory_mib <= high and ESXI_TABLE_VCPUS[0] <= vcpus <= ESXI_TABLE_VCPUS[-1]):
        raise ValueError(f"the table has {low:g} to {high:g} MiB and 1 to 8 vCPUs: choose esxi, its fit")
    small, large = (float(np.interp(vcpus, ESXI_TABLE_VCPUS, row)) for row in ESXI_TABLE)
    return small + (large - small) * (memory_mib - low) / (high - low)
