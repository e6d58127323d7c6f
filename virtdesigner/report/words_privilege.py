"""Words for rings: who runs there, what happens to a privileged instruction, what operations are called."""

from collections.abc import Mapping
from types import MappingProxyType

PARTIES: Mapping[str, str] = MappingProxyType(
    {
        "applications": "Applications",
        "guest-applications": "Guest applications",
        "guest-kernel": "Guest kernel",
        "containers": "Container processes",
        "hypervisor": "Hypervisor",
        "driver-domain": "Driver domain",
        "host-system": "Host OS",
        "host-process": "VM's process",
    }
)

WAYS: Mapping[str, str] = MappingProxyType(
    {
        "binary-translation": "Binary translation",
        "hardware-assisted": "Hardware-assisted",
        "paravirtual": "Paravirtual",
        "hybrid": "Hybrid",
        "container": "Containers",
        "native": "Bare server",
    }
)

STEPS: Mapping[str, str] = MappingProxyType(
    {
        "translated": "The kernel's code was translated before: a call stands in its place",
        "called": "The call, or a trap, comes to the hypervisor in ring 0",
        "emulated": "It does the same to the virtual CPU; here for a page-table write",
        "resumed": "The kernel goes on behind it",
        "executed": "The kernel runs at full speed up to what the hypervisor wants to see",
        "exited": "VM exit and, later, entry: the CPU turns to root mode and back",
        "handled": "The hypervisor does the same to the virtual CPU",
        "entered": "The guest is entered again and goes on",
        "hypercall": "The kernel was changed: it makes a hypercall",
        "hypercall-or-exit": "A hypercall where that is cheaper, else the CPU exits by itself",
        "validated": "The hypervisor checks and does it; here for a page-table write",
        "returned": "It returns with the result",
        "system-call": "A process asks its kernel by a system call",
        "kernel-executes": "The kernel executes the instruction itself: nothing is in between",
        "world-switch": "For a device, the host OS and its driver: there and back",
    }
)

OPERATIONS: Mapping[str, str] = MappingProxyType(
    {
        "system-call": "System call",
        "page-fault": "Page fault",
        "page-table-write": "Page-table write",
        "context-switch": "Context switch",
        "exit": "VM exit and entry",
    }
)

LANES: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {
        "x86": MappingProxyType({3: "Ring 3", 2: "Ring 2", 1: "Ring 1", 0: "Ring 0"}),
        "power": MappingProxyType({3: "Problem state", 0: "Privileged state"}),
        "z": MappingProxyType({3: "Problem state", 0: "Supervisor state"}),
        "arm": MappingProxyType({3: "Applications", 0: "System"}),
    }
)
"""Architecture to the names of its levels, the least privileged first."""

MODES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "x86": MappingProxyType(
            {"guest": "Guest mode", "root": "Root mode", "shared": "One set of rings, no root mode"}
        ),
        "power": MappingProxyType({"guest": "Partition", "root": "Hypervisor state", "shared": "Machine"}),
        "z": MappingProxyType({"guest": "Interpreted guest (SIE)", "root": "Host", "shared": "Machine"}),
        "arm": MappingProxyType({"guest": "EL0 and EL1", "root": "EL2", "shared": "EL0 and EL1"}),
    }
)
"""Architecture to the names of its sets of levels."""
