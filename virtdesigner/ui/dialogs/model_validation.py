"""Model validation: what was published beside what the models make of it, computed while one looks on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QProgressBar,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from virtdesigner.report.quantities import number
from virtdesigner.ui import icons
from virtdesigner.ui.background import Background
from virtdesigner.ui.palettes import Palette
from virtdesigner.ui.stylesheet import set_role

if TYPE_CHECKING:
    from virtdesigner.insight.validation import Case, Outcome
    from virtdesigner.insight.validation.case import Input

_LOOK_MS: Final = 400
"""Wall time between two looks at what is computed: each holds up the thread that computes."""

_OUTCOME: Final = Qt.ItemDataRole.UserRole

_LINES: Final = 4
"""Lines of text about the chosen case: enough for the longest reason."""

_NUMBERS: Final = (1, 2, 3, 4)


class _Computing:
    """Computes cases one after the other in a thread, until it is told to stop."""

    def __init__(self) -> None:
        self.count = 0
        self.outcomes: list[Outcome] = []
        self.stopped = False

    def run(self) -> None:
        from virtdesigner.insight.validation import all_cases

        cases: Sequence[Case] = all_cases()
        self.count = len(cases)
        for case in cases:
            if self.stopped:
                return
            self.outcomes.append(case.outcome())


class ModelValidationDialog(QDialog):
    """The table of `virtdesigner validate-models`, filled as the cases are computed."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._computing = _Computing()
        self._groups: dict[str, QTreeWidgetItem] = {}
        self._shown = 0
        self.setWindowTitle(self.tr("Model validation"))
        self.resize(1180, 760)
        self.summary = QLabel(self.tr("Computing..."))
        set_role(self.summary, "hint")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.table = QTreeWidget()
        self._prepare_table()
        self.about_case = QLabel(self.tr("Choose a case to see what it was computed from."))
        self.about_case.setWordWrap(True)
        self.about_case.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.about_case.setMinimumHeight(_LINES * self.fontMetrics().lineSpacing())
        self.about_case.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._catch_up)
        Background(self._computing.run, "model validation", self, self._finish, self._fail, _LOOK_MS).start()
        self._timer.start()

    def _prepare_table(self) -> None:
        heads = ("Case", "Expected", "Computed", "Error", "Allowed", "Kind", "Run", "Result")
        self.table.setHeaderLabels([self.tr(head) for head in heads])
        self.table.setAccessibleName(self.tr("Cases"))
        self.table.setUniformRowHeights(True)
        self.table.currentItemChanged.connect(self._describe)
        header = self.table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(heads)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Model validation"))
        set_role(title, "title")
        words = self.tr(
            "Each row is a number that was published, and what the models make of the inputs it was "
            "published for. Calibrated rows were used to fit a constant, and prove nothing."
        )
        about = QLabel(words)
        about.setWordWrap(True)
        set_role(about, "hint")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        for widget in (title, about, self.bar):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.about_case)
        layout.addWidget(self.summary)
        layout.addWidget(buttons)

    def done(self, result: int) -> None:
        """Close; what is still to be computed isn't wanted any more."""
        self._computing.stopped = True
        self._timer.stop()
        super().done(result)

    def _catch_up(self) -> None:
        ready = len(self._computing.outcomes)
        if ready == self._shown:
            return
        self.bar.setMaximum(self._computing.count)
        self.bar.setValue(ready)
        for outcome in self._computing.outcomes[self._shown : ready]:
            self._group(outcome.case.source).addChild(_row(outcome, self._palette))
        self._shown = ready
        # Once for all new rows: a column that follows its contents is measured anew after each.
        for column in range(1, self.table.columnCount()):
            self.table.resizeColumnToContents(column)

    def _describe(self, item: QTreeWidgetItem | None) -> None:
        """Say what the chosen case was computed from, and in full why it is known to fail."""
        outcome = item.data(0, _OUTCOME) if item else None
        if outcome is not None:
            self.about_case.setText(_words(outcome))

    def _group(self, source: str) -> QTreeWidgetItem:
        if source not in self._groups:
            group = QTreeWidgetItem([source])
            group.setToolTip(0, source)
            self.table.addTopLevelItem(group)
            group.setFirstColumnSpanned(True)
            group.setExpanded(True)
            self._groups[source] = group
        return self._groups[source]

    def _finish(self, _: object) -> None:
        self._timer.stop()
        self._catch_up()
        self.bar.hide()
        from virtdesigner.report.model_cases import summary

        self.summary.setText(summary(self._computing.outcomes))

    def _fail(self, error: Exception) -> None:
        self._timer.stop()
        self.bar.hide()
        self.summary.setText(self.tr("The cases could not be computed: {error}").format(error=error))


def _row(outcome: "Outcome", palette: Palette) -> QTreeWidgetItem:
    from virtdesigner.report import model_cases

    case = outcome.case
    cells = [
        case.title,
        model_cases.expected(case),
        model_cases.computed(outcome),
        model_cases.error(outcome),
        model_cases.allowed(case),
        case.kind,
        case.run,
        model_cases.result(outcome),
    ]
    item = QTreeWidgetItem(cells)
    item.setData(0, _OUTCOME, outcome)
    for column in _NUMBERS:
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    # The stylesheet has its own colour for the text of rows; a mark keeps the one that it is given.
    name, ink = ("check", palette.good_ink) if outcome.passed else ("warning", palette.warning_ink)
    bad = not outcome.passed and not case.reason
    item.setIcon(7, icons.icon("error", palette.bad_ink) if bad else icons.icon(name, ink))
    item.setToolTip(0, "\n".join(part for part in (case.title, case.reason) if part))
    item.setToolTip(7, case.reason)
    return item


def _words(outcome: "Outcome") -> str:
    """What a case was computed from, and why it is known to fail."""
    case = outcome.case
    inputs = ", ".join(f"{name.replace('_', ' ')} {_input(value)}" for name, value in case.inputs.items())
    return "\n".join(part for part in (f"{case.title}. Inputs: {inputs or 'none'}.", case.reason) if part)


def _input(value: "Input") -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value or "none" if isinstance(value, str) else number(value)
