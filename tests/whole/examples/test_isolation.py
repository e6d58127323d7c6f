"""Isolation by VLAN: pairs talk, across they don't, and what a pair says stays on the memory bus."""

from itertools import product

import pytest

from tests.whole.examples.shipped import example, id_of, named, results
from virtdesigner.model.change import update
from virtdesigner.rules.reach import Reach, reach

SLUG = "isolation-by-vlan"
PAIR = 400.0
"""Mb/s that each web server sends to its database."""


def between(source: str, target: str) -> Reach:
    design = example(SLUG)
    return reach(design, id_of(design, source), id_of(design, target))


@pytest.mark.parametrize("customer", ["harbour", "nimbus"])
def test_a_pair_talks_inside_its_server(customer: str) -> None:
    found = between(f"{customer}-web", f"{customer}-db")
    assert found.is_reached
    kinds = {example(SLUG).elements[id].kind for id in found.path if id in example(SLUG).elements}
    assert "physical-switch" not in kinds


@pytest.mark.parametrize(
    ("one", "other"), list(product(("harbour-web", "harbour-db"), ("nimbus-web", "nimbus-db")))
)
def test_nothing_gets_across_in_either_direction(one: str, other: str) -> None:
    for found in (between(one, other), between(other, one)):
        assert found.reason is not None
        assert found.reason.code == "different-vlans"


def test_the_vlan_alone_keeps_them_apart() -> None:
    design = example(SLUG)
    vlan = design.elements[id_of(design, "VLAN 20 Nimbus")]
    opened = design.edited([update("elements", vlan, vlan.replace(vlan_id=10))])
    assert reach(opened, id_of(design, "harbour-web"), id_of(design, "nimbus-db")).is_reached


def test_the_bus_carries_both_pairs_and_nobody_is_held_back() -> None:
    found = results(SLUG)
    # Two pairs; the noise of 5 % a second evens out to 5 % / sqrt(60) = 0.6 % over a minute, 3 sigma.
    assert named(found.links, "vSwitch0").used == pytest.approx(2 * PAIR, rel=0.02)
    assert min(guest.progress for guest in found.guests) == pytest.approx(1.0, abs=1e-6)
