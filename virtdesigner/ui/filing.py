"""Filing: new, open, save, import, export as a person does them: asked first, told what went wrong."""

import json
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from virtdesigner import resources
from virtdesigner.model.design import Design
from virtdesigner.model.errors import FileError
from virtdesigner.ui.dialogs import messages
from virtdesigner.ui.document import SUFFIX, Document, placed
from virtdesigner.ui.importing import Importing
from virtdesigner.ui.reading import Job, Reading
from virtdesigner.ui.recorded_loads import RecordedLoads
from virtdesigner.ui.settings import SettingsFile
from virtdesigner.ui.theme import Theme

if TYPE_CHECKING:
    from virtdesigner.ui.canvas import CanvasView

_log = logging.getLogger(__name__)

WORKBOOK: Final = ".xlsx"


class Filing(QObject):
    """What the File menu does. `canvas` gives the picture that is exported.

    All files are read by `reading`, in the background and one at a time.
    """

    def __init__(
        self,
        document: Document,
        settings: SettingsFile,
        canvas: "CanvasView",
        theme: Theme,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document = document
        self._settings = settings
        self._canvas = canvas
        self._window = window
        self.reading = Reading(window)
        self.importing = Importing(document, self.reading, theme, window, self.may_discard)
        self.loads = RecordedLoads(document, self.reading, window)
        self.reading.failed.connect(self._forget_missing)

    def new(self) -> None:
        """Start from an empty design."""
        if self.may_discard():
            self._document.new()

    def ask_and_open(self) -> None:
        """Ask for a file and open it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open a design"), self._folder(), self._filter()
        )
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Read a design, or a workbook to import, and show it unless unsaved changes are to be kept."""
        if path.suffix.lower() == WORKBOOK or path.is_dir():
            self.import_from(path)
        elif _is_example(path):
            self.open_example(path)
        else:
            self._read(path, self.tr("This file can't be opened"), lambda design: self._show(design, path))

    def _read(self, path: Path, refused: str, use: Callable[[Design], object]) -> None:
        self.reading.begin(Job(path, "open", self.tr("Open"), refused, lambda: _design(path), use))

    def _show(self, design: Design, path: Path) -> None:
        if self.may_discard():
            self._document.adopt(design, path)
            self._settings.remember(path)

    def _forget_missing(self, path: Path) -> None:
        if not path.exists():
            self._settings.forget(path)

    def examples(self) -> Sequence[tuple[str, Path]]:
        """Title and path of the designs that come with the program, in the order of their list."""
        try:
            folder = resources.path("examples")
        except FileNotFoundError:
            return ()
        return [(_title(path), path) for path in _in_order(folder)]

    def open_first_example(self) -> None:
        """Open the example that shows the program."""
        for _, path in self.examples()[:1]:
            self.open_example(path)

    def open_example(self, path: Path) -> None:
        """Open an example as a design without a file: saving never touches the installation."""

        def show(design: Design) -> None:
            if self.may_discard():
                self._document.adopt(design, suggested=path.stem)

        self._read(path, self.tr("This example can't be opened"), show)

    def save(self) -> bool:
        """Save to the design's file; ask for one when there is none. False when nothing was saved."""
        path = self._document.path
        return self._save_to(path) if path else self.save_as()

    def save_as(self) -> bool:
        """Ask where, and save there. False when nothing was saved."""
        start = Path(self._folder()) / self._document.suggested_path
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save the design"), str(start), self._filter()
        )
        if not name:
            return False
        path = Path(name)
        return self._save_to(path if path.suffix else path.with_suffix(SUFFIX))

    def _save_to(self, path: Path) -> bool:
        saved = self._try(self.tr("The design can't be saved"), lambda: self._document.save(path))
        if saved:
            self._settings.remember(path)
        return saved

    def may_discard(self) -> bool:
        """Ask what to do with unsaved changes, if there are any. True when the design may be replaced."""
        if not self._document.is_dirty:
            return True
        answer = messages.ask_to_save(self._window, self._document.title)
        if answer == QMessageBox.StandardButton.Save:
            return self.save()
        return answer == QMessageBox.StandardButton.Discard

    def ask_and_import(self) -> None:
        """Ask for an RVTools workbook and import it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Import an RVTools workbook"),
            self._folder(),
            self.tr("RVTools export (*.xlsx)") + ";;" + self.tr("All files (*)"),
        )
        if name:
            self.import_from(Path(name))

    def ask_and_import_folder(self) -> None:
        """Ask for a folder of RVTools CSV files and import it."""
        name = QFileDialog.getExistingDirectory(
            self._window, self.tr("Import a folder of RVTools CSV files"), self._folder()
        )
        if name:
            self.import_from(Path(name))

    def import_from(self, path: Path) -> None:
        """Read an inventory in the background; show what was read, and then the design if it is wanted."""
        self._settings.update(folder=str(path.absolute().parent))
        self.importing.begin(path)

    def ask_and_add_loads(self) -> None:
        """Ask for recorded loads; add them, and have the selected guests play them."""
        self.loads.ask_and_add(self._folder())

    def export_picture(self) -> None:
        """Ask where, and save a picture of the whole canvas there."""
        from virtdesigner.ui.picture import save_picture

        start = Path(self._folder()) / self._document.suggested_path.with_suffix(".png").name
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Export a picture"), str(start), self.tr("Picture (*.png)")
        )
        if name:
            path = Path(name) if Path(name).suffix else Path(name).with_suffix(".png")
            self._try(self.tr("The picture can't be saved"), lambda: save_picture(self._canvas.canvas, path))

    def _try(self, title: str, action: Callable[[], object]) -> bool:
        """Do something with files; when it can't be done, say so in one message and return False."""
        try:
            action()
        except (FileError, OSError) as error:
            _log.info("%s: %s", title, error, exc_info=error)
            messages.show_error(self._window, title, str(error))
            return False
        return True

    def _folder(self) -> str:
        path = self._document.path
        return str(path.parent) if path else self._settings.values.folder

    def _filter(self) -> str:
        return self.tr("VirtDesigner design (*.vdt)") + ";;" + self.tr("All files (*)")


def _design(path: Path) -> Design:
    from virtdesigner.files.document import read

    return placed(read(path))


def _is_example(path: Path) -> bool:
    """A file that came with the program, however it is named: by a link or from another folder."""
    try:
        return path.resolve().parent == resources.path("examples").resolve()
    except OSError:
        return False


def _in_order(folder: Path) -> Sequence[Path]:
    """The designs of the folder of examples: those of its list as they stand there, then others by name."""
    listed = folder / "order.txt"
    order = listed.read_text(encoding="utf-8").split() if listed.is_file() else []
    found = sorted(folder.glob(f"*{SUFFIX}"))
    return sorted(found, key=lambda path: order.index(path.stem) if path.stem in order else len(order))


def _title(path: Path) -> str:
    """The title that an example gives itself, else a title made from its file's name."""
    start = '"settings": '
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next((line for line in lines if line.startswith(start)), start + "{}")
    try:
        title = json.loads(line.removeprefix(start).rstrip(",")).get("name")
    except ValueError:
        title = ""
    return title or path.stem.replace("-", " ").capitalize()
