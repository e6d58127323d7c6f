"""Marks on charts: whose, how many, and with which words."""

import pytest

from virtdesigner.engine.frame import Event
from virtdesigner.model.messages import message
from virtdesigner.ui.panels.charts.marks import MOST, Mark, marks


def narrow(_words: str) -> float:
    """All words take 14 % of the width."""
    return 0.14


def _state(time: float, state: str, element: str = "h") -> Event:
    return Event(time, element, message("memory-state-worse", host=element, before="high", state=state))


def _step(time: float, code: str) -> Event:
    return Event(time, "vm", message(code, guest="vm", amount=1.0))


def test_a_host_has_its_states() -> None:
    events = [_state(20, "soft"), _state(50, "hard"), _state(60, "low", "other")]
    assert marks(events, "h", 0, 100, narrow) == (Mark(20, "soft"), Mark(50, "hard"))


def test_of_what_happens_at_once_the_last_step_is_named() -> None:
    events = [_step(10, "balloon-inflates"), _step(10, "balloon-pages-out"), _step(10, "balloon-pressure")]
    assert marks(events, "vm", 0, 100, narrow) == (Mark(10, "pages out"),)


def test_of_states_that_take_turns_the_worst_is_named() -> None:
    """Within 3 % of the width they are one mark."""
    events = [_state(40, "soft"), _state(41, "hard"), _state(42, "soft")]
    assert marks(events, "h", 0, 100, narrow) == (Mark(40, "hard"),)


def test_what_is_outside_the_picture_is_left_out() -> None:
    assert marks([_state(5, "soft"), _state(300, "hard")], "h", 10, 100, narrow) == ()


@pytest.mark.parametrize(("second", "row"), [(23, 1), (24, 0)])
def test_a_word_that_would_meet_a_newer_one_goes_a_row_down(second: float, row: int) -> None:
    """It takes up to 10 + 14."""
    found = marks([_state(10, "soft"), _state(second, "hard")], "h", 0, 100, narrow)
    assert found == (Mark(10, "soft", row=row), Mark(second, "hard"))


def test_the_newest_words_stay_where_there_is_no_room_for_all() -> None:
    """Three words of 14 within 8: two rows hold the newer two."""
    found = marks([_state(10, "soft"), _state(14, "hard"), _state(18, "low")], "h", 0, 100, narrow)
    assert found == (Mark(10, ""), Mark(14, "hard", row=1), Mark(18, "low"))


def test_a_word_at_the_end_stands_before_its_line() -> None:
    assert marks([_state(95, "soft")], "h", 0, 100, narrow) == (Mark(95, "soft", is_left=True),)
    crowded = marks([_state(75, "hard"), _state(95, "soft")], "h", 0, 100, narrow)
    # The word before 95 begins at 81, that of 75 ends at 89.
    assert crowded == (Mark(75, "hard", row=1), Mark(95, "soft", is_left=True))


def test_only_the_newest_are_drawn() -> None:
    events = [_state(10.0 * number, "soft") for number in range(20)]
    assert [mark.time for mark in marks(events, "h", 0, 200, narrow)] == [
        10.0 * n for n in range(20 - MOST, 20)
    ]
