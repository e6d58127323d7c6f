"""Findings, each with a design that has it: guests, hosts, and the first of network and storage."""

from collections.abc import Callable
from typing import NamedTuple

from tests.building import DISK_GROUP, Drawing, flow, id_of, two_hosts, two_hosts_and_array
from virtdesigner.model.messages import Value
from virtdesigner.model.parts import (
    GuestMemory,
    MachineMemory,
    MemoryPolicy,
    Processor,
    VirtualCpus,
    VirtualDisk,
    Workload,
)
from virtdesigner.model.record import WHOLE
from virtdesigner.model.trace import Trace


class Case(NamedTuple):
    """A finding: code, severity, a design that has it (made fresh), names of its elements, its parameters.

    Ids are given by names. lacks: a design that is as like as can be, and doesn't have it.
    """

    code: str
    severity: str
    make: Callable[[], Drawing]
    names: list[str]
    values: dict[str, Value]
    lacks: Callable[[], Drawing] = two_hosts


def cpus(**values: object) -> VirtualCpus:
    return VirtualCpus.model_validate(values)


def memory(**values: object) -> GuestMemory:
    return GuestMemory.model_validate(values)


def reading_itself(**load: object) -> Drawing:
    """`two_hosts` and a server without a hypervisor, with disks of its own, that reads and writes."""
    work = Workload.model_validate({"reads": 10, "writes": 5} | load)
    return two_hosts().add("physical-server", "bare", workload=work, disk_groups=(DISK_GROUP,))


def crowded() -> Drawing:
    """16 cores a socket, two sockets: 129 vCPUs are over 4 to 1 on 32 cores."""
    return two_hosts().set("a1", cpus=cpus(count=32)).set("a2", cpus=cpus(count=93))


def masked() -> Drawing:
    return two_hosts_and_array().set("lun-box", hosts=(id_of("host-b"),))


def swapping_to(lun: str) -> Drawing:
    policy = MemoryPolicy.model_validate({"swap_lun": id_of(lun)})
    return two_hosts().set("hv-a", memory_policy=policy)


def thick(capacity: float) -> tuple[VirtualDisk, ...]:
    return (VirtualDisk(id="disk0", name="Disk 1", capacity=capacity, thin=False),)


def assumed_link() -> Drawing:
    return two_hosts().unlink("disk a1").link("disk", "a1:disk0", "lun-a", assumed=(WHOLE,))


def standby() -> Drawing:
    drawing = two_hosts().unlink("uplink vs-a")
    for order, nic in enumerate(("nic0", "nic1")):
        drawing.link("uplink", "vs-a", f"host-a:{nic}", role="standby", order=order)
    return drawing


def recorded() -> Drawing:
    """A guest that names a recording and doesn't play it."""
    trace = Trace.record("load", 300, {"cpu": [1.0, 2.0]})
    return two_hosts().record(trace).set("a1", workload=Workload(trace=trace.id))


BASIC: list[Case] = [
    Case("no-server", "error", lambda: Drawing().add("cluster", "rack"), [], {}),
    Case("no-server", "error", Drawing, [], {}),
    Case("nothing-to-run", "warning", lambda: Drawing().add("physical-server", "bare"), [], {}),
    Case("unplaced-guest", "warning", lambda: two_hosts().add("virtual-machine", "loose"), ["loose"],
     {"element": "loose"}),
    Case("no-workload", "info", lambda: two_hosts().set("a1", workload=None), ["a1"], {"element": "a1"}),
    Case("wider-than-host", "warning", lambda: two_hosts().set("a1", cpus=cpus(count=33)), ["a1", "host-a"],
     {"element": "a1", "host": "host-a", "vcpus": 33, "threads": 32}),
    Case("cpu-reservation-over-limit", "error",
     lambda: two_hosts().set("a1", cpus=cpus(reservation=2.0, limit=1.0)), ["a1"],
     {"element": "a1", "reservation": 2.0, "limit": 1.0}),
    Case("memory-reservation-over-limit", "error",
     lambda: two_hosts().set("a1", memory=memory(reservation=4096.0, limit=2048.0, size=2048.0)), ["a1"],
     {"element": "a1", "reservation": 4096.0, "limit": 2048.0}),
    Case("memory-reservation-over-size", "warning",
     lambda: two_hosts().set("a1", memory=memory(reservation=4096.0, size=2048.0)), ["a1"],
     {"element": "a1", "reservation": 4096.0, "size": 2048.0}),
    Case("memory-limit-below-size", "warning",
     lambda: two_hosts().set("a1", memory=memory(limit=1024.0, size=2048.0)), ["a1"],
     {"element": "a1", "host": "host-a", "limit": 1024.0, "size": 2048.0}),
    Case("no-guest-tools", "info", lambda: two_hosts().set("a1", memory=memory(tools=False)), ["a1"],
     {"element": "a1", "host": "host-a"}),
    Case("trace-missing", "error", lambda: two_hosts().set("a1", workload=Workload(pattern="trace")), ["a1"],
     {"element": "a1"}),
    Case("batch-without-work", "warning",
     lambda: two_hosts().set("a1", workload=Workload(pattern="batch", work=0.0)), ["a1"], {"element": "a1"}),
    # 32 + 93 + 2 + 2 = 129 vCPUs on 32 cores
    Case("vcpu-ratio", "warning", crowded, ["host-a"],
     {"host": "host-a", "vcpus": 129, "cores": 32, "ratio": 129 / 32, "threshold": 4.0}),
    Case("cpu-over-reserved", "error",
     lambda: two_hosts().set("a1", cpus=cpus(reservation=20.0)).set("a2", cpus=cpus(reservation=12.5)),
     ["host-a"], {"host": "host-a", "reserved": 32.5, "capacity": 32.0}),
    # 2048 MiB for the hypervisor and 4 x 4096 for guests, of 16384
    Case("memory-over-allocated", "warning",
     lambda: two_hosts().set("host-a", memory=MachineMemory(size=16384)), ["host-a"],
     {"host": "host-a", "allocated": 18432.0, "size": 16384.0, "share": 1.125}),
    # 16384 - 2048 = 14336 for guests
    Case("memory-over-reserved", "error",
     lambda: two_hosts().set("host-a", memory=MachineMemory(size=16384))
     .set("a1", memory=memory(reservation=14400.0, size=14400.0)), ["host-a"],
     {"host": "host-a", "reserved": 14400.0, "size": 14336.0}),
    Case("system-memory-over-size", "error",
     lambda: two_hosts().set("host-a", memory=MachineMemory(size=2048)), ["hv-a", "host-a"],
     {"hypervisor": "hv-a", "host": "host-a", "system": 2048.0, "size": 2048.0}),
    Case("no-hardware-assist", "error",
     lambda: two_hosts().set("host-a", processor=Processor(hardware_assist=False)), ["hv-a", "host-a"],
     {"hypervisor": "hv-a", "host": "host-a"}),
    Case("host-off-with-guests", "warning", lambda: two_hosts().set("host-a", powered_on=False), ["host-a"],
     {"host": "host-a", "count": 4}),
    Case("swap-lun-not-visible", "error", lambda: swapping_to("lun-b"), ["hv-a", "lun-b", "host-a"],
     {"hypervisor": "hv-a", "lun": "lun-b", "host": "host-a", "reason": "lun-not-cabled",
      "reason_lun": "lun-b", "reason_host": "host-a"}),
    Case("adapter-not-connected", "warning", lambda: two_hosts().unlink("vnic a1"), ["a1"],
     {"element": "a1", "adapter": "Adapter 1"}),
    Case("flow-blocked", "warning", lambda: two_hosts().set("a1", workload=flow("a3")), ["a1"],
     {"element": "a1", "flow": "Traffic", "reason": "different-vlans", "reason_element": "a1",
      "reason_vlan": 10, "reason_peer": "a3", "reason_peer_vlan": 20}),
    Case("flows-blocked", "warning", lambda: two_hosts().set("tor", powered_on=False),
     ["a1", "a2", "a3", "a4", "b1", "b3"], {"count": 6, "reason": "powered-off", "reason_element": "tor"}),
    Case("switch-without-uplink", "warning", lambda: two_hosts().unlink("uplink vs-b"), ["vs-b", "b1", "b3"],
     {"switch": "vs-b", "count": 2}),
    Case("uplink-not-cabled", "warning", lambda: two_hosts().unlink("cable host-a:nic1"), ["host-a", "vs-a"],
     {"switch": "vs-a", "server": "host-a", "adapter": "nic1"}),
    Case("single-uplink", "info", lambda: two_hosts().unlink("uplink vs-a host-a:nic1"),
     ["vs-a", "host-a"], {"switch": "vs-a", "host": "host-a"}),
    Case("too-many-cables", "error", lambda: two_hosts().set("tor", ports=3), ["tor"],
     {"switch": "tor", "ports": 3, "cables": 4}),
    Case("disk-without-lun", "warning", lambda: two_hosts().unlink("disk a1"), ["a1"],
     {"element": "a1", "disk": "Disk 1"}),
    Case("server-without-lun", "error", reading_itself, ["bare"], {"element": "bare"},
     lambda: reading_itself().add("lun", "lun-bare", "bare")),
    Case("lun-without-disk-group", "error", lambda: two_hosts().set("lun-a", backing="gone"), ["lun-a"],
     {"lun": "lun-a", "store": "host-a"}),
    Case("lun-not-visible", "error", masked, ["lun-box", "host-a", "a1"],
     {"lun": "lun-box", "host": "host-a", "count": 1, "reason": "lun-masked", "reason_lun": "lun-box",
      "reason_host": "host-a"}),
    Case("single-path", "warning", lambda: two_hosts_and_array().unlink("fibre host-a:hba1"),
     ["host-a", "box"], {"host": "host-a", "store": "box"}),
    # four disks of 40 GiB
    Case("lun-over-allocated", "warning", lambda: two_hosts().set("lun-a", capacity=128.0), ["lun-a"],
     {"lun": "lun-a", "allocated": 160.0, "capacity": 128.0, "share": 1.25}),
    Case("lun-too-small", "error", lambda: two_hosts().set("a1", disks=thick(1025)), ["lun-a"],
     {"lun": "lun-a", "allocated": 1025.0, "capacity": 1024.0}),
    # RAID 5 of 8 disks of 960 GiB holds 7 x 960 = 6720 GiB
    Case("disk-group-over-allocated", "error", lambda: two_hosts().set("lun-a", capacity=6721.0), ["host-a"],
     {"store": "host-a", "group": "Disks", "allocated": 6721.0, "usable": 6720.0}),
    Case("too-few-disks", "error",
     lambda: two_hosts().set("host-a", disk_groups=(DISK_GROUP.replace(disks=3, raid="6", capacity=9600.0),)),
     ["host-a"], {"store": "host-a", "group": "Disks", "raid": "6", "disks": 3, "needed": 4}),
    Case("assumed-element", "info", lambda: two_hosts().set("tor", assumed=(WHOLE,)), ["tor"],
     {"element": "tor"}),
    Case("assumed-fields", "info", lambda: two_hosts().set("a1", assumed=("workload.reads", "nics")), ["a1"],
     {"element": "a1", "kind": "virtual-machine", "fields": "workload.reads,nics"}),
    Case("assumed-link", "info", assumed_link, ["disk a1:disk0 lun-a"],
     {"link": "disk", "source": "a1", "target": "lun-a"}),
    Case("standby-only", "warning", standby, ["vs-a", "host-a"],
     {"switch": "vs-a", "host": "host-a"}),
    Case("vlan-not-carried", "warning",
     lambda: two_hosts().set("tor", vlans="20-30").set("b-vlan10", vlan_id=0), ["a-vlan10", "tor"],
     {"element": "a-vlan10", "vlan": 10, "switch": "tor"}),
    Case("trace-unused", "info", recorded, ["a1"], {"element": "a1"}),
]  # fmt: skip
"""Code, severity, a design that has it (made fresh), names of the elements, parameters (ids by name)."""
