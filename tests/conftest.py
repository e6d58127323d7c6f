"""What all tests share: Qt without a screen, the reference data beside the project, no thread left behind."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# The run under Xvfb says xcb; without a word from outside no test opens a window.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# No deadline: a busy machine is no failure. The same examples in CI every time, new ones elsewhere.
settings.register_profile("project", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("project")

PROJECT = Path(__file__).resolve().parent.parent
SECONDS_TO_END = 2.0


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of reference data beside the project; skip where it is absent."""
    folder = PROJECT.parent / "shared"
    if not (folder / "MODELS.md").is_file():
        pytest.skip("needs the folder of reference data beside the project")
    return folder


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fail a test that ends while a thread it started is still running."""
    before = set(threading.enumerate())
    yield
    left = running_threads(before)
    assert not left, f"left running: {', '.join(left)}"


def running_threads(before: set[threading.Thread]) -> list[str]:
    """Return the names of threads not in `before` that don't end within SECONDS_TO_END."""
    # Python makes a dummy for each foreign thread that ran a line of it (Qt's pools) and can't see it end.
    started = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]
    for thread in started:
        thread.join(SECONDS_TO_END)
    return sorted(thread.name for thread in started if thread.is_alive())
