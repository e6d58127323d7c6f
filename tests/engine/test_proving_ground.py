"""The designs that the engine is measured on: valid, of the size asked for, and the same every time."""

import pytest

from virtdesigner.engine.compiled import compile_topology
from virtdesigner.engine.proving_ground import Ground
from virtdesigner.engine.state import ROWS, State
from virtdesigner.rules.findings import find


@pytest.mark.parametrize("contended", [False, True])
@pytest.mark.parametrize("only_cpu", [False, True])
def test_a_ground_has_what_was_asked_for_and_no_errors(contended: bool, only_cpu: bool) -> None:
    design = Ground(57, 13, contended, only_cpu).design()
    compiled = compile_topology(design)
    assert (len(compiled.guest_ids), len(compiled.host_ids)) == (57, 13)
    assert [finding.code for finding in find(design) if finding.severity == "error"] == []
    assert not compiled.alarms


def test_more_hosts_than_guests() -> None:
    compiled = compile_topology(Ground(2, 5).design())
    assert (len(compiled.guest_ids), len(compiled.host_ids)) == (2, 5)


def test_a_ground_is_the_same_every_time() -> None:
    ground = Ground(30, 12, contended=True)
    assert ground.design().elements == ground.design().elements


def test_the_state_of_a_guest_takes_less_than_two_kib() -> None:
    compiled = compile_topology(Ground(500, 50, contended=True).design())
    state = State.fresh(compiled, 1)
    assert sum(getattr(state, name).nbytes for name in ROWS) < 2048 * 500
