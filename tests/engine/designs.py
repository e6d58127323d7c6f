"""Designs for tests: made by hand piece by piece, or drawn at random by hypothesis."""

from typing import Any
from uuid import NAMESPACE_OID, uuid5

from hypothesis import strategies as st

from virtdesigner.kinds import (
    CloudService,
    Cluster,
    Container,
    ContainerEngine,
    Hypervisor,
    Lun,
    PhysicalServer,
    PhysicalSwitch,
    ResourcePool,
    StorageArray,
    VirtualIoServer,
    VirtualMachine,
    VirtualSwitch,
)
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.link import LINK_KINDS, Link
from virtdesigner.model.parts import (
    ContainerRuntime,
    DiskGroup,
    Flow,
    GuestMemory,
    Hba,
    HostSystem,
    MachineMemory,
    MemoryPolicy,
    Nic,
    PoolCpu,
    PoolMemory,
    Processor,
    Scaling,
    VirtualCpus,
    VirtualDisk,
    Virtualisation,
    VirtualNic,
    Workload,
)
from virtdesigner.model.record import Record
from virtdesigner.model.settings import Settings

CHEAP = {
    "user_share": 100.0, "system_calls": 0.0, "page_faults": 0.0, "page_table_writes": 0.0,
    "context_switches": 0.0, "working_set": 0.0, "reads": 0.0, "writes": 0.0,
}  # fmt: skip
"""A workload that wants CPU alone, and that no technique but nested paging's walks makes dearer."""


def ident(name: str) -> str:
    """The id of an element called `name`."""
    return str(uuid5(NAMESPACE_OID, name))


class Plan:
    """Collects elements and links; ids come from names, so a part of a plan is the same in every plan."""

    def __init__(self, **settings: Any) -> None:
        self.elements: list[Element] = []
        self.links: list[Link] = []
        self.traces: list[Record] = []
        self.settings = Settings(**settings)

    def design(self) -> Design:
        return Design.of(
            {
                "elements": self.elements,
                "links": self.links,
                "traces": self.traces,
                "settings": [self.settings],
            }
        )

    def link(self, kind: str, source: str, target: str, **values: Any) -> str:
        """Link `name` or `name/part` with another."""
        (a, a_part), (b, b_part) = (end.partition("/")[::2] for end in (source, target))
        made = LINK_KINDS[kind](
            id=ident(f"{kind} {source} {target}"),
            source=ident(a), source_part=a_part, target=ident(b), target_part=b_part, **values,
        )  # fmt: skip
        self.links.append(made)
        return made.id

    def server(self, name: str, cores: int = 4, memory: float = 65_536.0, **values: Any) -> str:
        """A server of one socket, without a disk group; processor fields as `cpu_...`."""
        cpu = {key[4:]: values.pop(key) for key in list(values) if key.startswith("cpu_")}
        values.setdefault("nics", (Nic(id="nic0", name="nic0"),))
        values.setdefault("processor", Processor(sockets=1, cores_per_socket=cores, **cpu))
        values.setdefault("memory", MachineMemory(size=memory))
        return self._add(PhysicalServer(id=ident(name), name=name, **values))

    def hypervisor(self, name: str, server: str, **values: Any) -> str:
        """A hypervisor that keeps no memory and switches for nothing; fields of both its parts."""
        policy = {key: values.pop(key) for key in list(values) if key in MemoryPolicy.model_fields}
        values.setdefault("context_switch", 0.0)
        return self._add(
            Hypervisor(
                id=ident(name), name=name, parent=ident(server), virtualisation=Virtualisation(**values),
                memory_policy=MemoryPolicy(**({"system": 0.0} | policy)),
            )
        )  # fmt: skip

    def guest(self, name: str, parent: str | None, cpu: float = 1.0, **values: Any) -> str:
        """A VM that wants CPU alone unless told otherwise; `vcpus`, `memory` (MiB), fields of its parts."""
        return self._add(VirtualMachine(**_guest_fields(name, parent, cpu, values)))

    def container(self, name: str, engine: str | None, cpu: float = 1.0, **values: Any) -> str:
        """A container that wants CPU alone unless told otherwise; as `guest`."""
        return self._add(Container(**_guest_fields(name, engine, cpu, values)))

    def engine(self, name: str, parent: str, **values: Any) -> str:
        """A container engine on a server or in a VM that keeps no memory; fields of its part."""
        runtime = ContainerRuntime(**({"system": 0.0} | values))
        return self._add(ContainerEngine(id=ident(name), name=name, parent=ident(parent), runtime=runtime))

    def cluster(self, name: str, **values: Any) -> str:
        return self._add(Cluster(id=ident(name), name=name, **values))

    def pool(self, name: str, parent: str, **values: Any) -> str:
        """A resource pool; fields of its parts as `cpu_...` and `mem_...`."""
        cpu, memory = _prefixed("cpu_", values), _prefixed("mem_", values)
        return self._add(
            ResourcePool(
                id=ident(name),
                name=name,
                parent=ident(parent),
                cpu=PoolCpu(**cpu),
                memory=PoolMemory(**memory),
            )
        )

    def io_server(self, name: str, hypervisor: str, vcpus: int = 1, **values: Any) -> str:
        """A virtual I/O server; fields of its parts as `cpu_...` and `mem_...`."""
        cpus, memory = _prefixed("cpu_", values), _prefixed("mem_", values)
        return self._add(
            VirtualIoServer(
                id=ident(name), name=name, parent=ident(hypervisor), cpus=VirtualCpus(count=vcpus, **cpus),
                memory=GuestMemory(**({"size": 1024.0} | memory)), **values,
            )
        )  # fmt: skip

    def switch(self, name: str, **values: Any) -> str:
        return self._add(PhysicalSwitch(id=ident(name), name=name, **values))

    def virtual_switch(self, name: str, hypervisor: str, **values: Any) -> str:
        return self._add(VirtualSwitch(id=ident(name), name=name, parent=ident(hypervisor), **values))

    def array(self, name: str, *groups: DiskGroup, **values: Any) -> str:
        return self._add(StorageArray(id=ident(name), name=name, disk_groups=groups, **values))

    def lun(self, name: str, parent: str, **values: Any) -> str:
        return self._add(Lun(id=ident(name), name=name, parent=ident(parent), **values))

    def _add(self, element: Element) -> str:
        self.elements.append(element)
        return element.id


def _guest_fields(name: str, parent: str | None, cpu: float, values: dict[str, Any]) -> dict[str, Any]:
    """The fields of a VM or container, from those of its parts."""
    load = {key: values.pop(key) for key in list(values) if key in Workload.model_fields}
    cpus, store = _prefixed("cpu_", values), _prefixed("mem_", values)
    return {
        "id": ident(name),
        "name": name,
        "parent": ident(parent) if parent else None,
        "cpus": VirtualCpus(count=values.pop("vcpus", 1), **cpus),
        "memory": GuestMemory(size=values.pop("memory", 1024.0), **store),
        "workload": Workload(**(CHEAP | {"cpu": cpu} | load)),
        **values,
    }


def _prefixed(prefix: str, values: dict[str, Any]) -> dict[str, Any]:
    """Take the values whose names begin with a prefix out, under the rest of the name."""
    return {key.removeprefix(prefix): values.pop(key) for key in list(values) if key.startswith(prefix)}


def host(plan: Plan, name: str = "h", **values: Any) -> str:
    """A server with a hypervisor in it, both called after `name`; returns the hypervisor's name."""
    policy = {
        key: values.pop(key)
        for key in list(values)
        if key in MemoryPolicy.model_fields or key in Virtualisation.model_fields
    }
    plan.server(name, **values)
    plan.hypervisor(f"{name} hv", name, **policy)
    return f"{name} hv"


_amount = st.sampled_from((0.0, 0.3, 1.0, 4.0))


@st.composite
def designs(draw: st.DrawFn) -> Design:
    """Random valid designs, most of them short of something: cores, memory, links or disks."""
    plan = Plan(seed=draw(st.integers(0, 9)))
    plan.cluster("cluster")
    plan.switch("sw", port_speed=draw(st.sampled_from((100.0, 10_000.0))))
    plan.switch("fc", fabric="fibre-channel")
    plan.array("array", _group(draw, "group0"), _group(draw, "group1"))
    plan.link("fibre", "array/fc0", "fc")
    for number in range(draw(st.integers(1, 2))):
        plan.lun(
            f"lun{number}", "array", backing=f"group{number}", queue_depth=draw(st.sampled_from((1, 32)))
        )
    for number in range(draw(st.integers(1, 3))):
        _host(draw, plan, f"h{number}")
    names = [element.name for element in plan.elements if isinstance(element, Hypervisor)]
    for number in range(draw(st.integers(1, 6))):
        peer = draw(st.integers(-1, number - 1))
        parent = draw(st.sampled_from((*names, None)))
        _guest(draw, plan, f"vm{number}", parent, f"vm{peer}" if peer >= 0 else None)
    if draw(st.booleans()):
        _others(draw, plan, names)
    return plan.design()


def _others(draw: st.DrawFn, plan: Plan, names: list[str]) -> None:
    """Add pools, driver domains, containers and a service that scales to a design with hosts."""
    plan.pool("pool", names[0], cpu_limit=draw(st.sampled_from((None, 0.5))), cpu_reservation=0.25)
    plan.pool("inner", "pool", mem_limit=draw(st.sampled_from((None, 1024.0))))
    _guest(draw, plan, "pooled", "inner", None, "h0 vs")
    plan.pool("spanning", "cluster", cpu_limit=draw(st.sampled_from((None, 1.0))))
    for name in names[:2]:
        _guest(draw, plan, f"{name} floating", "spanning", None, host=ident(name.removesuffix(" hv")))
    plan.io_server("vios", names[-1], vcpus=draw(st.integers(1, 2)), powered_on=draw(st.integers(0, 9)) > 0)
    plan.engine("outer", names[0].removesuffix(" hv"), limits_memory=draw(st.booleans()), system=64.0)
    _guest(draw, plan, "on server", "outer", None)
    plan.engine("within", "vm0", limits_cpu=draw(st.booleans()), system=64.0)
    for number in range(draw(st.integers(1, 2))):
        _guest(draw, plan, f"in vm {number}", "within", None)
    scaling = Scaling(out_above=60, in_below=30, minimum=1, maximum=2, cooldown=2)
    plan._add(CloudService(id=ident("service"), name="service", scaling=scaling))
    for name in ("vm0", "pooled"):
        plan.link("member", name, "service")


def _group(draw: st.DrawFn, id: str) -> DiskGroup:
    return DiskGroup(
        id=id, name=id, device=draw(st.sampled_from(("hdd", "sata-ssd", "nvme"))), disks=draw(st.integers(1,
        8)), raid=draw(st.sampled_from(("0", "1", "10", "5", "6"))),
    )  # fmt: skip


def _host(draw: st.DrawFn, plan: Plan, name: str) -> None:
    own = Workload(cpu=2.0, flows=()) if draw(st.booleans()) else None
    plan.server(
        name,
        parent=ident("cluster"),
        host_system=draw(st.sampled_from((None, HostSystem(memory=256.0, cpu=0.5)))),
        cores=draw(st.integers(1, 8)),
        memory=draw(st.sampled_from((2048.0, 16_384.0, 262_144.0))),
        powered_on=draw(st.integers(0, 9)) > 0,
        hbas=(Hba(id="fc0", name="fc0"),),
        workload=own,
        cpu_hyperthreading=draw(st.booleans()),
        cpu_nested_paging=draw(st.booleans()),
    )
    plan.hypervisor(
        f"{name} hv", name, scheduler=draw(st.sampled_from(("esxi", "cfs", "xen-credit", "hyper-v"))),
        drivers=draw(st.sampled_from(("monolithic", "driver-domain"))),
        technique=draw(
            st.sampled_from(("hardware-assisted", "binary-translation", "paravirtual", "hybrid"))
        ),
        context_switch=draw(st.sampled_from((0.0, 0.05))), ballooning=draw(st.booleans()),
        page_sharing=draw(st.booleans()), system=draw(st.sampled_from((0.0, 1024.0))),
    )  # fmt: skip
    plan.virtual_switch(f"{name} vs", f"{name} hv")
    plan.link("uplink", f"{name} vs", f"{name}/nic0")
    plan.link("cable", f"{name}/nic0", "sw")
    plan.link("fibre", f"{name}/fc0", "fc")


def _guest(
    draw: st.DrawFn,
    plan: Plan,
    name: str,
    parent: str | None,
    peer: str | None,
    switch: str | None = None,
    **values: Any,
) -> None:
    """Add a VM, or a container where the parent is an engine."""
    vcpus = draw(st.integers(1, 8))
    memory = draw(st.sampled_from((1024.0, 8192.0)))
    packet = draw(st.sampled_from((64.0, 1448.0)))
    flows: tuple[Flow, ...] = (Flow(id="flow0", name="Clients", rate=100 * draw(_amount), packet=packet),)
    if peer is not None:
        flows += (Flow(id="flow1", name="Peer", rate=100 * draw(_amount), peer=ident(peer)),)
    disks = tuple(VirtualDisk(id=f"disk{n}", name=f"Disk {n}") for n in range(draw(st.integers(1, 2))))
    make = plan.container if parent in ("outer", "within") else plan.guest
    make(
        name, parent, cpu=vcpus * draw(_amount), vcpus=vcpus, memory=memory, **values,
        powered_on=draw(st.integers(0, 9)) > 0,
        cpu_reservation=draw(st.sampled_from((0.0, 0.5))),
        cpu_limit=draw(st.sampled_from((None, 1.0))),
        mem_limit=draw(st.sampled_from((None, memory / 2))),
        mem_tools=draw(st.booleans()),
        mem_reservation=draw(st.sampled_from((0.0, memory / 4))),
        user_share=draw(st.sampled_from((0.0, 70.0, 100.0))), system_calls=draw(st.sampled_from((0.0, 60.0))),
        page_table_writes=draw(st.sampled_from((0.0, 20.0))), working_set=draw(st.sampled_from((0.0, 35.0,
        100.0))), reads=100 * draw(_amount), writes=100 * draw(_amount), flows=flows, disks=disks,
        backlog=draw(st.sampled_from((0.0, 30.0))), noise=draw(st.sampled_from((0.0, 20.0))),
        pattern=draw(st.sampled_from(("constant", "daily", "bursts", "ramp", "batch"))),
        period=draw(st.sampled_from((5.0, 60.0))), start=draw(st.sampled_from((0.0, 2.0))),
        work=draw(st.sampled_from((1.0, 600.0))), users=draw(st.sampled_from((None, None, 5, 200))),
        think_time=draw(st.sampled_from((0.0, 2.0))), requests=draw(st.sampled_from((10.0, 1000.0))),
    )  # fmt: skip
    if parent is None:
        return
    switch = parent.replace("hv", "vs") if parent.endswith("hv") else switch
    if switch is not None and draw(st.integers(0, 9)) > 0:
        plan.link("vnic", f"{name}/nic0", switch)
    for disk in disks if draw(st.integers(0, 9)) > 0 else ():
        luns = [element.name for element in plan.elements if isinstance(element, Lun)]
        plan.link("disk", f"{name}/{disk.id}", draw(st.sampled_from(luns)))


__all__ = ["CHEAP", "Plan", "VirtualDisk", "VirtualNic", "designs", "host", "ident"]
