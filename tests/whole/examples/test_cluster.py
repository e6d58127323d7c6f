"""A cluster: 10 hosts and 120 VMs; a pool is held at its limit, a service grows, nobody else is held back."""

import pytest

from tests.whole.examples.shipped import example, frames, id_of, named, results, rows
from virtdesigner.report.words import names_of
from virtdesigner.rules.management_layers import managed

SLUG = "cluster"
BUILDS = [f"build-{number:02}" for number in range(1, 21)]
SHOPS = [f"shop-{number:02}" for number in range(1, 11)]
SECONDS = 180.0


def test_ten_hosts_and_a_hundred_and_twenty_machines() -> None:
    kinds = [element.kind for element in example(SLUG).elements.values()]
    assert kinds.count("physical-server") == 10
    assert kinds.count("virtual-machine") == 120


def test_the_pool_is_held_at_its_limit() -> None:
    found = results(SLUG, SECONDS)
    builds = [named(found.guests, name) for name in BUILDS]
    assert sum(guest.cpu_demand for guest in builds) > 2 * 60
    assert sum(guest.cpu_granted for guest in builds) == pytest.approx(60.0, rel=0.01)
    # Twenty alike share it alike.
    assert {round(guest.cpu_granted, 2) for guest in builds} == {3.0}


def test_the_pool_is_the_only_bottleneck_and_hosts_have_room() -> None:
    found = results(SLUG, SECONDS)
    (only,) = found.bottlenecks
    names = names_of(example(SLUG))
    assert names(only.element) == "Build and test"
    assert sorted(names(id) for id in only.victims) == BUILDS
    assert max(host.cpu_used / host.cpu_capacity for host in found.hosts) < 0.8


def test_the_shop_starts_machines_as_its_load_rises() -> None:
    early, late = frames(SLUG, (10.0, SECONDS))
    running = [int((frame.guests.cpu_demand[rows(frame, *SHOPS)] > 0.0).sum()) for frame in (early, late)]
    # At full load 4 x 2.6 cores of work; 75 % of two vCPUs of speed 0.839 is 1.26 each: nine or ten.
    assert running[0] == 4
    assert running[1] >= 4 * 2.6 / (0.75 * 2 * 0.839)
    assert late.guests.progress[rows(late, *SHOPS)].min() > 0.95


def test_the_customer_of_a_platform_manages_the_application_and_its_data() -> None:
    design = example(SLUG)
    found = managed(design, [id_of(design, "Web shop")])
    assert dict(found[id_of(design, "shop-01")]) == {
        "application": "customer", "data": "customer", "runtime": "provider", "system": "provider"
    }  # fmt: skip
    below = ("datastore-01", "VLAN 10 web", "esx-01")
    layers = {layer: who for name in below for layer, who in found[id_of(design, name)]}
    assert layers == {"storage": "provider", "network": "provider", "servers": "provider"}
