"""CPU time of the GUI thread when a design of 5,000 elements, already read, takes the place of another."""

import time

from PySide6.QtWidgets import QApplication

from tests.benchmarks.yardstick import report
from tests.ui.canvas.sites import arranged, site
from virtdesigner.ui.canvas import CanvasView
from virtdesigner.ui.document import Document
from virtdesigner.ui.theme import Theme


def test_a_large_design_takes_the_place_of_an_empty_one(qapp: QApplication) -> None:
    design = arranged(site(110, 40))
    document = Document()
    view = CanvasView(document, Theme(qapp, "light"))
    view.resize(1600, 1000)
    view.show()
    start = time.thread_time()
    document.adopt(design)
    view.viewport().repaint()
    spent = time.thread_time() - start
    report(f"{len(design.elements)} elements shown", 1000 * spent)
    assert len(view.canvas.cards) == len(design.elements) >= 5000
    view.close()
