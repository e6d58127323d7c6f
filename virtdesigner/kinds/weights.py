"""What a guest weighs against others unless somebody sets it, by scheduler."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple


class Weight(NamedTuple):
    """The normal weight of one vCPU or of one whole guest. mark, document: as of a preset's source."""

    value: float
    each: Literal["vcpu", "guest"]
    mark: Literal["P", "E"]
    document: str


WEIGHTS: Final[Mapping[str, Weight]] = MappingProxyType(
    {
        "esxi": Weight(1000.0, "vcpu", "P", "VMware, vSphere Resource Management guide: normal shares"),
        "xen-credit": Weight(256.0, "guest", "P", "Xen source, credit scheduler: 1 to 65535"),
        "cfs": Weight(100.0, "guest", "P", "Linux docs, Control Group v2: cpu.weight, 1 to 10000"),
        "hyper-v": Weight(100.0, "guest", "P", "Microsoft Learn, Set-VMProcessor: 1 to 10000"),
        "power": Weight(128.0, "guest", "P", "IBM HMC V7R3.4 help, Weight: 0 to 255"),
        "zvm": Weight(100.0, "guest", "P", "IBM z/VM 7.1, CP Commands: SET SHARE, relative, 1 to 10000"),
        "prsm": Weight(10.0, "guest", "E", "Every partition is given a weight of its own, 1 to 999"),
    }
)
"""Scheduler to the normal weight under it; MODELS.md section 1."""

WITHOUT_RESERVATIONS: Final = frozenset({"cfs", "xen-credit"})
"""Schedulers that know weights and limits only, so that a reservation under them is not kept: Linux has
cpu.weight and cpu.max, Xen credit weight and cap [P: MODELS.md section 1]."""
