"""Fixes: each takes its finding away, adds no error, obeys the rules, and can be undone."""

from collections.abc import Callable

import pytest

from tests.building import DISK_GROUP, TWO_HBAS, Drawing, id_of, two_hosts, two_hosts_and_array
from tests.rules.finding_cases import Case, cpus, memory, swapping_to, thick
from tests.rules.finding_cases_of_platforms import NO_ASSIST, cluster, in_vm, on, on_server, pooled, xen
from tests.rules.finding_cases_of_ways import THREE_NICS, in_cluster, three_switches, zoned
from tests.rules.test_findings import CASES
from virtdesigner.kinds import Lun, PhysicalServer, VirtualMachine, Vlan
from virtdesigner.model.design import Design
from virtdesigner.model.history import History
from virtdesigner.model.parts import HostSystem, PoolCpu, VirtualNic
from virtdesigner.model.topology import Topology
from virtdesigner.report.words import names_of, repair
from virtdesigner.rules import judge
from virtdesigner.rules.findings import Finding, find
from virtdesigner.rules.findings.fixes import FIXES, fix

NEEDS_A_CHOICE = {
    "nothing-to-run", "unplaced-guest", "no-workload", "trace-missing", "vcpu-ratio",
    "memory-over-allocated", "system-memory-over-size", "larger-than-socket", "wrong-architecture",
    "no-nested-paging", "guest-system-not-supported", "cannot-migrate", "engine-other-kernel",
    "flow-blocked", "flows-blocked", "service-empty", "scaling-without-spares",
    "single-point-network", "single-point-storage", "single-point-system", "single-point-io-server",
    "io-reservations-over",
}  # fmt: skip
"""What somebody has to decide, or to buy."""


def only_vlan(drawing: Drawing, letter: str = "a") -> Drawing:
    """The drawing without VLAN 20 on a host, and without the guests in it."""
    for name in (f"{letter}3", f"{letter}4"):
        if name in drawing.elements:
            drawing.unlink(f"vnic {name}").unlink(f"disk {name}")
            del drawing.elements[name]
    del drawing.elements[f"{letter}-vlan20"]
    return drawing


def spare(drawing: Drawing) -> Drawing:
    """The drawing with a third adapter in host-a."""
    return drawing.set("host-a", nics=THREE_NICS)


EASIER: dict[str, Callable[[], Drawing]] = {
    "no-server": lambda: Drawing().add("physical-server", "s", powered_on=False),
    "adapter-not-connected": lambda: only_vlan(two_hosts().unlink("vnic a1")),
    "without-network": lambda: only_vlan(two_hosts().unlink("vnic a1").set("a1", nics=())),
    "switch-without-uplink": lambda: two_hosts().unlink("uplink vs-b"),
    "single-uplink": lambda: spare(two_hosts().unlink("uplink vs-a host-a:nic1")),
    "single-port": lambda: two_hosts_and_array().unlink("fibre box:fc1"),
    "lun-without-disk-group": lambda: two_hosts().set("lun-a", backing="gone"),
}
"""Designs in which there is one way to mend what in the design of the finding there is none for."""

FIXABLE = [case for case in CASES if case.code in FIXES]


def begun(design: Design) -> History:
    return History(Topology(design, judge))


def errors(design: Design) -> set[tuple[str, str]]:
    findings = (finding for finding in find(design) if finding.severity == "error")
    return {(finding.code, next(iter(finding.elements), "")) for finding in findings}


def first(design: Design, code: str) -> Finding:
    return next(finding for finding in find(design) if finding.code == code)


def is_there(design: Design, finding: Finding) -> bool:
    return any((f.code, f.elements[:1]) == (finding.code, finding.elements[:1]) for f in find(design))


@pytest.mark.parametrize("case", FIXABLE, ids=[case.code for case in FIXABLE])
def test_a_fix_takes_its_finding_away(case: Case) -> None:
    before = EASIER.get(case.code, case.make)().design
    finding = first(before, case.code)
    history = begun(before)
    assert history.do("Fix", fix(before, finding))
    after = history.topology.design
    assert not is_there(after, finding)
    assert errors(after) <= errors(before)
    history.undo()
    for table in ("elements", "links", "placements"):
        assert history.topology.design.table(table) == before.table(table)


def test_everything_is_mended_or_needs_a_choice() -> None:
    assert {case.code for case in CASES} - FIXES.keys() == NEEDS_A_CHOICE
    assert {case.code for case in FIXABLE} == FIXES.keys()


@pytest.mark.parametrize("code", sorted(NEEDS_A_CHOICE))
def test_nothing_is_done_where_somebody_has_to_choose(code: str) -> None:
    case = next(case for case in CASES if case.code == code)
    design = case.make().design
    finding = first(design, code)
    assert fix(design, finding) == ()
    assert repair(finding.message, names_of(design)) == ""


def mended(drawing: Drawing, code: str) -> Design:
    design = drawing.design
    history = begun(design)
    history.do("Fix", fix(design, first(design, code)))
    return history.topology.design


NOT_MENDED: dict[str, tuple[str, Callable[[], Drawing]]] = {
    "two VLANs to choose from": ("adapter-not-connected", lambda: two_hosts().unlink("vnic a1")),
    "no adapter free": ("single-uplink", lambda: two_hosts().set("host-a", nics=THREE_NICS[:1])
                        .unlink("uplink vs-a host-a:nic1").unlink("cable host-a:nic1")),
    "no port free": ("uplink-not-cabled", lambda: two_hosts().unlink("cable host-a:nic1")
                     .set("tor", ports=3)),
    "no cable to see it by": ("lun-not-visible", lambda: two_hosts_and_array().unlink("fibre host-a")),
    "no room on any LUN": ("disk-without-lun", lambda: two_hosts().unlink("disk a1")
                           .set("lun-a", capacity=150.0)),
    "no room in the disk group": ("lun-too-small", lambda: two_hosts().set("a1", disks=thick(7000))),
    "no HBA free": ("single-path", lambda: two_hosts_and_array().unlink("fibre host-a:hba1")
                    .set("host-a", hbas=TWO_HBAS[:1])),
    "the pool's own limit": ("pool-cpu-over-reserved", lambda: pooled(0, cpus=cpus(reservation=2.0))
                             .set("pool", cpu=PoolCpu(limit=1.0))),
    "no technique takes all guests": ("kernel-unmodified", lambda: xen("unmodified", "windows")
                                      .set("host-a", processor=NO_ASSIST)),
    "containers of another kernel": ("engine-without-kernel", lambda: on_server(None)
                                     .set("c", guest_os="windows")),
    "nothing left of the list": ("vlan-out-of-range", lambda: two_hosts().set("tor", vlans="5000")),
}  # fmt: skip


@pytest.mark.parametrize("why", NOT_MENDED)
def test_what_cannot_be_mended_is_left(why: str) -> None:
    code, make = NOT_MENDED[why]
    design = make().design
    assert fix(design, first(design, code)) == ()


def test_reservations_are_lowered_in_proportion() -> None:
    drawing = two_hosts().set("a1", cpus=cpus(reservation=30.0)).set("a2", cpus=cpus(reservation=10.0))
    after = mended(drawing, "cpu-over-reserved")
    # 32 cores for 40: four fifths of each
    claims = [after.elements[id_of(name)].cpus.reservation for name in ("a1", "a2")]  # type: ignore[attr-defined]
    assert claims == [24.0, 8.0]


def test_reservations_in_pools_are_lowered_with_the_pool() -> None:
    drawing = cluster(128.0).set("inner", cpu=PoolCpu(reservation=64.0))
    after = mended(drawing, "cpu-over-reserved")
    pools = [after.elements[id_of(name)].cpu.reservation for name in ("pool", "inner")]  # type: ignore[attr-defined]
    assert pools == [64.0, 32.0]


def test_a_smaller_limit_takes_the_reservation_along() -> None:
    container = mended(in_vm(cpus=cpus(limit=4.0, reservation=3.0)), "cpu-limit-over-guest").elements[
        id_of("c")
    ]
    assert (container.cpus.limit, container.cpus.reservation) == (2.0, 2.0)  # type: ignore[attr-defined]


def test_a_disk_goes_where_most_space_is_free() -> None:
    drawing = two_hosts_and_array().unlink("disk a1").set("lun-box", capacity=5000.0)
    after = mended(drawing, "disk-without-lun")
    (disk,) = (link for link in after.links_of(id_of("a1")) if link.kind == "disk")
    assert disk.target == id_of("lun-box")


def test_what_is_off_and_masked_becomes_visible_in_one_go() -> None:
    drawing = two_hosts_and_array().set("lun-box", hosts=(id_of("host-b"),)).set("box", powered_on=False)
    after = mended(drawing, "lun-not-visible")
    lun, box = after.elements[id_of("lun-box")], after.elements[id_of("box")]
    assert isinstance(lun, Lun)
    assert lun.hosts == (id_of("host-b"), id_of("host-a"))
    assert box.powered_on  # type: ignore[attr-defined]


@pytest.mark.parametrize("members", [("host-b", "box"), ("host-a", "host-b")])
def test_a_host_is_added_to_the_zone_of_the_store(members: tuple[str, ...]) -> None:
    after = mended(zoned(*members), "lun-not-visible").elements[id_of("san")]
    wanted = {id_of("host-a"), id_of("box")}
    assert any(wanted <= set(zone.members) for zone in after.zones)  # type: ignore[attr-defined]


def test_a_kernel_that_nobody_can_modify_takes_another_technique() -> None:
    after = mended(xen("unmodified", "windows"), "kernel-unmodified")
    assert after.elements[id_of("hv-a")].virtualisation.technique == "hybrid"  # type: ignore[attr-defined]
    machine = mended(xen("unmodified"), "kernel-unmodified").elements[id_of("a1")]
    assert isinstance(machine, VirtualMachine)
    assert machine.kernel == "paravirtual"


def test_vmi_is_taken_where_the_product_speaks_it() -> None:
    drawing = on(technique="paravirtual")
    machine = mended(drawing, "kernel-unmodified").elements[
        first(drawing.design, "kernel-unmodified").elements[0]
    ]
    assert machine.kernel == "vmi"  # type: ignore[attr-defined]


def test_a_hosted_product_gets_a_system_that_it_runs_on() -> None:
    after = mended(on(product="virtual-server", placement="hosted"), "hosted-without-system")
    server = after.elements[id_of("host-a")]
    assert isinstance(server, PhysicalServer)
    assert server.host_system == HostSystem(family="windows")


def test_a_port_group_is_drawn_on_the_switch_of_the_same_name() -> None:
    drawing = in_cluster().add("virtual-switch", "other", "hv-b")
    drawing.elements["vs-b"] = drawing.elements["vs-b"].replace(name="vs-a")
    after = mended(drawing, "port-group-missing")
    added = [v for v in after.elements.values() if isinstance(v, Vlan) and v.vlan_id == 30]
    assert {vlan.parent for vlan in added} == {id_of("vs-a"), id_of("vs-b")}


def test_every_switch_of_a_cut_way_can_be_mended_in_turn() -> None:
    drawing = three_switches("20").set("edge-b", vlans="20")
    design = drawing.design
    history = begun(design)
    codes = ("vlan-cut", "vlan-not-carried")
    while found := [finding for finding in find(history.topology.design) if finding.code in codes]:
        assert history.do("Fix", fix(history.topology.design, found[0]))
    assert history.topology.design.elements[id_of("core")].vlans == "20, 10"  # type: ignore[attr-defined]


def test_a_free_adapter_with_a_cable_is_taken_before_one_without() -> None:
    drawing = spare(two_hosts().unlink("uplink vs-a host-a:nic1"))
    uplinks = [
        link for link in mended(drawing, "single-uplink").links_of(id_of("vs-a")) if link.kind == "uplink"
    ]
    assert [link.target_part for link in uplinks] == ["nic0", "nic1"]


def test_a_second_adapter_is_plugged_in_by_its_name() -> None:
    nics = (VirtualNic(id="nic0", name="LAN"), VirtualNic(id="nic1", name="SAN"))
    after = mended(only_vlan(two_hosts().set("a1", nics=nics)), "adapter-not-connected")
    plugged = {link.source_part for link in after.links_of(id_of("a1")) if link.kind == "vnic"}
    assert plugged == {"nic0", "nic1"}


def test_memory_of_a_32_bit_guest_is_cut_with_its_claims() -> None:
    claim = memory(size=8192.0, reservation=8192.0, limit=8192.0)
    after = mended(two_hosts().set("a1", bits="32", memory=claim), "beyond-32-bits").elements[id_of("a1")]
    cut = after.memory  # type: ignore[attr-defined]
    assert (cut.size, cut.reservation, cut.limit) == (4096, 4096, 4096)


def test_disks_are_added_until_the_luns_fit() -> None:
    # RAID 10 of 8 disks of 960 GiB holds 4 x 960 = 3840; 4000 GiB need a fifth pair
    group = DISK_GROUP.replace(raid="10")
    after = mended(
        two_hosts().set("host-a", disk_groups=(group,)).set("lun-a", capacity=4000.0),
        "disk-group-over-allocated",
    )
    assert after.elements[id_of("host-a")].disk_groups[0].disks == 10  # type: ignore[attr-defined]


def test_swap_goes_back_to_each_guests_disk() -> None:
    after = mended(swapping_to("lun-b"), "swap-lun-not-visible").elements[id_of("hv-a")]
    assert after.memory_policy.swap_lun is None  # type: ignore[attr-defined]
