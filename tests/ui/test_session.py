"""The program from its command line: first paint, pictures, refusals. In processes of their own."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from virtdesigner.ui import session

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
    assert done.stderr == f"Wrote {out}\n"
    assert not (tmp_path / "config").exists()  # the user's own arrangement is not touched


def test_the_same_picture_has_the_same_bytes(tmp_path: Path) -> None:
    outs = [tmp_path / "one.png", tmp_path / "two.png"]
    for out in outs:
        options = f"-o {out} --run 7s --size 1000x700".split()
        done = run(["-m", "virtdesigner", "screenshot", str(EXAMPLE), *options], tmp_path)
        assert done.returncode == 0, done.stderr
    assert outs[0].read_bytes() == outs[1].read_bytes()


@pytest.mark.parametrize(
    ("file", "options", "words"),
    [
        (EXAMPLE, "-o x.jpg", ("x.jpg", "ends in .png")),
        (EXAMPLE, "-o x.png --size 400x300", ("400x300", "needs")),
        (PROJECT / "pyproject.toml", "-o x.png", ("pyproject.toml",)),
    ],
)
def test_what_makes_no_picture_is_refused_by_name(
    file: Path, options: str, words: tuple[str, ...], tmp_path: Path
) -> None:
    arguments = [option.replace("x.", f"{tmp_path}/x.") for option in options.split()]
    done = run(["-m", "virtdesigner", "screenshot", str(file), *arguments], tmp_path)
    assert done.returncode == 2
    assert all(word in done.stderr for word in words)
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.glob("x.*"))


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


WHOLE_SESSION = """
import sys
from PySide6.QtCore import QTimer
from virtdesigner.ui import session

begin = session._begin

def begin_and_close(window, path):
    window.document.path_changed.connect(lambda: print("open", window.document.title, window.isVisible()))
    begin(window, path)
    window.bridge.run_state_changed.connect(lambda: QTimer.singleShot(0, window.close))

session._begin = begin_and_close
print("exit", session.run_window(sys.argv[1]))
"""


def test_a_session_opens_a_file_and_ends_with_the_arrangement_kept(tmp_path: Path) -> None:
    done = run(["-c", WHOLE_SESSION, str(EXAMPLE)], tmp_path, XDG_STATE_HOME=str(tmp_path / "state"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["open two-hosts True", "exit 0"]
    if sys.platform.startswith("linux"):
        assert '"layout": "AAAA' in (tmp_path / "config" / "virtdesigner" / "settings.json").read_text()
        (log,) = (tmp_path / "state").rglob("*.log")
        assert "VirtDesigner" in log.read_text()


def test_what_nobody_foresaw_is_logged_and_said_without_a_traceback(
    errors: list[str], qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    error = RuntimeError("a queue of minus one")
    session._shown(RuntimeError, error, None)
    qtbot.waitUntil(lambda: len(errors) == 1)
    assert "a queue of minus one" in errors[0]
    assert "unforeseen" in caplog.text


def test_an_error_of_a_thread_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    thread = threading.Thread(name="import")
    session._shown_from_thread(threading.ExceptHookArgs((RuntimeError, RuntimeError("late"), None, thread)))
    assert "in thread import" in caplog.text
    assert "late" in caplog.text
