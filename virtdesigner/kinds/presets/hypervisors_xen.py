"""Hypervisors of the Xen Project: paravirtual, with hardware assistance, and both."""

from virtdesigner.kinds.presets.hypervisors import EVERYTHING, bare_metal, hypervisor, memory
from virtdesigner.kinds.presets.preset import Preset, Source, computed, estimated, published
from virtdesigner.model.parts import LiveChanges, Virtualisation

_BARHAM = "Barham and others, Xen and the Art of Virtualization (2003)"
_XL = "xl.cfg(5), Xen 4.17"


def _xen(
    id: str,
    label: str,
    years: tuple[int, int | None],
    product: Virtualisation,
    system: float,
    live: LiveChanges,
    *sources: Source,
    note: str = "",
) -> Preset:
    """A balloon driver in each domain; nothing is shared, compressed or swapped by the hypervisor."""
    return hypervisor(
        id,
        label,
        "Xen Project",
        years,
        product,
        memory(system, overhead="xen", ballooning=True),
        live,
        *sources,
        published("memory_policy", "A balloon driver passes memory between domain and Xen.", _BARHAM),
        published("memory_policy.overhead", "20 kB a domain.", _BARHAM),
        estimated(
            "memory_policy.idle_tax memory_policy.system",
            "No tax, since the tools decide; what Xen and an idle domain 0 keep.",
        ),
        note=note,
    )


def _product(
    version: str, technique: str, *, nested_paging: bool = False, **figures: float
) -> Virtualisation:
    return bare_metal(
        "xen",
        version,
        technique,
        "xen-credit",
        drivers="driver-domain",
        nested_paging=nested_paging,
        **figures,
    )


_ADJUSTABLE = (
    published(
        "live_changes.memory_add live_changes.memory_remove",
        "xl mem-set moves memory up and down through the balloon driver.",
        "Linux, drivers/xen/Kconfig",
    ),
    estimated("live_changes", "xl vcpu-set brings vCPUs up and down, up to the number set at the start."),
)

PRESETS: tuple[Preset, ...] = (
    _xen(
        "xen-3-pv",
        "Xen 3 PV",
        (2005, 2010),
        _product("3.0", "paravirtual", context_switch=0.405, driver_domain_cycles=2500),
        512,
        EVERYTHING,
        published("virtualisation", "Guest kernels ported to hypercalls; drivers in domain 0.", _BARHAM),
        computed(
            "virtualisation.context_switch", "7.5 % lost at slices of 5 ms: c/(5 + c) = 0.075.", _BARHAM
        ),
        computed(
            "virtualisation.driver_domain_cycles",
            "2.4 thousand cycles a packet sent, 2.6 thousand received.",
            f"{_BARHAM}, table 6",
        ),
        *_ADJUSTABLE,
        estimated("since until", "3.0 came in December 2005, 4.0 in April 2010."),
        note="Windows can't run: its kernel was never ported. 32-bit guest kernels run in ring 1.",
    ),
    _xen(
        "xen-3-hvm",
        "Xen 3 HVM",
        (2005, 2010),
        _product("3.0", "hardware-assisted"),
        512,
        LiveChanges(shares=True),
        estimated("virtualisation", "VT-x or AMD-V with shadow page tables, devices emulated in domain 0."),
        estimated("live_changes", "An unmodified guest has no drivers to give anything back with."),
        estimated("since until", "3.0 came in December 2005, 4.0 in April 2010."),
    ),
    _xen(
        "xen-pv",
        "Xen 4 PV",
        (2010, None),
        _product("4", "paravirtual"),
        1024,
        EVERYTHING,
        published("virtualisation", "type=pv: a domain for a kernel ported to Xen.", _XL),
        *_ADJUSTABLE,
        estimated("since", "4.0 came in April 2010."),
        note="64-bit guest kernels run in ring 3. Credit2 has been the default scheduler since 4.12.",
    ),
    _xen(
        "xen-hvm",
        "Xen 4 HVM",
        (2010, None),
        _product("4", "hardware-assisted", nested_paging=True),
        1024,
        LiveChanges(cpu_add=True, shares=True),
        published("virtualisation", "type=hvm: emulated hardware, EPT or NPT (hap).", _XL),
        estimated("live_changes", "vCPUs can be plugged in; without a balloon driver memory stays."),
        estimated("since", "4.0 came in April 2010."),
    ),
    _xen(
        "xen-pvhvm",
        "Xen 4 PVHVM",
        (2010, None),
        _product("4", "hybrid", nested_paging=True),
        1024,
        EVERYTHING,
        published(
            "virtualisation",
            "HVM whose guest drives disks, network, timers and interrupts by paravirtual means.",
            "xen(4), FreeBSD; Wikipedia, Xen",
        ),
        *_ADJUSTABLE,
        estimated("since", "With Linux 2.6.36 of 2010."),
    ),
)
