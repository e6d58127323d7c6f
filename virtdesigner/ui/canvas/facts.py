"""What a card says of an element whatever the simulation does: one line of what it is, a VLAN's colour."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from virtdesigner.kinds import Hypervisor, Lun, PhysicalServer, PhysicalSwitch, StorageArray, Vlan
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.fields import spec
from virtdesigner.model.parts import DiskGroup, Virtualisation
from virtdesigner.ui.palettes import VLAN_COLOURS

_DEVICES = {"hdd": "HDD", "sata-ssd": "SSD", "nvme": "NVMe"}
_SHORT = {
    "esxi": "ESXi", "esx": "ESX", "workstation": "Workstation", "virtual-server": "Virtual Server",
    "virtual-pc": "Virtual PC", "hyper-v": "Hyper-V", "xen": "Xen", "kvm": "KVM", "parallels": "Parallels",
    "sel4": "seL4", "power-hypervisor": "PowerVM", "zvm": "z/VM", "prsm": "PR/SM",
}  # fmt: skip

_CORES = QT_TRANSLATE_NOOP("Canvas", "{sockets} × {cores} cores")
_PORTS = QT_TRANSLATE_NOOP("Canvas", "{ports} ports")


def _translated(text: object) -> str:
    return QCoreApplication.translate("Canvas", str(text))


def amount(mebibytes: float) -> str:
    """A quantity of memory or storage in the unit that keeps it short: 512 MiB, 6 GiB, 1.5 TiB."""
    for unit in ("MiB", "GiB"):
        if mebibytes < 1023.5:
            return f"{_short_number(mebibytes)} {unit}"
        mebibytes /= 1024
    return f"{_short_number(mebibytes)} TiB"


def _short_number(value: float) -> str:
    return f"{value:.0f}" if value >= 10 or abs(value - round(value)) < 0.05 else f"{value:.1f}"


def rate(megabits: float) -> str:
    """A line rate as it is printed beside a port: 100M, 10G."""
    return f"{_short_number(megabits / 1000)}G" if megabits >= 1000 else f"{_short_number(megabits)}M"


def load(used: float, capacity: float) -> str:
    """What a link carries of what it can: "9.4 / 10 Gb/s"."""
    unit, scale = ("Gb/s", 1000) if capacity >= 1000 else ("Mb/s", 1)
    return f"{_short_number(used / scale)} / {_short_number(capacity / scale)} {unit}"


def _counted(labels: Iterable[str]) -> str:
    """Equal labels once, with their number: "2 × 10G"."""
    counts: dict[str, int] = {}
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
    return ", ".join(f"{count} × {label}" if count > 1 else label for label, count in counts.items())


def _server(element: PhysicalServer) -> tuple[str, ...]:
    processor = element.processor
    cores = _translated(_CORES).format(sockets=processor.sockets, cores=processor.cores_per_socket)
    return (cores, amount(element.memory.size), _counted(rate(nic.speed) for nic in element.nics))


def _switch(element: PhysicalSwitch) -> tuple[str, ...]:
    fast = rate(element.port_speed) if element.fabric == "ethernet" else "FC"
    return (fast, _translated(_PORTS).format(ports=element.ports))


def _array(element: StorageArray) -> tuple[str, ...]:
    ports = _counted(f"FC {hba.speed}G" for hba in element.hbas)
    return (
        *(_disks(group) for group in element.disk_groups),
        ports or _counted(rate(n.speed) for n in element.nics),
    )


def _disks(group: DiskGroup) -> str:
    return f"{group.disks} × {_DEVICES[group.device]} RAID {group.raid}"


def _hypervisor(element: Hypervisor) -> tuple[str, ...]:
    part = element.virtualisation
    technique = dict(spec(Virtualisation, "technique").choices)[part.technique]
    product = f"{_SHORT[part.product]} {part.version}".strip()
    named = product.casefold() in element.name.casefold()
    return (() if named else (product,)) + (QCoreApplication.translate("fields", technique).lower(),)


def _lun(element: Lun) -> tuple[str, ...]:
    return (amount(element.capacity * 1024),)


_LINES: Mapping[type[Element], Callable[[Any], tuple[str, ...]]] = MappingProxyType(
    {
        PhysicalServer: _server,
        PhysicalSwitch: _switch,
        StorageArray: _array,
        Hypervisor: _hypervisor,
        Lun: _lun,
    }
)


def subtitle(element: Element) -> str:
    """One line of what an element is: "2 × 16 cores · 256 GiB · 2 × 10G"; empty where its name says it."""
    line = _LINES.get(type(element))
    return " · ".join(part for part in line(element) if part) if line else ""


def caption(element: Element) -> str:
    """What a card calls its element; a VLAN with its number."""
    if isinstance(element, Vlan) and element.vlan_id and str(element.vlan_id) not in element.name:
        return f"VLAN {element.vlan_id} {element.name}"
    return element.name


def is_on(element: Element) -> bool:
    """Whether an element is switched on, or can't be switched off."""
    return bool(getattr(element, "powered_on", True))


def vlan_positions(design: Design) -> Mapping[int, int]:
    """VLAN id to the place of its colour, which stays when other ids come. Ask with `design.derived`.

    The place follows from the id; an id whose place is taken gets the next free one, while there are some.
    """
    places: dict[int, int] = {}
    for vlan in sorted({each.vlan_id for each in design.elements.values() if isinstance(each, Vlan)}):
        wanted = ((vlan + step) % len(VLAN_COLOURS) for step in range(len(VLAN_COLOURS)))
        free = (place for place in wanted if place not in places.values())
        places[vlan] = next(free, vlan % len(VLAN_COLOURS))
    return places
