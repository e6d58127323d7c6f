"""How presets of hypervisors are put together: product, memory policy, and what can change in a run."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from virtdesigner.kinds.presets.preset import Preset, Source, estimated, whole
from virtdesigner.model.parts import LiveChanges, MemoryPolicy, Virtualisation

EVERYTHING = LiveChanges(cpu_add=True, cpu_remove=True, memory_add=True, memory_remove=True, shares=True)
"""All that can be changed while a guest runs."""

_NODES: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "esxi": (2011, "VMs of more than 8 vCPUs are shown NUMA nodes since vSphere 5 of 2011."),
        "hyper-v": (2012, "VMs are shown NUMA nodes since Windows Server 2012."),
        "power-hypervisor": (2004, "The firmware tells partitions where processors and memory lie."),
    }
)
"""Product to the year since when it shows NUMA nodes to wide VMs by itself, and what is known of it."""

_BY_HAND = (9999, "A VM has the nodes that somebody lays out for it, none by itself.")


def hypervisor(
    id: str,
    label: str,
    group: str,
    years: tuple[int, int | None],
    product: Virtualisation,
    policy: MemoryPolicy,
    live: LiveChanges,
    *sources: Source,
    note: str = "",
) -> Preset:
    """A hypervisor; years: first and last in which it was current, None: still."""
    first, says = _NODES.get(product.product, _BY_HAND)
    own = product.model_dump(include=product.model_fields_set) | {"virtual_numa": years[0] >= first}
    return Preset(
        id=id,
        kind="hypervisor",
        label=label,
        group=group,
        since=years[0],
        until=years[1],
        values=whole(virtualisation=Virtualisation(**own), memory_policy=policy, live_changes=live),
        sources=(*sources, estimated("virtualisation.virtual_numa", says)),
        note=note,
    )


def bare_metal(
    product: str,
    version: str,
    technique: str,
    scheduler: str,
    *,
    drivers: str = "monolithic",
    nested_paging: bool = False,
    **figures: Any,
) -> Virtualisation:
    """A hypervisor that runs on the machine itself; figures: costs that differ from the technique's."""
    return Virtualisation.model_validate(
        {
            "product": product,
            "version": version,
            "placement": "bare-metal",
            "technique": technique,
            "nested_paging": nested_paging,
            "drivers": drivers,
            "scheduler": scheduler,
            **figures,
        }
    )


def hosted(product: str, version: str, technique: str, *, nested_paging: bool = False) -> Virtualisation:
    """A program of a host OS, which schedules its VMs and drives the devices."""
    return Virtualisation.model_validate(
        {
            "product": product,
            "version": version,
            "placement": "hosted",
            "technique": technique,
            "nested_paging": nested_paging,
            "drivers": "host-os",
            "scheduler": "cfs",
        }
    )


def memory(system: float, **differences: Any) -> MemoryPolicy:
    """What a hypervisor does about memory; without differences nothing: every VM has its memory whole.

    system: MiB that it takes for itself.
    """
    return MemoryPolicy.model_validate(
        {
            "overhead": "none",
            "thresholds": "min-free",
            "large_pages": False,
            "compression": False,
            "swapping": False,
            "ballooning": False,
            "page_sharing": False,
            "idle_tax": 0,
            "system": system,
            **differences,
        }
    )
