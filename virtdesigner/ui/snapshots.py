"""Snapshots of the selected guest: taken, brought back, copied from, deleted, renamed. All undoable."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QDateTime, QObject, Qt, Signal

from virtdesigner.model import edits
from virtdesigner.model.change import Change, update
from virtdesigner.model.edits import free_name
from virtdesigner.model.room import settled
from virtdesigner.model.snapshot import Snapshot
from virtdesigner.rules.fitting import Fitted
from virtdesigner.rules.snapshots import can_have_snapshots, clone_of, revert, take_snapshot
from virtdesigner.ui.document import Document


def _now() -> str:
    return QDateTime.currentDateTime().toString(Qt.DateFormat.ISODate)


class Snapshots(QObject):
    """Edits of the snapshots of a document. told: tuple[Message], what could not be brought back."""

    told = Signal(object)

    def __init__(
        self, document: Document, parent: QObject | None = None, now: Callable[[], str] = _now
    ) -> None:
        """now: date and time of the day, ISO 8601."""
        super().__init__(parent)
        self.document = document
        self._now = now

    @property
    def guest(self) -> str | None:
        """Id of the one selected element, when snapshots can be taken of it."""
        chosen = self.document.selection
        element = self.document.design.elements.get(chosen[0]) if len(chosen) == 1 else None
        return element.id if element is not None and can_have_snapshots(element) else None

    def of(self, guest: str) -> Sequence[Snapshot]:
        """The snapshots of a guest, oldest first; none when the guest is gone."""
        return self.document.design.snapshots_of(guest)

    def take(self, guest: str) -> None:
        """Keep a guest as it is now, under the next free name."""
        taken = {snapshot.name for snapshot in self.of(guest)}
        name = free_name(self.tr("Snapshot 1"), taken)
        changes = take_snapshot(self.document.design, guest, name, self._now())
        self.document.do(self._named(self.tr("Take snapshot of {guest}"), guest), changes)

    def revert(self, snapshot: Snapshot) -> None:
        """Bring a guest back as it was."""
        name = self._named(self.tr("Revert {guest}"), snapshot.element)
        self._make(name, revert(self.document.design, snapshot))

    def clone(self, snapshot: Snapshot) -> None:
        """Add a copy of a guest as it was, and select it."""
        design = self.document.design
        made = clone_of(design, snapshot)
        name = self._named(self.tr("Clone {guest} from snapshot"), snapshot.element)
        if self._make(name, Fitted(tuple(settled(design, made.changes)), made.left_out)):
            first = next(change.id for change in made.changes if change.table == "elements")
            self.document.select([first])

    def delete(self, snapshot: Snapshot) -> None:
        """Forget a snapshot; its guest stays as it is."""
        name = self._named(self.tr("Delete snapshot of {guest}"), snapshot.element)
        self.document.do(name, edits.delete(self.document.design, [snapshot.id]))

    def rename(self, snapshot: Snapshot, name: str) -> None:
        """Call a snapshot something else; without a name it keeps its own."""
        new = name.strip()[:200]
        if new and new != snapshot.name:
            change: Change = update("snapshots", snapshot, snapshot.replace(name=new))
            self.document.do(self.tr("Rename snapshot"), [change])

    def _make(self, name: str, made: Fitted) -> bool:
        done = self.document.do(name, made.changes)
        if done and made.left_out:
            self.told.emit(made.left_out)
        return done

    def _named(self, words: str, guest: str) -> str:
        return words.format(guest=self.document.design.elements[guest].name)
