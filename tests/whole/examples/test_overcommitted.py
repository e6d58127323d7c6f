"""Overcommitted memory: fine while little is used, then the balloon, then swapping."""

import pytest

from tests.whole.examples.shipped import causes, example, frames, named, results, rows
from virtdesigner.engine.frame import MEMORY_STATES, Frame
from virtdesigner.model.parts import GuestMemory

SLUG = "overcommitted-memory"
APPS, REPORTS, LEGACY = (
    [f"{name}-{number:02}" for number in range(1, 5)] for name in ("app", "report", "legacy")
)
QUIET, BALLOONED, SWAPPING = 55.0, 115.0, 220.0
"""Times at which nobody but the apps works, the reports have settled, and all have."""


def at(time: float) -> Frame:
    (frame,) = (each for each in frames(SLUG, (QUIET, BALLOONED, SWAPPING)) if each.time == time)
    return frame


def test_guests_see_twice_what_is_there() -> None:
    sizes = (
        part.size for element in example(SLUG).elements.values() for part in element.carried(GuestMemory)
    )
    assert sum(sizes) == pytest.approx(2 * named(results(SLUG).hosts, "esx-01").memory_total)


def test_nobody_is_slower_while_few_use_what_they_have() -> None:
    frame = at(QUIET)
    # Four apps of 12 GiB use 40 % of it.
    assert frame.guests.memory_active.sum() == pytest.approx(4 * 12_288 * 0.4)
    # What little the balloon takes to reach the free memory it aims at costs next to nothing.
    assert frame.guests.progress.min() > 0.99
    assert frame.guests.memory_swapped.sum() == 0.0


def test_the_balloon_takes_back_what_others_do_not_use() -> None:
    frame = at(BALLOONED)
    # 46 GB are used of 64 GB: all fits, once what lies idle has been taken back.
    assert frame.guests.memory_active.sum() == pytest.approx(4 * 12_288 * 0.4 + 4 * 10_240 * 0.65)
    taken = frame.guests.memory_ballooned
    assert taken[rows(frame, *APPS)].min() > 10 * taken[rows(frame, *REPORTS)].max()
    # MODELS.md section 3: a guest with half of its memory ballooned is 1.4 to 4.4 % slower.
    assert frame.guests.progress.min() > 1 - 0.044


def test_when_all_are_busy_the_server_swaps_and_whoever_is_busy_slows_down() -> None:
    frame = at(SWAPPING)
    # 73 GB are used of 64 GB.
    assert frame.guests.memory_active.sum() > frame.hosts.memory_total[0]
    assert frame.guests.memory_swapped[rows(frame, *LEGACY)].min() > 100.0
    assert frame.guests.memory_ballooned[rows(frame, *LEGACY)].max() == 0.0
    assert frame.guests.progress[rows(frame, *REPORTS, *LEGACY)].max() < 0.8
    assert causes(frame, *REPORTS, *LEGACY) == {"memory"}


def test_the_server_goes_from_plenty_to_none() -> None:
    seconds = named(results(SLUG, 220).hosts, "esx-01").memory_state_seconds
    assert all(seconds[state] > 0.0 for state in MEMORY_STATES)
