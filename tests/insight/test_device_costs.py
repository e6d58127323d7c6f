"""Cycles outside the guest, MODELS.md sections 4 and 5: 3.1k to 3.3k a packet sent, 3.3k to 4.7k received."""

import pytest

from tests.building import Drawing, flow, id_of, two_hosts
from virtdesigner.insight.device_costs import DeviceCost, device_costs
from virtdesigner.model.parts import Processor, VirtualDisk, Virtualisation, VirtualNic

SANDY = Processor(generation="sandy-bridge")


def drawn(adapter: str = "paravirtual", disk: str = "paravirtual") -> Drawing:
    nics = (VirtualNic.model_validate({"id": "nic0", "name": "One", "adapter": adapter}),)
    disks = (VirtualDisk.model_validate({"id": "disk0", "name": "Disk", "adapter": disk}),)
    return two_hosts().set("a1", nics=nics, disks=disks).set("host-a", processor=SANDY)


def costs(drawing: Drawing, name: str = "a1") -> dict[str, DeviceCost]:
    return dict(device_costs(drawing.design, id_of(name)))


def test_a_paravirtual_adapter_costs_little_outside() -> None:
    assert costs(drawn())["nic0"] == DeviceCost(sent=200, received=1400)


def test_an_emulated_one_costs_its_emulation_in_addition() -> None:
    assert costs(drawn(adapter="emulated"))["nic0"] == DeviceCost(sent=10_200, received=11_400)


@pytest.mark.parametrize(("disk", "cycles"), [("paravirtual", 15_000), ("emulated", 60_000)])
def test_disks_by_the_way_they_are_presented(disk: str, cycles: float) -> None:
    assert costs(drawn(disk=disk))["disk0"] == DeviceCost(io=cycles)


def test_a_figure_of_the_disks_own_goes_first() -> None:
    drawing = drawn().set("a1", disks=(VirtualDisk(id="disk0", name="Disk", host_cycles=7),))
    assert costs(drawing)["disk0"].io == 7


def test_a_driver_domain_adds_its_part() -> None:
    drawing = drawn().set("hv-a", virtualisation=Virtualisation(product="xen", drivers="driver-domain"))
    # 5000 cycles a packet are the hypervisor's own figure.
    assert costs(drawing)["nic0"] == DeviceCost(sent=5200, received=6400)


def test_software_on_a_bare_server_costs_nothing_outside_itself() -> None:
    drawing = two_hosts().set("host-a", workload=flow(None))
    assert costs(drawing, "host-a") == {}
    assert costs(drawing, "tor") == {}
