"""Findings about servers that work themselves, bridges inside VMs, and VMs wider than a socket."""

from tests.building import DISK_GROUP, TWO_HBAS, id_of, two_hosts
from tests.rules.finding_cases import cpus, reading_itself
from tests.rules.finding_cases_of_platforms import in_vm
from tests.rules.test_findings import found, only
from virtdesigner.model.parts import Workload
from virtdesigner.rules.findings.fixes import fix


def test_a_server_that_reads_nothing_needs_no_lun() -> None:
    assert not found(reading_itself(reads=0, writes=0), "server-without-lun")


def test_a_server_that_sees_the_lun_of_an_array_needs_none_of_its_own() -> None:
    drawing = reading_itself().set("bare", hbas=TWO_HBAS)
    drawing.add("physical-switch", "san", fabric="fibre-channel").add("storage-array", "box")
    drawing.add("lun", "lun-box", "box").link("fibre", "bare:hba0", "san").link("fibre", "box:fc0", "san")
    assert not found(drawing, "server-without-lun")


def test_a_server_without_disks_has_to_be_given_some() -> None:
    drawing = reading_itself().set("bare", disk_groups=())
    assert not fix(drawing.design, only(drawing, "server-without-lun"))


def test_the_lun_that_is_cut_for_a_server_is_no_larger_than_its_disks() -> None:
    # Two disks of 300 GiB as one stripe: 600 GiB, where a new LUN would have 1024.
    group = DISK_GROUP.replace(disks=2, capacity=300, raid="0")
    drawing = reading_itself().set("bare", disk_groups=(group,))
    (change,) = fix(drawing.design, only(drawing, "server-without-lun"))
    assert getattr(change.after, "capacity", 0.0) == 600.0


def test_the_bridge_of_an_engine_in_a_vm_is_no_single_uplink() -> None:
    """A virtual adapter doesn't break; the VM's own switch has two."""
    drawing = in_vm().add("virtual-switch", "docker0", "docker")
    drawing.link("uplink", "docker0", "a1:nic0")
    assert not found(drawing, "single-uplink")
    drawing.unlink("uplink vs-a host-a:nic1")
    assert only(drawing, "single-uplink").elements == (id_of("vs-a"), id_of("host-a"))


def test_vcpus_that_the_work_needs_are_left_to_a_wide_vm() -> None:
    """17 vCPUs on sockets of 16 cores: taken from a VM that wants 10 cores, not from one that wants 17."""
    drawing = two_hosts().set("a1", cpus=cpus(count=17), workload=Workload(cpu=10))
    assert fix(drawing.design, only(drawing, "wider-than-socket"))
    drawing.set("a1", workload=Workload(cpu=17))
    assert not fix(drawing.design, only(drawing, "wider-than-socket"))
