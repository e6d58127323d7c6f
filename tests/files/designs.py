"""Designs for the tests of files: one that has everything, and random ones."""

from collections.abc import Sequence

from hypothesis import strategies as st

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
from virtdesigner.kinds.workloads import TEMPLATES, workload
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element, Origin
from virtdesigner.model.link import Cable, DiskLink, Fibre, Uplink, Vnic
from virtdesigner.model.parts import GuestMemory, Hba, VirtualCpus
from virtdesigner.model.placement import place
from virtdesigner.model.record import Record, source_id
from virtdesigner.model.settings import Settings
from virtdesigner.model.trace import Trace


def uid(name: str) -> str:
    """The id that a test's element of this name has."""
    return source_id("test", name)


def example() -> Design:
    """A cluster with one server, all that hangs on it, a guest with a trace, and one that waits unplaced."""
    trace = Trace.record("하루", 300, {"cpu": [0.5, 1.0, 0.25]})
    load = workload("oltp-database", cpu=1.5).replace(pattern="trace", trace=trace.id)
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
    tables = ("elements", "links", "placements", "traces", "settings")
    return all(dict(one.table(table)) == dict(other.table(table)) for table in tables)


names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20) | st.just("가상 머신")
numbers = st.floats(0, 1e6, allow_nan=False)


@st.composite
def guests(draw: st.DrawFn, parents: Sequence[str | None]) -> VirtualMachine:
    """A guest with random figures in one of the parents."""
    load = st.none() | st.builds(workload, st.sampled_from(sorted(TEMPLATES)), cpu=st.floats(0, 100))
    return VirtualMachine(
        id=str(draw(st.uuids())),
        name=draw(names),
        parent=draw(st.sampled_from(parents)),
        notes=draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=50)),
        cpus=VirtualCpus(count=draw(st.integers(1, 64)), limit=draw(st.none() | numbers)),
        memory=GuestMemory(size=draw(st.floats(1, 1e6)), reservation=draw(numbers)),
        workload=draw(load),
        assumed=tuple(draw(st.sets(st.sampled_from(["workload", "memory", "*"])))),
    )


@st.composite
def designs(draw: st.DrawFn) -> Design:
    """A random design: clusters, servers with hypervisors, guests placed and waiting, some drawn."""
    clusters = [Cluster(id=str(draw(st.uuids())), name=draw(names)) for _ in range(draw(st.integers(0, 2)))]
    homes: list[str | None] = [None, *(cluster.id for cluster in clusters)]
    servers = [
        PhysicalServer(id=str(draw(st.uuids())), name=draw(names), parent=draw(st.sampled_from(homes)))
        for _ in range(draw(st.integers(0, 3)))
    ]
    platforms = [Hypervisor(id=str(draw(st.uuids())), name="h", parent=server.id) for server in servers]
    placed = draw(st.lists(guests([*homes, *(platform.id for platform in platforms)]), max_size=5))
    records: list[Element] = [*clusters, *servers, *platforms, *placed]
    spots: list[Record] = [
        place(element.id, draw(numbers), draw(numbers)) for element in records if draw(st.booleans())
    ]
    settings = draw(st.lists(st.builds(Settings, name=names), max_size=1))
    return Design.of({"elements": records, "placements": spots, "settings": settings})
