"""Shared Ethernet adapter: the processor of its owner is the bottleneck, not the adapter."""

import pytest

from tests.whole.examples.shipped import bottleneck, example, id_of, named, results
from virtdesigner import simulate
from virtdesigner.model.change import update
from virtdesigner.model.parts import VirtualCpus

SLUG = "shared-ethernet-adapter"
CLIENTS = [f"aix-{number:02}" for number in range(1, 7)]
BRIDGED = 1.65e9 / 11.2 * 8 / 1e6
"""Mb/s of a POWER5 processor at 11.2 cycles a byte (MODELS.md section 4: MTU 1500, simplex, threaded)."""


def test_all_partitions_get_outside_through_one_adapter() -> None:
    adapter = named(results(SLUG).links, "p570 nic0 – sw-1")
    assert adapter.used == pytest.approx(BRIDGED, rel=0.02)
    # A 10G adapter, one eighth used.
    assert adapter.utilisation < 0.15


def test_its_owner_is_the_bottleneck_of_them_all() -> None:
    assert bottleneck(SLUG, "cpu") == ("vios1", CLIENTS)
    for name in CLIENTS:
        # Six that send 300 Mb/s each.
        assert named(results(SLUG).guests, name).progress == pytest.approx(BRIDGED / 1800, rel=0.02)


def test_a_second_processor_is_enough() -> None:
    design = example(SLUG)
    owner = design.elements[id_of(design, "vios1")]
    (cpus,) = owner.carried(VirtualCpus)
    wider = design.edited([update("elements", owner, owner.replace(cpus=cpus.replace(count=2)))])
    assert 2 * BRIDGED > 1800
    assert min(guest.progress for guest in simulate(wider, 20).guests) == pytest.approx(1.0, abs=1e-3)


def test_disks_pass_the_owner_too() -> None:
    assert named(results(SLUG).storage, "rootvg").iops > 0.0
