"""Qt with a real X display: what offscreen tests can't see."""

import subprocess
import sys

import pytest

SHOW = """
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("VirtDesigner")
label.resize(200, 100)
label.show()
app.processEvents()
print(app.platformName(), label.grab().size().width())
"""


@pytest.mark.xvfb
def test_qt_shows_a_window_on_x11() -> None:
    # In a process of its own: a missing library ends it with an abort.
    done = subprocess.run([sys.executable, "-c", SHOW], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["xcb", "200"]
