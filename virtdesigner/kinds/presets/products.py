"""What is true of a product whatever its version: what it runs on, what it needs, what it can run."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from virtdesigner.kinds.presets.preset import RECALLED, Mark
from virtdesigner.model.parts import OperatingSystem

Architecture = Literal["x86", "power", "z", "arm"]
Placement = Literal["bare-metal", "hosted"]
Technique = Literal["hardware-assisted", "binary-translation", "paravirtual", "hybrid"]

Licence = Literal["commercial", "free", "open-source"]

_HARDWARE: tuple[Technique, ...] = ("hardware-assisted",)
_FULL: tuple[Technique, ...] = ("binary-translation", "hardware-assisted")
_X86_GUESTS: tuple[OperatingSystem, ...] = ("linux", "windows", "solaris", "bsd", "other")


def _mark(document: str) -> Mark:
    return "E" if document == RECALLED else "P"


@dataclass(frozen=True, slots=True)
class Product:
    """A hypervisor product.

    host_systems: families of which one must be its host OS, or for a bare-metal one none.
    needs_assist: it has never run without VT-x or AMD-V, whatever its technique.
    techniques: those that some version offers. unmodified: those under which it takes guests as their makers
    deliver them for this architecture. tied: a kernel modified for it runs on no other product.
    vmi: it ran kernels with VMI. guests: families of operating systems that it runs.
    document: where this is said, if anybody has looked.
    """

    label: str
    vendor: str
    licence: Licence
    architectures: tuple[Architecture, ...]
    placements: tuple[Placement, ...]
    host_systems: tuple[OperatingSystem, ...]
    needs_assist: bool
    techniques: tuple[Technique, ...]
    unmodified: tuple[Technique, ...]
    tied: bool
    vmi: bool
    guests: tuple[OperatingSystem, ...]
    document: str = RECALLED

    @property
    def mark(self) -> Mark:
        """How far the row may be trusted."""
        return _mark(self.document)


def _x86(
    label: str,
    vendor: str,
    licence: Licence,
    techniques: tuple[Technique, ...],
    document: str = RECALLED,
    *,
    architectures: tuple[Architecture, ...] = ("x86",),
    host_systems: tuple[OperatingSystem, ...] = (),
    placements: tuple[Placement, ...] = (),
    needs_assist: bool = False,
    tied: bool = False,
    vmi: bool = False,
    guests: tuple[OperatingSystem, ...] = _X86_GUESTS,
) -> Product:
    """A product for x86; hosted if it names host systems. Paravirtual guests need a kernel made for it."""
    return Product(
        label=label,
        vendor=vendor,
        licence=licence,
        architectures=architectures,
        placements=placements or (("hosted",) if host_systems else ("bare-metal",)),
        host_systems=host_systems,
        needs_assist=needs_assist,
        techniques=techniques,
        unmodified=tuple(technique for technique in techniques if technique != "paravirtual"),
        tied=tied,
        vmi=vmi,
        guests=guests,
        document=document,
    )


def _ibm(
    label: str,
    architecture: Architecture,
    technique: Technique,
    guests: tuple[OperatingSystem, ...],
    document: str = RECALLED,
) -> Product:
    """A product of IBM: its processors always have the mode that it needs, its systems are made for it."""
    return Product(
        label=label,
        vendor="IBM",
        licence="commercial",
        architectures=(architecture,),
        placements=("bare-metal",),
        host_systems=(),
        needs_assist=False,
        techniques=(technique,),
        unmodified=(technique,),
        tied=False,
        vmi=False,
        guests=guests,
        document=document,
    )


PRODUCTS: Mapping[str, Product] = MappingProxyType(
    {
        "esxi": _x86(
            "VMware ESXi",
            "VMware",
            "commercial",
            (*_FULL, "paravirtual"),
            vmi=True,
        ),
        "esx": _x86(
            "VMware ESX",
            "VMware",
            "commercial",
            (*_FULL, "paravirtual"),
            "Adams and Agesen, A Comparison of Software and Hardware Techniques (2006)",
            vmi=True,
        ),
        "workstation": _x86(
            "VMware Workstation",
            "VMware",
            "commercial",
            (*_FULL, "paravirtual"),
            "Sugerman and others, Virtualizing I/O Devices on VMware Workstation's Hosted VMM (2001)",
            host_systems=("windows", "linux"),
            vmi=True,
        ),
        "virtual-server": _x86(
            "Microsoft Virtual Server",
            "Microsoft",
            "free",
            _FULL,
            "Wikipedia, Microsoft Virtual Server",
            host_systems=("windows",),
        ),
        "virtual-pc": _x86(
            "Microsoft Virtual PC",
            "Microsoft",
            "free",
            _FULL,
            "Wikipedia, Microsoft Virtual Server",
            host_systems=("windows",),
        ),
        "hyper-v": _x86(
            "Microsoft Hyper-V",
            "Microsoft",
            "commercial",
            _HARDWARE,
            "virtualization.info, Windows Hypervisor will require 64bit CPUs (2006)",
            needs_assist=True,
            guests=("linux", "windows", "bsd", "other"),
        ),
        "xen": _x86(
            "Xen",
            "Xen Project",
            "open-source",
            ("paravirtual", "hardware-assisted", "hybrid"),
            "Barham and others, Xen and the Art of Virtualization (2003); xl.cfg(5), Xen 4.17",
            architectures=("x86", "arm"),
            tied=True,
        ),
        "kvm": _x86(
            "KVM",
            "Linux kernel",
            "open-source",
            (*_HARDWARE, "hybrid"),
            "Felter and others, An Updated Performance Comparison of VMs and Linux Containers (2014)",
            architectures=("x86", "arm", "power", "z"),
            placements=("bare-metal", "hosted"),
            host_systems=("linux",),
            needs_assist=True,
        ),
        "parallels": _x86(
            "Parallels",
            "Parallels",
            "commercial",
            _FULL,
            "Parallels Workstation 2.2 user guide",
            host_systems=("windows", "linux", "bsd", "other"),
        ),
        "sel4": _x86(
            "seL4-based",
            "seL4 Foundation",
            "open-source",
            _HARDWARE,
            "seL4/camkes-vm-examples, README",
            architectures=("x86", "arm"),
            needs_assist=True,
            guests=("linux", "other"),
        ),
        "power-hypervisor": _ibm(
            "POWER Hypervisor",
            "power",
            "paravirtual",
            ("aix", "linux", "ibm-i"),
            "Wikipedia, Micro-Partitioning; IBM AIX 7.2 documentation, Dynamic logical partitioning",
        ),
        "zvm": _ibm("IBM z/VM", "z", "hardware-assisted", ("linux", "zos", "other")),
        "prsm": _ibm(
            "IBM PR/SM",
            "z",
            "hardware-assisted",
            ("linux", "zos", "other"),
            "IBM, PR/SM Planning Guide, Dynamic storage reconfiguration",
        ),
    }
)
"""Value of `Virtualisation.product` to what is true of that product."""


@dataclass(frozen=True, slots=True)
class ContainerProduct:
    """A container engine: whose kernel its containers share, and since when it holds them at limits.

    kernel: the family that the host's kernel must be of; patched: it needs a kernel of its own making.
    document: where this is said.
    """

    label: str
    vendor: str
    licence: Licence
    kernel: OperatingSystem
    patched: bool
    document: str = RECALLED

    @property
    def mark(self) -> Mark:
        """How far the row may be trusted."""
        return _mark(self.document)


CONTAINER_PRODUCTS: Mapping[str, ContainerProduct] = MappingProxyType(
    {
        "docker": ContainerProduct(
            "Docker", "Docker", "open-source", "linux", False, "Docker docs, Resource constraints"
        ),
        "lxc": ContainerProduct("LXC", "linuxcontainers.org", "open-source", "linux", False),
        "openvz": ContainerProduct(
            "OpenVZ", "Virtuozzo", "open-source", "linux", True, "OpenVZ kernel release notes (2008)"
        ),
        "virtuozzo": ContainerProduct(
            "Virtuozzo", "Virtuozzo", "commercial", "linux", True, "OpenVZ kernel release notes (2008)"
        ),
        "solaris": ContainerProduct(
            "Solaris Containers",
            "Sun, Oracle",
            "commercial",
            "solaris",
            False,
            "Sun, Solaris Containers: Resource Management and Solaris Zones Developer's Guide",
        ),
        "linux-vserver": ContainerProduct(
            "Linux-VServer",
            "Linux-VServer project",
            "open-source",
            "linux",
            True,
        ),
    }
)
"""Value of `ContainerRuntime.product` to what is true of that product."""
