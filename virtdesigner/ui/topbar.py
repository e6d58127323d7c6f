"""The bar at the top: what is open, undo and redo, the run, the heat colours, the search field."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from PySide6.QtCore import QRectF, QSize, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QAction, QIcon, QKeySequence, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from virtdesigner.ui.actions import ActionSet
from virtdesigner.ui.bridge import FLAT_OUT, Bridge
from virtdesigner.ui.document import Document
from virtdesigner.ui.fonts import font
from virtdesigner.ui.palettes import colour, heat
from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.theme import Theme
from virtdesigner.ui.undo_keys import UndoKeys
from virtdesigner.ui.views.switch import ViewSwitch
from virtdesigner.ui.wording import clock

HEIGHT: Final = 46
SWATCH: Final = 12
WARM: Final = 0.8
"""Side of the square that stands for the heat colours, in px, and the utilisation whose colour it shows."""

TITLE: Final = 260
NARROW_TITLE: Final = 80
"""Widest title in px, and where there is little room; a longer one loses its middle."""

FIND: Final = 150
NARROW_FIND: Final = 88
"""Width of the search field in px, and where there is little room."""


class FindField(QLineEdit):
    """Jumps to an element by its name. `chosen`: id of the element."""

    chosen = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._ids: dict[str, str] = {}
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(12)
        completer.activated.connect(self._take)
        self.setCompleter(completer)
        self.set_short(False)
        self.setClearButtonEnabled(True)
        self.setAccessibleName(self.tr("Find an element"))
        UndoKeys(self, lambda: bool(self.text()))
        self.returnPressed.connect(lambda: self.jump(self.text()))
        document.changed.connect(lambda _: self._ids.clear())
        self.textEdited.connect(lambda _: self._list_names())

    def set_short(self, short: bool) -> None:
        """Take little room, or as much as the key beside the word needs."""
        self.setFixedWidth(NARROW_FIND if short else FIND)
        self.setPlaceholderText(self.tr("Find") if short else self.tr("Find  Ctrl+F"))

    def _list_names(self) -> None:
        """Make the list of names when it is first needed after an edit."""
        if not self._ids:
            elements = self._document.design.elements.values()
            self._ids = {element.name: element.id for element in reversed(tuple(elements))}
            self._names.setStringList(sorted(self._ids))

    @Slot(str)
    def _take(self, text: str) -> None:
        self.jump(text)

    def jump(self, text: str) -> None:
        """Choose the element of this name, else the first whose name holds the text."""
        self._list_names()
        wanted = text.strip().casefold()
        matching = [name for name in self._names.stringList() if wanted and wanted in name.casefold()]
        exact = [name for name in matching if name.casefold() == wanted]
        if found := (exact or matching):
            self.setProperty("invalid", False)
            self.chosen.emit(self._ids[found[0]])
            self.selectAll()


class RunControls(QFrame):
    """Pause, run, step, speed, simulated time, and how long a step takes."""

    def __init__(self, bridge: Bridge, actions: ActionSet, speeds: QMenu, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self._theme = theme
        set_role(self, "segments")
        self.setFixedHeight(32)
        key = actions["run-pause"].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.pause = _button(theme, "pause", self.tr("Pause"), key)
        self.play = _button(theme, "play", self.tr("Run"), key)
        self.step = QToolButton()
        self.step.setDefaultAction(actions["step"])
        self.step.setIconSize(QSize(16, 16))
        set_role(self.step, "quiet")
        self.pause.clicked.connect(bridge.pause)
        self.play.clicked.connect(bridge.start)
        self.speed = QToolButton()
        self.speed.setMenu(speeds)
        self.speed.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.speed.setToolTip(self.tr("Simulated seconds per second"))
        self.clock = QLabel()
        self.clock.setFont(font("section", tabular=True))
        self.pace = QLabel()
        set_role(self.pace, "detail")
        self.pace.setMinimumWidth(82)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 3, 10, 3)
        layout.setSpacing(3)
        for widget in (self.pause, self.play, self.step, self.speed, _line(), self.clock, self.pace):
            layout.addWidget(widget)
        layout.insertSpacing(6, 2)
        layout.insertSpacing(5, 8)
        layout.insertSpacing(4, 4)
        bridge.run_state_changed.connect(self.refresh)
        self.refresh()

    def minimumSizeHint(self) -> QSize:
        """All of it: the style sheet would let buttons become so narrow that their words are cut off."""
        return self.sizeHint()

    def refresh(self) -> None:
        """Show the state of the run."""
        running = self._bridge.is_running
        set_role(self.play, "primary" if running else "quiet")
        self._theme.set_icon(self.play, "play", "on_accent" if running else "soft")
        self.speed.setText(speed_words(self._bridge.speed))
        self.clock.setText(clock(self._bridge.time))
        step = self._bridge.step_ms
        self.pace.setText(self.tr("{ms:.1f} ms / step").format(ms=step) if step else "")

    def allow(self, allowed: bool) -> None:
        """Enable or disable the run: an empty design has nothing to run."""
        for button in (self.pause, self.play):
            button.setEnabled(allowed)


class TopBar(QWidget):
    """Everything in one row; parts give way from the right when the window is narrow."""

    heat_chosen = Signal(str)

    def __init__(self, document: Document, bridge: Bridge, actions: ActionSet, theme: Theme) -> None:
        super().__init__()
        self._document = document
        self._has_pace = True
        set_role(self, "bar")
        self.setFixedHeight(HEIGHT)
        self.title = QLabel()
        set_role(self.title, "section")
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.edited = QLabel(self.tr("edited"))
        set_role(self.edited, "detail")
        self.run = RunControls(bridge, actions, actions.menu("speed"), theme)
        self.views = ViewSwitch(actions)
        self.heat = QComboBox()
        for name, label in self._heats():
            self.heat.addItem(_swatch(), label, name)
        self.heat.setIconSize(QSize(SWATCH, SWATCH))
        self.heat.setToolTip(self.tr("What the colours on the canvas show"))
        self.heat.currentIndexChanged.connect(lambda index: self.heat_chosen.emit(self.heat.itemData(index)))
        self.search = FindField(document)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(8)
        for widget in (self.title, self.edited, *map(_action_button, (actions["undo"], actions["redo"]))):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self.run, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch(1)
        layout.addWidget(self.views, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.heat)
        layout.addWidget(self.search)
        document.path_changed.connect(self.refresh)
        document.history_changed.connect(self.refresh)
        self.refresh()

    def _heats(self) -> Sequence[tuple[str, str]]:
        """What the canvas can be coloured by: its name and the words for it."""
        return (
            ("cpu", self.tr("Heat: CPU")),
            ("memory", self.tr("Heat: memory")),
            ("network", self.tr("Heat: network")),
            ("storage", self.tr("Heat: storage")),
        )

    def refresh(self) -> None:
        """Show what is open, and whether it was edited."""
        self.title.setToolTip(str(self._document.path or self._document.title))
        self.edited.setVisible(self._document.is_dirty)
        self.run.allow(bool(self._document.design.elements))
        self._fit()

    def allow_pace(self, allowed: bool) -> None:
        """Say how long a step takes where there is room for it, or never."""
        self._has_pace = allowed
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """What the parts need once they have given way, so that the window may be that narrow."""
        return QSize(self._others() + min(self._title_width(), NARROW_TITLE) + NARROW_FIND, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the parts what room there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show everything where there is room; else shorten title and search field, and hide the pace."""
        others, wanted = self._others(), min(self._title_width(), TITLE)
        pace = self._pace_width() if self._has_pace else 0
        fits = others + wanted + FIND + pace <= self.width()
        width = TITLE if fits else min(max(self.width() - others - NARROW_FIND, NARROW_TITLE), TITLE)
        words = self.title.fontMetrics().elidedText(self._document.title, Qt.TextElideMode.ElideMiddle, width)
        self.title.setText(words)
        self.search.set_short(not fits)
        self.run.pace.setVisible(fits and self._has_pace)

    def _others(self) -> int:
        """What all takes that never gives way, with the room between all parts, px."""
        layout = self.layout()
        assert layout is not None
        pace = 0 if self.run.pace.isHidden() else self._pace_width()
        flexible = self.title.minimumSizeHint().width() + self.search.minimumWidth() + pace
        return layout.minimumSize().width() - flexible

    def _title_width(self) -> int:
        return self.title.fontMetrics().horizontalAdvance(self._document.title) + 1

    def _pace_width(self) -> int:
        layout = self.run.layout()
        assert layout is not None
        return self.run.pace.minimumWidth() + layout.spacing()


def speed_words(speed: float) -> str:
    """A speed as a button says it."""
    return "max" if speed == FLAT_OUT else f"{speed:g}×"


def _button(theme: Theme, icon: str, text: str, key: str) -> QToolButton:
    button = QToolButton()
    button.setIconSize(QSize(16, 16))
    button.setToolTip(f"{text} ({key})")
    button.setAccessibleName(text)
    theme.set_icon(button, icon)
    set_role(button, "quiet")
    return button


def _action_button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setIconSize(QSize(16, 16))
    return button


@cache
def _swatch() -> QIcon:
    """A square in a colour of the heat scale: warm, so that it reads as heat."""
    made = QIcon()
    for ratio in (1, 2, 3):
        square = QPixmap(SWATCH * ratio, SWATCH * ratio)
        square.setDevicePixelRatio(ratio)
        square.fill(Qt.GlobalColor.transparent)
        painter = QPainter(square)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(heat(WARM)))
        painter.drawRoundedRect(QRectF(0, 0, SWATCH, SWATCH), 3, 3)
        painter.end()
        made.addPixmap(square)
    return made


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.VLine)
    line.setFixedHeight(16)
    return line
