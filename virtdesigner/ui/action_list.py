"""The one list of everything that can be done from menus, buttons and keys, in the order of the menus."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from virtdesigner.ui.actions import Action, Entry, Submenu, words
from virtdesigner.ui.guest_actions import GUESTS
from virtdesigner.ui.help_actions import HELP
from virtdesigner.ui.insert_actions import INSERT
from virtdesigner.ui.run_actions import RUN
from virtdesigner.ui.view_actions import VIEW_CHOICE, is_drawn, is_physical

if TYPE_CHECKING:
    from virtdesigner.kinds.presets import Period
    from virtdesigner.ui.theme import Mode
    from virtdesigner.ui.window import MainWindow

Line = tuple[str, Callable[[], object]]


def _has_selection(window: "MainWindow") -> bool:
    return bool(window.document.selection)


def _has_elements(window: "MainWindow") -> bool:
    return bool(window.editing.elements)


def _can_zoom(window: "MainWindow") -> bool:
    return window.views.is_drawing


def _can_fit(window: "MainWindow") -> bool:
    return _can_zoom(window) and is_drawn(window)


def _can_rename(window: "MainWindow") -> bool:
    return is_physical(window) and len(window.editing.elements) == 1


def _has_ends(window: "MainWindow") -> bool:
    return is_physical(window) and len(window.editing.elements) in (1, 2)


def _undo_words(window: "MainWindow") -> str:
    return words("Undo {name}").format(name=window.document.history.undo_name).strip()


def _redo_words(window: "MainWindow") -> str:
    return words("Redo {name}").format(name=window.document.history.redo_name).strip()


def _recent(window: "MainWindow") -> Sequence[Line]:
    paths = [Path(text) for text in window.settings.values.recent]
    return [(str(path), lambda path=path: window.filing.open(path)) for path in paths]  # type: ignore[misc]


def _examples(window: "MainWindow") -> Sequence[Line]:
    found = window.filing.examples()
    return [(title, lambda path=path: window.filing.open_example(path)) for title, path in found]  # type: ignore[misc]


def _theme(id: str, text: Any, mode: "Mode") -> Action:
    return Action(
        id,
        text,
        lambda window: window.set_theme(mode),
        menu="theme",
        checked=lambda window: window.theme.mode == mode,
    )


def _period(id: str, text: Any, period: "Period") -> Action:
    return Action(
        id,
        text,
        lambda window: window.editing.set_period(period),
        menu="period",
        checked=lambda window: window.document.design.settings.period == period,
    )


FILE: Final[tuple[Entry, ...]] = (
    Submenu("file", QT_TRANSLATE_NOOP("actions", "&File")),
    Action(
        "new", QT_TRANSLATE_NOOP("actions", "New"), lambda w: w.filing.new(), "file", 0, ("Ctrl+N",), "new"
    ),
    Action(
        "open",
        QT_TRANSLATE_NOOP("actions", "Open..."),
        lambda w: w.filing.ask_and_open(),
        "file",
        0,
        ("Ctrl+O",),
        "open",
    ),
    Submenu(
        "recent",
        QT_TRANSLATE_NOOP("actions", "Open recent"),
        "file",
        0,
        "recent",
        _recent,
        QT_TRANSLATE_NOOP("actions", "Nothing opened yet"),
    ),
    Submenu(
        "examples",
        QT_TRANSLATE_NOOP("actions", "Open example"),
        "file",
        0,
        "idea",
        _examples,
        QT_TRANSLATE_NOOP("actions", "No examples installed"),
    ),
    Action(
        "save",
        QT_TRANSLATE_NOOP("actions", "Save"),
        lambda w: w.filing.save(),
        "file",
        1,
        ("Ctrl+S",),
        "save",
    ),
    Action(
        "save-as",
        QT_TRANSLATE_NOOP("actions", "Save as..."),
        lambda w: w.filing.save_as(),
        "file",
        1,
        ("Ctrl+Shift+S",),
    ),
    Action(
        "import",
        QT_TRANSLATE_NOOP("actions", "Import RVTools workbook..."),
        lambda w: w.filing.ask_and_import(),
        "file",
        2,
        ("Ctrl+I",),
        "import",
    ),
    Action(
        "import-folder",
        QT_TRANSLATE_NOOP("actions", "Import RVTools folder of CSV..."),
        lambda w: w.filing.ask_and_import_folder(),
        "file",
        2,
    ),
    Action(
        "add-loads",
        QT_TRANSLATE_NOOP("actions", "Add recorded loads..."),
        lambda w: w.filing.ask_and_add_loads(),
        "file",
        2,
        (),
        "chart",
    ),
    Action(
        "export-picture",
        QT_TRANSLATE_NOOP("actions", "Export picture..."),
        lambda w: w.filing.export_picture(),
        "file",
        2,
        ("Ctrl+E",),
        "camera",
        is_drawn,
    ),
    Action(
        "settings",
        QT_TRANSLATE_NOOP("actions", "Design settings"),
        lambda w: w.show_design_settings(),
        "file",
        3,
        ("Ctrl+,",),
        "settings",
    ),
    Action("quit", QT_TRANSLATE_NOOP("actions", "Quit"), lambda w: w.close(), "file", 4, ("Ctrl+Q",)),
)

EDIT: Final[tuple[Entry, ...]] = (
    Submenu("edit", QT_TRANSLATE_NOOP("actions", "&Edit")),
    Action(
        "undo",
        QT_TRANSLATE_NOOP("actions", "Undo"),
        lambda w: w.document.undo(),
        "edit",
        0,
        ("Ctrl+Z",),
        "undo",
        lambda w: bool(w.document.history.undo_name),
        words=_undo_words,
    ),
    Action(
        "redo",
        QT_TRANSLATE_NOOP("actions", "Redo"),
        lambda w: w.document.redo(),
        "edit",
        0,
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "redo",
        lambda w: bool(w.document.history.redo_name),
        words=_redo_words,
    ),
    Action(
        "cut",
        QT_TRANSLATE_NOOP("actions", "Cut"),
        lambda w: w.editing.cut(),
        "edit",
        1,
        ("Ctrl+X",),
        "",
        _has_elements,
        context=True,
    ),
    Action(
        "copy",
        QT_TRANSLATE_NOOP("actions", "Copy"),
        lambda w: w.editing.copy(),
        "edit",
        1,
        ("Ctrl+C",),
        "copy",
        _has_elements,
        context=True,
    ),
    Action(
        "paste",
        QT_TRANSLATE_NOOP("actions", "Paste"),
        lambda w: w.editing.paste(),
        "edit",
        1,
        ("Ctrl+V",),
        "paste",
        lambda w: w.editing.can_paste,
        context=True,
    ),
    Action(
        "duplicate",
        QT_TRANSLATE_NOOP("actions", "Duplicate"),
        lambda w: w.editing.duplicate(),
        "edit",
        1,
        ("Ctrl+D",),
        "",
        _has_elements,
        context=True,
    ),
    Action(
        "delete",
        QT_TRANSLATE_NOOP("actions", "Delete"),
        lambda w: w.editing.delete(),
        "edit",
        2,
        ("Del", "Backspace"),
        "delete",
        _has_selection,
        context=True,
    ),
    Action(
        "rename",
        QT_TRANSLATE_NOOP("actions", "Rename"),
        lambda w: w.canvas.rename(),
        "edit",
        2,
        ("F2",),
        "rename",
        _can_rename,
        context=True,
    ),
    Action(
        "connect",
        QT_TRANSLATE_NOOP("actions", "Connect"),
        lambda w: w.canvas.connect_selected(),
        "edit",
        2,
        ("Ctrl+K",),
        "connect",
        _has_ends,
        context=True,
    ),
    Action(
        "select-all",
        QT_TRANSLATE_NOOP("actions", "Select all"),
        lambda w: w.editing.select_all(),
        "edit",
        3,
        ("Ctrl+A",),
        "select",
        is_drawn,
        context=True,
    ),
    Action(
        "find",
        QT_TRANSLATE_NOOP("actions", "Find..."),
        lambda w: w.focus_find(),
        "edit",
        3,
        ("Ctrl+F",),
        "search",
        is_drawn,
    ),
    Action(
        "arrange",
        QT_TRANSLATE_NOOP("actions", "Arrange"),
        lambda w: w.views.page.arrange(),
        "edit",
        4,
        ("Ctrl+L",),
        "",
        _can_fit,
        context=True,
    ),
)

VIEW: Final[tuple[Entry, ...]] = (
    Submenu("view", QT_TRANSLATE_NOOP("actions", "&View")),
    *VIEW_CHOICE,
    Action(
        "zoom-in",
        QT_TRANSLATE_NOOP("actions", "Zoom in"),
        lambda w: w.views.page.zoom_in(),
        "view",
        1,
        ("Ctrl++", "Ctrl+="),
        "zoom-in",
        _can_zoom,
    ),
    Action(
        "zoom-out",
        QT_TRANSLATE_NOOP("actions", "Zoom out"),
        lambda w: w.views.page.zoom_out(),
        "view",
        1,
        ("Ctrl+-",),
        "zoom-out",
        _can_zoom,
    ),
    Action(
        "zoom-100",
        QT_TRANSLATE_NOOP("actions", "Zoom to 100 %"),
        lambda w: w.views.page.zoom_to(1.0),
        "view",
        1,
        ("Ctrl+0",),
        "",
        _can_zoom,
    ),
    Action(
        "fit",
        QT_TRANSLATE_NOOP("actions", "Show everything"),
        lambda w: w.views.page.fit(),
        "view",
        1,
        ("Ctrl+9",),
        "fit",
        _can_fit,
        context=True,
    ),
    Action(
        "management-layers",
        QT_TRANSLATE_NOOP("actions", "Management layers"),
        lambda w: w.canvas.layers.show(not w.canvas.layers.is_shown),
        "view",
        2,
        ("Ctrl+M",),
        enabled=is_physical,
        checked=lambda w: w.canvas.layers.is_shown,
    ),
    Submenu("theme", QT_TRANSLATE_NOOP("actions", "Theme"), "view", 3, "theme"),
    _theme("theme-system", QT_TRANSLATE_NOOP("actions", "As the system"), "system"),
    _theme("theme-light", QT_TRANSLATE_NOOP("actions", "Light"), "light"),
    _theme("theme-dark", QT_TRANSLATE_NOOP("actions", "Dark"), "dark"),
    Submenu("period", QT_TRANSLATE_NOOP("actions", "Presets offered"), "view", 3, "recent"),
    _period("period-today", QT_TRANSLATE_NOOP("actions", "Of today"), "today"),
    _period("period-2006", QT_TRANSLATE_NOOP("actions", "Of 2006"), "2006"),
    Submenu("panels", QT_TRANSLATE_NOOP("actions", "Panels"), "view", 3),
)

TOOLS: Final[tuple[Entry, ...]] = (
    Submenu("tools", QT_TRANSLATE_NOOP("actions", "&Tools")),
    Action(
        "reach",
        QT_TRANSLATE_NOOP("actions", "Can it reach...?"),
        lambda w: w.reach.ask(w.editing.elements),
        "tools",
        0,
        ("Ctrl+R",),
        "",
        _has_ends,
        context=True,
    ),
)

ENTRIES: Final[tuple[Entry, ...]] = (*FILE, *EDIT, *INSERT, *GUESTS, *VIEW, *RUN, *TOOLS, *HELP)
