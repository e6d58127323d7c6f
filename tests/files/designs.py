"""A design for the tests of files that has something of everything; random ones are in `tests.declared`."""

from virtdesigner.kinds import (
    Cluster,
    Hypervisor,
    Lun,
    PhysicalServer,
    PhysicalSwitch,
    StorageArray,
    VirtualMachine,
    VirtualSwitch,
    Vlan,
)
from virtdesigner.kinds.workloads import workload
from virtdesigner.model.design import TABLES, Design
from virtdesigner.model.element import Element, Origin
from virtdesigner.model.link import Cable, DiskLink, Fibre, Uplink, Vnic
from virtdesigner.model.parts import Hba
from virtdesigner.model.placement import place
from virtdesigner.model.record import source_id
from virtdesigner.model.settings import Settings
from virtdesigner.model.trace import Trace


def uid(name: str) -> str:
    """The id that a test's element of this name has."""
    return source_id("test", name)


def example() -> Design:
    """A cluster with one server, all that hangs on it, a guest with a trace, and one that waits unplaced."""
    trace = Trace.record("하루", 300, {"cpu": [0.5, 1.0, 0.25]})
    # The stored samples are older than what templates say of requests.
    load = workload("oltp-database", cpu=1.5).replace(pattern="trace", trace=trace.id, requests=100.0)
    elements: list[Element] = [
        Cluster(id=uid("cluster"), name="클러스터"),
        PhysicalServer(
            id=uid("server"), name="host-01", parent=uid("cluster"), hbas=(Hba(id="h0", name="h0"),)
        ),
        Hypervisor(id=uid("hypervisor"), name="ESXi", parent=uid("server")),
        VirtualSwitch(id=uid("vswitch"), name="vSwitch0", parent=uid("hypervisor")),
        Vlan(id=uid("vlan"), name="업무망", parent=uid("vswitch"), vlan_id=20),
        PhysicalSwitch(id=uid("switch"), name="tor"),
        StorageArray(id=uid("array"), name="array"),
        Lun(id=uid("lun"), name="datastore1", parent=uid("array"), hosts=(uid("server"),)),
        VirtualMachine(
            id=uid("vm"),
            name="데이터베이스",
            parent=uid("hypervisor"),
            workload=load,
            assumed=("workload",),
            origin=Origin(source="test", key="vm"),
        ),
        VirtualMachine(id=uid("waiting"), name="대기", parent=uid("cluster"), workload=None),
    ]
    links = [
        Cable(id=uid("cable"), source=uid("server"), source_part="nic0", target=uid("switch")),
        Uplink(id=uid("uplink"), source=uid("vswitch"), target=uid("server"), target_part="nic0"),
        Vnic(id=uid("vnic"), source=uid("vm"), source_part="nic0", target=uid("vlan")),
        fibre(),
        DiskLink(id=uid("disk"), source=uid("vm"), source_part="disk0", target=uid("lun")),
    ]
    return Design.of(
        {
            "elements": elements,
            "links": links,
            "placements": [place(uid("cluster"), 10, 20), place(uid("array"), 400, 20.5)],
            "traces": [trace],
            "settings": [Settings(name="예제", seed=7)],
        }
    )


def fibre() -> Fibre:
    """The link that joins the example's server and array."""
    return Fibre(
        id=uid("fibre"), source=uid("server"), source_part="h0", target=uid("array"), target_part="fc0"
    )


def same(one: Design, other: Design) -> bool:
    """Whether two designs hold the same records."""
    return all(dict(one.table(table)) == dict(other.table(table)) for table in TABLES)
