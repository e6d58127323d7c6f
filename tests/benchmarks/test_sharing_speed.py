"""CPU time of the solvers at the size of a large design: 10,000 guests on 1,000 hosts, 10,000 flows.

Process time is measured, so that waiting for a core doesn't count.
"""

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from virtdesigner.engine.arrays import Floats, Ints
from virtdesigner.engine.maxmin import max_min
from virtdesigner.engine.pool_forest import Claims, PoolForest, share_forest
from virtdesigner.engine.queueing import ready_fraction
from virtdesigner.engine.reclamation import memory_targets
from virtdesigner.engine.sharing import share

GUESTS, HOSTS, FLOWS = 10_000, 1_000, 10_000

pytestmark = pytest.mark.benchmark(timer=time.process_time)


class Guests(NamedTuple):
    demand: Floats
    weight: Floats
    reservation: Floats
    limit: Floats
    host: Ints
    capacity: Floats


@pytest.fixture
def guests() -> Guests:
    """Return guests that ask nearly every host for more than it has."""
    random = np.random.default_rng(1)
    return Guests(
        random.uniform(0.1, 4.0, GUESTS),
        random.choice([500.0, 1000.0, 2000.0], GUESTS) * random.integers(1, 9, GUESTS),
        np.where(random.random(GUESTS) < 0.2, random.uniform(0.0, 0.5, GUESTS), 0.0),
        np.where(random.random(GUESTS) < 0.1, random.uniform(0.5, 3.0, GUESTS), np.inf),
        np.repeat(np.arange(HOSTS), GUESTS // HOSTS),
        random.uniform(8.0, 16.0, HOSTS),
    )


def measure(benchmark: BenchmarkFixture, work: Callable[[], object]) -> None:
    """Measure `work` after two rounds to warm up."""
    benchmark.pedantic(work, rounds=15, warmup_rounds=2)


def test_sharing_from_the_last_level(benchmark: BenchmarkFixture, guests: Guests) -> None:
    start = share(*guests).level
    assert np.isfinite(start).mean() > 0.9
    drift = np.random.default_rng(2).uniform(0.97, 1.03, GUESTS)
    now = guests._replace(demand=guests.demand * drift)
    measure(benchmark, lambda: share(*now, start_level=start))


def test_sharing_from_nothing(benchmark: BenchmarkFixture, guests: Guests) -> None:
    measure(benchmark, lambda: share(*guests))


def test_sharing_one_pool_of_all_guests(benchmark: BenchmarkFixture, guests: Guests) -> None:
    one = guests._replace(host=np.zeros_like(guests.host), capacity=guests.capacity.sum(keepdims=True))
    measure(benchmark, lambda: share(*one))


def test_sharing_in_two_pools_per_host(benchmark: BenchmarkFixture, guests: Guests) -> None:
    forest = PoolForest.of(np.concatenate([np.full(HOSTS, -1), np.repeat(np.arange(HOSTS), 2)]))
    pools = Claims(np.ones(3 * HOSTS), np.zeros(3 * HOSTS), np.full(3 * HOSTS, np.inf))
    leaf_pool = HOSTS + 2 * guests.host + np.arange(GUESTS) % 2
    leaves = Claims(guests.weight, guests.reservation, guests.limit)
    level = share_forest(forest, pools, guests.capacity, leaf_pool, leaves, guests.demand).level
    capacity, demand = guests.capacity, guests.demand
    measure(benchmark, lambda: share_forest(forest, pools, capacity, leaf_pool, leaves, demand, level))


def test_memory_targets(benchmark: BenchmarkFixture, guests: Guests) -> None:
    wanted, host = guests.demand * 4096.0, guests.capacity * 4096.0
    held = guests.reservation * 4096.0
    no_limit = np.full(GUESTS, np.inf)

    def work() -> object:
        return memory_targets(wanted, wanted * 0.4, guests.weight, held, no_limit, guests.host, host)

    measure(benchmark, work)


def test_ready_time(benchmark: BenchmarkFixture) -> None:
    vcpus, alone, threads = np.full(HOSTS, 40), np.full(HOSTS, 0.36), np.full(HOSTS, 16)
    measure(benchmark, lambda: ready_fraction(vcpus, alone, threads))


@pytest.mark.parametrize(("mean_mbit", "least_cut"), [(50.0, 0.0), (300.0, 0.4), (2000.0, 0.9)])
def test_flows(benchmark: BenchmarkFixture, mean_mbit: float, least_cut: float) -> None:
    random = np.random.default_rng(1)
    source, target = random.integers(0, HOSTS, (2, FLOWS))
    racks = HOSTS // 25
    # Uplink of one host, downlink of the other, and the same of their racks.
    link = np.concatenate(
        [source, HOSTS + target, 2 * HOSTS + source // 25, 2 * HOSTS + racks + target // 25]
    )
    capacity = np.concatenate([random.choice([1e3, 1e4], 2 * HOSTS), np.full(2 * racks, 4e4)])
    demand, weight = random.exponential(mean_mbit, FLOWS), random.choice([25.0, 50.0, 100.0], FLOWS)
    flow = np.tile(np.arange(FLOWS), 4)
    cut = max_min(demand, weight, flow, link, capacity).binding >= 0
    assert cut.mean() >= least_cut
    measure(benchmark, lambda: max_min(demand, weight, flow, link, capacity))
