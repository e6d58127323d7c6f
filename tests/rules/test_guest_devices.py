import pytest

from tests.building import Drawing, flow, id_of, two_hosts
from virtdesigner.model.parts import GuestMemory, Nic, VirtualCpus, VirtualDisk, VirtualNic
from virtdesigner.rules.guest_devices import Device, devices


def of(drawing: Drawing, name: str) -> tuple[Device, ...]:
    return devices(drawing.design, id_of(name))


def test_a_vm_sees_processors_memory_adapters_and_disks_and_nothing_else() -> None:
    drawing = two_hosts().set(
        "a1",
        cpus=VirtualCpus(count=4),
        memory=GuestMemory(size=8192),
        nics=(VirtualNic(id="nic0", name="LAN", adapter="emulated"),),
        disks=(VirtualDisk(id="disk0", name="System", capacity=80),),
    )
    assert of(drawing, "a1") == (
        Device("processor", "virtual", "", "", 4),
        Device("memory", "virtual", "", "", 8192),
        Device("adapter", "emulated", "nic0", "LAN", None),
        Device("disk", "paravirtual", "disk0", "System", 80),
    )


def test_what_lies_behind_changes_nothing_that_a_guest_sees() -> None:
    before, after = two_hosts(), two_hosts().set("host-a", nics=(Nic(id="nic9", name="other"),))
    after.unlink("cable host-a").unlink("uplink vs-a").set("tor", powered_on=False)
    assert of(before, "a1") == of(after, "a1")


@pytest.mark.parametrize(("mode", "manner"), [("whole", "whole"), ("virtual", "function")])
def test_an_adapter_that_was_handed_over_is_the_servers_own(mode: str, manner: str) -> None:
    drawing = two_hosts().unlink("vnic a1")
    drawing.link("passthrough", "host-a:nic0", "a1:nic0", mode=mode)
    assert [d.manner for d in of(drawing, "a1") if d.form == "adapter"] == [manner]


def test_a_container_has_its_own_view_of_the_hosts_kernel() -> None:
    drawing = two_hosts().add("container-engine", "engine", "a1").add("container", "cart", "engine")
    assert {device.manner for device in of(drawing, "cart")} == {"process"}


def test_software_on_a_bare_server_sees_the_machine() -> None:
    drawing = two_hosts().set("host-a", workload=flow(None))
    found = of(drawing, "host-a")
    # Two processors of 16 cores and 256 GiB are the kind's own; 8 disks of 960 GiB that of the drawing.
    assert [(d.form, d.amount) for d in found] == [
        ("processor", 32), ("memory", 262_144), ("adapter", None), ("adapter", None), ("disk", 8 * 960.0),
    ]  # fmt: skip
    assert {device.manner for device in found} == {"real"}
