"""What a guest claims of processors as its scheduler counts it, below the fields that hold it in cores."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from virtdesigner.model.design import Design
from virtdesigner.model.fields import spec
from virtdesigner.model.parts import Virtualisation
from virtdesigner.rules.cpu_terms import claim_terms, scheduler_of
from virtdesigner.ui.panels.inspector.row import GAP, LABEL_WIDTH
from virtdesigner.ui.panels.inspector.texts import field_text, text
from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.wording import in_words


class ClaimRow(QWidget):
    """One line for each of weight, reservation and limit that follows the claim and the scheduler."""

    def __init__(self) -> None:
        super().__init__()
        label, self.value = QLabel(text("As scheduled")), QLabel()
        label.setFixedWidth(LABEL_WIDTH)
        self.value.setWordWrap(True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, GAP, 0, GAP)
        line.setSpacing(0)
        for words in (label, self.value):
            set_role(words, "hint")
        line.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.value, 1)

    def show_claim(self, design: Design, guest: str) -> None:
        """Show what a guest claims; hidden for one that nothing schedules."""
        terms = [in_words(term, design) for term in claim_terms(design, guest)]
        self.setVisible(bool(terms))
        if terms:
            self.value.setText("\n".join(terms))
            scheduler = scheduler_of(design, guest) or ""
            self.setToolTip(field_text(dict(spec(Virtualisation, "scheduler").choices)[scheduler]))
