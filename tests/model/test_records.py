"""Records: ids, checked replacement, references inside parts, traces, elements' parts."""

import re

import pydantic
import pytest

from tests.building import flow, id_of, two_hosts
from virtdesigner.kinds import Hypervisor, VirtualMachine
from virtdesigner.model.messages import message
from virtdesigner.model.parts import Flow, MemoryPolicy, VirtualDisk, VirtualNic, Workload
from virtdesigner.model.record import UUID_PATTERN, new_id, source_id
from virtdesigner.model.references import references, renamed, without
from virtdesigner.model.trace import Trace


def test_ids_are_uuids_and_never_the_same() -> None:
    ids = {new_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(re.match(UUID_PATTERN, id) for id in ids)


def test_the_same_source_and_key_give_the_same_id() -> None:
    assert source_id("sheet", "vm-1") == source_id("sheet", "vm-1")
    assert re.match(UUID_PATTERN, source_id("sheet", "vm-1"))
    assert len({source_id("sheet", "vm-1"), source_id("sheet", "vm-2"), source_id("other", "vm-1")}) == 3
    assert source_id("a", "bc") != source_id("ab", "c")


@pytest.mark.parametrize("id", ["", "vm-1", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "../etc"])
def test_an_element_needs_a_uuid(id: str) -> None:
    with pytest.raises(pydantic.ValidationError):
        VirtualMachine(id=id, name="vm")


def test_parts_of_an_element_have_ids_of_their_own() -> None:
    nic, disk = VirtualNic(id="one", name="Adapter"), VirtualDisk(id="one", name="Disk")
    with pytest.raises(pydantic.ValidationError, match="two parts have the id 'one'"):
        VirtualMachine(id=new_id(), name="vm", nics=(nic, nic))
    with pytest.raises(pydantic.ValidationError, match="two parts have the id 'one'"):
        VirtualMachine(id=new_id(), name="vm", nics=(nic,), disks=(disk,))


def test_replacing_checks_parts_too() -> None:
    nic = VirtualNic(id="one", name="Adapter")
    with pytest.raises(pydantic.ValidationError):
        VirtualMachine(id=new_id(), name="vm").replace(nics=(nic, nic))


def test_references_are_found_by_their_paths() -> None:
    machine = two_hosts().set("a1", workload=flow("b1").replace(trace="trace-x")).elements["a1"]
    found = {(reference.path, reference.table, reference.id) for reference in references(machine)}
    assert found == {
        ("parent", "elements", id_of("hv-a")),
        ("workload.flows.0.peer", "elements", id_of("b1")),
        ("workload.trace", "traces", "trace-x"),
    }


def test_references_of_a_tuple_have_places() -> None:
    lun = two_hosts().set("lun-a", hosts=(id_of("host-a"), id_of("host-b"))).elements["lun-a"]
    assert [reference.path for reference in references(lun)] == ["parent", "hosts.0", "hosts.1"]
    assert [reference.id for reference in references(lun)] == [
        id_of("host-a"),
        id_of("host-a"),
        id_of("host-b"),
    ]


def test_without_empties_what_may_be_empty_and_drops_what_cascades() -> None:
    flows = (Flow(id="one", name="One", peer=id_of("b1")), Flow(id="two", name="Two"))
    machine = VirtualMachine(
        id=new_id(), name="vm", parent=id_of("hv-a"), workload=Workload(flows=flows, trace="trace-x")
    )
    left = without(machine, {id_of("b1"), "trace-x"}.__contains__)
    assert left is not None
    assert left.workload is not None
    assert [each.id for each in left.workload.flows] == ["two"]
    assert left.workload.trace is None
    assert without(machine, id_of("hv-a").__eq__) is None
    assert without(machine, "unrelated".__eq__) is machine


def test_renaming_puts_references_over() -> None:
    hypervisor = Hypervisor(id=new_id(), name="hv", memory_policy=MemoryPolicy(swap_lun=id_of("lun-a")))
    assert renamed(hypervisor, {id_of("lun-a"): id_of("lun-b")}).memory_policy.swap_lun == id_of("lun-b")
    assert renamed(hypervisor, {}) is hypervisor


def test_a_trace_gives_back_its_samples() -> None:
    samples = {"cpu": [0.5, 1.25, 0.0], "memory": [512.0, 1024.0, 2048.0]}
    trace = Trace.record("day", 300, samples)
    # These values are exact in 32 bits.
    assert {name: list(values) for name, values in trace.samples().items()} == samples


def test_equal_traces_have_one_id_whatever_they_are_called() -> None:
    first, second = Trace.record("one", 300, {"cpu": [1.0]}), Trace.record("two", 300, {"cpu": [1.0]})
    assert first.id == second.id
    assert first.id != Trace.record("one", 60, {"cpu": [1.0]}).id
    assert first.id != Trace.record("one", 300, {"cpu": [2.0]}).id


def test_messages_compare_whatever_the_order_of_their_parameters() -> None:
    one, other = message("code", b=2, a=1), message("code", a=1, b=2)
    assert one == other
    assert hash(one) == hash(other)
    assert one["a"] == 1
    with pytest.raises(KeyError):
        one["c"]
