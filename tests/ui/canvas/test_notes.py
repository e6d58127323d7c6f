"""Notes: writing them in place, their size, frames and pictures."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.building import Drawing, id_of
from tests.every_kind import every_kind, png
from tests.ui.canvas.conftest import Hand
from virtdesigner.kinds import Note
from virtdesigner.model.design import Design
from virtdesigner.model.frames import surrounded
from virtdesigner.ui.canvas import CanvasView
from virtdesigner.ui.canvas.note_editor import NoteEditor
from virtdesigner.ui.canvas.notes import decoded
from virtdesigner.ui.canvas.picture_files import BYTES_MAX
from virtdesigner.ui.dialogs import messages
from virtdesigner.ui.inserting import Inserting


@pytest.fixture
def hand(canvas: Callable[[Design], CanvasView]) -> Hand:
    return Hand(canvas(every_kind()))


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What error messages would be shown."""
    shown: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda _parent, _title, text: shown.append(text))
    return shown


@pytest.fixture
def inserting(hand: Hand, qtbot: QtBot) -> Inserting:
    window = QWidget()
    qtbot.addWidget(window)
    return Inserting(hand.view.document, hand.view, window)


def note(hand: Hand, name: str) -> Note:
    found = hand.design.elements[hand.id(name)]
    assert isinstance(found, Note)
    return found


def editor(hand: Hand) -> NoteEditor:
    return next(field for field in hand.view.findChildren(NoteEditor) if field.isVisible())


def double_click(hand: Hand, qtbot: QtBot, place: QPointF) -> None:
    at = hand.view.mapFromScene(place)
    qtbot.mouseDClick(hand.view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_a_double_click_writes_a_note_in_its_place(hand: Hand, qtbot: QtBot) -> None:
    double_click(hand, qtbot, hand.middle("Plan"))
    field = editor(hand)
    assert field.toPlainText().startswith("Move the reports")
    corner = hand.view.mapFromScene(*hand.view.canvas.rects[id_of("Plan")][:2])
    assert field.pos() == corner
    qtbot.keyClicks(field, "Done")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert note(hand, "Plan").content == "Done"
    assert hand.view.document.history.undo_name == "Edit Plan"
    hand.view.document.undo()
    assert note(hand, "Plan").content.startswith("Move the reports")


def test_esc_leaves_the_words_as_they_were(hand: Hand, qtbot: QtBot) -> None:
    before = hand.design
    double_click(hand, qtbot, hand.middle("Reminder"))
    qtbot.keyClicks(editor(hand), "Other")
    qtbot.keyClick(editor(hand), Qt.Key.Key_Escape)
    assert hand.design is before


def test_the_title_of_a_frame_is_written_in_its_place(hand: Hand, qtbot: QtBot) -> None:
    rect = hand.view.canvas.rects[id_of("Old hardware")]
    double_click(hand, qtbot, QPointF(rect.x + 60, rect.y + 10))
    qtbot.keyClicks(editor(hand), "To be replaced")
    qtbot.keyClick(editor(hand), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert note(hand, "Old hardware").content == "To be replaced"


def test_the_corner_of_a_note_resizes_it_and_pushes_what_it_covers(hand: Hand) -> None:
    rect = hand.view.canvas.rects[id_of("Plan")]
    hand.move(hand.middle("Plan"))
    corner = QPointF(rect.right, rect.bottom)
    assert hand.view.canvas.overlay.marks.handles == (corner,)
    hand.drag(corner, corner + QPointF(201, 41))
    after = hand.view.canvas.rects
    assert (after[id_of("Plan")].width, after[id_of("Plan")].height) == (rect.width + 200, rect.height + 40)
    assert not after[id_of("Plan")].overlaps(after[id_of("Reminder")])
    assert hand.view.document.history.undo_name == "Resize Plan"
    hand.view.document.undo()
    assert hand.view.canvas.rects[id_of("Plan")] == rect


def test_a_note_does_not_get_smaller_than_can_be_read(hand: Hand) -> None:
    rect = hand.view.canvas.rects[id_of("Plan")]
    hand.move(hand.middle("Plan"))
    hand.drag(QPointF(rect.right, rect.bottom), QPointF(rect.x + 5, rect.y + 5))
    after = hand.view.canvas.rects[id_of("Plan")]
    assert (after.width, after.height) == Note.least


def test_esc_while_resizing_puts_the_size_back(hand: Hand, qtbot: QtBot) -> None:
    before, rect = hand.design, hand.view.canvas.rects[id_of("Plan")]
    hand.move(hand.middle("Plan"))
    hand.press(QPointF(rect.right, rect.bottom))
    hand.move(QPointF(rect.right + 80, rect.bottom + 80))
    assert hand.view.canvas.cards[id_of("Plan")].width == rect.width + 80
    qtbot.keyClick(hand.view, Qt.Key.Key_Escape)
    assert hand.view.canvas.cards[id_of("Plan")].width == rect.width
    assert hand.design is before


def test_a_frame_does_not_take_the_clicks_of_what_lies_on_it(hand: Hand) -> None:
    hand.click(hand.title("lab-pc"))
    assert hand.view.document.selection == (id_of("lab-pc"),)
    rect = hand.view.canvas.rects[id_of("Old hardware")]
    hand.click(QPointF(rect.x + 3, rect.y + 60))
    assert hand.view.document.selection == (id_of("Old hardware"),)


def test_a_picture_that_is_dropped_becomes_a_note_there(
    hand: Hand, inserting: Inserting, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "racks.png"
    path.write_bytes(png(960, 480, (10, 20, 30)))
    place = hand.view.mapToScene(1500, 40)
    assert hand.drop(files(path), place)
    qtbot.waitUntil(lambda: any(e.name == "racks" for e in hand.design.elements.values()))
    made = note(hand, "racks")
    assert base64.b64decode(made.picture) == path.read_bytes()
    rect = hand.view.canvas.rects[made.id]
    # 960 x 480 fits into 480 x 360 at half its size; the card is 4 px larger on each side.
    assert (rect.width, rect.height) == (480 + 8, 240 + 8)
    assert hand.view.document.selection == (made.id,)
    assert decoded(made.picture).width() == 960
    hand.view.document.undo()
    assert made.id not in hand.design.elements


def test_only_one_picture_file_can_be_dropped(hand: Hand, tmp_path: Path) -> None:
    one, other = tmp_path / "a.png", tmp_path / "b.jpg"
    assert hand.drag_in(files(one), QPointF(0, 0))
    assert not hand.drag_in(files(one, other), QPointF(0, 0))
    assert not hand.drag_in(files(tmp_path / "design.vdt"), QPointF(0, 0))


def test_what_is_no_picture_is_refused_in_one_message(
    hand: Hand, inserting: Inserting, tmp_path: Path, said: list[str]
) -> None:
    before = hand.design
    cases = {
        "large.png": png(8, 8, (0, 0, 0)) + bytes(BYTES_MAX),
        "words.png": b"not a picture",
        "half.png": png(64, 64, (1, 2, 3))[:60],
    }
    for name, data in cases.items():
        (tmp_path / name).write_bytes(data)
        inserting.picture(tmp_path / name)
    inserting.picture(tmp_path / "gone.png")
    assert said == [
        "large.png has 3.0 MB; a picture may have 3 MB at most. Make it smaller and try again.",
        "words.png is neither a PNG nor a JPEG picture, or it is damaged.",
        "half.png is neither a PNG nor a JPEG picture, or it is damaged.",
        "gone.png can't be read: No such file or directory.",
    ]
    assert hand.design is before


def test_insert_asks_for_a_picture(
    hand: Hand, inserting: Inserting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "small.png"
    path.write_bytes(png(40, 20, (1, 2, 3)))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    inserting.ask_for_picture()
    assert note(hand, "small").style == "picture"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    before = hand.design
    inserting.ask_for_picture()
    assert hand.design is before


def test_a_new_note_is_written_at_once(hand: Hand, inserting: Inserting, qtbot: QtBot) -> None:
    inserting.note()
    qtbot.keyClicks(editor(hand), "Hello")
    qtbot.keyClick(editor(hand), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert note(hand, "note-01").content == "Hello"


def test_a_new_frame_surrounds_what_is_selected(hand: Hand, inserting: Inserting) -> None:
    hand.view.document.select([id_of("sw-1"), id_of("LUN-1")])
    inserting.frame()
    frame = note(hand, "frame-01")
    held = surrounded(hand.design, hand.view.canvas.rects, frame.id)
    assert {id_of("sw-1"), id_of("array-1")} <= set(held)
    assert hand.view.document.history.undo_name == "Add frame"


def test_data_that_is_no_picture_is_shown_as_none(canvas: Callable[[Design], CanvasView]) -> None:
    assert decoded("no base64!").isNull()
    assert decoded(base64.b64encode(b"junk").decode()).isNull()
    view = canvas(Drawing().add("note", "broken", style="picture", picture="%%%").design)
    assert not view.grab().isNull()


def test_a_picture_is_seen_from_afar_too(canvas: Callable[[Design], CanvasView]) -> None:
    data = base64.b64encode(png(160, 90, (200, 30, 40))).decode()
    view = canvas(Drawing().add("note", "map", style="picture", picture=data).design)
    for zoom in (1.0, 0.5, 0.2):
        view.zoom_to(zoom)
        rect = view.canvas.rects[id_of("map")]
        view.centerOn(rect.x + rect.width / 2, rect.y + rect.height / 2)
        middle = view.mapFromScene(rect.x + rect.width / 2, rect.y + rect.height / 2)
        assert view.viewport().grab().toImage().pixelColor(middle).name() == "#c81e28"
