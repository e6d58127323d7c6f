"""The simulation: pure functions over numpy arrays, one row per guest, host, link or LUN.

The functions named here take plain numbers, so that a reader can check a model by hand; they are those that
the phases of a step call, or hand on to them. `virtdesigner validate-models` compares them with what was
published.

    from virtdesigner.engine import ready_time

    ready_time(vcpus=20, alone=0.72, pcpus=16)  # 0.012
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from virtdesigner.engine.congestion import congestion_window
    from virtdesigner.engine.exits import exit_cycles, page_walk_references
    from virtdesigner.engine.goodput import goodput_mb_s
    from virtdesigner.engine.ha_slots import failover_capacity, host_slots, slot_size
    from virtdesigner.engine.memory_state import free_memory_thresholds
    from virtdesigner.engine.overhead import instruction_mix_cost
    from virtdesigner.engine.overhead_memory import overhead_memory_mib
    from virtdesigner.engine.page_sharing import ksm_scan_mib_s, sharing_reclaimed_mib, sharing_scan_mib_s
    from virtdesigner.engine.plain import (
        device_latency_ms,
        hop_latency,
        hyperthreaded_cores,
        idle_tax_targets,
        max_min_rates,
        power_w,
        quota_stall_ms,
        ready_time,
        switch_loss,
        weighted_sharing,
    )
    from virtdesigner.engine.shared_ethernet import (
        Bridging,
        bridged_mib_s,
        bridging_processors,
        cycles_per_byte,
    )
    from virtdesigner.engine.storage_device import fibre_channel_mb_s, hdd_iops, raid_iops, raid_penalty
    from virtdesigner.engine.swapping import balloon_slowdown, swap_faults, swap_progress

__all__ = [
    "Bridging",
    "balloon_slowdown",
    "bridged_mib_s",
    "bridging_processors",
    "congestion_window",
    "cycles_per_byte",
    "device_latency_ms",
    "exit_cycles",
    "failover_capacity",
    "fibre_channel_mb_s",
    "free_memory_thresholds",
    "goodput_mb_s",
    "hdd_iops",
    "hop_latency",
    "host_slots",
    "hyperthreaded_cores",
    "idle_tax_targets",
    "instruction_mix_cost",
    "ksm_scan_mib_s",
    "max_min_rates",
    "overhead_memory_mib",
    "page_walk_references",
    "power_w",
    "quota_stall_ms",
    "raid_iops",
    "raid_penalty",
    "ready_time",
    "sharing_reclaimed_mib",
    "sharing_scan_mib_s",
    "slot_size",
    "swap_faults",
    "swap_progress",
    "switch_loss",
    "weighted_sharing",
]

_MODULES = {
    "congestion": "congestion_window",
    "exits": "exit_cycles page_walk_references",
    "goodput": "goodput_mb_s",
    "ha_slots": "failover_capacity host_slots slot_size",
    "memory_state": "free_memory_thresholds",
    "overhead": "instruction_mix_cost",
    "overhead_memory": "overhead_memory_mib",
    "page_sharing": "ksm_scan_mib_s sharing_reclaimed_mib sharing_scan_mib_s",
    "plain": (
        "device_latency_ms hop_latency hyperthreaded_cores idle_tax_targets max_min_rates power_w "
        "quota_stall_ms ready_time switch_loss weighted_sharing"
    ),
    "shared_ethernet": "Bridging bridged_mib_s bridging_processors cycles_per_byte",
    "storage_device": "fibre_channel_mb_s hdd_iops raid_iops raid_penalty",
    "swapping": "balloon_slowdown swap_faults swap_progress",
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: numpy must not load with the package."""
    if name not in _HOMES:
        raise AttributeError(f"module 'virtdesigner.engine' has no attribute {name!r}")
    return getattr(import_module(f"virtdesigner.engine.{_HOMES[name]}"), name)
