"""CPU time of the canvas with 5,000 elements: repaint at each level of detail, pan, live update, edit."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from tests.benchmarks.yardstick import milliseconds, report
from tests.ui.canvas.sites import arranged, frame_of, site
from virtdesigner.model.design import Design
from virtdesigner.ui.canvas import CanvasView
from virtdesigner.ui.canvas.tools import MoveTool, Pointer
from virtdesigner.ui.document import Document
from virtdesigner.ui.theme import Theme


@pytest.fixture(scope="module")
def design() -> Design:
    made = arranged(site(110, 40))
    assert len(made.elements) >= 5000
    return made


@pytest.fixture(scope="module")
def view(qapp: QApplication, design: Design) -> Iterator[CanvasView]:
    shown = CanvasView(Document(design), Theme(qapp, "light"))
    shown.resize(1600, 1000)
    shown.show()
    yield shown
    shown.close()


@pytest.mark.parametrize("zoom", [1.0, 0.7, 0.5, 0.4, 0.15])
def test_full_repaint(view: CanvasView, zoom: float) -> None:
    view.zoom_to(zoom)
    view.show_frame(frame_of(view.document.design))
    spent = milliseconds(view.viewport().repaint)
    report(f"full repaint at {zoom:.0%}", spent)


def test_pan(view: CanvasView) -> None:
    view.zoom_to(0.5)

    def pan() -> None:
        view.scroll_by(24, 12)
        view.viewport().repaint()

    spent = milliseconds(pan)
    report("pan at 50%", spent)


@pytest.mark.parametrize("zoom", [1.0, 0.15])
def test_live_update(view: CanvasView, zoom: float) -> None:
    view.zoom_to(zoom)
    frames = [frame_of(view.document.design), frame_of(view.document.design)]
    # One compilation for both, as in a run; every figure of the second differs.
    object.__setattr__(frames[1], "compiled", frames[0].compiled)
    object.__setattr__(frames[1].guests, "cpu_demand", frames[1].guests.cpu_demand[::-1])
    turn = iter(range(1000))

    def update() -> None:
        view.show_frame(frames[next(turn) % 2])
        QApplication.processEvents()

    spent = milliseconds(update)
    report(f"live update at {zoom:.0%}", spent)


def test_drag_of_a_card(view: CanvasView) -> None:
    view.zoom_to(1.0)
    view.fit()
    guest = next(id for id, e in view.document.design.elements.items() if e.kind == "virtual-machine")
    view.reveal(guest)
    rect = view.canvas.rects[guest]
    start = Pointer(view.mapToScene(view.mapFromScene(rect.x + 10, rect.y + 10)), QPoint(0, 0))
    tool = MoveTool(view, start, guest)
    steps = iter(range(1, 1000))

    def drag() -> None:
        offset = 4 * next(steps)
        tool.move(Pointer(start.scene + QPoint(offset % 100, 0), QPoint(0, 0)))
        QApplication.processEvents()

    spent = milliseconds(drag)
    tool.cancel()
    report("step of a drag", spent)


def test_edit(view: CanvasView) -> None:
    guest = next(id for id, e in view.document.design.elements.items() if e.kind == "virtual-machine")
    view.document.select([guest])
    from virtdesigner.ui.canvas.keys import nudge

    spent = milliseconds(lambda: nudge(view, 1, 0, 4), times=5)
    report("edit that moves a card", spent)
