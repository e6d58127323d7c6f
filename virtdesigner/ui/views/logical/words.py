"""What the logical view calls things: networks, guests, devices."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from virtdesigner.kinds import Container, PhysicalServer
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.fields import spec
from virtdesigner.model.parts import SYSTEMS, HostSystem
from virtdesigner.rules.fabric import GUEST_TAGS
from virtdesigner.rules.guest_devices import Device, Form, Manner
from virtdesigner.rules.logical_networks import Network
from virtdesigner.ui.canvas.facts import amount

_KERNELS = QT_TRANSLATE_NOOP("Logical", "its claim on what the kernel shares out")

_MANNERS: Final[Mapping[Manner, object]] = {
    "virtual": QT_TRANSLATE_NOOP("Logical", "virtual"),
    "paravirtual": QT_TRANSLATE_NOOP("Logical", "paravirtual"),
    "emulated": QT_TRANSLATE_NOOP("Logical", "emulated"),
    "whole": QT_TRANSLATE_NOOP("Logical", "the server's own adapter"),
    "function": QT_TRANSLATE_NOOP("Logical", "virtual function"),
    "process": QT_TRANSLATE_NOOP("Logical", "the kernel's"),
    "real": QT_TRANSLATE_NOOP("Logical", "real"),
}

_MODELS: Final[Mapping[tuple[Form, Manner], object]] = {
    ("adapter", "paravirtual"): QT_TRANSLATE_NOOP("Logical", "paravirtual, such as vmxnet3 or virtio"),
    ("adapter", "emulated"): QT_TRANSLATE_NOOP("Logical", "emulated, such as e1000"),
    ("adapter", "whole"): QT_TRANSLATE_NOOP("Logical", "the server's own adapter, handed over"),
    ("adapter", "function"): QT_TRANSLATE_NOOP("Logical", "virtual function of the server's adapter"),
    ("adapter", "process"): QT_TRANSLATE_NOOP("Logical", "network of its own on the host's kernel"),
    ("adapter", "real"): QT_TRANSLATE_NOOP("Logical", "real adapter"),
    ("disk", "paravirtual"): QT_TRANSLATE_NOOP("Logical", "SCSI disk, paravirtual (pvscsi, virtio)"),
    ("disk", "emulated"): QT_TRANSLATE_NOOP("Logical", "SCSI disk, emulated (LSI, IDE)"),
    ("disk", "process"): QT_TRANSLATE_NOOP("Logical", "files of its own on the host's kernel"),
    ("disk", "real"): QT_TRANSLATE_NOOP("Logical", "real disks"),
    ("processor", "process"): _KERNELS,
    ("memory", "process"): _KERNELS,
    ("fibre-port", "virtual"): QT_TRANSLATE_NOOP("Logical", "fibre-channel port"),
    ("fibre-port", "function"): QT_TRANSLATE_NOOP("Logical", "virtual port with its own address (NPIV)"),
    ("fibre-port", "whole"): QT_TRANSLATE_NOOP("Logical", "the server's own port, handed over"),
    ("fibre-port", "real"): QT_TRANSLATE_NOOP("Logical", "real port"),
}

_VCPUS = QT_TRANSLATE_NOOP("Logical", "{count} vCPUs")
_VCPU = QT_TRANSLATE_NOOP("Logical", "1 vCPU")
_CORES = QT_TRANSLATE_NOOP("Logical", "{count} cores")
_CPU_CLAIM = QT_TRANSLATE_NOOP("Logical", "{count} CPUs")
_PROCESS = QT_TRANSLATE_NOOP("Logical", "Process")
_BARE = QT_TRANSLATE_NOOP("Logical", "Bare server")
_GUESTS = QT_TRANSLATE_NOOP("Logical", "{count} guests hear each other directly")
_ONE = QT_TRANSLATE_NOOP("Logical", "1 guest, alone in it")
_ALONE = QT_TRANSLATE_NOOP("Logical", "No network")
_UNTAGGED = QT_TRANSLATE_NOOP("Logical", "Untagged")
_TAGGING = QT_TRANSLATE_NOOP("Logical", "Guests tag")
_MORE = QT_TRANSLATE_NOOP("Logical", "and {count} more")
_DISK = QT_TRANSLATE_NOOP("Logical", "{amount} SCSI")

_NOBODY = QT_TRANSLATE_NOOP("Logical", "{count} guests that hear nobody")
_NOBODY_ONE = QT_TRANSLATE_NOOP("Logical", "1 guest that hears nobody")
_ROUTES = QT_TRANSLATE_NOOP("Logical", "Routes between {count} networks")
_REACHED = QT_TRANSLATE_NOOP("Logical", "Reached from {count} networks")
_REACHED_ONE = QT_TRANSLATE_NOOP("Logical", "Reached from 1 network")
_UNREACHED = QT_TRANSLATE_NOOP("Logical", "Reached from no network")
_SEES = QT_TRANSLATE_NOOP("Logical", "What {name} sees")
_MACHINE = QT_TRANSLATE_NOOP("Logical", "A machine of its own, with {system}")
_PROCESSES = QT_TRANSLATE_NOOP("Logical", "Processes on a kernel that it shares")
_REAL = QT_TRANSLATE_NOOP("Logical", "The machine itself: nothing is in between")
_PLUGGED = QT_TRANSLATE_NOOP("Logical", "In {name} ({tag}), with {count} others")
_PLUGGED_ONE = QT_TRANSLATE_NOOP("Logical", "In {name} ({tag}), with 1 other")
_UNPLUGGED = QT_TRANSLATE_NOOP("Logical", "In no network")
_HIDDEN = QT_TRANSLATE_NOOP(
    "Logical",
    "It does not see server, hypervisor, switches and LUNs behind it, nor guests of other networks.",
)
_HIDDEN_PROCESSES = QT_TRANSLATE_NOOP(
    "Logical", "It does not see the processes, files and networks of other containers on the same kernel."
)
_PROCESSORS = QT_TRANSLATE_NOOP("Logical", "Processors")
_MEMORY = QT_TRANSLATE_NOOP("Logical", "Memory")


def say(text: object, **values: object) -> str:
    """A text of this view in the language of the interface."""
    return QCoreApplication.translate("Logical", str(text)).format(**values)


def network_name(design: Design, network: Network) -> str:
    """What a network is called: by its port groups, each name once."""
    names = (design.elements[id].name for id in network.groups if id in design.elements)
    return ", ".join(dict.fromkeys(names)) or network_tag(network)


def network_tag(network: Network) -> str:
    """The VLAN of a network."""
    if network.vlan == GUEST_TAGS:
        return say(_TAGGING)
    return f"VLAN {network.vlan}" if network.vlan else say(_UNTAGGED)


def network_size(network: Network) -> str:
    """How many hear each other in it."""
    count = len(network.guests)
    return say(_ONE) if count == 1 else say(_GUESTS, count=count)


def alone() -> str:
    """The heading over guests that are in no network."""
    return say(_ALONE)


def nobody(count: int) -> str:
    """How many guests are in no network."""
    return say(_NOBODY_ONE) if count == 1 else say(_NOBODY, count=count)


def joins(count: int, routes: bool) -> str:
    """What an external network is to the networks."""
    if not count:
        return say(_UNREACHED)
    if routes and count > 1:
        return say(_ROUTES, count=count)
    return say(_REACHED_ONE) if count == 1 else say(_REACHED, count=count)


def sees(name: str) -> str:
    """The heading over what a guest sees."""
    return say(_SEES, name=name)


def standing(element: Element) -> str:
    """What a guest takes itself for."""
    if isinstance(element, Container):
        return say(_PROCESSES)
    return say(_REAL) if isinstance(element, PhysicalServer) else say(_MACHINE, system=system(element))


def plugged(design: Design, network: Network | None) -> str:
    """The network that an adapter is in, and with how many."""
    if network is None:
        return say(_UNPLUGGED)
    count = len(network.guests) - 1
    where = {"name": network_name(design, network), "tag": network_tag(network)}
    return say(_PLUGGED_ONE, **where) if count == 1 else say(_PLUGGED, **where, count=count)


def hidden(element: Element) -> str:
    """What stays hidden from a guest; nothing from a bare server."""
    if isinstance(element, PhysicalServer):
        return ""
    return say(_HIDDEN_PROCESSES if isinstance(element, Container) else _HIDDEN)


def form(device: Device) -> str:
    """What a device without a name is called."""
    return say(_PROCESSORS if device.form == "processor" else _MEMORY)


def summary(element: Element, devices: tuple[Device, ...]) -> str:
    """One line of what a guest is: "4 vCPUs · 16 GiB · Linux"."""
    sizes = [size(device) for device in devices if device.form in ("processor", "memory")]
    if isinstance(element, Container):
        return " · ".join((say(_PROCESS), *sizes))
    if isinstance(element, PhysicalServer):
        return " · ".join((say(_BARE), *sizes))
    return " · ".join((*sizes, system(element)))


def system(element: Element) -> str:
    """The operating system that a guest runs, or "" where none is known."""
    hosts = element.carried(HostSystem)
    family = hosts[0].family if hosts else getattr(element, "guest_os", "")
    return QCoreApplication.translate("fields", SYSTEMS.get(family, ""))


def size(device: Device) -> str:
    """How large a device is; "" for adapters."""
    if device.amount is None:
        return ""
    if device.form == "processor":
        count = int(device.amount)
        if device.manner == "real":
            return say(_CORES, count=count)
        if device.manner == "process":
            return say(_CPU_CLAIM, count=count)
        return say(_VCPU) if count == 1 else say(_VCPUS, count=count)
    return amount(device.amount if device.form == "memory" else device.amount * 1024)


def in_short(device: Device) -> str:
    """What a card says at the right of a device's name."""
    if device.form == "disk":
        scsi = device.manner in ("paravirtual", "emulated")
        return say(_DISK, amount=size(device)) if scsi else size(device)
    return say(_MANNERS[device.manner])


def more(count: int) -> str:
    """What a card says in the place of devices that don't fit."""
    return say(_MORE, count=count)


def in_full(device: Device) -> str:
    """What a device looks like to its guest; "" where its name and size say it."""
    if device.form in ("processor", "memory") and device.manner != "process":
        return ""
    return say(_MODELS.get((device.form, device.manner), _MANNERS[device.manner]))


def service_model(service: Element) -> str:
    """The model of a cloud service, as in the inspector."""
    labels = dict(spec(type(service), "model").choices)
    return QCoreApplication.translate("fields", labels[getattr(service, "model", "iaas")])
