"""Disks, RAID and fibre channel against the published figures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.engine.storage_device import (
    FIBRE_CHANNEL_MB_S,
    NVME_SSD,
    SATA_SSD,
    SEEK_MS,
    SolidState,
    hdd_service_ms,
    mixed_iops,
    raid_iops,
    raid_penalty,
)


def service(random_share: float, kib: float, rpm: int) -> float:
    one = np.ones(1)
    return float(hdd_service_ms(one * random_share, one * kib, one * rpm, one * SEEK_MS[rpm])[0])


@pytest.mark.parametrize(("rpm", "iops"), [(7200, 79), (10000, 133), (15000, 182)])
def test_random_iops_by_rpm(rpm: int, iops: int) -> None:
    assert round(1000 / service(1.0, 0.0, rpm)) == iops


def test_sequential_blocks_pay_for_their_transfer_only() -> None:
    # 1536 KiB are 1.5 MiB: 10 ms at 150 MiB/s.
    assert service(0.0, 1536.0, 7200) == pytest.approx(10.0)


def test_a_mix_pays_for_seeks_by_share() -> None:
    # Half of 8.5 + 4.1667 ms, and 64 KiB in 0.41667 ms.
    assert service(0.5, 64.0, 7200) == pytest.approx(6.75)


@pytest.mark.parametrize(("level", "penalty"), [(0, 1), (1, 2), (10, 2), (5, 4), (6, 6)])
def test_raid_penalties(level: int, penalty: int) -> None:
    assert raid_penalty(level) == penalty
    # 1000 raw IOPS, all writes.
    assert raid_iops(np.array([1000.0]), np.zeros(1), raid_penalty(level)) == pytest.approx([1000 / penalty])


def test_an_unknown_raid_level_is_refused() -> None:
    with pytest.raises(ValueError, match="RAID level 7"):
        raid_penalty(7)


def test_raid_iops_of_a_mix() -> None:
    # 8 disks of 180: 1440 / (0.7 + 4 * 0.3) = 757.9; weighing by share would claim 1116.
    assert raid_iops(np.array([1440.0]), np.array([0.7]), raid_penalty(5)) == pytest.approx(
        [757.89], abs=0.01
    )


@given(st.floats(1.0, 1e6), st.floats(0.0, 1.0), st.sampled_from([0, 1, 10, 5, 6]))
def test_a_raid_set_does_exactly_its_raw_iops(raw: float, read: float, level: int) -> None:
    usable = raid_iops(np.array([raw]), np.array([read]), raid_penalty(level))[0]
    assert usable * read + usable * (1 - read) * raid_penalty(level) == pytest.approx(raw)


@pytest.mark.parametrize("device", [SATA_SSD, NVME_SSD])
def test_mixed_iops_lie_between_reads_and_writes(device: SolidState) -> None:
    reads, half, writes = mixed_iops(device, np.array([1.0, 0.5, 0.0]))
    assert (reads, writes) == pytest.approx((device.read_iops, device.write_iops))
    # The harmonic mean: equal numbers of both, each at its own pace.
    assert half == pytest.approx(2 / (1 / reads + 1 / writes))


def test_solid_state_lies_within_the_stated_ranges() -> None:
    assert 75_000 <= SATA_SSD.write_iops <= SATA_SSD.read_iops <= 90_000
    assert 500_000 <= NVME_SSD.write_iops <= NVME_SSD.read_iops <= 1_000_000
    assert (SATA_SSD.latency_ms, NVME_SSD.latency_ms) == (0.1, 0.08)


def test_fibre_channel_doubles_with_each_generation() -> None:
    assert dict(FIBRE_CHANNEL_MB_S) == {1: 100, 2: 200, 4: 400, 8: 800, 16: 1600, 32: 3200}
