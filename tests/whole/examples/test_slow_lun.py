"""One LUN, one greedy host: by queue without storage I/O control, by shares with it. MODELS.md section 5."""

from functools import cache

import pytest

from tests.whole.examples.shipped import example, id_of, named, results
from virtdesigner import simulate
from virtdesigner.model.change import update
from virtdesigner.report.explaining import explain_run
from virtdesigner.report.results import Results
from virtdesigner.report.words import names_of, sentence

SLUG = "slow-lun"
DATABASES = [f"db-{number:02}" for number in range(1, 5)]
GREEDY = "report-01"
ASKED = 600.0
"""IOPS that each database asks for."""


@cache
def controlled(seconds: float = 120) -> Results:
    """The same run with storage I/O control."""
    design = example(SLUG)
    lun = design.elements[id_of(design, "datastore-01")]
    return simulate(design.edited([update("elements", lun, lun.replace(io_control=True))]), seconds)


def iops(found: Results, name: str) -> float:
    return named(found.guests, name).iops_granted


def test_without_control_every_host_gets_as_much_whatever_its_shares() -> None:
    found = results(SLUG)
    lun = named(found.storage, "datastore-01")
    assert lun.utilisation == pytest.approx(1.0, abs=0.01)
    # Queues of 64 of three hosts are full, and served alike; writes weigh more, hence the tolerance.
    for host in (DATABASES[:2], DATABASES[2:], [GREEDY]):
        assert sum(iops(found, name) for name in host) == pytest.approx(lun.iops / 3, rel=0.1)
    # Little's law: 3 x 64 under way.
    assert lun.latency_ms == pytest.approx(3 * 64 / lun.iops * 1000, rel=0.02)
    assert all(iops(found, name) < 0.8 * ASKED for name in DATABASES)


def test_with_control_the_databases_recover_and_the_greedy_one_pays() -> None:
    before, after = results(SLUG), controlled()
    for name in DATABASES:
        assert iops(after, name) > 0.97 * ASKED
    assert iops(after, GREEDY) < 0.5 * iops(before, GREEDY)
    # It is the share that it is cut to: at least 500 of the 8,500 shares.
    assert iops(after, GREEDY) >= 500 / 8500 * named(after.storage, "datastore-01").iops


def test_with_control_latency_comes_down_towards_the_threshold() -> None:
    # 30 ms, and what the least windows and the push keep under way beyond it.
    latency = named(controlled().storage, "datastore-01").latency_ms
    assert 30.0 < latency < 40.0
    assert latency < 0.6 * named(results(SLUG).storage, "datastore-01").latency_ms


def test_the_disks_do_the_same_work_either_way() -> None:
    work = [named(found.storage, "datastore-01").iops for found in (results(SLUG), controlled())]
    assert work[1] == pytest.approx(work[0], rel=0.03)


def test_the_explanation_of_a_database_names_the_greedy_one_first() -> None:
    design = example(SLUG)
    found = explain_run(design, id_of(design, "db-01"), 60)
    said = [sentence(told, names_of(design)) for told in found.chain]
    assert found.cause == "storage"
    assert said[0].startswith("Slow: waits for storage 2")
    assert said[1].startswith("datastore-01: ")
    assert said[2].startswith("report-01 takes 33 % of the disks' time, and asks for 1")
