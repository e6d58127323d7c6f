"""Waiting for processors, devices and links; what threads, switches and quotas cost."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.engine.arrays import Floats, Ints
from virtdesigner.engine.queueing import (
    SWITCH_MS_BARHAM,
    ReadyTable,
    device_latency,
    hop_latency,
    hyperthreaded_cores,
    quota_stall,
    ready_fraction,
    spread_ready,
    switch_loss,
)


def ready(vcpus: int, alone: float, threads: int) -> float:
    return float(ready_fraction(np.array([vcpus]), np.array([alone]), np.array([threads]))[0])


def by_recurrence(vcpus: int, alone: Fraction, threads: int) -> float:
    """Solve the closed queue of MODELS.md section 1 exactly, term by term."""
    z = alone / (1 - alone)
    weights = [Fraction(1)]
    for k in range(1, vcpus + 1):
        weights.append(weights[-1] * (vcpus - k + 1) * z / min(k, threads))
    queued = sum(weight * max(k - threads, 0) for k, weight in enumerate(weights))
    return float(queued / sum(weights) / vcpus)


def test_as_many_vcpus_as_processors_never_wait() -> None:
    assert ready(16, 0.9, 16) == 0.0


@pytest.mark.parametrize(("vcpus", "percent"), [(20, 1.2), (64, 2.4)])
def test_the_published_checks(vcpus: int, percent: float) -> None:
    # A demand of 90 % of 16 processors, spread evenly: u = 0.9 * 16 / N.
    assert round(100 * ready(vcpus, 0.9 * 16 / vcpus, 16), 1) == percent


@given(st.integers(1, 40), st.integers(1, 99), st.integers(1, 20))
def test_agrees_with_the_exact_recurrence(vcpus: int, percent: int, threads: int) -> None:
    expected = by_recurrence(vcpus, Fraction(percent, 100), threads)
    assert ready(vcpus, percent / 100, threads) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_thousands_of_vcpus_do_not_overflow() -> None:
    # So far over-committed that the processors are always busy: all but c/N of the vCPUs' running or ready.
    # N u-thinkers at throughput c: ready = 1 - c/N - thinking, thinking = c (1 - u)/(u N).
    vcpus, alone, threads = 8000, 0.5, 64
    assert ready(vcpus, alone, threads) == pytest.approx(1 - 2 * threads / vcpus, rel=1e-9)


def test_vcpus_that_never_stop_share_the_processors() -> None:
    assert ready(20, 1.0, 16) == pytest.approx(4 / 20)


def test_idle_vcpus_and_empty_hosts_wait_for_nothing() -> None:
    assert ready(20, 0.0, 16) == 0.0
    assert ready(0, 0.5, 16) == 0.0


def test_without_a_processor_all_that_would_run_waits() -> None:
    assert ready(4, 0.3, 0) == 0.3


def test_a_host_does_not_change_another() -> None:
    vcpus, alone, threads = np.array([20, 7, 64]), np.array([0.72, 0.4, 0.225]), np.array([16, 2, 16])
    together = ready_fraction(vcpus, alone, threads)
    assert together.tolist() == [ready(20, 0.72, 16), ready(7, 0.4, 2), ready(64, 0.225, 16)]


@given(st.integers(2, 60), st.floats(0.01, 0.98), st.integers(1, 16))
def test_ready_grows_with_use_and_shrinks_with_processors(vcpus: int, alone: float, threads: int) -> None:
    wait = ready(vcpus, alone, threads)
    assert 0.0 <= wait <= 1.0
    assert ready(vcpus, min(1.0, alone * 1.01), threads) >= wait - 1e-12
    assert ready(vcpus, alone, threads + 1) <= wait + 1e-12


def test_ready_is_spread_by_running() -> None:
    # Mean run of 4 vCPUs: (2 * 0.6 + 2 * 0.2)/4 = 0.4; so 0.1 becomes 0.15 and 0.05.
    spread = spread_ready(np.array([0.1]), np.array([0.6, 0.2]), np.array([2.0, 2.0]), np.array([0, 0]))
    assert spread == pytest.approx([0.15, 0.05])


def test_ready_never_takes_more_than_running_leaves() -> None:
    spread = spread_ready(np.array([0.3, 0.3]), np.array([0.95, 0.05]), np.ones(2), np.array([0, 0]))
    assert spread == pytest.approx([0.05, 0.03])


def test_ready_of_a_host_where_nothing_runs() -> None:
    assert spread_ready(np.array([0.0]), np.zeros(2), np.ones(2), np.array([0, 0])).tolist() == [0.0, 0.0]


def test_hyperthreading() -> None:
    # 8 cores: alone, full, halfway (0.75 * 8 + 0.25 * 12 = 9), all threads (1.25 * 8), and beyond.
    runnable = np.array([3.0, 8.0, 12.0, 16.0, 40.0])
    assert hyperthreaded_cores(runnable, np.full(5, 8.0)).tolist() == [3.0, 8.0, 9.0, 10.0, 10.0]


def test_switch_loss_of_barham() -> None:
    # 0.405/(5 + 0.405) = 7.49 %; at 50 ms 0.405/50.405 = 0.80 %.
    loss = switch_loss(np.array([5.0, 50.0]), SWITCH_MS_BARHAM)
    assert loss == pytest.approx([0.075, 0.00803], rel=2e-3)
    assert switch_loss(np.array([4.95])) == pytest.approx([0.01])


def test_quota_stall() -> None:
    # 200 ms of quota in 100 ms: 4 threads use it up after 50, 2 just last, 1 and 0 have enough.
    stall = quota_stall(np.full(4, 100.0), np.full(4, 200.0), np.array([4.0, 2.0, 1.0, 0.0]))
    assert stall.tolist() == [50.0, 0.0, 0.0, 0.0]


def test_hop_latency() -> None:
    latency = hop_latency(np.full(4, 2.0), np.array([0.0, 0.5, 0.9, 1.2]), 100.0)
    assert latency == pytest.approx([2.0, 4.0, 20.0, 100.0])
    assert hop_latency(np.ones(1), np.ones(1)).tolist() == [np.inf]


def test_a_single_server_device_is_m_m_1() -> None:
    # c = 1: the exponent sqrt(4) - 1 is 1, so W = S (1 + rho/(1 - rho)) = S/(1 - rho).
    latency = device_latency(
        np.array([0.0, 50.0, 90.0]), np.full(3, 100.0), np.full(3, 10.0), np.full(3, 1e6)
    )
    assert latency == pytest.approx([10.0, 20.0, 100.0])


def test_many_servers_hardly_wait() -> None:
    # 400 IOPS of 10 ms: c = 4; rho = 0.5: exponent sqrt(10) - 1 = 2.1623, 0.5^2.1623/(4 * 0.5) = 0.11170.
    latency = device_latency(np.array([200.0]), np.array([400.0]), np.array([10.0]), np.array([1e6]))
    assert latency == pytest.approx([11.117], rel=1e-4)


def test_a_saturated_device_drains_a_full_queue() -> None:
    # 32 I/Os at 400 per second: 80 ms. Also just below saturation, where the formula alone gives seconds.
    latency = device_latency(
        np.array([400.0, 900.0, 399.99]), np.full(3, 400.0), np.full(3, 10.0), np.full(3, 32.0)
    )
    assert latency == pytest.approx([80.0, 80.0, 80.0])


def test_a_short_queue_is_no_faster_than_the_device() -> None:
    # An NVMe device serves 80 at once; a queue of 32 can never fill it, and one I/O still takes 0.08 ms.
    latency = device_latency(np.array([2e6]), np.array([1e6]), np.array([0.08]), np.array([32.0]))
    assert latency.tolist() == [0.08]


def test_a_dead_device_never_answers() -> None:
    latency = device_latency(np.array([0.0]), np.array([0.0]), np.array([10.0]), np.array([32.0]))
    assert latency.tolist() == [np.inf]


@given(st.floats(1.0, 1e6), st.floats(0.02, 20.0), st.floats(1.0, 512.0))
def test_latency_grows_with_load(most: float, service: float, queue: float) -> None:
    load = np.linspace(0.0, 1.5, 40) * most
    latency = device_latency(load, np.full(40, most), np.full(40, service), np.full(40, queue))
    assert (np.diff(latency) >= -1e-12).all()
    assert latency[0] == service


def _hosts(count: int) -> tuple[Ints, Ints, Floats]:
    random = np.random.default_rng(1)
    threads = random.integers(0, 65, count)
    return threads + random.integers(-8, 80, count).clip(1 - threads), threads, random.random(count)


def test_a_table_agrees_with_the_queue_itself() -> None:
    """Also at the ends, and near the bend, where vCPUs want as much as there is."""
    vcpus, threads, alone = _hosts(3000)
    table = ReadyTable(vcpus, threads)
    bend = np.clip(threads / vcpus * (0.8 + 0.4 * alone), 0.0, 1.0)
    for wanted in (alone, bend, np.zeros(3000), np.ones(3000)):
        np.testing.assert_allclose(table.at(wanted), ready_fraction(vcpus, wanted, threads), atol=1e-6)


def test_a_table_does_not_depend_on_what_was_asked_before() -> None:
    vcpus, threads, alone = _hosts(200)
    asked, fresh = ReadyTable(vcpus, threads), ReadyTable(vcpus, threads)
    for share in (0.1, 0.5, 0.9):
        asked.at(alone * share)
    assert (asked.at(alone) == fresh.at(alone)).all()
    few = ReadyTable(vcpus[:20], threads[:20])
    assert (few.at(alone[:20]) == fresh.at(alone)[:20]).all()
