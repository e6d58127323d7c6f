"""Garbage is collected by the GUI thread's timer, not by whichever thread allocates."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from virtdesigner.ui.collector import Collector


class Knot:
    """An object in a cycle: only a collection frees it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    owner = QObject()
    made = Collector(owner)
    yield made
    made.stop()
    assert gc.isenabled()


def test_automatic_collection_is_off(collector: Collector) -> None:
    assert not gc.isenabled()


def test_a_full_generation_is_collected(collector: Collector) -> None:
    gc.collect()
    knot = weakref.ref(Knot())
    assert knot() is not None
    kept: list[list[int]] = [
        [] for _ in range(gc.get_threshold()[0] + 1)
    ]  # allocations that fill the youngest generation
    assert collector.collect() >= 0
    assert knot() is None
    assert kept


def test_a_quiet_program_collects_nothing(collector: Collector) -> None:
    gc.collect()
    assert collector.collect() == -1
