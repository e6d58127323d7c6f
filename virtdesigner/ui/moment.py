"""Moment: what the bottleneck of the moment is, decided in one place for all that name it."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from virtdesigner.model.design import Design

if TYPE_CHECKING:
    from virtdesigner.engine.frame import Frame
    from virtdesigner.insight.bottlenecks import Bottleneck

RETHINK: Final = 0.5
"""Wall seconds that a decision holds while a run goes on, so that it can be read."""


class Moment:
    """Looks at a frame, and stays with what it found for a while. is_running: the run goes on by itself."""

    def __init__(
        self, is_running: Callable[[], bool] = lambda: False, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._is_running = is_running
        self._now = now
        self._frame: Frame | None = None
        self._found: tuple[Bottleneck, ...] = ()
        self._looked = 0.0

    def at(self, frame: "Frame", design: Design) -> "Bottleneck | None":
        """The worst bottleneck of an element that the design has; None when nothing holds a guest back."""
        if frame is not self._frame and self._is_due(frame):
            from virtdesigner.insight.bottlenecks import bottlenecks

            self._frame, self._found, self._looked = frame, bottlenecks(frame), self._now()
        known = (one for one in self._found if one.element in design.elements or one.element in design.links)
        return next(known, None)

    def _is_due(self, frame: "Frame") -> bool:
        if self._frame is None or frame.compiled is not self._frame.compiled or not self._is_running():
            return True
        return self._now() - self._looked >= RETHINK or frame.time < self._frame.time
