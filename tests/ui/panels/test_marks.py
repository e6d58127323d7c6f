"""Marks on charts: whose, how many, and with which words."""

import pytest

from virtdesigner.engine.frame import Event
from virtdesigner.model.messages import message
from virtdesigner.ui.panels.charts.marks import MOST, Mark, marks


def _state(time: float, state: str, element: str = "h") -> Event:
    return Event(time, element, message("memory-state-worse", host=element, before="high", state=state))


def _step(time: float, code: str) -> Event:
    return Event(time, "vm", message(code, guest="vm", amount=1.0))


def test_a_host_has_its_states() -> None:
    events = [_state(20, "soft"), _state(50, "hard"), _state(60, "low", "other")]
    assert marks(events, "h", 0, 100) == (Mark(20, "soft"), Mark(50, "hard"))


def test_of_what_happens_at_once_the_last_step_is_named() -> None:
    events = [_step(10, "balloon-inflates"), _step(10, "balloon-pages-out"), _step(10, "balloon-pressure")]
    assert marks(events, "vm", 0, 100) == (Mark(10, "pages out"),)


def test_of_states_that_take_turns_the_worst_is_named() -> None:
    """Within 3 % of the width they are one mark."""
    events = [_state(40, "soft"), _state(41, "hard"), _state(42, "soft")]
    assert marks(events, "h", 0, 100) == (Mark(40, "hard"),)


def test_what_is_outside_the_picture_is_left_out() -> None:
    assert marks([_state(5, "soft"), _state(300, "hard")], "h", 10, 100) == ()


@pytest.mark.parametrize(("second", "words"), [(23, ""), (24, "hard")])
def test_a_word_needs_room(second: float, words: str) -> None:
    """The first takes up to 10 + 14."""
    found = marks([_state(10, "soft"), _state(second, "hard")], "h", 0, 100)
    assert found == (Mark(10, "soft"), Mark(second, words))


def test_a_word_at_the_end_stands_before_its_line() -> None:
    assert marks([_state(95, "soft")], "h", 0, 100) == (Mark(95, "soft", is_left=True),)
    crowded = marks([_state(75, "hard"), _state(95, "soft")], "h", 0, 100)
    assert crowded[1] == Mark(95, "", is_left=True)


def test_only_the_newest_are_drawn() -> None:
    events = [_state(10.0 * number, "soft") for number in range(20)]
    assert [mark.time for mark in marks(events, "h", 0, 200)] == [10.0 * n for n in range(20 - MOST, 20)]
