"""Words for who holds the memory of a host, and for the tables that translate addresses."""

from collections.abc import Mapping
from types import MappingProxyType

PARTS: Mapping[str, str] = MappingProxyType(
    {
        "system": "Hypervisor",
        "overhead": "Overhead of VMs",
        "active": "Active",
        "idle": "Idle",
        "shared": "Shared",
        "ballooned": "Ballooned",
        "swapped": "Swapped",
        "unused": "Never touched",
        "free": "Free",
    }
)

MEMORY_STATES: Mapping[str, str] = MappingProxyType(
    {
        "high": "Plenty: nothing is taken back",
        "clear": "Enough: nothing is taken back yet",
        "soft": "Short: guests give memory back by ballooning",
        "hard": "Very short: pages are swapped out",
        "low": "None left: guests above their target wait",
    }
)

THRESHOLDS: Mapping[str, str] = MappingProxyType(
    {"clear": "watched", "soft": "ballooning", "hard": "swapping", "low": "blocking"}
)
"""State to what begins with it."""

TABLES: Mapping[str, str] = MappingProxyType(
    {
        "guest-page-table": "The guest's page table, kept by the guest",
        "physical-map": "Which machine page a physical one is, kept by the hypervisor",
        "shadow-page-table": "Shadow page table, kept by the hypervisor; it is walked: {walk} references",
        "nested-page-table": "Nested page table, kept by the hypervisor; both are walked: {walk} references",
        "direct-page-table": "The guest's page table holds machine addresses, each checked by the hypervisor",
        "host-page-table": "The kernel's page table: there is no hypervisor in between",
    }
)

SPANS: Mapping[str, str] = MappingProxyType(
    {"vpn-ppn": "VPN to PPN", "ppn-mpn": "PPN to MPN", "vpn-mpn": "VPN to MPN"}
)

RECLAIMED: Mapping[str, str] = MappingProxyType(
    {
        "reclaimed-ballooned": "{ballooned:MiB} of its memory is ballooned",
        "reclaimed-compressed": "{compressed:MiB} of its memory is compressed",
        "reclaimed-swapped": "{swapped:MiB} of its memory is swapped out",
        "reclaimed-ballooned-compressed": "{ballooned:MiB} of its memory is ballooned, "
        "{compressed:MiB} compressed",
        "reclaimed-ballooned-swapped": "{ballooned:MiB} of its memory is ballooned, "
        "{swapped:MiB} swapped out",
        "reclaimed-compressed-swapped": "{compressed:MiB} of its memory is compressed, "
        "{swapped:MiB} swapped out",
        "reclaimed-ballooned-compressed-swapped": "{ballooned:MiB} of its memory is ballooned, "
        "{compressed:MiB} compressed, {swapped:MiB} swapped out",
    }
)
"""What was taken of a guest's memory, told by what there is of it."""
