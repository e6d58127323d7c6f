"""Actions: one record each, from which menus, buttons, context menus and the page of shortcuts are built."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

if TYPE_CHECKING:
    from virtdesigner.ui.theme import Theme
    from virtdesigner.ui.window import MainWindow

CONTEXT: Final = "actions"
"""The translation context of all texts of actions and menus."""


def _always(_: "MainWindow") -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done.

    menu: id of the menu it stands in; section: a line is drawn where it changes. keys: shortcuts, the first
    is shown. enabled, checked, words: what holds now, asked again whenever something changed; words gives a
    text that changes ("Undo Add server"). context: it is offered on the canvas too;
    fleeting: there only while it can be done.
    """

    id: str
    text: Any  # QT_TRANSLATE_NOOP gives the text itself, but is declared to give an object
    run: "Callable[[MainWindow], object]"
    menu: str
    section: int = 0
    keys: tuple[str, ...] = ()
    icon: str = ""
    enabled: "Callable[[MainWindow], bool]" = _always
    checked: "Callable[[MainWindow], bool] | None" = None
    words: "Callable[[MainWindow], str] | None" = None
    context: bool = False
    fleeting: bool = False


@dataclass(frozen=True, slots=True)
class Submenu:
    """A menu: of the menu bar (menu ""), or inside another one.

    entries: for one that is made anew each time it opens: text and what to do for each line.
    """

    id: str
    text: Any
    menu: str = ""
    section: int = 0
    icon: str = ""
    entries: "Callable[[MainWindow], Sequence[tuple[str, Callable[[], object]]]] | None" = None
    empty: Any = ""


Entry = Action | Submenu


def words(text: str) -> str:
    """A text of an action or a menu, in the language of the interface."""
    return QCoreApplication.translate(CONTEXT, text)


class ActionSet(QObject):
    """The QActions of a window, made from records, and the menus they stand in."""

    def __init__(self, entries: Sequence[Entry], window: "MainWindow", theme: "Theme") -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._entries = entries
        self._menus: dict[str, QMenu] = {}
        self.by_id = {entry.id: self._make(entry) for entry in entries if isinstance(entry, Action)}

    def __getitem__(self, id: str) -> QAction:
        return self.by_id[id]

    def _make(self, record: Action) -> QAction:
        action = QAction(words(record.text), self._window)
        action.setObjectName(record.id)
        action.setShortcuts([QKeySequence(keys) for keys in record.keys])
        action.setCheckable(record.checked is not None)
        if record.icon:
            self._theme.set_icon(action, record.icon)
        action.triggered.connect(lambda: self._run(record))
        self._window.addAction(action)
        return action

    def _run(self, record: Action) -> None:
        record.run(self._window)
        self.refresh()

    def refresh(self) -> None:
        """Ask every record anew what can be done, what is on, and what it is called."""
        for record in self.records():
            action = self.by_id[record.id]
            action.setEnabled(record.enabled(self._window))
            if record.checked:
                action.setChecked(record.checked(self._window))
            if record.words:
                action.setText(record.words(self._window))

    def records(self) -> Iterator[Action]:
        """The actions in the order of the menus."""
        return (entry for entry in self._entries if isinstance(entry, Action))

    def fill(self, bar: QMenuBar) -> None:
        """Build the menu bar."""
        for entry in self._entries:
            if isinstance(entry, Submenu) and not entry.menu:
                bar.addMenu(self._build(entry, bar))

    def menu(self, id: str) -> QMenu:
        """A menu of the menu bar by its id, once `fill` has built it."""
        return self._menus[id]

    def context_menu(self, parent: QWidget) -> QMenu:
        """A fresh menu of what can be done on the canvas now."""
        self.refresh()
        menu = QMenu(parent)
        section = None
        for record in self.records():
            if record.context and not (record.fleeting and not record.enabled(self._window)):
                section = _divided(menu, section, (record.menu, record.section))
                menu.addAction(self.by_id[record.id])
        return menu

    def _build(self, entry: Submenu, parent: QWidget) -> QMenu:
        menu = QMenu(words(entry.text), parent)
        self._menus[entry.id] = menu
        if entry.icon:
            self._theme.set_icon(menu.menuAction(), entry.icon)
        if entry.entries:
            menu.aboutToShow.connect(lambda: self._fill_anew(menu, entry))
        section: object = None
        for inner in self._entries:
            if inner.menu == entry.id:
                section = _divided(menu, section, inner.section)
                self._append(menu, inner)
        return menu

    def _append(self, menu: QMenu, entry: Entry) -> None:
        if isinstance(entry, Submenu):
            menu.addMenu(self._build(entry, menu))
        else:
            menu.addAction(self.by_id[entry.id])

    def _fill_anew(self, menu: QMenu, entry: Submenu) -> None:
        assert entry.entries
        menu.clear()
        for text, run in entry.entries(self._window):
            menu.addAction(text).triggered.connect(lambda _=False, run=run: run())
        if menu.isEmpty():
            menu.addAction(words(entry.empty)).setEnabled(False)


def _divided(menu: QMenu, before: object, section: object) -> object:
    """Draw a line when a new section begins; returns the section."""
    if before is not None and before != section:
        menu.addSeparator()
    return section
