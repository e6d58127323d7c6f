"""Driver domain: one vCPU of a driver domain is full while the cores of its server idle; KVM just works."""

import pytest

from tests.whole.examples.shipped import bottleneck, example, id_of, named, results
from virtdesigner import simulate
from virtdesigner.model.change import update
from virtdesigner.model.parts import VirtualCpus

SLUG = "driver-domain"
XEN, KVM = ([f"{name}-web-{number:02}" for number in range(1, 7)] for name in ("xen", "kvm"))

WANTED = 6 * (500e6 / 8 / 500 * 5_000 + 25 * 15_000) / 2.3e9
"""Cores that dom0 needs: six VMs of 125,000 packets/s at 5,000 cycles and 25 I/Os/s at 15,000, 2.3 GHz."""


def test_the_driver_domain_is_the_bottleneck_of_its_clients() -> None:
    domain = named(results(SLUG).guests, "dom0")
    assert domain.cpu_demand == pytest.approx(WANTED, rel=0.01)
    assert domain.cpu_granted == pytest.approx(1.0, rel=0.01)
    assert bottleneck(SLUG, "cpu") == ("dom0", XEN)
    for name in XEN:
        assert named(results(SLUG).guests, name).progress == pytest.approx(1 / WANTED, rel=0.01)


def test_the_server_around_it_idles() -> None:
    host = named(results(SLUG).hosts, "xen-01")
    assert host.cpu_used < 0.15 * host.cpu_capacity


def test_a_monolithic_hypervisor_uses_whichever_core_is_free() -> None:
    for name in KVM:
        assert named(results(SLUG).guests, name).progress == pytest.approx(1.0, abs=1e-3)


def test_a_second_vcpu_of_the_domain_is_enough() -> None:
    design = example(SLUG)
    domain = design.elements[id_of(design, "dom0")]
    (cpus,) = domain.carried(VirtualCpus)
    wider = design.edited([update("elements", domain, domain.replace(cpus=cpus.replace(count=2)))])
    assert WANTED < 2
    assert min(guest.progress for guest in simulate(wider, 20).guests) == pytest.approx(1.0, abs=1e-3)
