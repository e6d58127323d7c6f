"""Hypervisors of IBM: POWER Hypervisor, z/VM, PR/SM."""

from virtdesigner.kinds.presets.hypervisors import EVERYTHING, bare_metal, hypervisor, memory
from virtdesigner.kinds.presets.preset import Preset, estimated, published
from virtdesigner.model.parts import LiveChanges, Virtualisation

_GROUP = "IBM"
_DLPAR = "IBM AIX 7.2 documentation, Dynamic logical partitioning"
_UNCAPPED = "IBM HMC V7R3.4 help, Weight"
_SHARE = "IBM z/VM 7.1, CP Commands: SET SHARE"
_STORAGE = "IBM z/VM 7.1, CP Commands: DEFINE STORAGE"
_PRSM = "IBM, PR/SM Planning Guide, Processing weights; Dynamic storage reconfiguration"
_POLICY = "memory_policy memory_policy.idle_tax memory_policy.system"


def _power(version: str) -> Virtualisation:
    return bare_metal("power-hypervisor", version, "paravirtual", "power", drivers="driver-domain")


_POWER_SOURCES = (
    published(
        "virtualisation",
        "Firmware under every partition; AIX, IBM i and Linux call it for page tables and adapters, which a "
        "virtual I/O server owns.",
        "Wikipedia, Micro-Partitioning; MODELS.md 4, Shared Ethernet adapter",
    ),
    published("live_changes", "Processors, memory and slots move between running partitions.", _DLPAR),
)


def _z(product: str, version: str) -> Virtualisation:
    return bare_metal(product, version, "hardware-assisted", product, nested_paging=True)


_Z_SOURCE = estimated("virtualisation", "Guests run under the processor's interpretive execution (SIE).")
_WEIGHT = "An uncapped partition's weight is 128 of 0 to 255 unless set."

PRESETS: tuple[Preset, ...] = (
    hypervisor(
        "power5",
        "POWER Hypervisor (POWER5)",
        _GROUP,
        (2004, 2010),
        _power("POWER5"),
        memory(768),
        EVERYTHING,
        *_POWER_SOURCES,
        published("virtualisation.scheduler", _WEIGHT, _UNCAPPED),
        estimated(_POLICY, "Partitions have their memory whole; firmware and page tables take the rest."),
        estimated("since until", "POWER5 came in 2004, POWER7 in 2010."),
    ),
    hypervisor(
        "power10",
        "POWER Hypervisor (Power10)",
        _GROUP,
        (2021, None),
        _power("Power10"),
        memory(4096, swapping=True, ballooning=True),
        EVERYTHING,
        *_POWER_SOURCES,
        published("virtualisation.scheduler", _WEIGHT, _UNCAPPED),
        estimated(
            _POLICY, "Active Memory Sharing: partitions lend pages, and page through a virtual I/O server."
        ),
        estimated("since", "The first Power10 server came in September 2021."),
        note="Sold as PowerVM.",
    ),
    hypervisor(
        "zvm-5",
        "z/VM 5",
        _GROUP,
        (2004, 2008),
        _z("zvm", "5.2"),
        memory(512, swapping=True),
        LiveChanges(cpu_add=True, shares=True),
        _Z_SOURCE,
        published("virtualisation.scheduler", "A relative share of 100 unless set, 1 to 10,000.", _SHARE),
        estimated(_POLICY, "CP pages guests out to expanded storage and disk."),
        estimated("live_changes", "CPUs are defined while a guest runs; its storage needs a new start."),
        estimated("since until", "5.1 came in 2004, 6.1 in 2009."),
    ),
    hypervisor(
        "zvm-7",
        "z/VM 7.4",
        _GROUP,
        (2024, None),
        _z("zvm", "7.4"),
        memory(2048, swapping=True),
        LiveChanges(cpu_add=True, memory_add=True, memory_remove=True, shares=True),
        _Z_SOURCE,
        published("virtualisation.scheduler", "A relative share of 100 unless set, 1 to 10,000.", _SHARE),
        estimated(_POLICY, "CP pages guests out to disk; guests overcommit several times over."),
        published("live_changes", "Standby and reserved storage can be brought online and back.", _STORAGE),
        published("since", "General availability in September 2024.", "IBM, z/VM 7.4 library"),
        note="Software, usually in a logical partition of PR/SM.",
    ),
    hypervisor(
        "prsm",
        "PR/SM",
        _GROUP,
        (1988, None),
        _z("prsm", ""),
        memory(0),
        EVERYTHING,
        _Z_SOURCE,
        published("virtualisation.scheduler", "Weights of 1 to 999; unused time goes to others.", _PRSM),
        published(
            "memory_policy live_changes",
            "Storage is assigned whole, and moves between partitions only by reconfiguring.",
            _PRSM,
        ),
        estimated("memory_policy.idle_tax", "Nothing is taken back, so nothing is taxed."),
        estimated("memory_policy.system", "The hardware system area lies outside the storage that is sold."),
        estimated("since", "First on the IBM 3090 in 1988."),
        note="Firmware: every Z server runs it, also below z/VM.",
    ),
)
