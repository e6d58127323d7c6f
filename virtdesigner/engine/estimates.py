"""Constants of the engine that no field holds, each with its mark of MODELS.md and its source.

[P] read in a source, [C] computed from such, [E] an estimate with its reason. Constants of one solver stand
in that solver's module; this table holds those of the phases.
"""

from types import MappingProxyType
from typing import Final

from virtdesigner.kinds.weights import WEIGHTS

MOST_BUSY_OPEN: Final = 0.95
"""[E] Part of its vCPUs' time at which the queue of open arrivals in a guest is reckoned at most: a steady
queue has no end near the whole of it, while what a guest can't do at once is lost or waits in its backlog."""

PEAK: Final = 4.0
"""[E] Multiple of full load that noise reaches: with a deviation of all of it, 1 step in 700 has more."""

SLICE_MS: Final = MappingProxyType(
    {"esxi": 50.0, "xen-credit": 30.0, "cfs": 2.8, "hyper-v": 10.0, "power": 10.0, "zvm": 5.0, "prsm": 12.5}
)
"""Time slice by scheduler: ESXi [P: Barham 2003], Xen [P], Linux [P: EEVDF base slice at 8 or more CPUs],
POWER [P: a dispatch window of 10 ms]; Hyper-V [E]: between two others of its age; z/VM and PR/SM [E]: within
the ranges that their operators can set."""

SHARES_PER_VCPU: Final = MappingProxyType(
    {name: weight.value for name, weight in WEIGHTS.items() if weight.each == "vcpu"}
)
"""Normal shares of a vCPU, for schedulers that count by vCPU; marks and sources in `kinds.weights`."""

SHARES_PER_VM: Final = MappingProxyType(
    {name: weight.value for name, weight in WEIGHTS.items() if weight.each == "guest"}
)
"""Normal weight of a whole guest, for the other schedulers; likewise."""

POOL_VCPUS: Final = 4.0
"""[P] vCPUs of the VM that a resource pool with normal shares weighs as much as; MODELS.md section 1."""

POOL_MEMORY_MIB: Final = 16_384.0
"""[P] Memory of the VM that a resource pool with normal shares weighs as much as; MODELS.md section 1."""

MEMORY_SHARES_PER_MIB: Final = 10.0
"""[P] Normal memory shares; MODELS.md section 1."""

PACKET_CYCLES_SENT: Final = 3100.0
"""[C: Felter 2014] Cycles a packet sent costs on bare metal, and inside any guest."""

PACKET_CYCLES_RECEIVED: Final = 3300.0
"""[C: Felter 2014] Cycles a packet received costs on bare metal, and inside any guest."""

PARAVIRTUAL_CYCLES_SENT: Final = 200.0
"""[C: Felter 2014] What a paravirtual adapter adds outside the guest: 3.3k against 3.1k."""

PARAVIRTUAL_CYCLES_RECEIVED: Final = 1400.0
"""[C: Felter 2014] What a paravirtual adapter adds outside the guest: 4.7k against 3.3k."""

EXITS_PER_PACKET: Final = MappingProxyType({"paravirtual": 1.3 / 2, "emulated": 2.6 / 2})
"""[C: Agesen 2012] Exits a packet by adapter: half of those that a network round trip takes."""

MEASURED_EXIT: Final = 784.0
"""[P: Agesen 2012] Cycles of an exit on Sandy Bridge, on which the costs of packets were measured: they hold
it already, and other processors cost more or less by the difference."""

NAT_CYCLES_SENT: Final = 600.0
"""[C: Felter 2014] What a container's packet costs more behind address translation: 3.7k against 3.1k."""

NAT_CYCLES_RECEIVED: Final = 700.0
"""[C: Felter 2014] The same for a packet received: 4.0k against 3.3k."""

FUNCTION_CYCLES: Final = 200.0
"""[E] What a packet through a virtual function costs outside the guest; MODELS.md section 4."""

QUEUES_LEAVE: Final = 0.5
"""[E] Part of the hypervisor's work on a packet that is left where the adapter sorts packets by guest: it
still hands them over, but needn't find out whose they are nor copy them."""

IO_CYCLES: Final = 20_000.0
"""[E] Cycles an I/O costs on bare metal, and inside any guest; MODELS.md section 5."""

PARAVIRTUAL_IO_CYCLES: Final = 15_000.0
"""[E] What a paravirtual disk adds outside the guest; MODELS.md section 5."""

EMULATED_IO_CYCLES: Final = 60_000.0
"""[E] What an emulated disk adds outside the guest; MODELS.md section 5."""

COSTOP_SCHEDULERS: Final = frozenset({"esxi"})
"""Schedulers that stop a VM's vCPUs when they drift apart; the others let them drift."""

PAGES_PER_MIB: Final = 256.0
"""[C] Pages of 4 KiB."""

PAGE_KIB: Final = 4.0
"""[C] Size of an I/O of the hypervisor's swapping."""

BALANCE_SECONDS: Final = 15.0
"""[P: Waldspurger 2002, BalancePeriod] Time between two settings of the memory targets."""

ZERO_PAGES_MIB: Final = 5.3e6 / 2**20
"""[C: Waldspurger 2002] Zero pages shared per image and host: 5.3 MB measured with one VM."""

SCAN_MIB_S_PER_GHZ: Final = 4e6 / 2**20
"""[P: Waldspurger 2002] Pages looked at for sharing: 4 MB/s per GHz."""

SWAP_CLUSTER_KIB: Final = 64.0
"""[E] Pages swapped out are written together: 16 of them, a common size of a swap cluster."""

SWAP_OUT_SHARE: Final = 0.5
"""[E] Most of a disk group's time that swapping out takes: as much as is left to all other I/O."""

LEAST_PACE: Final = 1e-3
"""[E] Pace at which a guest that stands still goes on touching memory, so that it can ever go on."""

FREE_MARGIN: Final = 1.02
"""[E] Reclamation aims at this multiple of the free memory at which a host is short, and a run starts with
it: on the edge itself rounding would decide."""

RECLAIM_SECONDS: Final = 10.0
"""[E] Time in which ballooning would bring back what is missing, while memory is only softly short: it goes
no faster than it has to."""

PACKED: Final = 0.5
"""[P] What a compressed page of 4 KiB takes: pages that fit 2 KiB are compressed; MODELS.md section 3."""

SWAP_FALLBACK_MS: Final = 7.0
"""[E] Latency of swap that no LUN holds: a hard disk's, of a range of 5 to 10 ms; MODELS.md section 3."""

DISK_FLOW_SHARES: Final = 50.0
"""[E] Weight of a disk's traffic on a link: that of a virtual adapter's default."""

DISK_SHARES: Final = 1000.0
"""[P: vSphere] Normal shares of a virtual disk; what has none, a swap file, weighs as much."""

SOLID_STATE_MIB_S: Final = MappingProxyType({"sata-ssd": 500.0, "nvme": 3000.0})
"""[E] Sequential rate of a solid-state disk, met by large blocks: the bus of SATA 3, and four lanes of
PCIe 3."""

NATIVE_ROUND_TRIP_MS: Final = 0.0377
"""[P: Felter 2014] Round trip of a small TCP packet between two machines, in their systems and adapters."""

NAT_ROUND_TRIP_MS: Final = 0.0731
"""[P: Felter 2014] The same from a container behind address translation."""

VIRTUAL_ROUND_TRIP_MS: Final = 0.068
"""[P: Felter 2014] The same from a VM with a paravirtual adapter."""

HOP_QUEUE_PACKETS: Final = 1000.0
"""[E] Packets that the queue of a hop holds, as Linux sets it for an adapter: no wait is longer."""
