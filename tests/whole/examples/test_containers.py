"""Containers and VMs: overhead, memory, and how much of a noisy neighbour's load shows."""

import pytest

from tests.whole.examples.shipped import example, named, results
from virtdesigner.report.results import GuestResult
from virtdesigner.report.words import names_of

SLUG = "containers-and-vms"
BARE, VMS, INSIDE = "01", "02", "03"
"""Ends of the names: containers on a bare server, VMs, containers inside one VM."""


def guest(name: str) -> GuestResult:
    return named(results(SLUG).guests, name)


def victims_of(element: str) -> list[str]:
    names = names_of(example(SLUG))
    found = (each for each in results(SLUG).bottlenecks if names(each.element) == element)
    return sorted(names(id) for each in found for id in each.victims)


@pytest.mark.parametrize("load", ["web", "db", "search"])
def test_containers_cost_least_and_containers_in_a_vm_most(load: str) -> None:
    bare, vm, inside = (guest(f"{load}-{end}").cpu_demand for end in (BARE, VMS, INSIDE))
    assert bare < vm <= inside * 1.001
    # Up to 5 % for hardware-assisted virtualisation of these loads, and packets.
    assert vm < 1.06 * bare


def test_containers_need_less_than_half_of_the_memory() -> None:
    bare, vms = (named(results(SLUG).hosts, name).memory_used for name in ("docker-01", "esx-01"))
    assert bare < vms / 2


def test_a_noisy_neighbour_shows_among_containers() -> None:
    # All four are full weights of 36 cores less switching (section 1: 0.05/(2.8 + 0.05)); web-01 takes what
    # it wants, the other three share the rest alike.
    left = 36.0 * (1 - 0.05 / 2.85) * 0.997 - guest("web-01").cpu_granted
    for name in ("db-01", "search-01", "batch-01"):
        assert guest(name).cpu_granted == pytest.approx(left / 3, rel=0.02)
    assert guest("db-01").progress < 0.95
    assert victims_of("docker-01") == ["batch-01", "db-01", "search-01"]


def test_a_vm_stays_in_its_vcpus_and_nobody_notices() -> None:
    assert guest("batch-02").limited_by == "limit"
    assert guest("batch-02").cpu_granted == pytest.approx(6.0, rel=0.01)
    for name in ("web-02", "db-02", "search-02"):
        assert guest(name).progress == pytest.approx(1.0, abs=1e-3)


def test_containers_in_a_vm_share_its_vcpus_while_the_server_idles() -> None:
    inside = [guest(f"{load}-{INSIDE}").cpu_granted for load in ("web", "db", "search", "batch")]
    assert sum(inside) == pytest.approx(18.0, rel=0.01)
    assert guest("db-03").progress < 0.5 < guest("db-01").progress
    assert victims_of("docker-vm") == ["batch-03", "db-03", "search-03"]
    host = named(results(SLUG).hosts, "esx-02")
    assert host.cpu_used == pytest.approx(host.cpu_capacity / 2, rel=0.01)
