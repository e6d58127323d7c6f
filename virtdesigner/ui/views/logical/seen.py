"""What the selected guest sees of the machine that it runs on, as a panel over the logical view."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from virtdesigner.model.design import Design
from virtdesigner.rules.guest_devices import Device, devices
from virtdesigner.rules.logical_networks import LogicalNetworks
from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.views.logical import words

WIDTH = 300


class SeenPanel(QFrame):
    """The devices of one guest in words, and what stays hidden from it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.setFixedWidth(WIDTH)
        self.title = QLabel()
        set_role(self.title, "section")
        self.system = QLabel()
        set_role(self.system, "detail")
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(10)
        self.grid.setVerticalSpacing(2)
        self.grid.setColumnStretch(0, 1)
        self.hidden = QLabel()
        self.hidden.setWordWrap(True)
        set_role(self.hidden, "detail")
        self.column = QVBoxLayout(self)
        column = self.column
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(4)
        for part in (self.title, self.system):
            part.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(part)
        column.addSpacing(4)
        column.addLayout(self.grid)
        column.addSpacing(6)
        column.addWidget(self.hidden)
        self.rows: list[tuple[str, str, str]] = []

    def show_guest(self, design: Design, id: str) -> None:
        """Say what this guest sees."""
        element = design.elements[id]
        found = devices(design, id)
        self.title.setText(words.sees(element.name))
        self.system.setText(words.standing(element))
        logical = design.derived(LogicalNetworks)
        heard = {part: logical.networks[number] for part, number in logical.memberships.get(id, ())}
        self.rows = []
        for device in found:
            network = heard.get(device.part) if device.form == "adapter" else None
            told = words.in_full(device)
            if device.form == "adapter":
                told = f"{told}\n{words.plugged(design, network)}"
            self.rows.append((_name(device), words.size(device), told))
        self._fill()
        self.hidden.setText(words.hidden(element))
        self.setFixedHeight(self.column.totalHeightForWidth(WIDTH))

    def _fill(self) -> None:
        while item := self.grid.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, (name, size, told) in enumerate(self.rows):
            heading, amount, rest = QLabel(name), QLabel(size), QLabel(told)
            set_role(heading, "name")
            set_role(rest, "detail")
            rest.setWordWrap(True)
            amount.setAlignment(Qt.AlignmentFlag.AlignRight)
            self.grid.addWidget(heading, 2 * row, 0)
            self.grid.addWidget(amount, 2 * row, 1)
            if told:
                self.grid.addWidget(rest, 2 * row + 1, 0, 1, 2)
            for label in (heading, amount, rest):
                label.show()


def _name(device: Device) -> str:
    return device.name or words.form(device)
