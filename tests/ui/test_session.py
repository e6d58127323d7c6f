"""The program from its command line: first paint, pictures, refusals. In processes of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

PROJECT = Path(__file__).resolve().parents[2]
EXAMPLE = PROJECT / "resources" / "examples" / "two-hosts.vdt"

FIRST_PAINT = """
import gc, sys
from virtdesigner.ui.session import Session
from virtdesigner.ui.settings import SettingsFile

session = Session(SettingsFile())
HEAVY = ("numpy", "networkx", "pyqtgraph")
session.window.document.open(sys.argv[1])

def painted():
    early = [name for name in HEAVY if name in sys.modules]
    session.window.load()
    print("before", early)
    print("automatic collection", gc.isenabled(), "switch", sys.getswitchinterval())
    session.window.bridge.run_state_changed.connect(loaded)

def loaded():
    if session.window.bridge.is_ready:
        print("after", [name for name in HEAVY[:1] if name in sys.modules])
        session.application.quit()

session.window.painted.connect(painted)
session.window.show()
session.application.exec()
session.close()
"""


def run(arguments: list[str], home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    own |= {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config")}
    own |= environment
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env={key: value for key, value in own.items() if value},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_first_window_is_painted_before_heavy_libraries_are_imported(tmp_path: Path) -> None:
    done = run(["-c", FIRST_PAINT, str(EXAMPLE)], tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "before []",
        "automatic collection False switch 0.001",
        "after ['numpy']",
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_screenshot_paints_the_window_after_a_run(tmp_path: Path, theme: str) -> None:
    out = tmp_path / "window.png"
    options = f"-o {out} --run 5s --size 1100x700 --theme {theme}".split()
    done = run(["-m", "virtdesigner", "screenshot", str(EXAMPLE), *options], tmp_path)
    assert done.returncode == 0, done.stderr
    image = QImage(str(out))
    assert (image.width(), image.height()) == (1100, 700)
    corner = image.pixelColor(2, 2).lightness()
    assert corner > 200 if theme == "light" else corner < 60
    assert not (tmp_path / "config").exists()  # the user's own arrangement is not touched


def test_a_picture_of_nothing_is_refused_in_one_line(tmp_path: Path) -> None:
    done = run(
        ["-m", "virtdesigner", "screenshot", str(tmp_path / "no.vdt"), "-o", str(tmp_path / "x.png")],
        tmp_path,
    )
    assert done.returncode == 2
    assert "no.vdt" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_picture_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "missing" / "x.png"
    done = run(["-m", "virtdesigner", "screenshot", str(EXAMPLE), "-o", str(out)], tmp_path)
    assert done.returncode == 2
    assert str(out) in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display_the_headless_commands_are_named(tmp_path: Path) -> None:
    done = run(["-m", "virtdesigner"], tmp_path, QT_QPA_PLATFORM="")
    assert done.returncode == 2
    assert "virtdesigner simulate" in done.stderr
    assert "Traceback" not in done.stderr
