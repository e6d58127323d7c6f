"""Plot: curves over time on axes of our own look. Thin pens, no antialiasing: ten pictures a second."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPalette
from PySide6.QtWidgets import QFrame

from virtdesigner.engine.arrays import Floats
from virtdesigner.ui.fonts import font
from virtdesigner.ui.palettes import Palette, colour
from virtdesigner.ui.panels.charts.marks import MOST, Mark
from virtdesigner.ui.panels.charts.scales import time_ticks, value_ticks

_LEFT: Final = 34
_BOTTOM: Final = 20
_EDGE: Final = 8
"""Room at the top and at the right for half of a tick's label."""


_HIGHEST: Final = 0.94
_ROW: Final = 0.13
"""Where the words of marks stand, as a part of the height, and how much lower those of the next row."""

_HEAD: Final = 0.3
"""Room for the words of marks above the scale, as a part of it: curves must not go under them."""

_VEIL: Final = 0.75
"""How much the words of marks hide of what they lie across."""

_AIR: Final = 10.0
"""Beside the word of a mark, px."""


class Line(NamedTuple):
    """One curve as it is drawn: times (s), values, colour."""

    times: Floats
    values: Floats
    colour: str


class Plot(pyqtgraph.PlotWidget):
    """Curves from 0 up to a given end, over a given span of time."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(background=None)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAntialiasing(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMenuEnabled(False)
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        item = self.getPlotItem()
        item.setClipToView(True)
        item.setDownsampling(auto=True, mode="peak")
        item.layout.setContentsMargins(0, _EDGE, _EDGE, 0)
        self._axes = {side: item.getAxis(side) for side in ("left", "bottom")}
        for axis in self._axes.values():
            axis.setStyle(tickFont=font("detail"), tickLength=0, tickTextOffset=4, autoExpandTextSpace=False)
        self._axes["left"].setWidth(_LEFT)
        self._axes["bottom"].setHeight(_BOTTOM)
        self._grid = [pyqtgraph.InfiniteLine(angle=0) for _ in range(3)]
        for line in self._grid:
            line.setZValue(-1)
            self.addItem(line, ignoreBounds=True)
        self._curves: list[pyqtgraph.PlotDataItem] = []
        self._marks: list[pyqtgraph.InfiniteLine] = []
        self._shown_marks: tuple[Mark, ...] = ()
        self._pens: list[str] = []
        self._top = -1.0
        self._palette = palette
        self.dress(palette)

    @property
    def curves(self) -> Sequence[pyqtgraph.PlotDataItem]:
        """The curves that are drawn."""
        return tuple(self._curves)

    def dress(self, palette: Palette) -> None:
        """Take a palette's colours."""
        self._palette = palette
        self.setBackground(colour(palette.panel))
        own = self.palette()
        own.setColor(QPalette.ColorRole.Base, colour(palette.panel))
        self.setPalette(own)
        for axis in self._axes.values():
            axis.setPen(pyqtgraph.mkPen(None))
            axis.setTickPen(pyqtgraph.mkPen(None))
            axis.setTextPen(colour(palette.soft))
        for line in self._grid:
            line.setPen(pyqtgraph.mkPen(colour(palette.line), width=1))
        for line in self._marks:
            self._dress_mark(line)

    def mark(self, marks: Sequence[Mark]) -> None:
        """Draw a dashed line with its word at each of some moments."""
        while len(self._marks) < len(marks):
            line = pyqtgraph.InfiniteLine(angle=90, label="")
            line.label.setFont(font("detail"))
            self._dress_mark(line)
            line.setZValue(MOST - len(self._marks))
            self.addItem(line, ignoreBounds=True)
            self._marks.append(line)
        while len(self._marks) > len(marks):
            self.removeItem(self._marks.pop())
        if tuple(marks) == self._shown_marks:
            return
        self._shown_marks = tuple(marks)
        for line, one in zip(self._marks, marks, strict=True):
            line.setValue(one.time)
            line.label.anchors = [(float(one.is_left), 0.5)] * 2
            line.label.setPosition(_HIGHEST - _ROW * one.row)
            line.label.setFormat(one.words)
            line.label.setVisible(bool(one.words))
        self._make_room()

    def word_width(self, words: str) -> float:
        """The width that the word of a mark takes, as a part of that of the curves."""
        room = max(self.width() - _LEFT - _EDGE, 1)
        return (QFontMetricsF(font("detail")).horizontalAdvance(words) + _AIR) / room

    @property
    def marked(self) -> Sequence[tuple[float, str]]:
        """The moments that are marked, with their words."""
        return tuple((line.value(), line.label.format) for line in self._marks)

    def _dress_mark(self, line: pyqtgraph.InfiniteLine) -> None:
        line.setPen(pyqtgraph.mkPen(colour(self._palette.warning), width=1, style=Qt.PenStyle.DashLine))
        line.label.setColor(colour(self._palette.warning_ink))
        # Words may lie across the lines of later marks, and across curves, which still shine through.
        veil = QColor(colour(self._palette.panel))
        veil.setAlphaF(_VEIL)
        line.label.fill = pyqtgraph.mkBrush(veil)
        line.label.update()

    def draw(self, lines: Sequence[Line], start: float, end: float, top: float) -> None:
        """Draw curves between two times, from 0 to `top`."""
        self._fit(len(lines))
        self._colour([line.colour for line in lines])
        for curve, line in zip(self._curves, lines, strict=True):
            known = np.isfinite(line.values)
            curve.setData(line.times[known], line.values[known])
        self.setXRange(start, end, padding=0)
        # Where nothing moves there is still a scale, so that 0 lies at the bottom.
        self._scale_to(top or 1.0)
        self._make_room()
        self._axes["bottom"].setTicks([_inner(time_ticks(start, end), start, end)])

    def _colour(self, colours: list[str]) -> None:
        """Give the curves their colours; each new pen would draw a curve once more."""
        if colours != self._pens:
            self._pens = colours
            for curve, shade in zip(self._curves, colours, strict=True):
                curve.setPen(pyqtgraph.mkPen(shade, width=1))

    def _scale_to(self, top: float) -> None:
        """Grid and ticks up to `top`, which stays the same most of the time."""
        if top != self._top:
            self._top = top
            for line, (value, _) in zip(self._grid, value_ticks(top), strict=True):
                line.setValue(value)
            self._axes["left"].setTicks([value_ticks(top)])

    def _make_room(self) -> None:
        """Show the scale, and above it what the words of marks need."""
        named = any(mark.words for mark in self._shown_marks)
        self.setYRange(0, max(self._top, 0.0) * (1.0 + _HEAD * named), padding=0)

    def settle(self) -> None:
        """Work out now where everything lies: found while painting, it would be painted a second time."""
        self.scene().prepareForPaint()

    def _fit(self, count: int) -> None:
        while len(self._curves) < count:
            self._curves.append(self.plot([], [], antialias=False))
        while len(self._curves) > count:
            self.removeItem(self._curves.pop())


def _inner(ticks: list[tuple[float, str]], start: float, end: float) -> list[tuple[float, str]]:
    """Ticks whose labels have room: none at the very ends, where it would be cut."""
    margin = 0.04 * (end - start)
    return [(time, words) for time, words in ticks if time == start or start + margin < time < end - margin]
