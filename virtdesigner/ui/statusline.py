"""The status bar: the run and its bottleneck on the left, zoom, seed and step on the right."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QLabel, QStatusBar

from virtdesigner.model.design import Design
from virtdesigner.model.parts import Processor, VirtualCpus
from virtdesigner.ui.bridge import Bridge
from virtdesigner.ui.document import Document
from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.wording import name_of

if TYPE_CHECKING:
    from virtdesigner.engine.frame import Frame

HINT_MS: Final = 8000


def _population(design: Design) -> tuple[int, int]:
    """How many guests and how many hosts a design has."""
    guests = {element.id for element, _ in design.carrying(VirtualCpus)}
    hosts = {element.id for element, _ in design.carrying(Processor)}
    return len(guests), len(hosts)


class StatusLine(QStatusBar):
    """What the program is doing, in words."""

    def __init__(self, document: Document, bridge: Bridge) -> None:
        super().__init__()
        self._document = document
        self._bridge = bridge
        self._bottleneck = ""
        self._hint = QTimer(self)
        self._hint.setSingleShot(True)
        self._hint.setInterval(HINT_MS)
        self._hint.timeout.connect(self.refresh)
        self.setSizeGripEnabled(False)
        self.state = QLabel()
        self.zoom = QLabel(self.tr("Zoom {percent} %").format(percent=100))
        self.seed = QLabel()
        self.addWidget(self.state, 1)
        self.addPermanentWidget(self.zoom)
        self.addPermanentWidget(self.seed)
        document.changed.connect(lambda _: self._settle())
        bridge.run_state_changed.connect(self._settle)
        bridge.frame_shown.connect(self._look_at)
        self.refresh()

    def show_zoom(self, factor: float) -> None:
        """Say how large the canvas is shown; 1.0 is full size."""
        self.zoom.setText(self.tr("Zoom {percent} %").format(percent=round(factor * 100)))

    def show_hint(self, text: str) -> None:
        """Say something in the place of the state for a while; "" ends it."""
        if text:
            self.state.setText(text)
            set_role(self.state, "accent")
            self._hint.start()
        elif self._hint.isActive():
            self._hint.stop()
            self.refresh()

    def _settle(self) -> None:
        if not self._hint.isActive():
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Say how things stand now."""
        set_role(self.state, "hint")
        self.state.setText(" · ".join(part for part in self._parts() if part))
        settings = self._document.design.settings
        self.seed.setText(
            self.tr("seed {seed}   step {step:g} s").format(seed=settings.seed, step=settings.step)
        )

    def _parts(self) -> tuple[str, ...]:
        design = self._document.design
        if not design.elements:
            return (self.tr("Empty design"),)
        guests, hosts = design.derived(_population)
        return (
            self._run_words(),
            self.tr("1 guest") if guests == 1 else self.tr("{count} guests").format(count=guests),
            self.tr("1 host") if hosts == 1 else self.tr("{count} hosts").format(count=hosts),
            self._bottleneck,
        )

    def _run_words(self) -> str:
        if self._bridge.is_running:
            return self.tr("Running") if self._bridge.is_ready else self.tr("Starting")
        return self.tr("Paused") if self._bridge.frame else self.tr("Ready to run")

    def _look_at(self, frame: "Frame | None") -> None:
        self._bottleneck = self._bottleneck_words(frame) if frame else ""
        self._settle()

    def _bottleneck_words(self, frame: "Frame") -> str:
        worst = self._bridge.moment.at(frame, self._document.design)
        if worst is None:
            return self.tr("no guest is held back") if self._bridge.is_current else ""
        is_current = self._bridge.is_current
        text = (
            self.tr("{resource} is the bottleneck on {element}")
            if is_current
            else self.tr("before the edit, {resource} was the bottleneck on {element}")
        )
        return text.format(
            resource=self._resource(worst.resource), element=name_of(self._document.design, worst.element)
        )

    def _resource(self, cause: str) -> str:
        return {
            "cpu": self.tr("CPU"),
            "costop": self.tr("co-scheduling"),
            "limit": self.tr("a limit"),
            "overhead": self.tr("virtualisation overhead"),
            "memory": self.tr("memory"),
            "network": self.tr("network"),
            "storage": self.tr("storage"),
            "down": self.tr("an outage"),
        }.get(cause, cause)
