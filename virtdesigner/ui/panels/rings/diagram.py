"""The diagram of rings: a lane for each ring, a column for each set of them, boxes for who runs there."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from virtdesigner.report.words_privilege import LANES, MODES, PARTIES
from virtdesigner.rules.privilege import Case, Mode, Party, Seat, Step, seats, way
from virtdesigner.ui import space
from virtdesigner.ui.canvas.look import MIDDLE, Look, bold, box, text_width, write, write_as
from virtdesigner.ui.fonts import font
from virtdesigner.ui.palettes import Palette

_HEAD: Final = 22
_GAP: Final = 36.0
_PAD: Final = 6.0
_BESIDE: Final = 22.0
"""Between the edge of a cell and a box, and between boxes: arrows run there."""

_INSET: Final = 5.0
_DOT: Final = 16.0
_ARROW: Final = 5.0
_APART: Final = 8.0
"""How far the ways there and back lie beside each other."""

_UNUSED: Final = 20.0
_LEAST: Final = 40.0
_MOST: Final = 72.0
"""Heights of lanes in which nobody is, and of the others."""


def say(text: str) -> str:
    """A text of the rings in the language of the interface."""
    return QCoreApplication.translate("words", text)


class _Arrow(NamedTuple):
    start: Party
    end: Party
    is_back: bool


class RingDiagram(QWidget):
    """Draws one case. Boxes by party in `boxes`, once it was laid out."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._look = Look(palette)
        self._case: Case | None = None
        self._seats: tuple[Seat, ...] = ()
        self._steps: tuple[Step, ...] = ()
        self.boxes: dict[Party, QRectF] = {}
        self.setMinimumSize(QSize(380, round(2 * _LEAST + 2 * _UNUSED) + _HEAD))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def dress(self, palette: Palette) -> None:
        """Draw in the colours of another theme."""
        self._look = Look(palette)
        self.update()

    def show_case(self, case: Case) -> None:
        """Show who runs where under a case."""
        self._case, self._seats, self._steps = case, seats(case), way(case)
        told = ", ".join(f"{say(PARTIES[s.party])}: {self._lanes[s.ring]}" for s in self._seats)
        self.setAccessibleName(told)
        self.update()

    @property
    def _lanes(self) -> Mapping[int, str]:
        return LANES[self._case.architecture] if self._case else LANES["x86"]

    def _modes(self) -> list[Mode]:
        used = {seat.mode for seat in self._seats}
        order: tuple[Mode, ...] = ("guest", "root", "shared")
        return [mode for mode in order if mode in used]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lanes and columns, boxes, the way of the instruction."""
        if self._case is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._lay_out()
        self._grid(painter, self._case.architecture)
        for arrow in self._arrows():
            self._arrow(painter, arrow)
        for seat in self._seats:
            self._seat(painter, seat)
        painter.end()

    @property
    def _labels(self) -> float:
        """Width of the lanes' names, with room beside them."""
        return max(text_width(say(name), font("detail")) for name in self._lanes.values()) + 14

    def _heights(self) -> dict[int, float]:
        """Height of each lane: those where somebody is share what the others leave."""
        used = {seat.ring for seat in self._seats}
        left = self.height() - _HEAD - _UNUSED * (len(self._lanes) - len(used))
        each = min(max(left / len(used), _LEAST), _MOST)
        return {ring: each if ring in used else _UNUSED for ring in self._lanes}

    def _column(self, mode: Mode) -> tuple[float, float]:
        """Left edge and width of a set of rings."""
        modes = self._modes()
        weights = [self._most_beside(one) for one in modes]
        each = (self.width() - self._labels - _GAP * (len(modes) - 1)) / sum(weights)
        place = modes.index(mode)
        return self._labels + each * sum(weights[:place]) + place * _GAP, each * weights[place]

    def _most_beside(self, mode: Mode) -> int:
        """How many boxes stand side by side in a set of rings, at the most."""
        return max(Counter(seat.ring for seat in self._seats if seat.mode == mode).values())

    def _lane(self, ring: int, mode: Mode) -> QRectF:
        """The cell of a ring in a set."""
        left, width = self._column(mode)
        heights = self._heights()
        above = list(self._lanes)[: list(self._lanes).index(ring)]
        return QRectF(left, _HEAD + sum(heights[one] for one in above), width, heights[ring] - 2)

    def _lay_out(self) -> None:
        """Give each party its part of its cell; a guest's kernel lies next to the hypervisor."""
        self.boxes = {}
        cells: dict[tuple[int, Mode], list[Seat]] = {}
        for seat in self._seats:
            cells.setdefault((seat.ring, seat.mode), []).append(seat)
        for (ring, mode), found in cells.items():
            cell = self._lane(ring, mode).adjusted(_PAD, _INSET, -_PAD, -_INSET)
            found.sort(key=lambda seat: (seat.party == "guest-kernel") - (seat.party == "hypervisor"))
            each = (cell.width() - _BESIDE * (len(found) - 1)) / len(found)
            for place, seat in enumerate(found):
                x = cell.x() + place * (each + _BESIDE)
                self.boxes[seat.party] = QRectF(x, cell.y(), each, cell.height())

    def _grid(self, painter: QPainter, architecture: str) -> None:
        look = self._look
        for mode in self._modes():
            left, width = self._column(mode)
            title = QRectF(left, 0, width, _HEAD - 4)
            write_as(painter, title, say(MODES[architecture][mode]), look.colour("soft"), "detail", MIDDLE)
            for ring in self._lanes:
                lane = self._lane(ring, mode)
                box(painter, lane, space.RADIUS_FIELD, look.colour("card2"), look.colour("line"))
        for ring, name in self._lanes.items():
            lane = self._lane(ring, self._modes()[0])
            rect = QRectF(0, lane.y(), self._labels, lane.height())
            write_as(painter, rect, say(name), look.colour("soft"), "detail")

    def _seat(self, painter: QPainter, seat: Seat) -> None:
        look, rect = self._look, self.boxes[seat.party]
        is_ours = seat.party == "hypervisor"
        fill, line = ("accent_fill", "accent") if is_ours else ("card1", "soft")
        box(painter, rect, space.RADIUS_FIELD, look.colour(fill), look.colour(line), 1.2)
        painter.setPen(look.colour("ink"))
        painter.setFont(font("name"))
        room = rect.adjusted(8, 2, -8, -2)
        wrap = Qt.TextFlag.TextWordWrap
        painter.drawText(
            room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | wrap, self.name(seat)
        )
        numbers = [place for place, step in enumerate(self._steps, 1) if step.party == seat.party]
        for place, number in enumerate(reversed(numbers)):
            x = rect.right() - 4 - _DOT - place * (_DOT + 3)
            self._number(painter, QRectF(x, rect.y() - _DOT / 2 + 1, _DOT, _DOT), number)

    def name(self, seat: Seat) -> str:
        """What the box of a party says."""
        name = say(PARTIES[seat.party])
        return self.tr("{name} with drivers").format(name=name) if seat.drivers else name

    def _number(self, painter: QPainter, rect: QRectF, number: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("accent"))
        painter.drawEllipse(rect)
        write(painter, rect, str(number), self._look.colour("on_accent"), bold(), MIDDLE)

    def _arrows(self) -> Sequence[_Arrow]:
        """From one party to the next, each way once."""
        found: list[_Arrow] = []
        for start, end in pairwise(self._stations()):
            known = {(arrow.start, arrow.end) for arrow in found}
            if start != end and (start, end) not in known:
                found.append(_Arrow(start, end, (end, start) in known))
        return found

    def _stations(self) -> list[Party]:
        """Whom the instruction comes by: a host OS is reached, and left, through the hypervisor."""
        found: list[Party] = []
        for step in self._steps:
            found += [step.party, "hypervisor"] if step.code == "world-switch" else [step.party]
        return found

    def _arrow(self, painter: QPainter, arrow: _Arrow) -> None:
        start, end = self.boxes[arrow.start], self.boxes[arrow.end]
        shift = _APART if arrow.is_back else -_APART
        painter.setPen(QPen(self._look.colour("accent"), 1.6))
        painter.setBrush(self._look.colour("accent"))
        if start.top() == end.top():
            y = start.center().y() + shift
            ends = (start.right(), end.left()) if start.x() < end.x() else (start.left(), end.right())
            points = (QPointF(ends[0], y), QPointF(ends[1], y))
        else:
            left, right = max(start.left(), end.left()), min(start.right(), end.right())
            if right - left < 4 * _APART:
                self._elbow(painter, start, end, shift)
                return
            x = (left + right) / 2 + shift
            ends = (start.bottom(), end.top()) if start.y() < end.y() else (start.top(), end.bottom())
            points = (QPointF(x, ends[0]), QPointF(x, ends[1]))
        painter.drawLine(*points)
        _head(painter, *points)

    def _elbow(self, painter: QPainter, start: QRectF, end: QRectF, shift: float) -> None:
        """Sideways out of one box, and up or down into another that lies in another column."""
        out = QPointF(start.right() if start.x() < end.x() else start.left(), start.center().y() + shift)
        corner = QPointF(end.center().x() + shift, out.y())
        into = QPointF(corner.x(), end.top() if start.y() < end.y() else end.bottom())
        path = QPainterPath(out)
        path.lineTo(corner)
        path.lineTo(into)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.setBrush(self._look.colour("accent"))
        _head(painter, corner, into)

    def name_fits(self, seat: Seat) -> bool:
        """Whether all that the box of a party says can be read."""
        room = self.boxes[seat.party].adjusted(8, 2, -8, -2).toRect()
        metrics = QFontMetrics(font("name"))
        needed = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self.name(seat))
        return needed.width() <= room.width() and needed.height() <= room.height()


def _head(painter: QPainter, start: QPointF, end: QPointF) -> None:
    """The head of an arrow that comes straight from `start`."""
    dx, dy = end.x() - start.x(), end.y() - start.y()
    length = max((dx * dx + dy * dy) ** 0.5, 1.0)
    ux, uy = dx / length * _ARROW, dy / length * _ARROW
    path = QPainterPath(end)
    path.lineTo(end.x() - 1.6 * ux - uy, end.y() - 1.6 * uy + ux)
    path.lineTo(end.x() - 1.6 * ux + uy, end.y() - 1.6 * uy - ux)
    path.closeSubpath()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPath(path)
