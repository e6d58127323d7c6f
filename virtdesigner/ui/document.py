"""Document: the design that is open, as widgets see it: signals, selection, undo, file."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from virtdesigner.model.change import Change, add, remove
from virtdesigner.model.design import TABLES, Design
from virtdesigner.model.errors import DesignError, RefusedError
from virtdesigner.model.history import History
from virtdesigner.model.messages import message
from virtdesigner.model.topology import Topology
from virtdesigner.rules import judge

if TYPE_CHECKING:
    from virtdesigner.files.importers import ImportReport

SUFFIX = ".vdt"


class Document(QObject):
    """One open design. Views read `design`, edit with `do`, and follow the signals.

    changed: tuple[Change], after every edit, undo, redo, and after another design was opened (then all that
    went and all that came). It comes when the edit is in the history, so that a listener may edit in turn.
    replaced: another design is open; comes after `changed`, for views that then show it from the start.
    history_changed: names of undo and redo, or whether there is anything to save, may have changed.
    selection_changed: tuple of ids of elements or links. refused: tuple[Message], why `do` returned False.
    path_changed: the file or the title is another.
    """

    changed = Signal(object)
    replaced = Signal()
    history_changed = Signal()
    selection_changed = Signal(object)
    refused = Signal(object)
    path_changed = Signal()

    def __init__(self, design: Design | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pending: list[Change] = []
        self._selection: tuple[str, ...] = ()
        self._path: Path | None = None
        self._suggested = ""
        self._never_saved = False
        self._watch(Topology(design, judge))

    def _watch(self, topology: Topology) -> None:
        self._topology = topology
        self._history = History(topology)
        topology.subscribe(self._pending.extend)
        self._history.subscribe(self._tell)

    @property
    def topology(self) -> Topology:
        """The holder of the design; another one after each `open`, `new` or `adopt`."""
        return self._topology

    @property
    def history(self) -> History:
        """Undo and redo of the open design; another one after each `open`, `new` or `adopt`."""
        return self._history

    @property
    def design(self) -> Design:
        """The design as it is now."""
        return self._topology.design

    def do(self, name: str, changes: Iterable[Change], merge: str = "") -> bool:
        """Make an edit that undo will call `name`; see `History.do`.

        Returns False, and says why with `refused`, when the rules forbid it; the design is then as it was.
        """
        try:
            self._history.do(name, changes, merge)
        except RefusedError as error:
            self.refused.emit(error.refusals)
            return False
        except DesignError as error:
            self.refused.emit((message("cannot-edit", problem=str(error)),))
            return False
        return True

    def undo(self) -> None:
        """Take back the last edit, if there is one."""
        self._history.undo()

    def redo(self) -> None:
        """Make again what was taken back last, if there is something."""
        self._history.redo()

    def _tell(self) -> None:
        changes, self._pending[:] = tuple(self._pending), ()
        if changes:
            self._forget_removed()
            self.changed.emit(changes)
        self.history_changed.emit()

    @property
    def selection(self) -> tuple[str, ...]:
        """Ids of the selected elements and links, in the order they were selected."""
        return self._selection

    def select(self, ids: Collection[str]) -> None:
        """Select these elements and links and nothing else; ids that are not there are left out."""
        chosen = tuple(dict.fromkeys(id for id in ids if self._holds(id)))
        if chosen != self._selection:
            self._selection = chosen
            self.selection_changed.emit(chosen)

    def _forget_removed(self) -> None:
        self.select(self._selection)

    def _holds(self, id: str) -> bool:
        return id in self.design.elements or id in self.design.links

    @property
    def path(self) -> Path | None:
        """The file that the design was opened from or saved to, if any."""
        return self._path

    @property
    def is_dirty(self) -> bool:
        """There is something to lose: edits since the last save, or an import that was never saved."""
        return self._never_saved or self._history.is_dirty

    @property
    def title(self) -> str:
        """What the window calls the design: the file's name, else the design's own, else "Untitled"."""
        if self._path:
            return self._path.name
        return self._suggested or self.design.settings.name or self.tr("Untitled")

    @property
    def suggested_path(self) -> Path:
        """Where a save that asks should start: the file, or a name made from the title."""
        return self._path or Path(f"{Path(self.title).stem}{SUFFIX}")

    def new(self) -> None:
        """Start from an empty design."""
        self.adopt(Design.of())

    def open(self, path: Path | str) -> None:
        """Open a file of our own format. Raises FileError or OSError, and then nothing has changed."""
        from virtdesigner.files.document import read

        self.adopt(read(Path(path)), Path(path))

    def save(self, path: Path | str | None = None) -> None:
        """Write the design to `path`, by default to where it came from.

        Raises OSError or FileError when it can't be written, ValueError when no path is known.
        """
        from virtdesigner.files.document import write

        target = Path(path) if path else self._path
        if target is None:
            raise ValueError("a design that was never saved needs a path")
        write(self.design, target)
        self._path, self._suggested, self._never_saved = target, "", False
        self._history.mark_saved()
        self.path_changed.emit()

    def import_file(self, path: Path | str) -> "ImportReport":
        """Replace the design with what an inventory describes, and return what was read and assumed.

        Blocks: the window reads in a thread and calls `adopt`. Raises FileError; then nothing has changed.
        """
        from virtdesigner.files.importers import import_file

        imported = import_file(Path(path))
        self.adopt(imported.design, suggested=Path(path).stem, saved=False)
        return imported.report

    def adopt(
        self, design: Design, path: Path | None = None, *, suggested: str = "", saved: bool = True
    ) -> None:
        """Show another design in the place of this one; its history starts empty.

        suggested: title while there is no file. saved: False when there is something to lose already.
        Elements that were never placed are given a place first.
        """
        before = self.design
        self.select(())
        self._path, self._suggested, self._never_saved = path, suggested, not saved
        self._watch(Topology(placed(design), judge))
        self.changed.emit(_difference(before, self.design))
        self.replaced.emit()
        self.history_changed.emit()
        self.path_changed.emit()


def placed(design: Design) -> Design:
    """The design with a place for every element that has none."""
    from virtdesigner.model.room import completed, written

    return design.edited(written(design, completed(design)))


def _difference(before: Design, after: Design) -> tuple[Change, ...]:
    """The changes from one design to another that shares nothing with it: links go first and come last."""
    gone = [remove(table, row) for table in reversed(TABLES) for row in before.table(table).values()]
    come = [add(table, row) for table in TABLES for row in after.table(table).values()]
    return (*gone, *come)
