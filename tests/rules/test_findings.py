"""Each finding with a design that has it and one that hasn't; sound designs have none."""

from collections.abc import Callable

import pytest

from tests.building import (
    DISK_GROUP,
    Drawing,
    flow,
    guest,
    host,
    id_of,
    two_hosts,
    two_hosts_and_array,
)
from tests.rules.finding_cases import (
    BASIC,
    Case,
    cpus,
    crowded,
    masked,
    memory,
    recorded,
    swapping_to,
)
from tests.rules.finding_cases_of_platforms import PLATFORMS, in_vm
from tests.rules.finding_cases_of_ways import WAYS, doubled
from virtdesigner.model.parts import MemoryPolicy, Processor, Virtualisation, Workload
from virtdesigner.model.record import WHOLE
from virtdesigner.report.words_findings import FINDINGS
from virtdesigner.rules.findings import CHECKS, SEVERITIES, Finding, find
from virtdesigner.rules.findings.disk_groups import FEWEST_DISKS, usable_capacity

CASES = [*BASIC, *PLATFORMS, *WAYS]

SINGLE_POINTS = {"single-point-network", "single-point-storage"}
"""`two_hosts` and `two_hosts_and_array` have one switch of each kind, and are sound otherwise."""


def found(drawing: Drawing, code: str) -> list[Finding]:
    return [finding for finding in find(drawing.design) if finding.code == code]


def only(drawing: Drawing, code: str) -> Finding:
    (finding,) = found(drawing, code)
    return finding


def others(drawing: Drawing) -> list[str]:
    """Codes of what is found but the switches that there is one of."""
    return [finding.code for finding in find(drawing.design) if finding.code not in SINGLE_POINTS]


@pytest.mark.parametrize("make", [two_hosts, two_hosts_and_array])
def test_nothing_is_wrong_with_a_sound_design(make: Callable[[], Drawing]) -> None:
    assert others(make()) == []


def test_nothing_at_all_is_wrong_where_everything_is_there_twice() -> None:
    assert find(doubled().design) == ()


@pytest.mark.parametrize("case", CASES, ids=[case.code for case in CASES])
def test_the_finding(case: Case) -> None:
    drawing = case.make()
    finding = only(drawing, case.code)
    ids = {name: id_of(name) for name in drawing.elements}
    assert finding.severity == case.severity
    assert finding.elements == tuple(
        drawing.links[name].id if name in drawing.links else ids[name] for name in case.names
    )
    expected = {
        key: ids.get(value, value) if isinstance(value, str) else value for key, value in case.values.items()
    }
    assert dict(finding.parameters) == expected
    assert finding.message.code == case.code
    assert finding.blocks_run == (case.code == "no-server")


@pytest.mark.parametrize("case", CASES, ids=[case.code for case in CASES])
def test_a_design_without_it(case: Case) -> None:
    assert not found(case.lacks(), case.code)


def test_every_code_has_a_design() -> None:
    assert {case.code for case in CASES} == FINDINGS.keys()


def test_every_field_that_a_finding_points_at_is_there() -> None:
    looked_at = 0
    for case in CASES:
        drawing = case.make()
        for finding in find(drawing.design):
            if finding.field and case.names:
                value: object = drawing.design.elements[finding.elements[0]]
                for step in finding.field.split("."):
                    value = getattr(value, step)
                looked_at += 1
    assert looked_at


def test_the_most_severe_come_first() -> None:
    drawing = two_hosts().set("a1", workload=None).set("lun-a", backing="gone").unlink("vnic a2")
    severities = [finding.severity for finding in find(drawing.design)]
    assert len(set(severities)) == 3
    assert severities == sorted(severities, key=SEVERITIES.index)


def test_each_check_is_listed_once() -> None:
    assert len(set(CHECKS)) == len(CHECKS)


def test_four_vcpus_a_core_are_allowed() -> None:
    # 32 + 92 + 2 + 2 = 128 = 4 x 32
    assert not found(crowded().set("a2", cpus=cpus(count=92)), "vcpu-ratio")


def test_a_cluster_sets_its_own_ratio() -> None:
    drawing = crowded().add("cluster", "rack", vcpu_ratio=5.0)
    assert not found(drawing.set("host-a", parent=id_of("rack")), "vcpu-ratio")
    assert only(drawing.set("rack", vcpu_ratio=4.01), "vcpu-ratio").message["threshold"] == 4.01


def test_guests_that_are_off_claim_nothing() -> None:
    drawing = crowded().set("a2", powered_on=False, workload=None)
    assert found(drawing, "vcpu-ratio") == found(drawing, "no-workload") == []


def test_hyperthreads_count_for_the_width_of_a_guest() -> None:
    drawing = (
        two_hosts().set("a1", cpus=cpus(count=64)).set("host-a", processor=Processor(hyperthreading=True))
    )
    assert not found(drawing, "wider-than-host")


def test_a_faster_core_carries_more_reservation() -> None:
    drawing = two_hosts().set("a1", cpus=cpus(reservation=33.0))
    assert found(drawing, "cpu-over-reserved")
    assert not found(drawing.set("host-a", processor=Processor(relative_speed=1.1)), "cpu-over-reserved")


def test_what_no_scheduler_keeps_is_not_reserved_from_anybody() -> None:
    drawing = two_hosts().set("a1", cpus=cpus(reservation=33.0))
    drawing.set("hv-a", virtualisation=Virtualisation(product="kvm", scheduler="cfs"))
    assert found(drawing, "cpu-reservation-not-kept")
    assert not found(drawing, "cpu-over-reserved")


def test_binary_translation_needs_no_hardware() -> None:
    drawing = two_hosts().set("host-a", processor=Processor(hardware_assist=False))
    drawing.set("hv-a", virtualisation=Virtualisation(technique="binary-translation"))
    assert not found(drawing, "no-hardware-assist")


def test_tools_matter_only_where_memory_is_ballooned() -> None:
    drawing = two_hosts().set("a1", memory=memory(tools=False))
    assert not found(drawing.set("hv-a", memory_policy=MemoryPolicy(ballooning=False)), "no-guest-tools")


def test_a_swap_lun_that_the_host_sees_is_fine() -> None:
    assert not found(swapping_to("lun-a"), "swap-lun-not-visible")


def test_a_vm_in_a_pool_of_the_cluster_counts_where_it_runs() -> None:
    drawing = two_hosts().add("cluster", "rack").add("resource-pool", "pool", "rack")
    drawing.set("host-a", parent=id_of("rack"))
    drawing.add("virtual-machine", "wide", "pool", cpus=cpus(count=33))
    assert only(drawing, "unplaced-guest").elements == (id_of("wide"),)
    drawing.set("wide", host=id_of("host-a"))
    assert not found(drawing, "unplaced-guest")
    assert only(drawing, "wider-than-host").message["host"] == id_of("host-a")


def test_containers_claim_from_their_vm_not_from_the_host() -> None:
    # 3 vCPUs of containers in a VM of 2: the host still gives 2 + 2 + 2 + 122 = 128 = 4 x 32
    drawing = in_vm(cpus=cpus(count=3), memory=memory(size=1024.0, tools=False))
    assert not found(drawing.set("a2", cpus=cpus(count=122)), "vcpu-ratio")
    assert not found(drawing, "no-guest-tools")
    assert not found(drawing, "disk-without-lun")


def test_a_trace_that_is_played_is_fine() -> None:
    drawing = recorded()
    trace = drawing.traces[0].id
    drawing.set("a1", workload=Workload(trace=trace, pattern="trace"))
    assert not found(drawing, "trace-unused")
    assert not found(drawing, "trace-missing")


def test_a_server_with_a_workload_of_its_own_is_something_to_run() -> None:
    drawing = Drawing().add("physical-server", "bare", workload=Workload())
    assert not found(drawing, "nothing-to-run")


def test_flows_of_a_bare_server_are_looked_at() -> None:
    drawing = two_hosts().add("physical-server", "bare", workload=flow("a1"))
    assert only(drawing, "flow-blocked").message["reason"] == "not-cabled"
    assert not found(drawing.link("cable", "bare:nic0", "tor"), "flow-blocked")


def test_a_guest_that_is_off_sends_nothing() -> None:
    drawing = two_hosts().set("a1", workload=flow("a3"), powered_on=False)
    assert not found(drawing, "flow-blocked")


def test_an_adapter_that_is_not_plugged_in_is_said_once() -> None:
    drawing = two_hosts().unlink("vnic a1")
    assert others(drawing) == ["adapter-not-connected"]


def test_a_flow_by_an_adapter_that_is_not_there_goes_nowhere() -> None:
    drawing = two_hosts().set("a1", workload=flow(None, "nic7"))
    assert only(drawing, "flow-blocked").message["reason_part"] == "nic7"


def test_a_switch_that_nobody_talks_beyond_needs_no_uplink() -> None:
    drawing = two_hosts().unlink("uplink vs-b")
    for name in ("b1", "b3"):
        drawing.set(name, workload=Workload())
    assert others(drawing) == []


def test_a_vlan_must_be_let_through_beyond_the_uplink() -> None:
    drawing = two_hosts().set("tor", vlans="20-30")
    tens = found(drawing, "vlan-not-carried")
    assert {finding.elements for finding in tens} == {
        (id_of("a-vlan10"), id_of("tor")), (id_of("b-vlan10"), id_of("tor")),
    }  # fmt: skip
    assert {finding.message["vlan"] for finding in tens} == {10}
    for untagged in (0, 4095):
        drawing.set("a-vlan10", vlan_id=untagged).set("b-vlan10", vlan_id=untagged)
        assert not found(drawing, "vlan-not-carried")


def test_standby_uplinks_alone_are_probably_a_slip() -> None:
    drawing = two_hosts().unlink("uplink vs-a")
    drawing.link("uplink", "vs-a", "host-a:nic0", role="standby")
    assert only(drawing, "standby-only").elements == (id_of("vs-a"), id_of("host-a"))
    drawing.link("uplink", "vs-a", "host-a:nic1")
    assert not found(drawing, "standby-only")


def test_fibre_cables_take_ports_too() -> None:
    # two hosts with two each, an array with two
    assert only(two_hosts_and_array().set("san", ports=5), "too-many-cables").message["cables"] == 6


def test_several_guests_behind_one_masked_lun_are_one_finding() -> None:
    drawing = masked().unlink("disk a2").link("disk", "a2:disk0", "lun-box")
    assert only(drawing, "lun-not-visible").message["count"] == 2


def test_a_lun_that_lost_its_cables_is_found() -> None:
    finding = only(two_hosts_and_array().unlink("fibre host-a"), "lun-not-visible")
    assert finding.message["reason"] == "lun-not-cabled"


def test_one_path_matters_only_where_guests_hang_on_it() -> None:
    assert not found(two_hosts_and_array().unlink("fibre host-b:hba1"), "single-path")


@pytest.mark.parametrize(("raid", "usable"), [("0", 8), ("1", 4), ("10", 4), ("5", 7), ("6", 6)])
def test_what_a_disk_group_holds_after_raid(raid: str, usable: int) -> None:
    # disks x 960 GiB less the mirrors or the parity disks
    assert usable_capacity(DISK_GROUP.replace(raid=raid)) == usable * 960


@pytest.mark.parametrize(("raid", "fewest"), FEWEST_DISKS.items())
def test_a_raid_level_takes_its_fewest_disks(raid: str, fewest: int) -> None:
    def with_disks(count: int) -> list[Finding]:
        group = DISK_GROUP.replace(raid=raid, disks=count, capacity=9600.0)
        return found(two_hosts().set("host-a", disk_groups=(group,)), "too-few-disks")

    assert not with_disks(fewest)
    assert fewest == 1 or len(with_disks(fewest - 1)) == 1


def test_a_record_that_was_assumed_is_one_finding_whatever_its_marks() -> None:
    drawing = two_hosts().set("a1", assumed=("nics", WHOLE, "disks"))
    assert others(drawing) == ["assumed-element"]


def test_a_link_that_was_assumed_is_a_finding() -> None:
    drawing = two_hosts().unlink("disk a1").link("disk", "a1:disk0", "lun-a", assumed=(WHOLE,))
    finding = only(drawing, "assumed-link")
    assert finding.elements == (drawing.link_id("disk a1"),)
    assert dict(finding.parameters) == {"link": "disk", "source": id_of("a1"), "target": id_of("lun-a")}


def test_findings_of_ten_hosts_with_a_mistake_each() -> None:
    drawing = Drawing().add("physical-switch", "tor")
    for letter in "abcdefghij":
        guest(host(drawing, letter), f"vm-{letter}", letter).unlink(f"disk vm-{letter}")
    assert len(found(drawing, "disk-without-lun")) == 10
