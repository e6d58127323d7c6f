"""What is said of the answers of a closed loop."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.frames import compiled, frame
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.insight.answering import answering
from virtdesigner.insight.explain import explain
from virtdesigner.kinds import Lun, PhysicalServer, VirtualMachine
from virtdesigner.model.design import Design
from virtdesigner.model.parts import Workload
from virtdesigner.model.record import new_id
from virtdesigner.report.words import names_of, sentence

HOST, LUN = PhysicalServer(id=new_id(), name="esx-01"), Lun(id=new_id(), name="gold")

TOLD = "It answers 12 requests a second in"


def _seen(cause: str, parts: dict[str, float], users: int | None = 20, rate: float = 12.0) -> Frame:
    """A frame of one guest that is slow because of the LUN, or of the host where it isn't storage."""
    own = VirtualMachine(id=new_id(), name="web-01", workload=Workload(users=users))
    design = Design.of({"elements": [HOST, LUN, own]})
    of = compiled(guests=(own.id,), hosts=(HOST.id,), luns=(LUN.id,), design=design)
    limiter = of.element_ids.index(LUN.id if cause == "storage" else HOST.id)
    row: list[Any] = [parts.get(name, 0.0) for name in CAUSES]
    lost = [[0.5 if name == cause else 0.0 for name in CAUSES]]
    return frame(
        of, guests_answered=[rate], guests_answer_parts=[row], guests_limiter=[limiter], guests_lost=lost,
        guests_limited_by=[CAUSES.index(cause)], guests_progress=[0.5], guests_iops_demand=[1.0],
    )  # fmt: skip


def _said(frame: Frame, cause: str) -> Sequence[str]:
    names = names_of(frame.compiled.design)
    return [sentence(message, names) for message in answering(frame, 0, cause)]


def test_it_says_how_long_an_answer_takes_and_what_most_of_it_waits_for() -> None:
    seen = _seen("storage", {"none": 0.1, "storage": 0.3, "cpu": 0.02})
    assert _said(seen, "storage") == [
        "It answers 12 requests a second in 0.42 s each; 0.3 s of that wait for gold"
    ]


def test_waiting_for_a_processor_is_ready_time_and_costop() -> None:
    seen = _seen("costop", {"none": 0.1, "cpu": 0.2, "costop": 0.3})
    assert _said(seen, "costop") == [
        "It answers 12 requests a second in 0.6 s each; 0.5 s of that wait for CPU on esx-01"
    ]


@pytest.mark.parametrize("cause", [name for name in CAUSES[1:] if name != "down"])
def test_every_cause_has_its_words(cause: str) -> None:
    assert len(_said(_seen(cause, {"none": 0.1, cause: 0.3}), cause)) == 1


def test_one_that_waits_for_nothing_answers_all_the_same() -> None:
    assert _said(_seen("none", {"none": 0.05}), "none") == [f"{TOLD} 50 ms each"]


def test_open_arrivals_and_what_answers_nobody_are_passed_over() -> None:
    assert not _said(_seen("cpu", {"none": 0.1}, users=None), "cpu")
    assert not _said(_seen("down", {}, rate=0.0), "down")


def test_it_stands_after_the_headline() -> None:
    seen = _seen("cpu", {"none": 0.1, "cpu": 0.2})
    codes = [message.code for message in explain(seen, seen.compiled.guest_ids[0])]
    assert codes[:2] == ["slow-cpu", "answers-cpu"]
