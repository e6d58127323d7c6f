"""Hosted and bare-metal: computing costs alike, kernel-heavy work more when hosted, I/O far more."""

import pytest

from tests.whole.examples.shipped import bottleneck, named, results
from virtdesigner.report.results import GuestResult

SLUG = "hosted-and-bare-metal"


def guest(name: str) -> GuestResult:
    return named(results(SLUG).guests, name)


def ratio(kind: str) -> float:
    """CPU of a kind of work when hosted, against bare-metal; of what it wants."""
    return guest(f"desk-{kind}").cpu_demand / guest(f"esx-{kind}").cpu_demand


def test_computing_costs_the_same() -> None:
    assert ratio("compute") == pytest.approx(1.0, abs=0.05)


def test_kernel_heavy_work_pays_for_every_switch_of_worlds() -> None:
    # MODELS.md section 2: 17.3 us more at each of 15,000 context switches per second of native work.
    added = 1.3 * 15_000 * 17.3e-6
    assert guest("desk-kernel").cpu_demand - guest("esx-kernel").cpu_demand == pytest.approx(added, rel=0.05)
    assert bottleneck(SLUG, "overhead") == ("Workstation 17", ["desk-kernel"])
    assert guest("esx-kernel").progress == pytest.approx(1.0, abs=1e-3)


def test_io_goes_through_the_host_system() -> None:
    # Section 2: 71,000 cycles a packet against 12,600 native, at 700 Mb/s in packets of 1400 bytes; a core of
    # 2.933 GHz counts 0.748.
    added = 700e6 / 8 / 1400 * (71_000 - 12_600) / 2.933e9 * 0.748
    assert guest("desk-io").cpu_demand - guest("esx-io").cpu_demand == pytest.approx(added, rel=0.10)
    assert ratio("io") > 3.0


def test_the_same_load_takes_more_of_the_server() -> None:
    hosted, bare = (named(results(SLUG).hosts, name).cpu_used for name in ("desk-01", "esx-01"))
    assert hosted > 1.3 * bare
