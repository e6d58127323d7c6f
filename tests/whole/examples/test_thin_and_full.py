"""Thin disks fill a datastore: thin writers stop, the thick one and the reader go on. MODELS.md section 5."""

import pytest

from tests.whole.examples.shipped import causes, example, frames, id_of, results, rows
from virtdesigner import find
from virtdesigner.insight.explain import explain
from virtdesigner.report.words import names_of, sentence

SLUG = "thin-and-full"
WRITERS, OTHERS = ("log-01", "log-02"), ("db-01", "web-01")

START = 2 * 0.38 * 100 + 60 + 0.30 * 60
"""GiB taken at first: of two thin disks 38 %, all of the thick one, of the last 30 %."""

GROWTH = 2 * 400 * 64 / 1024**2 * 0.5
"""GiB a second: two writers, 400 writes of 64 KiB each, half of them to new blocks."""

FULL = (160 - START) / GROWTH
"""s."""


def test_the_promise_is_a_finding() -> None:
    (finding,) = find(example(SLUG))
    assert finding.code == "lun-over-allocated"
    assert (finding.message["allocated"], finding.message["capacity"]) == (320.0, 160.0)


def test_it_fills_when_arithmetic_says() -> None:
    assert 230 < FULL < 250
    before, after = frames(SLUG, (float(int(FULL)), float(int(FULL) + 2)))
    assert before.luns.used[0] == pytest.approx(START + GROWTH * before.time, rel=1e-6)
    assert before.luns.used[0] < 160
    assert after.luns.used[0] == pytest.approx(160)
    (event,) = [event for event in results(SLUG, 300).events if event.code == "datastore-filled"]
    assert event.time == int(FULL) + 1


def test_writers_to_thin_disks_stop_and_the_others_go_on() -> None:
    before, after = frames(SLUG, (60.0, 300.0))
    assert before.guests.progress[rows(before, *WRITERS, *OTHERS)] == pytest.approx([1.0] * 4)
    assert after.guests.progress[rows(after, *WRITERS)] == pytest.approx([0.0] * 2)
    assert after.guests.progress[rows(after, *OTHERS)] == pytest.approx([1.0] * 2)
    assert causes(after, *WRITERS) == {"storage"}


def test_the_explanation_names_what_was_promised_and_nobody_else() -> None:
    (after,) = frames(SLUG, (300.0,))
    names = names_of(example(SLUG))
    said = [sentence(told, names) for told in explain(after, id_of(example(SLUG), "log-01"))]
    assert said == [
        "Slow: waits for storage 100 % of the time",
        "datastore-01 is full, so thin disks on it can't grow: disks of 320 GiB in all lie on its 160 GiB",
    ]
