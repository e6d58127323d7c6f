"""Each finding with a design that has it; `two_hosts` and `two_hosts_and_array` have none."""

from collections.abc import Callable

import pytest

from tests.building import DISK_GROUP, Drawing, flow, guest, host, id_of, two_hosts, two_hosts_and_array
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Value
from virtdesigner.model.parts import (
    GuestMemory,
    MachineMemory,
    MemoryPolicy,
    Processor,
    VirtualCpus,
    VirtualDisk,
    Virtualisation,
    Workload,
)
from virtdesigner.model.record import WHOLE
from virtdesigner.model.trace import Trace
from virtdesigner.rules.findings import CHECKS, SEVERITIES, Finding, find
from virtdesigner.rules.findings.disk_groups import FEWEST_DISKS, usable_capacity


def found(drawing: Drawing, code: str) -> list[Finding]:
    return [finding for finding in find(drawing.design) if finding.code == code]


def only(drawing: Drawing, code: str) -> Finding:
    (finding,) = found(drawing, code)
    return finding


def cpus(**values: object) -> VirtualCpus:
    return VirtualCpus.model_validate(values)


def memory(**values: object) -> GuestMemory:
    return GuestMemory.model_validate(values)


@pytest.mark.parametrize("make", [two_hosts, two_hosts_and_array])
def test_nothing_is_wrong_with_a_sound_design(make: Callable[[], Drawing]) -> None:
    assert find(make().design) == ()


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


HAVING: list[tuple[str, str, Callable[[], Drawing], list[str], dict[str, Value]]] = [
    ("no-server", "error", lambda: Drawing().add("cluster", "rack"), [], {}),
    ("no-server", "error", Drawing, [], {}),
    ("nothing-to-run", "warning", lambda: Drawing().add("physical-server", "bare"), [], {}),
    ("unplaced-guest", "warning", lambda: two_hosts().add("virtual-machine", "loose"), ["loose"],
     {"element": "loose"}),
    ("no-workload", "info", lambda: two_hosts().set("a1", workload=None), ["a1"], {"element": "a1"}),
    ("wider-than-host", "warning", lambda: two_hosts().set("a1", cpus=cpus(count=33)), ["a1", "host-a"],
     {"element": "a1", "host": "host-a", "vcpus": 33, "threads": 32}),
    ("cpu-reservation-over-limit", "error",
     lambda: two_hosts().set("a1", cpus=cpus(reservation=2.0, limit=1.0)), ["a1"],
     {"element": "a1", "reservation": 2.0, "limit": 1.0}),
    ("memory-reservation-over-limit", "error",
     lambda: two_hosts().set("a1", memory=memory(reservation=4096.0, limit=2048.0, size=2048.0)), ["a1"],
     {"element": "a1", "reservation": 4096.0, "limit": 2048.0}),
    ("memory-reservation-over-size", "warning",
     lambda: two_hosts().set("a1", memory=memory(reservation=4096.0, size=2048.0)), ["a1"],
     {"element": "a1", "reservation": 4096.0, "size": 2048.0}),
    ("memory-limit-below-size", "warning",
     lambda: two_hosts().set("a1", memory=memory(limit=1024.0, size=2048.0)), ["a1"],
     {"element": "a1", "host": "host-a", "limit": 1024.0, "size": 2048.0}),
    ("no-guest-tools", "info", lambda: two_hosts().set("a1", memory=memory(tools=False)), ["a1"],
     {"element": "a1", "host": "host-a"}),
    ("trace-missing", "error", lambda: two_hosts().set("a1", workload=Workload(pattern="trace")), ["a1"],
     {"element": "a1"}),
    ("batch-without-work", "warning",
     lambda: two_hosts().set("a1", workload=Workload(pattern="batch", work=0.0)), ["a1"], {"element": "a1"}),
    # 32 + 93 + 2 + 2 = 129 vCPUs on 32 cores
    ("vcpu-ratio", "warning", crowded, ["host-a"],
     {"host": "host-a", "vcpus": 129, "cores": 32, "ratio": 129 / 32, "threshold": 4.0}),
    ("cpu-over-reserved", "error",
     lambda: two_hosts().set("a1", cpus=cpus(reservation=20.0)).set("a2", cpus=cpus(reservation=12.5)),
     ["host-a"], {"host": "host-a", "reserved": 32.5, "capacity": 32.0}),
    # 2048 MiB for the hypervisor and 4 x 4096 for guests, of 16384
    ("memory-over-allocated", "warning",
     lambda: two_hosts().set("host-a", memory=MachineMemory(size=16384)), ["host-a"],
     {"host": "host-a", "allocated": 18432.0, "size": 16384.0, "share": 1.125}),
    # 16384 - 2048 = 14336 for guests
    ("memory-over-reserved", "error",
     lambda: two_hosts().set("host-a", memory=MachineMemory(size=16384))
     .set("a1", memory=memory(reservation=14400.0, size=14400.0)), ["host-a"],
     {"host": "host-a", "reserved": 14400.0, "size": 14336.0}),
    ("system-memory-over-size", "error",
     lambda: two_hosts().set("host-a", memory=MachineMemory(size=2048)), ["hv-a", "host-a"],
     {"hypervisor": "hv-a", "host": "host-a", "system": 2048.0, "size": 2048.0}),
    ("no-hardware-assist", "error",
     lambda: two_hosts().set("host-a", processor=Processor(hardware_assist=False)), ["hv-a", "host-a"],
     {"hypervisor": "hv-a", "host": "host-a"}),
    ("host-off-with-guests", "warning", lambda: two_hosts().set("host-a", powered_on=False), ["host-a"],
     {"host": "host-a", "count": 4}),
    ("swap-lun-not-visible", "error", lambda: swapping_to("lun-b"), ["hv-a", "lun-b", "host-a"],
     {"hypervisor": "hv-a", "lun": "lun-b", "host": "host-a", "reason": "lun-not-cabled",
      "reason_lun": "lun-b", "reason_host": "host-a"}),
    ("adapter-not-connected", "warning", lambda: two_hosts().unlink("vnic a1"), ["a1"],
     {"element": "a1", "adapter": "Adapter 1"}),
    ("flow-blocked", "warning", lambda: two_hosts().set("a1", workload=flow("a3")), ["a1"],
     {"element": "a1", "flow": "Traffic", "reason": "different-vlans", "reason_element": "a1",
      "reason_vlan": 10, "reason_peer": "a3", "reason_peer_vlan": 20}),
    ("flows-blocked", "warning", lambda: two_hosts().set("tor", powered_on=False),
     ["a1", "a2", "a3", "a4", "b1", "b3"], {"count": 6, "reason": "powered-off", "reason_element": "tor"}),
    ("switch-without-uplink", "warning", lambda: two_hosts().unlink("uplink vs-b"), ["vs-b", "b1", "b3"],
     {"switch": "vs-b", "count": 2}),
    ("uplink-not-cabled", "warning", lambda: two_hosts().unlink("cable host-a:nic1"), ["host-a", "vs-a"],
     {"switch": "vs-a", "server": "host-a", "adapter": "nic1"}),
    ("single-uplink", "info", lambda: two_hosts().unlink("uplink vs-a host-a:nic1"), ["vs-a"],
     {"switch": "vs-a"}),
    ("too-many-cables", "error", lambda: two_hosts().set("tor", ports=3), ["tor"],
     {"switch": "tor", "ports": 3, "cables": 4}),
    ("disk-without-lun", "warning", lambda: two_hosts().unlink("disk a1"), ["a1"],
     {"element": "a1", "disk": "Disk 1"}),
    ("lun-without-disk-group", "error", lambda: two_hosts().set("lun-a", backing="gone"), ["lun-a"],
     {"lun": "lun-a", "store": "host-a"}),
    ("lun-not-visible", "error", masked, ["lun-box", "host-a", "a1"],
     {"lun": "lun-box", "host": "host-a", "count": 1, "reason": "lun-masked", "reason_lun": "lun-box",
      "reason_host": "host-a"}),
    ("single-path", "warning", lambda: two_hosts_and_array().unlink("fibre host-a:hba1"), ["host-a", "box"],
     {"host": "host-a", "store": "box"}),
    # four disks of 40 GiB
    ("lun-over-allocated", "warning", lambda: two_hosts().set("lun-a", capacity=128.0), ["lun-a"],
     {"lun": "lun-a", "allocated": 160.0, "capacity": 128.0, "share": 1.25}),
    ("lun-too-small", "error", lambda: two_hosts().set("a1", disks=thick(1025)), ["lun-a"],
     {"lun": "lun-a", "allocated": 1025.0, "capacity": 1024.0}),
    # RAID 5 of 8 disks of 960 GiB holds 7 x 960 = 6720 GiB
    ("disk-group-over-allocated", "error", lambda: two_hosts().set("lun-a", capacity=6721.0), ["host-a"],
     {"store": "host-a", "group": "Disks", "allocated": 6721.0, "usable": 6720.0}),
    ("too-few-disks", "error",
     lambda: two_hosts().set("host-a", disk_groups=(DISK_GROUP.replace(disks=3, raid="6", capacity=9600.0),)),
     ["host-a"], {"store": "host-a", "group": "Disks", "raid": "6", "disks": 3, "needed": 4}),
    ("assumed-element", "info", lambda: two_hosts().set("tor", assumed=(WHOLE,)), ["tor"],
     {"element": "tor"}),
    ("assumed-fields", "info", lambda: two_hosts().set("a1", assumed=("workload.reads", "nics")), ["a1"],
     {"element": "a1", "kind": "virtual-machine", "fields": "workload.reads,nics"}),
]  # fmt: skip
"""Code, severity, a design that has it (made fresh), names of the elements, parameters (ids by name)."""


@pytest.mark.parametrize(
    ("code", "severity", "make", "names", "values"), HAVING, ids=[case[0] for case in HAVING]
)
def test_the_finding(
    code: str, severity: str, make: Callable[[], Drawing], names: list[str], values: dict[str, Value]
) -> None:
    drawing = make()
    finding = only(drawing, code)
    ids = {name: id_of(name) for name in drawing.elements}
    assert finding.severity == severity
    assert finding.elements == tuple(id_of(name) for name in names)
    expected = {
        key: ids.get(value, value) if isinstance(value, str) else value for key, value in values.items()
    }
    assert dict(finding.parameters) == expected
    assert finding.message.code == code
    assert finding.blocks_run == (code == "no-server")


def test_every_field_that_a_finding_points_at_is_there() -> None:
    for _, _, make, names, _ in HAVING:
        drawing = make()
        for finding in find(drawing.design):
            if finding.field and names:
                value: object = drawing.design.elements[finding.elements[0]]
                for step in finding.field.split("."):
                    value = getattr(value, step)


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


def test_binary_translation_needs_no_hardware() -> None:
    drawing = two_hosts().set("host-a", processor=Processor(hardware_assist=False))
    drawing.set("hv-a", virtualisation=Virtualisation(technique="binary-translation"))
    assert not found(drawing, "no-hardware-assist")


def test_tools_matter_only_where_memory_is_ballooned() -> None:
    drawing = two_hosts().set("a1", memory=memory(tools=False))
    assert not found(drawing.set("hv-a", memory_policy=MemoryPolicy(ballooning=False)), "no-guest-tools")


def test_a_swap_lun_that_the_host_sees_is_fine() -> None:
    assert not found(swapping_to("lun-a"), "swap-lun-not-visible")


def test_a_trace_that_is_never_played_is_noted() -> None:
    trace = Trace.record("load", 300, {"cpu": [1.0, 2.0]})
    drawing = two_hosts().set("a1", workload=Workload(trace=trace.id))
    rows = {"elements": drawing.elements.values(), "links": drawing.links.values(), "traces": [trace]}
    assert "trace-unused" in {finding.code for finding in find(Design.of(rows))}
    drawing.set("a1", workload=Workload(trace=trace.id, pattern="trace"))
    rows["elements"] = drawing.elements.values()
    assert not {"trace-unused", "trace-missing"} & {finding.code for finding in find(Design.of(rows))}


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
    assert [finding.code for finding in find(drawing.design)] == ["adapter-not-connected"]


def test_a_flow_by_an_adapter_that_is_not_there_goes_nowhere() -> None:
    drawing = two_hosts().set("a1", workload=flow(None, "nic7"))
    assert only(drawing, "flow-blocked").message["reason_part"] == "nic7"


def test_a_switch_that_nobody_talks_beyond_needs_no_uplink() -> None:
    drawing = two_hosts().unlink("uplink vs-b")
    for name in ("b1", "b3"):
        drawing.set(name, workload=Workload())
    assert find(drawing.design) == ()


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
    assert only(drawing, "standby-only").elements == (id_of("vs-a"),)
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
    assert [finding.code for finding in find(drawing.design)] == ["assumed-element"]


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
