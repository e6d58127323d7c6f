"""The head of the inspector stands flush with what is below it, or beside its icon."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QWidget

from virtdesigner.ui.document import Document
from virtdesigner.ui.panels.inspector import Inspector

Make = Callable[..., Inspector]


def left(widget: QWidget, inspector: Inspector) -> int:
    """Where the words of a label begin."""
    inside = widget.contentsMargins().left() if isinstance(widget, QLabel) else 0
    return widget.mapTo(inspector, QPoint(inside, 0)).x()


def test_without_an_icon_the_title_is_flush_with_the_sections(
    everything: Document, make_inspector: Make
) -> None:
    inspector = make_inspector(everything)
    header, section = inspector.header, inspector.counts.section
    assert not header.icon.isVisible()
    assert left(header.title, inspector) == left(section.header, inspector)
    assert left(header.subtitle, inspector) == left(section.header, inspector)


def test_beside_an_icon_all_lines_begin_at_the_same_place(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything, "loose")
    header = inspector.header
    assert header.icon.isVisible()
    # Inside the edge of the name's field: a border of 1 px, a padding of 8, and 2 that Qt leaves itself.
    assert left(header.subtitle, inspector) == left(header.name, inspector) + 11
