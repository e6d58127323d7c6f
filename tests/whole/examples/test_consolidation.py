"""Consolidation: the same work on one server instead of ten, busier, for a fraction of the power."""

import pytest

from tests.whole.examples.shipped import example, named, results
from virtdesigner.report.results import HostResult

SLUG = "consolidation"
NEW = "esx-01"


def old() -> list[HostResult]:
    return [host for host in results(SLUG).hosts if host.name != NEW]


def test_ten_servers_become_one_and_all_work_is_done_as_before() -> None:
    guests = results(SLUG).guests
    moved = {guest.name.removeprefix("vm-"): guest for guest in guests if guest.name.startswith("vm-")}
    bare = {guest.name: guest for guest in guests if not guest.name.startswith("vm-")}
    assert set(moved) == set(bare) == {host.name for host in old()}
    assert len(bare) == 10
    for name, guest in bare.items():
        assert guest.progress == pytest.approx(1.0, abs=1e-3)
        assert moved[name].progress == pytest.approx(1.0, abs=1e-3)
        # The same work, with what virtualisation costs on top: hardware with nested paging, a few per cent.
        assert guest.cpu_granted < moved[name].cpu_granted < 1.15 * guest.cpu_granted + 0.01


def test_utilisation_rises_from_light_to_sensible() -> None:
    before = sum(host.cpu_used for host in old()) / sum(host.cpu_capacity for host in old())
    after = named(results(SLUG).hosts, NEW)
    # 2.3 cores of work on 10 x 4 cores of speed 0.44, then on 8 of 0.748.
    assert before == pytest.approx(2.3 / (10 * 4 * 0.44), abs=0.02)
    assert after.cpu_used / after.cpu_capacity == pytest.approx(2.3 / (8 * 0.748), abs=0.05)


def test_power_falls_to_less_than_a_tenth() -> None:
    before, after = sum(host.power_w for host in old()), named(results(SLUG).hosts, NEW).power_w
    # SPECpower: 172 to 258 W each; 75.6 to 237 W. Linear between idle and full load.
    assert before == pytest.approx(10 * (172 + 0.13 * (258 - 172)), rel=0.01)
    assert after == pytest.approx(75.6 + 0.40 * (237 - 75.6), rel=0.03)
    assert after < before / 10


def test_the_frames_say_what_the_run_finds() -> None:
    frames = {element.name: getattr(element, "content", "") for element in example(SLUG).elements.values()}
    before, after = old(), named(results(SLUG).hosts, NEW)
    busy = sum(host.cpu_used for host in before) / sum(host.cpu_capacity for host in before)
    power = sum(host.power_w for host in before) / 1000
    assert frames["Before"] == f"Ten servers, {busy:.0%} busy, {power:.1f} kW".replace("%", " %")
    share = after.cpu_used / after.cpu_capacity
    assert frames["After"] == f"One server, {share:.0%} busy, {round(after.power_w, -1):.0f} W".replace(
        "%", " %"
    )
