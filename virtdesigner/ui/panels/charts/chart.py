"""Chart: one resource of one element: title, unit, curves, and a legend that names them."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from virtdesigner.engine.recording import Recording
from virtdesigner.ui.fonts import font
from virtdesigner.ui.palettes import Palette, colour, vlan_colour
from virtdesigner.ui.panels.charts.curves import Curve, Plan
from virtdesigner.ui.panels.charts.plot import Line, Plot
from virtdesigner.ui.panels.charts.scales import divisor, number, upper
from virtdesigner.ui.panels.charts.subjects import Subject
from virtdesigner.ui.panels.inspector.row import ElidedLabel
from virtdesigner.ui.panels.rates import rate_unit
from virtdesigner.ui.stylesheet import set_role

_DASH: Final = 9
_THICK: Final = 3
_WORDS: Final = 13
_BETWEEN: Final = 10
_LINE_HEIGHT: Final = 16
_MOST_LINES: Final = 3

_LEAST: Final = {"ms": 1.0, "GiB": 0.1, "IOPS": 10.0, "Mb/s": 1.0, "%": 100.0}
"""What a scale reaches at the least, by unit: below that, curves are flat on the ground."""


class Legend(QWidget):
    """Coloured dashes with names, in as many lines as they are given; what has no room is left out."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._lines = 1
        self.entries: tuple[tuple[str, str], ...] = ()
        self.setFont(font("detail"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_entries(self, entries: Sequence[tuple[str, str]]) -> None:
        """Show names with their colours."""
        if tuple(entries) != self.entries:
            self.entries = tuple(entries)
            self.setToolTip(", ".join(name for name, _ in entries))
            self.update()

    def dress(self, palette: Palette) -> None:
        """Take a palette's ink."""
        self._palette = palette
        self.update()

    @property
    def lines_needed(self) -> int:
        """Lines in which all names have room."""
        return 1 + max((line for line, _, _, _ in self._places()), default=0)

    def set_lines(self, lines: int) -> None:
        """Take so many lines, at most those that a legend may."""
        lines = min(lines, _MOST_LINES)
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The lines it takes."""
        return QSize(0, _LINE_HEIGHT * self._lines + 2)

    def _places(self) -> Iterator[tuple[int, int, str, str]]:
        """Line, left end, name and colour of each entry."""
        line, left = 0, 0
        for name, shade in self.entries:
            width = _WORDS + self.fontMetrics().horizontalAdvance(name) + 2
            if left and left + width > self.width():
                line, left = line + 1, 0
            yield line, left, name, shade
            left += width + _BETWEEN

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashes and names."""
        painter = QPainter(self)
        painter.setFont(font("detail"))
        for line, left, name, shade in self._places():
            if line >= self._lines:
                break
            box = QRectF(left, line * _LINE_HEIGHT + 1, self.width() - left, _LINE_HEIGHT)
            painter.fillRect(QRectF(left, box.center().y() - _THICK / 2, _DASH, _THICK), colour(shade))
            painter.setPen(colour(self._palette.soft))
            words = box.adjusted(_WORDS, 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        painter.end()


class Chart(QWidget):
    """One chart. It keeps its scale while that fits, so that the picture stands still."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.title = ElidedLabel()
        set_role(self.title, "name")
        self.title.setStyleSheet("font-weight: 600;")
        self.unit = QLabel()
        set_role(self.unit, "detail")
        self.plot = Plot(palette)
        self.legend = Legend(palette)
        self._shown: tuple[Subject, str] | None = None
        self._top = 0.0
        self._divisors: dict[str, float] = {}
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 8, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.unit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self.legend)

    def dress(self, palette: Palette) -> None:
        """Take a palette's colours."""
        self.plot.dress(palette)
        self.legend.dress(palette)

    def show_series(
        self, plan: Plan, subject: Subject, recording: Recording, start: float, end: float
    ) -> None:
        """Draw what a plan wants of a subject, between two simulated times (s)."""
        if self._shown != (subject, plan.unit):
            self._shown, self._top, self._divisors = (subject, plan.unit), 0.0, {}
        lines = [self._line(plan, place, subject, recording, start) for place in range(len(plan.curves))]
        high = [_highest(line) for line in lines]
        plain = [h for h, curve in zip(high, plan.curves, strict=True) if not curve.apart]
        self._top = upper(max(plain, default=0.0), self._top, _LEAST.get(plan.unit, 0.0), plan.capacity)
        unit, worth = rate_unit(self._top) if plan.unit == "Mb/s" else (plan.unit, 1.0)
        shown, entries = [], []
        for curve, line, highest in zip(plan.curves, lines, high, strict=True):
            by = self._divisor(curve, highest) if curve.apart else worth
            shown.append(line._replace(values=line.values / by))
            entries.append((_name(curve, by if curve.apart else 1.0), line.colour))
        self.title.set_words(plan.title)
        self.title.setToolTip(plan.title)
        self.unit.setText(unit)
        self.legend.show_entries(entries)
        self.plot.draw(shown, start, end, self._top / worth)

    def _line(self, plan: Plan, place: int, subject: Subject, recording: Recording, start: float) -> Line:
        curve = plan.curves[place]
        times, values = recording.series(subject.table, subject.id, curve.metric)
        first = max(int(np.searchsorted(times, start)) - 1, 0)
        return Line(times[first:], values[first:] * curve.factor, vlan_colour(curve.colour))

    def _divisor(self, curve: Curve, highest: float) -> float:
        """The power of ten that brings a curve of another unit into the scale; kept while it does."""
        present = self._divisors.get(curve.metric)
        if present is None or not 0.05 * self._top <= highest / present <= self._top:
            present = divisor(highest, self._top)
            self._divisors[curve.metric] = present
        return present


def _highest(line: Line) -> float:
    known = line.values[np.isfinite(line.values)]
    return float(known.max()) if known.size else 0.0


def _name(curve: Curve, by: float) -> str:
    return curve.label if by == 1.0 else f"{curve.label} / {number(by)}"
