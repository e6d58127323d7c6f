"""What a run shows in the inspector: why it is slow, and the figures of now."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.building import id_of
from tests.ui.panels.runs import CABLE, DESIGN, step
from virtdesigner.engine.frame import CAUSES
from virtdesigner.ui.document import Document
from virtdesigner.ui.panels.inspector import Inspector
from virtdesigner.ui.panels.inspector.readings import readings

Make = Callable[..., Inspector]


@pytest.fixture
def running(qapp: object) -> Document:
    document = Document()
    document.adopt(DESIGN)
    return document


def test_a_slow_guest_is_explained_with_evidence(running: Document, make_inspector: Make) -> None:
    inspector = make_inspector(running, "a1")
    assert inspector.explanation.isHidden()
    inspector.show_frame(step())
    card = inspector.explanation
    assert card.headline.text() == "Slow: waits for CPU 31 % of the time"
    told = [label.text() for label in card.evidence if label.isVisible()]
    # a1 and a2 have 2 vCPUs each and want 8 and 20 cores; a2 is granted 20 where 16 are its share.
    assert told == [
        "host-a has 32 cores; its 4 vCPUs ask for 28.",
        "a2 uses 20 cores, 4 over its fair share.",
    ]
    assert card.property("role") == "box-bad"


def test_a_little_loss_is_orange_and_none_a_quiet_line(running: Document, make_inspector: Make) -> None:
    inspector = make_inspector(running, "a1")
    lost = np.zeros((3, len(CAUSES)))
    lost[0, CAUSES.index("cpu")] = 0.05
    inspector.show_frame(step(guests_lost=lost))
    assert inspector.explanation.property("role") == "box-warning"
    running.select([id_of("a2")])
    assert inspector.explanation.headline.text() == "Not slow: it gets all it asks for"
    assert inspector.explanation.property("role") == "panel"
    assert not any(label.isVisible() for label in inspector.explanation.evidence)


def test_the_figures_of_a_guest(running: Document, make_inspector: Make) -> None:
    inspector = make_inspector(running, "a1")
    inspector.show_frame(step())
    assert inspector.live.words() == {
        "Progress": "69 %",
        "CPU": "5.5 of 8 cores",
        "Ready": "31 %",
        "Memory active": "2 GiB",
        "Ballooned": "6 GiB",
        "Network": "120 / 140 Mb/s",
        "Round trip": "68 µs",
    }


def test_the_answers_of_a_guest_and_the_end_of_its_job(running: Document, make_inspector: Make) -> None:
    inspector = make_inspector(running, "a1")
    parts = np.zeros((3, len(CAUSES)))
    parts[0, :2] = 0.1, 0.32
    frame = step(guests_answered=[12, 0, 0], guests_answer_parts=parts, guests_finished=[90, -1, -1])
    inspector.show_frame(frame)
    words = inspector.live.words()
    assert (words["Requests"], words["Response time"]) == ("12 per s", "0.42 s")
    assert words["Job ended after"] == "90 s"


def test_the_figures_of_hosts_hypervisors_links_and_luns(running: Document, make_inspector: Make) -> None:
    inspector = make_inspector(running, "host-a")
    inspector.show_frame(step())
    host = inspector.live.words()
    assert host["CPU used"] == "31 of 32 cores"
    assert host["Memory used"] == "128 GiB of 256 GiB"
    assert host["Ballooned"] == "6 GiB"
    assert host["Power"] == "390 W"
    running.select([id_of("hv-a")])
    assert inspector.live.words() == host
    running.select([CABLE])
    assert inspector.live.words() == {"Traffic": "9.4 / 10 Gb/s", "Utilisation": "94 %"}
    running.select([id_of("lun-a")])
    assert inspector.live.words() == {
        "Storage": "900 IOPS",
        "Latency": "4.0 ms",
        "Outstanding": "12 I/Os",
        "Space used": "512 GiB of 1 TiB",
        "Disks busy": "90 %",
    }


def test_figures_are_alarming_from_the_bands_on() -> None:
    alarms = {reading.label: reading.alarm for reading in readings(step(), id_of("a1"))}
    assert (alarms["Ready"], alarms["Progress"], alarms["Ballooned"]) == ("bad", "bad", "warning")
    # Ready below 5 % is fine (MODELS.md section 1).
    assert {r.label: r.alarm for r in readings(step(), id_of("a2"))}["Ready"] == ""


def test_without_a_run_there_are_no_figures(running: Document, make_inspector: Make) -> None:
    inspector = make_inspector(running, "a1")
    inspector.show_frame(step())
    inspector.show_frame(None)
    assert inspector.live.isHidden()
    assert inspector.explanation.isHidden()


def test_figures_of_before_an_edit_stay_where_they_are_and_are_said_to_be(
    running: Document, make_inspector: Make
) -> None:
    inspector = make_inspector(running, "a1")
    inspector.show_frame(step())
    words, shown = inspector.live.words(), inspector.explanation.headline.text()
    inspector.show_frame(step(), is_current=False)
    assert inspector.live.words() == words
    assert inspector.explanation.headline.text() == shown
    assert inspector.live.section.header.text() == "Before the edit"
    assert inspector.live._rows["Ready"].value.property("role") == "hint"  # grey, without alarm
    assert inspector.explanation.property("role") == "card"
    inspector.show_frame(step())
    assert inspector.live.section.header.text() == "Now"
    assert inspector.live._rows["Ready"].value.property("role") == "bad"
    assert inspector.explanation.property("role") == "box-bad"


def test_who_is_held_at_its_own_limit_sees_how_long(running: Document) -> None:
    labels = [reading.label for reading in readings(step(guests_cpu_stalled=[0.75, 0, 0]), id_of("a1"))]
    assert "Held at its limit" in labels
    assert "Held at its limit" not in [reading.label for reading in readings(step(), id_of("a1"))]
