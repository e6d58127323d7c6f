"""Garbage collection by a timer of the GUI thread.

Python collects in whichever thread allocates, and would destroy Qt timers in the wrong one.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS: Final = 500


class Collector(QObject):
    """Switches automatic collection off while it lives, and collects when the counts say so."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.collect)
        gc.disable()
        self._timer.start()

    def collect(self) -> int:
        """Collect the oldest generation that is full; returns which one, -1 for none."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation] > 0:
                gc.collect(generation)
                return generation
        return -1

    def stop(self) -> None:
        """Give collection back to Python."""
        self._timer.stop()
        gc.enable()
