"""One decision for all that name the bottleneck of the moment."""

import pytest

from tests.building import id_of
from tests.ui.panels.runs import CPU, DESIGN, HOSTS, OF, step
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.model import edits
from virtdesigner.ui.moment import RETHINK, Moment

MEMORY = CAUSES.index("memory")


def losing(time: float, cause: int) -> Frame:
    """A frame in which a1 loses half of its time to a resource of host-a."""
    lost = [[0.5 if cause == each else 0.0 for each in range(len(CAUSES))], [0.0] * 9, [0.0] * 9]
    row = OF.element_ids.index(HOSTS[0])
    return step(time, guests_lost=lost, guests_limited_by=[cause, 0, 0], guests_limiter=[row, -1, -1])


def named(moment: Moment, frame: Frame) -> str | None:
    found = moment.at(frame, DESIGN)
    return found.resource if found else None


def test_a_decision_holds_for_a_while_whoever_asks() -> None:
    now = 10.0
    moment = Moment(lambda: True, lambda: now)
    assert named(moment, losing(1, CPU)) == "cpu"
    now += RETHINK / 2
    assert named(moment, losing(2, MEMORY)) == "cpu"
    now += RETHINK / 2
    later = losing(3, MEMORY)
    assert [named(moment, later), named(moment, later)] == ["memory", "memory"]


def test_in_a_pause_every_frame_is_looked_at() -> None:
    moment = Moment(lambda: False, lambda: 10.0)
    assert [named(moment, losing(1, CPU)), named(moment, losing(2, MEMORY))] == ["cpu", "memory"]


def test_a_new_run_is_looked_at_from_its_first_frame() -> None:
    moment = Moment(lambda: True, lambda: 10.0)
    assert [named(moment, losing(9, CPU)), named(moment, losing(1, MEMORY))] == ["cpu", "memory"]


@pytest.mark.parametrize(("name", "left"), [("host-a", None), ("host-b", "cpu")])
def test_an_element_that_is_gone_is_no_bottleneck(name: str, left: str | None) -> None:
    after = DESIGN.edited(edits.delete(DESIGN, [id_of(name)]))
    found = Moment().at(losing(1, CPU), after)
    assert (found.resource if found else None) == left
