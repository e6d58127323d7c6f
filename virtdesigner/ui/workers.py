"""Workers of the selected cloud service: so many more, or so many fewer. One step of undo each."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from virtdesigner.model.messages import Message
from virtdesigner.model.room import settled
from virtdesigner.rules.workers import add_workers, copies, remove_workers, worker_of
from virtdesigner.ui.document import Document

MOST = 200
"""Most workers that are added at once."""


class Workers(QObject):
    """Adds and removes copies of a service's worker. told: tuple[Message], what the copies can't have."""

    told = Signal(object)

    def __init__(self, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._window = window

    @property
    def service(self) -> str | None:
        """Id of the one selected service, when it names a worker."""
        chosen, design = self._document.selection, self._document.design
        is_one = len(chosen) == 1 and chosen[0] in design.elements
        return chosen[0] if is_one and worker_of(design, chosen[0]) is not None else None

    @property
    def removable(self) -> int:
        """How many copies the selected service has."""
        return len(copies(self._document.design, self.service)) if self.service else 0

    def ask_and_add(self) -> None:
        """Ask how many, and add them."""
        label = self.tr("Copies of the service's worker:")
        count, is_given = QInputDialog.getInt(self._window, self.tr("Add workers"), label, 1, 1, MOST)
        if is_given:
            self.add(count)

    def ask_and_remove(self) -> None:
        """Ask how many, and delete those that came last."""
        label = self.tr("Copies to delete, the last ones first:")
        most = self.removable
        count, is_given = QInputDialog.getInt(self._window, self.tr("Remove workers"), label, 1, 1, most)
        if is_given:
            self.remove(count)

    def add(self, count: int) -> None:
        """Add copies of the selected service's worker."""
        if service := self.service:
            design = self._document.design
            made = add_workers(design, service, count)
            name = self.tr("Add {count} workers").format(count=count) if count > 1 else self.tr("Add worker")
            if self._document.do(name, settled(design, made.changes)) and made.left_out:
                self.told.emit(_once(made.left_out))

    def remove(self, count: int) -> None:
        """Delete copies of the selected service's worker."""
        if service := self.service:
            several = self.tr("Remove {count} workers").format(count=count)
            name = several if count > 1 else self.tr("Remove worker")
            self._document.do(name, remove_workers(self._document.design, service, count))


def _once(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """The first of each code: two hundred workers miss the same."""
    return tuple({message.code: message for message in reversed(messages)}.values())
