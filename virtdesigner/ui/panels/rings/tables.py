"""The words beside the diagram: the steps of the instruction, what operations cost, a guest's devices."""

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from virtdesigner.insight.device_costs import DeviceCost, device_costs
from virtdesigner.insight.privileged import NATIVE_WALK, Tolls
from virtdesigner.model.design import Design
from virtdesigner.report.words_privilege import OPERATIONS, STEPS
from virtdesigner.rules.guest_devices import Device, devices
from virtdesigner.rules.privilege import Step
from virtdesigner.ui.panels.rings.diagram import say
from virtdesigner.ui.stylesheet import StyleRole, set_role
from virtdesigner.ui.views.logical.words import in_full

_STEPS = QT_TRANSLATE_NOOP("Rings", "A privileged instruction of the guest's kernel")
_CALLS = QT_TRANSLATE_NOOP("Rings", "A privileged instruction on the way of a system call")
_DIRECTLY = QT_TRANSLATE_NOOP("Rings", "Applications run on the CPU directly, in ring 3.")
_OPERATIONS = QT_TRANSLATE_NOOP("Rings", "More than natively, cycles")
_NOTHING = QT_TRANSLATE_NOOP("Rings", "Nothing: the kernel is the machine's own")
_WALK = QT_TRANSLATE_NOOP("Rings", "Page walk")
_REFERENCES = QT_TRANSLATE_NOOP("Rings", "{count} references")
_ESTIMATE = QT_TRANSLATE_NOOP("Rings", "est.")
_DEVICES = QT_TRANSLATE_NOOP("Rings", "Devices of {name}")
_PACKET = QT_TRANSLATE_NOOP("Rings", "{sent} cycles a packet sent, {received} received")
_IO = QT_TRANSLATE_NOOP("Rings", "{cycles} cycles an I/O")
_CHOOSE = QT_TRANSLATE_NOOP(
    "Rings", "Select a virtual machine to see its devices and what they cost the host"
)
_CYCLES = QT_TRANSLATE_NOOP("Rings", "{cycles} cycles")


def words(text: object, **values: object) -> str:
    """A text of this panel in the language of the interface."""
    return QCoreApplication.translate("Rings", str(text)).format(**values)


def number(cycles: float) -> str:
    """Cycles as people write them: 12,733."""
    return f"{cycles:,.0f}"


class Table(QScrollArea):
    """Rows of words that scroll where they don't fit. rows: what they say, cell by cell."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[str, ...]] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def start(self) -> None:
        """Begin anew: what was there goes."""
        self.rows = []
        content = QWidget()
        set_role(content, "panel")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        self._column, self._content = column, content

    def heading(self, text: str) -> None:
        """A line over rows."""
        label = _label(text, "section")
        label.setWordWrap(True)
        self._column.addWidget(label)
        self.rows.append((text,))

    def line(self, text: str, role: StyleRole = "detail") -> None:
        """Words across all columns."""
        label = _label(text, role)
        label.setWordWrap(True)
        self._column.addWidget(label)
        self.rows.append((text,))

    def grid(self, rows: Sequence[tuple[str, str, str]], badged: bool = False) -> None:
        """Rows of a name or number, words, and a figure at the right."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for place, (first, text, figure) in enumerate(rows):
            start = _label(first, "badge-accent" if badged else "name")
            told, amount = _label(text, "detail"), _label(figure, "name")
            told.setWordWrap(badged)
            if badged:
                start.setFixedWidth(22)
                start.setAlignment(Qt.AlignmentFlag.AlignCenter)
            else:
                told.setAlignment(Qt.AlignmentFlag.AlignRight)
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(start, place, 0, top)
            grid.addWidget(told, place, 1, top)
            grid.addWidget(amount, place, 2, top | Qt.AlignmentFlag.AlignRight)
            self.rows.append((first, text, figure))
        self._column.addLayout(grid)

    def end(self) -> None:
        """Keep the rows at the top."""
        self._column.addStretch(1)
        self.setWidget(self._content)
        self._give_room()

    def showEvent(self, event: QShowEvent) -> None:
        """Only what is seen knows how high it is."""
        super().showEvent(event)
        self._give_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words to another width."""
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        """Make the content as high as its wrapped words: Qt would squeeze them before it scrolls."""
        content = self.widget()
        if content is not None:
            height = self._column.totalHeightForWidth(self.viewport().width())
            content.setMinimumHeight(max(height, 0))


def show_steps(table: Table, steps: Sequence[Step], tolls: Tolls) -> None:
    """The steps of a privileged instruction, numbered as in the diagram."""
    table.start()
    table.heading(words(_CALLS if steps[0].code == "system-call" else _STEPS))
    rows = []
    for place, step in enumerate(steps, 1):
        cycles = tolls.steps.get(step.cost) if step.cost else None
        told = words(_CYCLES, cycles=number(cycles)) if cycles else ""
        rows.append((str(place), say(STEPS[step.code]), told))
    table.grid(rows, badged=True)
    if any(step.party == "guest-kernel" for step in steps):
        table.line(words(_DIRECTLY))
    table.end()


def show_costs(table: Table, design: Design, guest: str | None, tolls: Tolls) -> None:
    """The devices of a guest with what they cost outside of it, and what operations cost."""
    table.start()
    if guest is not None:
        _add_devices(table, design, guest)
    _add_tolls(table, tolls)
    if guest is None:
        table.line(words(_CHOOSE))
    table.end()


def _add_tolls(table: Table, tolls: Tolls) -> None:
    table.heading(words(_OPERATIONS))
    charged = [toll for toll in tolls.operations if toll.cycles]
    if not charged and tolls.walk <= NATIVE_WALK:
        table.line(words(_NOTHING))
    rows = [
        (
            say(OPERATIONS[toll.operation]),
            words(_ESTIMATE) if toll.estimate else "",
            f"+{number(toll.cycles)}",
        )
        for toll in charged
    ]
    table.grid([*rows, (words(_WALK), "", words(_REFERENCES, count=tolls.walk))])


def _add_devices(table: Table, design: Design, guest: str) -> None:
    table.heading(words(_DEVICES, name=design.elements[guest].name))
    costs = device_costs(design, guest)
    for device in devices(design, guest):
        if device.form not in ("processor", "memory"):
            table.line(device.name, "name")
            table.line(in_full(device))
            if told := _told(device, costs.get(device.part)):
                table.line(told)


def _told(device: Device, cost: DeviceCost | None) -> str:
    if cost is None:
        return ""
    if not any(cost):
        return ""
    if device.form == "disk":
        return words(_IO, cycles=number(cost.io))
    return words(_PACKET, sent=number(cost.sent), received=number(cost.received))


def _label(text: str, role: StyleRole) -> QLabel:
    label = QLabel(text)
    set_role(label, role)
    return label
