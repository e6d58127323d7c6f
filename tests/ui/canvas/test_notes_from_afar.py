"""Notes from afar begin with their words, or keep their colour alone where these have no room."""

import pytest
from PySide6.QtCore import QSize

from tests.building import Drawing
from virtdesigner.kinds import Note
from virtdesigner.ui.canvas.look import sized, text_width
from virtdesigner.ui.canvas.notes import first_lines
from virtdesigner.ui.canvas.picture import render_picture
from virtdesigner.ui.palettes import DARK, LIGHT, Palette

WORDS = "Build and test hosts keep to their pool"
WIDTH, HEIGHT = Note.card


def image(content: str, zoom: float, palette: Palette) -> object:
    design = Drawing().add("note", "one", content=content, tint="orange").design
    size = QSize(round((WIDTH + 64) * zoom), round((HEIGHT + 64) * zoom))
    return render_picture(design, size, palette)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_its_words_are_seen_from_afar(palette: Palette) -> None:
    assert image(WORDS, 0.35, palette) != image("", 0.35, palette)
    # A note is 9 px high then: less than a line of words.
    assert image(WORDS, 0.1, palette) == image("", 0.1, palette)


@pytest.mark.usefixtures("qapp")
def test_as_many_lines_as_have_room_the_last_cut_short() -> None:
    face = sized(11)
    width = text_width("Build and test ho", face)
    assert first_lines(WORDS, face, width, 2)[0] == "Build and test"
    one, two = first_lines(WORDS, face, width, 2)
    assert two.startswith("hosts keep")
    assert two.endswith("…")
    assert all(text_width(line, face) <= width for line in (one, two))
    assert " ".join(first_lines(WORDS, face, width, 9)) == WORDS
    assert first_lines("", face, width, 2) == []


@pytest.mark.usefixtures("qapp")
def test_a_word_wider_than_the_note_is_cut_too() -> None:
    face = sized(11)
    lines = first_lines("Overcommitment is", face, text_width("Overcom", face), 2)
    assert lines[0].endswith("…")
    assert lines[1] == "is"
