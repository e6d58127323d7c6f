"""The real window for tests of the interface, with nothing of the user's own touched."""

import gc
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from tests.building import Drawing
from virtdesigner.model.design import Design
from virtdesigner.ui.dialogs import messages
from virtdesigner.ui.document import Document
from virtdesigner.ui.settings import SettingsFile
from virtdesigner.ui.theme import Theme

if TYPE_CHECKING:
    from virtdesigner.ui.window import MainWindow


_TESTS = count(1)
_WHOLE_EVERY = 20


@pytest.fixture(autouse=True)
def collected_in_this_thread() -> Iterator[None]:
    """Collect garbage between tests, as the application does on a timer.

    Automatic collection runs in whichever thread allocates: one that a test started would destroy Qt objects
    of the test before in the wrong thread, which ends the process now and then.
    """
    gc.disable()
    yield
    gc.enable()
    gc.collect(2 if next(_TESTS) % _WHOLE_EVERY == 0 else 1)


def small_design() -> Design:
    """A server with a hypervisor and two virtual machines."""
    drawing = Drawing().add("physical-server", "esx-01").add("hypervisor", "ESXi", "esx-01")
    return drawing.add("virtual-machine", "web-01", "ESXi").add("virtual-machine", "db-01", "ESXi").design


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """Dress the application in the light theme."""
    made = Theme(qapp, "light")
    yield made
    made.deleteLater()


@pytest.fixture
def document(qapp: QApplication) -> Document:
    """Give a small design in a document that has nothing to save."""
    made = Document()
    made.adopt(small_design(), suggested="branch")
    return made


@pytest.fixture
def make_window(theme: Theme, tmp_path: Path, qtbot: QtBot) -> "Iterator[Callable[..., MainWindow]]":
    """Build windows; end their runs and delete them afterwards."""
    from virtdesigner.ui.window import MainWindow  # only here: most tests of parts need no window

    made: list[MainWindow] = []

    def make(document: Document | None = None, settings: SettingsFile | None = None) -> "MainWindow":
        window = MainWindow(document or Document(), theme, settings or SettingsFile(), tmp_path / "recovery")
        made.append(window)
        return window

    yield make
    for window in made:
        window.hide()
        window.bridge.close()
        window.recovering.discard()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(make_window: "Callable[..., MainWindow]", document: Document) -> "MainWindow":
    """Show the window with the small design."""
    made = make_window(document)
    made.show()
    return made


@pytest.fixture
def errors(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect error messages in the place of showing them."""
    shown: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda _, title, text: shown.append(f"{title}: {text}"))
    return shown


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Answer the question about unsaved changes; the list fills with the titles asked about."""

    def give(button: str) -> list[str]:
        asked: list[str] = []

        def ask(_: object, title: str) -> QMessageBox.StandardButton:
            asked.append(title)
            return QMessageBox.StandardButton[button]

        monkeypatch.setattr(messages, "ask_to_save", ask)
        return asked

    return give
