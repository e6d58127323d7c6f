"""Cases of Barham 2003, figure 3: benchmarks on Linux, Xen and VMware Workstation, simulated.

Each program runs on one core with the mix and the disk I/O of a template of MODELS.md section 9 that is like
it; only the web server's clients are on other machines. Source: MODELS.md section 2.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from virtdesigner.insight.validation.benchmarks import MIXES
from virtdesigner.insight.validation.case import MACRO, Case, not_modelled
from virtdesigner.insight.validation.lab import XEN, Lab, adapter, disk, of_guest, run
from virtdesigner.kinds.workloads import SIZINGS, TEMPLATES
from virtdesigner.model.parts import DiskGroup, HostSystem

CLOCK: Final = 2.4
ASKED: Final = 2.0
"""Cores that a benchmark of throughput would use of one."""

PRODUCTS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "Linux": {},
        "Xen": {**XEN, "technique": "paravirtual"},
        "VMware Workstation": {
            "product": "workstation", "placement": "hosted", "technique": "binary-translation",
            "drivers": "host-os", "scheduler": "cfs", "host_system": HostSystem(cpu=0.0, memory=0.0),
        },
    }
)  # fmt: skip
"""Product to the fields of its host."""

_SHELF: Final = DiskGroup(id="group0", name="Disks", device="nvme", disks=8, raid="0")
"""More than anybody asks for: what is compared is what I/O costs in CPU."""


def _io(template: str, cores: float) -> dict[str, Any]:
    """The I/O of a template, when it takes so many native cores."""
    if template not in TEMPLATES:
        return {}
    load, sizing = TEMPLATES[template], SIZINGS[template]
    scale = cores / (sizing.vcpus * sizing.load)
    found: dict[str, Any] = {"block": load.block, "random_share": load.random_share}
    found |= {"reads": load.reads * scale, "writes": load.writes * scale}
    if template == "web-server":
        flow = load.flows[0]
        found["flows"] = (flow.replace(rate=flow.rate * scale),)
    return found


def _lab(product: str, clock_ghz: float, load: Mapping[str, Any]) -> Lab:
    """One program on one core, within a product."""
    lab = Lab().host(cores=1, clock=clock_ghz, disk_groups=(_SHELF,), **PRODUCTS[product])
    lab.network().add("lun", "lun", "host", queue_depth=4096)
    if product == "Linux":
        lab.container("program", nics=adapter(), disks=disk(), **load).add(
            "virtual-switch", "bridge", "engine"
        )
        lab.link("uplink", "bridge", "host/nic0").link("vnic", "program/nic0", "bridge")
    else:
        # The figure of a packet through the host OS holds the adapter already; a disk is emulated.
        presented = disk(adapter="emulated") if product == "VMware Workstation" else disk()
        lab.guest("program", bits="32", nics=adapter(), disks=presented, **load).plug("program")
    return lab.link("disk", "program/disk0", "lun")


def _score(product: str, benchmark: str, template: str, native: float, clock_ghz: float) -> float:
    """Throughput of a program that takes all it gets of a core, from that on Linux."""
    load = {"cpu": ASKED, "count": 2} | MIXES[benchmark].fields() | _io(template, ASKED)
    own, linux = (
        of_guest(run(_lab(name, clock_ghz, load), 10.0)[1], "progress", "program")
        for name in (product, "Linux")
    )
    return native * own / linux


def _seconds(product: str, benchmark: str, template: str, native: float, clock_ghz: float) -> float:
    """When a batch job ends, from when it does on Linux."""
    load = {"cpu": 1.0, "pattern": "batch", "work": native} | MIXES[benchmark].fields() | _io(template, 1.0)
    own, linux = (
        float(run(_lab(name, clock_ghz, load), 2.5 * native, 10.0)[0].state.finished[0])
        for name in (product, "Linux")
    )
    return native * own / linux


BARHAM: Final = "Barham 2003, figure 3; MODELS.md section 2"

_IO: Final = "Its I/O goes through the host OS, whose cost per disk I/O and transaction was not published."
_WEB: Final = "What a request costs through the host OS, beside its packets, was not published."
_KERNEL: Final = "The kernel factor of binary translation [E] is too high for kernel code that mostly copies."
_UML: Final = "No technique of the engine stands for a kernel that runs as a process (User-mode Linux)."

# Benchmark, mix, template of its I/O, native result, whether it is a time; Xen, Workstation with why it is
# known to fail, User-mode Linux.
_FIGURE: Final = (
    ("SPECint2000", "user-code", "", 567.0, False, 567.0, (554.0, ""), 550.0),
    ("Linux build", "kernel-compile", "build", 263.0, True, 271.0, (334.0, ""), 535.0),
    ("OSDB-IR", "database", "oltp-database", 172.0, False, 158.0, (80.0, _IO), 65.0),
    ("OSDB-OLTP", "database", "oltp-database", 1714.0, False, 1633.0, (199.0, _IO), 306.0),
    ("dbench", "file-server", "file-server", 418.0, False, 400.0, (310.0, _KERNEL), 111.0),
    ("SPECWEB99", "web-server", "web-server", 518.0, False, 514.0, (150.0, _WEB), 172.0),
)


def _id(benchmark: str, product: str) -> str:
    return f"barham-{benchmark}-{product}".lower().replace(" ", "-")


CASES: Final = (
    *(
        Case(
            _id(name, product), f"{name}: {product}", BARHAM,
            {"product": product, "benchmark": mix, "template": template, "native": native,
             "clock_ghz": CLOCK}, measured, _seconds if is_time else _score, "s" if is_time else "", MACRO,
            run="simulation", reason=reason,
        )
        for name, mix, template, native, is_time, xen, hosted, _uml in _FIGURE
        for product, measured, reason in (("Xen", xen, ""), ("VMware Workstation", *hosted))
    ),
    *(
        Case(
            _id(name, "uml"), f"{name}: User-mode Linux", BARHAM, {"native": native}, uml, not_modelled,
            "s" if is_time else "", MACRO, reason=_UML,
        )
        for name, _mix, _template, native, is_time, _xen, _hosted, uml in _FIGURE
    ),
)  # fmt: skip
"""Every case of it."""
