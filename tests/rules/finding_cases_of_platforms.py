"""Findings, each with a design that has it and one that hasn't: hypervisors, containers, pools, services."""

from typing import Any

from tests.building import Drawing, id_of, two_hosts
from tests.rules.finding_cases import Case, cpus, memory
from virtdesigner.model.parts import (
    ContainerRuntime,
    HostSystem,
    MachineMemory,
    PoolCpu,
    PoolMemory,
    Processor,
    Scaling,
    Virtualisation,
)


def on(**values: Any) -> Drawing:
    """`two_hosts`, where hv-a runs its guests as said."""
    return two_hosts().set("hv-a", virtualisation=Virtualisation(**values))


def xen(kernel: str, system: str = "linux", technique: str = "paravirtual") -> Drawing:
    """`two_hosts`, where hv-a is Xen and a1 has a kernel; the other guests there are modified for it."""
    drawing = on(product="xen", technique=technique)
    for name in ("a2", "a3", "a4"):
        drawing.set(name, kernel="paravirtual")
    return drawing.set("a1", kernel=kernel, guest_os=system)


def in_vm(system: str = "linux", **container: Any) -> Drawing:
    """`two_hosts` with a container `c` in an engine `docker` in a1 (2 vCPUs, 4 GiB)."""
    drawing = two_hosts().set("a1", guest_os=system).add("container-engine", "docker", "a1")
    return drawing.add("container", "c", "docker", **{"nics": ()} | container)


def on_server(system: HostSystem | None) -> Drawing:
    """`two_hosts` and a server `bare` with a system, on it an engine with an empty container."""
    drawing = two_hosts().add("physical-server", "bare", host_system=system)
    drawing.add("container-engine", "lxc", "bare", runtime=ContainerRuntime(product="lxc"))
    return drawing.add("container", "c", "lxc", nics=(), disks=())


def loose(**limits: bool) -> Drawing:
    """A container with limits, on an engine that may hold it to them or not."""
    drawing = in_vm(cpus=cpus(limit=1.0), memory=memory(size=512, limit=512, tools=False))
    return drawing.set("docker", runtime=ContainerRuntime(product="openvz").replace(**limits))


def pooled(cpu: float = 0, mem: float = 0, **claims: Any) -> Drawing:
    """`two_hosts`, where a1 and a2 lie in a pool that reserves something."""
    drawing = two_hosts().add(
        "resource-pool", "pool", "hv-a", cpu=PoolCpu(reservation=cpu), memory=PoolMemory(reservation=mem)
    )
    return drawing.set("a1", parent=id_of("pool"), **claims).set("a2", parent=id_of("pool"))


def cluster(reservation: float, memory: float = 0) -> Drawing:
    """`two_hosts` in a cluster with a pool of its own."""
    drawing = two_hosts().add("cluster", "rack")
    for name in ("host-a", "host-b"):
        drawing.set(name, parent=id_of("rack"))
    claim = {"cpu": PoolCpu(reservation=reservation), "memory": PoolMemory(reservation=memory)}
    drawing.add("resource-pool", "pool", "rack", **claim)
    return drawing.add("resource-pool", "inner", "pool")


def service(*members: str, scaling: Scaling | None = None, worker: str | None = None) -> Drawing:
    """`two_hosts` with a service `web`."""
    drawing = two_hosts().add("cloud-service", "web", scaling=scaling, worker=worker and id_of(worker))
    for name in members:
        drawing.link("member", name, "web")
    return drawing


def flapping(in_below: float) -> Drawing:
    return service("a1", scaling=Scaling(out_above=60, in_below=in_below, maximum=1))


def of_two(maximum: int, minimum: int = 1) -> Drawing:
    return service("a1", "a2", scaling=Scaling(minimum=minimum, maximum=maximum))


POWER = Processor(architecture="power")
NO_ASSIST = Processor(hardware_assist=False)
HALF = (262_144.0 - 2048.0) / 2
"""MiB of one of two sockets, without what the hypervisor keeps."""

PLATFORMS: list[Case] = [
    Case("beyond-32-bits", "warning", lambda: two_hosts().set("a1", bits="32", memory=memory(size=4097.0)),
     ["a1"], {"element": "a1", "size": 4097.0}, lambda: two_hosts().set("a1", bits="32")),
    Case("application-fault", "warning", lambda: two_hosts().set("a1", fault="application"), ["a1"],
     {"element": "a1"}, lambda: two_hosts().set("a1", fault="system")),
    Case("system-fault", "warning", lambda: two_hosts().set("a1", fault="system"), ["a1"], {"element": "a1"},
     lambda: two_hosts().set("a1", fault="system", powered_on=False)),
    # 16 cores a socket
    Case("wider-than-socket", "info", lambda: two_hosts().set("a1", cpus=cpus(count=17)), ["a1", "host-a"],
     {"element": "a1", "host": "host-a", "vcpus": 17, "cores": 16},
     lambda: two_hosts().set("a1", cpus=cpus(count=16))),
    Case("larger-than-socket", "info", lambda: two_hosts().set("a1", memory=memory(size=HALF + 1.0)),
     ["a1", "host-a"], {"element": "a1", "host": "host-a", "memory": HALF + 1.0, "size": HALF},
     lambda: two_hosts().set("a1", memory=memory(size=HALF))),
    Case("maintenance-with-guests", "warning", lambda: two_hosts().set("host-b", maintenance=True),
     ["host-b", "b1", "b3"], {"host": "host-b", "count": 2},
     lambda: two_hosts().set("host-b", maintenance=True, powered_on=False)),
    # hypervisors
    Case("wrong-architecture", "error", lambda: two_hosts().set("host-a", processor=POWER),
     ["hv-a", "host-a"], {"hypervisor": "hv-a", "product": "esxi", "host": "host-a", "architecture": "power"},
     lambda: on(product="kvm").set("host-a", processor=POWER)),
    Case("technique-not-offered", "error", lambda: on(product="hyper-v", technique="binary-translation"),
     ["hv-a", "host-a"], {"hypervisor": "hv-a", "product": "hyper-v", "technique": "binary-translation"},
     lambda: on(technique="binary-translation")),
    # Hyper-V needs it whatever the technique
    Case("no-hardware-assist", "error",
     lambda: on(product="hyper-v", technique="binary-translation").set("host-a", processor=NO_ASSIST),
     ["hv-a", "host-a"], {"hypervisor": "hv-a", "host": "host-a"},
     lambda: on(technique="binary-translation").set("host-a", processor=NO_ASSIST)),
    Case("no-nested-paging", "info",
     lambda: two_hosts().set("host-a", processor=Processor(nested_paging=False)), ["host-a", "hv-a"],
     {"hypervisor": "hv-a", "host": "host-a"},
     lambda: on(technique="binary-translation").set("host-a", processor=Processor(nested_paging=False))),
    Case("nested-paging-unused", "info", lambda: on(nested_paging=False), ["hv-a"], {"hypervisor": "hv-a"},
     lambda: on(technique="binary-translation", nested_paging=False)),
    Case("hosted-without-system", "error", lambda: on(product="workstation", placement="hosted"),
     ["hv-a", "host-a"], {"hypervisor": "hv-a", "host": "host-a"},
     lambda: on(product="workstation", placement="hosted").set("host-a", host_system=HostSystem())),
    Case("host-system-not-supported", "error",
     lambda: on(product="virtual-server", placement="hosted").set("host-a", host_system=HostSystem()),
     ["host-a", "hv-a"], {"host": "host-a", "family": "linux", "product": "virtual-server"},
     lambda: on(product="virtual-server", placement="hosted")
     .set("host-a", host_system=HostSystem(family="windows"))),
    Case("placement-not-offered", "warning", lambda: on(product="workstation"), ["hv-a"],
     {"hypervisor": "hv-a", "product": "workstation", "placement": "bare-metal"},
     lambda: on(product="kvm")),
    Case("drivers-without-system", "warning", lambda: on(drivers="host-os"), ["hv-a"], {"hypervisor": "hv-a"},
     lambda: on(product="workstation", placement="hosted", drivers="host-os")),
    Case("guest-system-not-supported", "error", lambda: two_hosts().set("a1", guest_os="aix"), ["a1", "hv-a"],
     {"element": "a1", "family": "aix", "product": "esxi"},
     lambda: on(product="power-hypervisor", technique="paravirtual").set("a1", guest_os="aix")),
    Case("kernel-unmodified", "error", lambda: xen("unmodified", "windows"), ["a1", "hv-a"],
     {"element": "a1", "hypervisor": "hv-a", "family": "windows"},
     lambda: xen("unmodified", "windows", "hardware-assisted")),
    Case("kernel-unmodified", "error", lambda: xen("unmodified"), ["a1", "hv-a"],
     {"element": "a1", "hypervisor": "hv-a", "family": "linux"},
     lambda: on(product="power-hypervisor", technique="paravirtual")),
    Case("vmi-not-offered", "error", lambda: xen("vmi"), ["a1", "hv-a"],
     {"element": "a1", "hypervisor": "hv-a", "product": "xen"},
     lambda: on(technique="paravirtual").set("a1", kernel="vmi")),
    Case("kernel-of-another", "error", lambda: two_hosts().set("a1", kernel="paravirtual"), ["a1", "hv-a"],
     {"element": "a1", "hypervisor": "hv-a"}, lambda: xen("paravirtual")),
    Case("single-point-system", "info",
     lambda: on(product="workstation", placement="hosted").set("host-a", host_system=HostSystem()),
     ["host-a", "a1", "a2", "a3", "a4"], {"host": "host-a", "count": 4},
     lambda: two_hosts().set("host-a", host_system=HostSystem())),
    # containers
    Case("engine-without-kernel", "error", lambda: on_server(None), ["lxc", "bare"],
     {"element": "lxc", "server": "bare"}, lambda: on_server(HostSystem())),
    # Docker and LXC share a kernel of Linux
    Case("engine-other-kernel", "error", lambda: in_vm("solaris"), ["docker", "a1"],
     {"element": "docker", "family": "linux", "host": "a1", "host_family": "solaris"},
     lambda: in_vm("solaris").set("docker", runtime=ContainerRuntime(product="solaris"))),
    Case("container-other-kernel", "error", lambda: in_vm("windows"), ["c", "a1"],
     {"element": "c", "family": "linux", "host": "a1", "host_family": "windows"}, in_vm),
    Case("container-other-kernel", "error", lambda: on_server(HostSystem(family="bsd")), ["c", "bare"],
     {"element": "c", "family": "linux", "host": "bare", "host_family": "bsd"},
     lambda: on_server(HostSystem(family="linux"))),
    Case("cpu-limit-not-held", "warning", lambda: loose(limits_cpu=False), ["c", "docker"],
     {"element": "c", "parent": "docker"}, lambda: loose(limits_memory=False)),
    Case("memory-limit-not-held", "warning", lambda: loose(limits_memory=False), ["c", "docker"],
     {"element": "c", "parent": "docker"}, lambda: loose(limits_cpu=False)),
    Case("cpu-limit-over-guest", "warning", lambda: in_vm(cpus=cpus(limit=2.5, reservation=2.0)), ["c", "a1"],
     {"element": "c", "limit": 2.5, "guest": "a1", "vcpus": 2}, lambda: in_vm(cpus=cpus(limit=2.0))),
    Case("memory-limit-over-guest", "warning", lambda: in_vm(memory=memory(size=1024.0, limit=4097.0)),
     ["c", "a1"], {"element": "c", "limit": 4097.0, "guest": "a1", "size": 4096.0},
     lambda: in_vm(memory=memory(size=1024.0, limit=4096.0))),
    Case("cpu-reservation-not-kept", "warning", lambda: in_vm(cpus=cpus(reservation=1.0)), ["c"],
     {"element": "c"}, in_vm),
    Case("cpu-reservation-not-kept", "warning",
     lambda: pooled(1.0).set("hv-a", virtualisation=Virtualisation(product="kvm", scheduler="cfs")),
     ["pool"], {"element": "pool"}, lambda: pooled(1.0)),
    # a container claims from its VM: 4096 MiB, of which the engine keeps 128
    Case("memory-over-reserved", "error", lambda: in_vm(memory=memory(size=3968.0, reservation=3968.5)),
     ["a1"], {"host": "a1", "reserved": 3968.5, "size": 3968.0},
     lambda: in_vm(memory=memory(size=3968.0, reservation=3968.0))),
    Case("memory-over-allocated", "warning", lambda: in_vm(memory=memory(size=4992.0)), ["a1"],
     {"host": "a1", "allocated": 5120.0, "size": 4096.0, "share": 1.25},
     lambda: in_vm(memory=memory(size=3968.0))),
    # 4 x 4096 for guests, 2048 for the hypervisor, 4096 for the host OS: 22528 of 18022.4 MiB
    Case("memory-over-allocated", "warning",
     lambda: two_hosts().set("host-a", memory=MachineMemory(size=18022.4),
                             host_system=HostSystem(memory=4096.0)),
     ["host-a"], {"host": "host-a", "allocated": 22528.0, "size": 18022.4, "share": 1.25},
     lambda: two_hosts().set("host-a", memory=MachineMemory(size=18432.0))),
    # pools
    Case("pool-empty", "info", lambda: two_hosts().add("resource-pool", "pool", "hv-a"), ["pool"],
     {"element": "pool"}, pooled),
    Case("pool-cpu-over-reserved", "warning", lambda: pooled(1.0, cpus=cpus(reservation=1.5)), ["pool"],
     {"element": "pool", "reserved": 1.5, "reservation": 1.0},
     lambda: pooled(1.5, cpus=cpus(reservation=1.5))),
    Case("pool-memory-over-reserved", "warning", lambda: pooled(0, 512.0, memory=memory(reservation=1024.0)),
     ["pool"], {"element": "pool", "reserved": 1024.0, "reservation": 512.0},
     lambda: pooled(0, 1024.0, memory=memory(reservation=1024.0))),
    Case("cpu-reservation-over-limit", "error",
     lambda: pooled().set("pool", cpu=PoolCpu(reservation=2.0, limit=1.0)), ["pool"],
     {"element": "pool", "reservation": 2.0, "limit": 1.0},
     lambda: pooled().set("pool", cpu=PoolCpu(reservation=1.0, limit=1.0))),
    Case("memory-reservation-over-limit", "error",
     lambda: pooled().set("pool", memory=PoolMemory(reservation=2.0, limit=1.0)), ["pool"],
     {"element": "pool", "reservation": 2.0, "limit": 1.0},
     lambda: pooled().set("pool", memory=PoolMemory(reservation=1.0, limit=1.0))),
    # what a pool reserves counts on its host: 32 cores
    Case("cpu-over-reserved", "error", lambda: pooled(32.5), ["host-a"],
     {"host": "host-a", "reserved": 32.5, "capacity": 32.0}, lambda: pooled(32.0)),
    # two hosts of 32 cores, and of 262144 MiB less 2048 for the hypervisor
    Case("cpu-over-reserved", "error", lambda: cluster(65.0), ["rack"],
     {"host": "rack", "reserved": 65.0, "capacity": 64.0}, lambda: cluster(64.0)),
    Case("memory-over-reserved", "error", lambda: cluster(0, 520192.5), ["rack"],
     {"host": "rack", "reserved": 520192.5, "size": 520192.0}, lambda: cluster(0, 520192.0)),
    # services
    Case("service-empty", "info", service, ["web"], {"element": "web"}, lambda: service("a1")),
    Case("worker-no-member", "warning", lambda: service("a1", worker="a2"), ["web", "a2"],
     {"element": "web", "guest": "a2"}, lambda: service("a1", worker="a1")),
    Case("scaling-minimum-over-maximum", "error", lambda: of_two(2, 3), ["web"],
     {"element": "web", "minimum": 3, "maximum": 2}, lambda: of_two(2, 2)),
    Case("scaling-flaps", "error", lambda: flapping(60.0), ["web"],
     {"element": "web", "in_below": 0.6, "out_above": 0.6}, lambda: flapping(59.0)),
    Case("scaling-without-spares", "warning", lambda: of_two(3), ["web"],
     {"element": "web", "count": 2, "maximum": 3}, lambda: of_two(3).set("a2", powered_on=False)),
]  # fmt: skip
"""More than one of a code where it is found of different things."""
