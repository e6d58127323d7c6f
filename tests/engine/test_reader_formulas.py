"""Formulas that stand alone: swapping, page sharing, the shared Ethernet adapter, slots, packets, links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.engine import (
    Bridging,
    balloon_slowdown,
    bridged_mib_s,
    bridging_processors,
    cycles_per_byte,
    failover_capacity,
    fibre_channel_mb_s,
    free_memory_thresholds,
    goodput_mb_s,
    hdd_iops,
    host_slots,
    ksm_scan_mib_s,
    sharing_reclaimed_mib,
    sharing_scan_mib_s,
    slot_size,
    swap_faults,
    swap_progress,
)
from virtdesigner.engine.packet_costs import cpu_bound_mb_s


def test_swapping() -> None:
    # 39.0625 MiB are 10,000 pages of 4 KiB, each used every 10 s.
    assert swap_faults(39.0625, 10.0) == 1000.0
    assert swap_progress(1000.0, 7.0, 1.0) == pytest.approx(1 / 8)
    assert swap_progress(1000.0, 0.1, 1.0) == pytest.approx(1 / 1.1)
    # Four at once: a quarter of the wait.
    assert swap_progress(1000.0, 4.0, 4.0) == pytest.approx(1 / 2)
    assert swap_progress(0.0, 7.0, 1.0) == 1.0


def test_balloon_slowdown() -> None:
    assert balloon_slowdown(0.0) == 0.0
    assert balloon_slowdown(0.5) == pytest.approx(0.044)
    assert balloon_slowdown(0.25) == pytest.approx(0.022)


def test_page_sharing() -> None:
    megabyte = 1e6 / 2**20
    # 5.3 + 0.65 * 40 * (n - 1) MB.
    found = [sharing_reclaimed_mib(float(n), 40.0 * megabyte, 0.65) / megabyte for n in (1, 2, 10)]
    assert found == pytest.approx([5.3, 31.3, 239.3])
    assert sharing_scan_mib_s(2.5) == pytest.approx(10 * megabyte)
    assert ksm_scan_mib_s() == pytest.approx(19.53, abs=0.005)
    assert ksm_scan_mib_s(sleep_ms=10.0) == 2 * ksm_scan_mib_s()


@pytest.mark.parametrize(
    ("mtu", "duplex", "threaded", "cycles"),
    [
        (1500, False, True, 11.2),
        (1500, True, True, 8.6),
        (9000, False, True, 5.0),
        (9000, True, True, 3.8),
        (1500, False, False, 9.3),
        (1500, True, False, 7.4),
        (9000, False, False, 3.6),
        (9000, True, False, 2.9),
    ],
)
def test_shared_ethernet_takes_the_published_cycles(
    mtu: int, duplex: bool, threaded: bool, cycles: float
) -> None:
    bridging = Bridging(mtu, duplex, threaded)
    most = bridged_mib_s(0.5, 1.65, bridging)
    assert cycles_per_byte(0.5, 1.0, 1.65, most) == pytest.approx(cycles)
    assert bridging_processors(most, 1.65, bridging) == pytest.approx(0.5)


def test_shared_ethernet_refuses_frames_that_were_not_measured() -> None:
    with pytest.raises(ValueError, match="MTU 4000 was not measured: choose 1500 or 9000"):
        bridged_mib_s(1.0, 1.65, Bridging(4000, duplex=False, threaded=True))


def test_slots() -> None:
    # The largest CPU reservation, and the largest memory reservation with its overhead.
    assert slot_size([500.0, 2000.0], [1024.0, 512.0], [50.0, 600.0]) == (2000.0, 1112.0)
    assert slot_size([0.0], [0.0], [60.0]) == (32.0, 60.0)
    assert host_slots(9000.0, 6144.0, (2000.0, 2048.0)) == 3
    assert host_slots(9000.0, 6144.0, (2000.0, 0.0)) == 4
    assert slot_size([], [], []) == (32.0, 0.0)


@pytest.mark.parametrize(
    ("slots", "vms", "failures"),
    [([4, 3, 3], 5, 1), ([4, 3, 3], 3, 2), ([4, 3, 3], 7, 0), ([4, 3, 3], 11, 0), ([], 0, 0), ([4], 0, 1)],
)
def test_failover_capacity(slots: list[int], vms: int, failures: int) -> None:
    assert failover_capacity(slots, vms) == failures


@given(st.lists(st.integers(0, 20), max_size=6), st.integers(0, 40))
def test_what_is_left_after_the_worst_failures_has_a_slot_for_all(slots: list[int], vms: int) -> None:
    failures = failover_capacity(slots, vms)
    left = sorted(slots)[: len(slots) - failures]
    assert failures == 0 or sum(left) >= vms
    assert not left or sum(left[:-1]) < vms


def test_packets_of_a_core() -> None:
    # 733 MHz over 133,000 cycles are 5511 packets/s of 1448 bytes.
    assert cpu_bound_mb_s(0.733, 133_000.0) == pytest.approx(63.84, abs=0.005)


def test_goodput_scales_with_the_rate() -> None:
    assert goodput_mb_s(1000.0, 1500.0) == pytest.approx(1000 * 1448 / 1538)
    assert goodput_mb_s(1000.0, 1500.0, timestamps=False, vlan=True) == pytest.approx(1000 * 1460 / 1542)


def test_disks_and_fibre_channel() -> None:
    # 8.5 + 4.1667 ms, and 64 KiB in 0.41667 ms.
    assert hdd_iops(7200.0, 8.5, 64.0) == pytest.approx(1000 / (8.5 + 30 / 7.2 + 64 / 1.024 / 150))
    assert fibre_channel_mb_s(8) == 800.0
    with pytest.raises(ValueError, match="fibre channel of 3 Gb/s is not known"):
        fibre_channel_mb_s(3)


def test_thresholds_by_either_rule() -> None:
    assert free_memory_thresholds(1000 / 1024, "share-of-host") == pytest.approx((60, 40, 40, 20, 10))
    assert free_memory_thresholds(28.0) == pytest.approx((899, 899, 575.36, 287.68, 143.84))
    with pytest.raises(ValueError, match="'other' is no rule for free memory"):
        free_memory_thresholds(28.0, "other")
