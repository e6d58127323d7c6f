"""Goodput of Ethernet against the published figures and against byte counts."""

import numpy as np
import pytest

from virtdesigner.engine.goodput import goodput

ETHERNET, JUMBO = np.array([1500.0]), np.array([9000.0])


def test_the_published_figures() -> None:
    assert goodput(ETHERNET) == pytest.approx([0.9415], abs=5e-5)
    assert goodput(JUMBO) == pytest.approx([0.9900], abs=5e-5)


def test_without_timestamps() -> None:
    # 1500 - 20 - 20 = 1460 bytes of 1500 + 14 + 4 + 8 + 12 = 1538.
    assert goodput(ETHERNET, timestamps=False) == pytest.approx([1460 / 1538])


def test_a_vlan_tag_costs_four_bytes() -> None:
    assert goodput(ETHERNET, tagged=True) == pytest.approx([1448 / 1542])


def test_vxlan_costs_fifty_bytes() -> None:
    assert goodput(ETHERNET, vxlan=True) == pytest.approx([1448 / 1588])
    assert goodput(ETHERNET, tagged=True, vxlan=True) == pytest.approx([1448 / 1592])


def test_larger_frames_carry_more() -> None:
    assert (np.diff(goodput(np.array([576.0, 1500.0, 4000.0, 9000.0]))) > 0).all()
