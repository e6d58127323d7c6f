"""Recorded loads in a design: added once, played by the guests that were chosen."""

import pytest

from tests.building import Drawing, id_of, two_hosts
from virtdesigner.kinds import VirtualMachine
from virtdesigner.model.design import Design
from virtdesigner.model.parts import Workload
from virtdesigner.model.recordings import add_recordings, players
from virtdesigner.model.trace import Trace

TRACES = [Trace.record(f"node-{n}", 300, {"cpu": [n / 10, n / 5]}) for n in (1, 2)]


def workload(design: Design, name: str) -> Workload | None:
    guest = design.elements[id_of(name)]
    assert isinstance(guest, VirtualMachine)
    return guest.workload


def played(design: Design, name: str) -> tuple[str, str]:
    """The pattern of a guest, and the name of the recording that it plays."""
    found = workload(design, name)
    assert found
    return found.pattern, design.traces[found.trace].name if found.trace else ""


def test_recordings_are_added_and_nobody_plays_them_unasked() -> None:
    design = two_hosts().design
    after = design.edited(add_recordings(design, TRACES))
    assert [trace.name for trace in after.traces.values()] == ["node-1", "node-2"]
    assert after.elements == design.elements


def test_one_recording_is_played_by_all() -> None:
    design = two_hosts().design
    after = design.edited(add_recordings(design, TRACES[:1], [id_of("a1"), id_of("b1")]))
    assert played(after, "a1") == played(after, "b1") == ("trace", "node-1")
    assert after.elements[id_of("a2")] is design.elements[id_of("a2")]


def test_several_are_handed_out_in_the_order_of_the_guests_and_again_from_the_first() -> None:
    design = two_hosts().design
    guests = [id_of(name) for name in ("b1", "a1", "a2")]
    after = design.edited(add_recordings(design, TRACES, guests))
    assert [played(after, name)[1] for name in ("b1", "a1", "a2")] == ["node-1", "node-2", "node-1"]


def test_the_rest_of_the_workload_stays() -> None:
    design = two_hosts().design
    before = workload(design, "a1")
    assert before
    after = workload(design.edited(add_recordings(design, TRACES, [id_of("a1")])), "a1")
    assert after == before.replace(pattern="trace", trace=TRACES[0].id)


def test_a_guest_without_a_workload_gets_one() -> None:
    design = two_hosts().set("a1", workload=None).design
    after = design.edited(add_recordings(design, TRACES, [id_of("a1")]))
    assert played(after, "a1") == ("trace", "node-1")


def test_what_an_import_assumed_of_the_workload_is_now_said() -> None:
    design = two_hosts().set("a1", assumed=("workload", "cpus.count")).design
    after = design.edited(add_recordings(design, TRACES, [id_of("a1")]))
    assert after.elements[id_of("a1")].assumed == ("cpus.count",)


def test_the_same_again_changes_nothing() -> None:
    design = two_hosts().design
    once = design.edited(add_recordings(design, TRACES, [id_of("a1")]))
    assert add_recordings(once, TRACES, [id_of("a1")]) == []


def test_recordings_alike_are_added_once() -> None:
    design = Drawing().add("cluster", "lab").design
    changes = add_recordings(design, [TRACES[0], TRACES[0].replace(name="again")])
    assert [change.id for change in changes] == [TRACES[0].id]


def test_a_server_plays_when_it_runs_a_load_of_its_own() -> None:
    design = Drawing().add("physical-server", "bare", workload=Workload()).design
    after = design.edited(add_recordings(design, TRACES, [id_of("bare")]))
    (load,) = after.elements[id_of("bare")].carried(Workload)
    assert (load.pattern, load.trace) == ("trace", TRACES[0].id)


@pytest.mark.parametrize("name", ["host-a", "lun-a", "vs-a"])
def test_what_carries_no_workload_is_passed_over(name: str) -> None:
    design = two_hosts().design
    assert players(design, [id_of(name), id_of("a1"), "no such id"]) == [id_of("a1")]
    after = design.edited(add_recordings(design, TRACES, [id_of(name), id_of("a1")]))
    assert after.elements[id_of(name)] is design.elements[id_of(name)]
    assert played(after, "a1") == ("trace", "node-1")
