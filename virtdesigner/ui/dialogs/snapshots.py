"""The snapshots of one guest as a list, and what can be done with them."""

from collections.abc import Callable

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from virtdesigner.model.messages import Message
from virtdesigner.model.snapshot import Snapshot
from virtdesigner.ui.snapshots import Snapshots
from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.wording import in_words

_ID = Qt.ItemDataRole.UserRole


class SnapshotsDialog(QDialog):
    """Lists a guest's snapshots, oldest first, as the design has them now; says what didn't come back."""

    def __init__(self, snapshots: Snapshots, guest: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshots = snapshots
        self._guest = guest
        name = snapshots.document.design.elements[guest].name
        self.setWindowTitle(self.tr("Snapshots of {guest}").format(guest=name))
        self.resize(520, 340)
        self._build()
        snapshots.document.changed.connect(self._follow)
        snapshots.told.connect(self._tell)
        self._fill()

    def _build(self) -> None:
        self.empty = QLabel(
            self.tr("A snapshot keeps the guest with all that lies in it and every link it has.")
        )
        self.empty.setWordWrap(True)
        set_role(self.empty, "hint")
        self.notice = QLabel()
        self.notice.setWordWrap(True)
        self.notice.hide()
        set_role(self.notice, "warning")
        self.list = QTreeWidget()
        self.list.setHeaderLabels([self.tr("Name"), self.tr("Taken")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName(self.tr("Snapshots"))
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.currentItemChanged.connect(lambda *_: self._enable())
        self.list.itemChanged.connect(self._rename)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.empty)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.list, 1)
        middle.addLayout(self._buttons())
        layout.addLayout(middle, 1)
        layout.addWidget(self.notice)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        layout.addWidget(close)

    def _buttons(self) -> QVBoxLayout:
        made = self._snapshots
        self.take = self._button(self.tr("&Take snapshot"), lambda: made.take(self._guest))
        self.revert = self._button(self.tr("&Revert"), lambda: self._with_chosen(made.revert))
        self.clone = self._button(self.tr("C&lone"), lambda: self._with_chosen(made.clone))
        self.delete = self._button(self.tr("&Delete"), lambda: self._with_chosen(made.delete))
        self.revert.setToolTip(self.tr("Bring the guest back as it was then"))
        self.clone.setToolTip(self.tr("Add another guest, as this one was then"))
        column = QVBoxLayout()
        for button in (self.take, self.revert, self.clone, self.delete):
            column.addWidget(button)
        column.addStretch(1)
        return column

    def _button(self, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: act())
        return button

    @property
    def chosen(self) -> Snapshot | None:
        """The snapshot of the current row."""
        item = self.list.currentItem()
        return self._snapshots.document.design.snapshots.get(item.data(0, _ID)) if item else None

    def _with_chosen(self, act: Callable[[Snapshot], None]) -> None:
        if (snapshot := self.chosen) is not None:
            act(snapshot)

    def _rename(self, item: QTreeWidgetItem, column: int) -> None:
        snapshot = self._snapshots.document.design.snapshots.get(item.data(0, _ID))
        if column == 0 and snapshot is not None:
            self._snapshots.rename(snapshot, item.text(0))
            self._fill()

    def _tell(self, messages: tuple[Message, ...]) -> None:
        design = self._snapshots.document.design
        self.notice.setText("\n".join(in_words(message, design) for message in messages))
        self.notice.show()

    def _follow(self) -> None:
        self.notice.hide()
        if self._guest not in self._snapshots.document.design.elements:
            self.reject()
        else:
            self._fill()

    def _fill(self) -> None:
        """Show the snapshots as they are now; the one that was chosen stays chosen, else the newest is."""
        chosen, item = self.chosen, None
        self.list.blockSignals(True)
        self.list.clear()
        for snapshot in self._snapshots.of(self._guest):
            item = QTreeWidgetItem(self.list, [snapshot.name, _time(snapshot.taken)])
            item.setData(0, _ID, snapshot.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setToolTip(0, snapshot.note or self.tr("Press F2 to rename"))
            if chosen is not None and snapshot.id == chosen.id:
                self.list.setCurrentItem(item)
        if item is not None and self.list.currentItem() is None:
            self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self._enable()

    def _enable(self) -> None:
        for button in (self.revert, self.clone, self.delete):
            button.setEnabled(self.chosen is not None)


def _time(taken: str) -> str:
    """Date and time as people here write them; what is no time of ours stays as it is."""
    time = QDateTime.fromString(taken, Qt.DateFormat.ISODate)
    return QLocale().toString(time, QLocale.FormatType.ShortFormat) if time.isValid() else taken
