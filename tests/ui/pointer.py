"""The pointer of a real X server, moved by its test extension as a hand would, also while Qt drags.

A drag runs an event loop of its own: what the hand does next can't be written below the line that begins it.
It is written as a script instead, a generator that yields the condition to wait for after each act; a timer
plays it.
"""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QCursor, QGuiApplication
from Xlib import X
from Xlib.display import Display
from Xlib.ext import xtest

Condition = Callable[[], bool]
Script = Iterator[Condition]

TICK_MS = 10
GIVE_UP_MS = 8000
"""A condition that doesn't hold by then never will."""

LEFT = 1


class Pointer:
    """The left button and the place of the pointer, in pixels of the screen."""

    def __init__(self) -> None:
        self._display = Display()
        self._down = False
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._script: Script = iter(())
        self._condition: Condition = bool
        self._waited = 0
        self.gave_up = False

    def move(self, place: QPoint) -> None:
        """Put the pointer somewhere."""
        xtest.fake_input(self._display, X.MotionNotify, x=place.x(), y=place.y())
        self._display.flush()

    def press(self) -> None:
        """Hold the button down."""
        self._down = True
        xtest.fake_input(self._display, X.ButtonPress, LEFT)
        self._display.flush()

    def release(self) -> None:
        """Let the button go."""
        self._down = False
        xtest.fake_input(self._display, X.ButtonRelease, LEFT)
        self._display.flush()

    def play(self, script: Script) -> None:
        """Begin a script; it goes on while anything waits in an event loop."""
        self._script = script
        self._advance()
        self._timer.start()

    def _advance(self) -> None:
        self._waited = 0
        condition = next(self._script, None)
        if condition is None:
            self._timer.stop()
        else:
            self._condition = condition

    def _tick(self) -> None:
        self._waited += TICK_MS
        if self._condition():
            self._advance()
        elif self._waited > GIVE_UP_MS:
            self.gave_up = True
            self._timer.stop()
            self.release()  # a drag ends only with this

    def close(self) -> None:
        """Leave the server as it was."""
        self._timer.stop()
        if self._down:
            self.release()
        self._display.sync()
        self._display.close()


def drag(pointer: Pointer, start: QPoint, end: QPoint, arrived: Condition) -> Script:
    """Drag from one place to another; let go once `arrived` holds there.

    On arrival the hand trembles by a pixel: Qt may take a first motion for the beginning of the drag alone.
    """
    pointer.move(start)
    yield lambda: QCursor.pos() == start
    pointer.press()
    yield lambda: QGuiApplication.mouseButtons() == Qt.MouseButton.LeftButton
    places = iter([start + (end - start) / 8, start + (end - start) / 2])

    def tremble() -> bool:
        aside = QPoint(0 if QCursor.pos() != end else 1, 0)
        pointer.move(next(places, end + aside))
        return arrived()

    yield tremble
    pointer.release()
