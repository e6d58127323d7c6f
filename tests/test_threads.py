"""The check that no test leaves a thread running can itself fail."""

import threading

import pytest

from tests import conftest


def test_a_thread_still_running_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conftest, "SECONDS_TO_END", 0.0)
    before = set(threading.enumerate())
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait, name="forgotten simulation")
    thread.start()
    try:
        assert conftest.running_threads(before) == ["forgotten simulation"]
    finally:
        stop.set()
        thread.join()
    assert conftest.running_threads(before) == []
