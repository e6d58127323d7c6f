"""The charts panel: the bottleneck of the moment in words, and four charts in a row."""

import time
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from virtdesigner.engine.frame import Frame
from virtdesigner.engine.recording import Recording
from virtdesigner.insight.bottlenecks import Bottleneck
from virtdesigner.ui.document import Document
from virtdesigner.ui.moment import Moment
from virtdesigner.ui.palettes import Palette
from virtdesigner.ui.panels.charts.chart import Chart
from virtdesigner.ui.panels.charts.curves import plan
from virtdesigner.ui.panels.charts.headline import Headline
from virtdesigner.ui.panels.charts.marks import marks
from virtdesigner.ui.panels.charts.subjects import RESOURCES, Resource, Subject, gone, subjects
from virtdesigner.ui.space import PANEL_PADDING
from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.theme import Theme
from virtdesigner.ui.wording import in_words, name_of

SPANS: Final = (60.0, 300.0, 900.0, 0.0)
"""Seconds that the charts can show; 0 for the whole run."""

FEW_CURVES: Final = 30
_QUICK: Final = 0.09
_SLOW: Final = 0.33
"""Seconds between two pictures: ten a second up to FEW_CURVES, three above."""

_SHORTEST: Final = 10.0
"""Seconds that the time axis shows at the least, when a run has only begun."""


class ChartsPanel(QWidget):
    """What the run shows of the selection, else of the most loaded.

    reveal: id of the element of the bottleneck that was clicked.
    """

    reveal = Signal(str)

    def __init__(
        self,
        document: Document,
        theme: Theme,
        moment: Moment | None = None,
        now: Callable[[], float] = time.monotonic,
        run_shortcut: str = "F5",
    ) -> None:
        """moment: decides the bottleneck. now: a clock in seconds. run_shortcut: key that starts a run."""
        super().__init__()
        self._document = document
        self._theme = theme
        self._moment = moment or Moment()
        self._now = now
        self._is_current = True
        self._drawn = -1.0
        self._frame: Frame | None = None
        self._recording: Recording | None = None
        self._worst: Bottleneck | None = None
        self._subjects: dict[Resource, Subject | None] = {}
        self.span = SPANS[1]
        self.charts = {resource: Chart(theme.palette) for resource in RESOURCES}
        self._build(run_shortcut)
        theme.changed.connect(self._dress)
        document.selection_changed.connect(lambda _: self._redraw())

    def _build(self, run_shortcut: str) -> None:
        set_role(self, "panel")
        self.bottleneck = Headline(self.tr("Select what is the bottleneck"))
        self.bottleneck.clicked.connect(self._choose)
        self.calm = QLabel(self.tr("No bottleneck: every guest gets what it asks for"))
        set_role(self.calm, "good")
        self.past = QLabel(self.tr("Before the edit"))
        self.past.setToolTip(
            self.tr("These figures are of the design before it was edited: run on to see what is now")
        )
        set_role(self.past, "badge-warning")
        self.past.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.past)
        head.addWidget(self.bottleneck)
        head.addWidget(self.calm)
        head.addStretch(1)
        head.addWidget(self._spans())
        row = QHBoxLayout()
        row.setSpacing(16)
        for chart in self.charts.values():
            row.addWidget(chart, 1)
        filled = QWidget()
        column = QVBoxLayout(filled)
        column.setContentsMargins(PANEL_PADDING, 4, PANEL_PADDING - 8, 8)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(row, 1)
        self.empty = QLabel(
            self.tr("Press Run ({key}) to see here what is used, and what is short").format(key=run_shortcut)
        )
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        set_role(self.empty, "hint")
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(filled)
        self._filled = filled

    def _spans(self) -> QWidget:
        words = (self.tr("1 min"), self.tr("5 min"), self.tr("15 min"), self.tr("All"))
        self.spans, box = _segments(self, words, SPANS.index(self.span))
        self.spans.idClicked.connect(lambda place: self.set_span(SPANS[place]))
        return box

    def set_span(self, span: float) -> None:
        """Show the last `span` seconds of simulated time, 0 for all."""
        self.span = span
        self.spans.button(SPANS.index(span)).setChecked(True)
        self._redraw()

    def show_frame(self, frame: Frame | None, recording: Recording | None, is_current: bool = True) -> None:
        """Show the newest frame and the history before it; None: there is no run.

        is_current: the frame is one of the design as it is now, not as it was before an edit.
        """
        is_other = self._frame is None or is_current != self._is_current or not is_current
        self._frame, self._recording, self._is_current = frame, recording, is_current
        if is_other or frame is None or self._is_due():
            self._redraw()
        elif self.isVisible():
            self._show_bottleneck(frame)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the run."""
        super().showEvent(event)
        self._redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words may need more lines, or fewer."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._redraw)

    def _is_due(self) -> bool:
        curves = sum(len(chart.plot.curves) for chart in self.charts.values())
        return self._now() - self._drawn >= (_QUICK if curves <= FEW_CURVES else _SLOW)

    def _redraw(self) -> None:
        if not self.isVisible():
            return
        self._pages.setCurrentWidget(self._filled if self._frame and self._recording else self.empty)
        if self._frame and self._recording:
            self._drawn = self._now()
            self._show_bottleneck(self._frame)
            self._draw(self._frame, self._recording)

    def _show_bottleneck(self, frame: Frame) -> None:
        self._worst = self._moment.at(frame, self._document.design)
        self.past.setVisible(not self._is_current)
        self.bottleneck.setVisible(self._worst is not None)
        self.calm.setVisible(self._worst is None and self._is_current)
        if self._worst:
            self.bottleneck.set_words(in_words(self._worst.message, self._document.design))

    def _choose(self) -> None:
        if self._worst:
            self._document.select([self._worst.element])
            self.reveal.emit(self._worst.element)

    def _draw(self, frame: Frame, recording: Recording) -> None:
        events = recording.events()
        absent = frozenset() if self._is_current else gone(frame, self._document.design)
        self._subjects = subjects(frame, self._document.selection, self._subjects, absent)
        end = max(frame.time, self.span or _SHORTEST, _SHORTEST)
        start = end - self.span if self.span else 0.0
        for resource, chart in self.charts.items():
            subject = self._subjects[resource]
            chart.setVisible(subject is not None)
            if subject:
                name = name_of(self._document.design, subject.id)
                chart.show_series(plan(frame, resource, subject, name), subject, recording, start, end)
                if resource == "memory":
                    chart.plot.mark(marks(events, subject.id, start, end, chart.plot.word_width))
                chart.plot.settle()
        self._align()

    def _align(self) -> None:
        """Give all legends the same number of lines, so that the curves end at one height."""
        shown = [chart.legend for chart in self.charts.values() if not chart.isHidden()]
        most = max((legend.lines_needed for legend in shown), default=1)
        for legend in shown:
            legend.set_lines(most)

    def _dress(self, palette: Palette) -> None:
        for chart in self.charts.values():
            chart.dress(palette)


def _segments(parent: QWidget, words: Sequence[str], chosen: int) -> tuple[QButtonGroup, QWidget]:
    """Buttons of which one is down, side by side in a box."""
    box, group = QFrame(), QButtonGroup(parent)
    set_role(box, "segments")
    line = QHBoxLayout(box)
    line.setContentsMargins(2, 2, 2, 2)
    line.setSpacing(0)
    for place, text in enumerate(words):
        button = QToolButton()
        button.setText(text)
        button.setCheckable(True)
        button.setChecked(place == chosen)
        group.addButton(button, place)
        line.addWidget(button)
    # Words beside them give way, they don't.
    box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    for each in group.buttons():
        each.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return group, box
