"""What a card says of an element whatever the simulation does: one line of what it is, a VLAN's colour."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from virtdesigner.kinds import (
    CloudService,
    ContainerEngine,
    ExternalNetwork,
    Hypervisor,
    Lun,
    PhysicalServer,
    PhysicalSwitch,
    ResourcePool,
    StorageArray,
    VirtualIoServer,
    VirtualMachine,
    VirtualSwitch,
    Vlan,
)
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.fields import spec
from virtdesigner.model.parts import (
    SYSTEMS,
    ContainerRuntime,
    DiskGroup,
    HostSystem,
    Part,
    Virtualisation,
    Workload,
)
from virtdesigner.ui.palettes import VLAN_COLOURS

_DEVICES = {"hdd": "HDD", "sata-ssd": "SSD", "nvme": "NVMe"}
_SHORT = {
    "esxi": "ESXi", "esx": "ESX", "workstation": "Workstation", "virtual-server": "Virtual Server",
    "virtual-pc": "Virtual PC", "hyper-v": "Hyper-V", "xen": "Xen", "kvm": "KVM", "parallels": "Parallels",
    "sel4": "seL4", "power-hypervisor": "PowerVM", "zvm": "z/VM", "prsm": "PR/SM",
}  # fmt: skip

_CORES = QT_TRANSLATE_NOOP("Canvas", "{sockets} × {cores} cores")
_MODELS = {"iaas": "IaaS", "paas": "PaaS", "saas": "SaaS"}
_PORTS = QT_TRANSLATE_NOOP("Canvas", "{ports} ports")
_SOFTWARE = QT_TRANSLATE_NOOP("Canvas", "software of its own")
_HOSTED = QT_TRANSLATE_NOOP("Canvas", "hosted")
_CONTAINERS = QT_TRANSLATE_NOOP("Canvas", "containers on one kernel")
_RESERVED = QT_TRANSLATE_NOOP("Canvas", "{amounts} reserved")
_BOUNDED = QT_TRANSLATE_NOOP("Canvas", "at most {amounts}")
_SHARES = QT_TRANSLATE_NOOP("Canvas", "by shares")
_CORE_COUNT = QT_TRANSLATE_NOOP("Canvas", "{cores} cores")
_VCPUS = QT_TRANSLATE_NOOP("Canvas", "{count} vCPUs")
_ONE_VCPU = QT_TRANSLATE_NOOP("Canvas", "1 vCPU")
_SHARED_ADAPTER = QT_TRANSLATE_NOOP("Canvas", "shared Ethernet adapter")
_NAT = QT_TRANSLATE_NOOP("Canvas", "NAT")
_VXLAN = QT_TRANSLATE_NOOP("Canvas", "VXLAN")
_ROUTES = QT_TRANSLATE_NOOP("Canvas", "routes VLANs")
_BETWEEN = QT_TRANSLATE_NOOP("Canvas", "{provider} for {customer}")


def _translated(text: object) -> str:
    return QCoreApplication.translate("Canvas", str(text))


def amount(mebibytes: float) -> str:
    """A quantity of memory or storage in the unit that keeps it short: 512 MiB, 6 GiB, 1.5 TiB."""
    for unit in ("MiB", "GiB"):
        if mebibytes < 1023.5:
            return f"{_short_number(mebibytes)} {unit}"
        mebibytes /= 1024
    return f"{_short_number(mebibytes)} TiB"


def portion(used: float, whole: float) -> str:
    """A part of a quantity in the unit of the whole, both in MiB: 98/160 GiB."""
    words = amount(whole)
    scale = {"MiB": 1.0, "GiB": 1024.0, "TiB": 1024.0**2}[words.rpartition(" ")[2]]
    return f"{_short_number(used / scale)}/{words}"


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
    runs = (_system(element.host_system), _software(element.workload))
    return (cores, amount(element.memory.size), _counted(rate(nic.speed) for nic in element.nics), *runs)


def _system(system: HostSystem | None) -> str:
    """The host OS: by its release where that is known, as it names the family mostly."""
    return (system.version or SYSTEMS[system.family]) if system else ""


def _software(workload: Workload | None) -> str:
    """What runs on a bare server."""
    if workload is None:
        return ""
    if workload.template == "custom":
        return _translated(_SOFTWARE)
    return _choice(Workload, "template", workload.template).lower()


def _choice(part: type[Part], field: str, value: str) -> str:
    return QCoreApplication.translate("fields", dict(spec(part, field).choices)[value])


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
    technique = _choice(Virtualisation, "technique", part.technique)
    product = f"{_SHORT[part.product]} {part.version}".strip()
    named = product.casefold() in element.name.casefold()
    hosted = (_translated(_HOSTED),) if part.placement == "hosted" else ()
    return (*(() if named else (product,)), *hosted, technique.lower())


def _engine(element: ContainerEngine) -> tuple[str, ...]:
    part = element.runtime
    product = f"{_choice(ContainerRuntime, 'product', part.product)} {part.version}".strip()
    named = product.casefold() in element.name.casefold()
    return (_translated(_CONTAINERS) if named else product,)


def _pool(element: ResourcePool) -> tuple[str, ...]:
    """What is set aside for a pool and what bounds it; an ordinary one goes by its shares alone."""
    cpu, memory = element.cpu, element.memory
    lines = ((_RESERVED, cpu.reservation, memory.reservation), (_BOUNDED, cpu.limit, memory.limit))
    found = tuple(
        _translated(words).format(amounts=amounts)
        for words, cores, mebibytes in lines
        if (amounts := _amounts(cores, mebibytes))
    )
    return found or (_translated(_SHARES),)


def _amounts(cores: float | None, mebibytes: float | None) -> str:
    """Cores and memory, as far as there are some: "8 cores, 32 GiB"."""
    found = [_translated(_CORE_COUNT).format(cores=_short_number(cores))] if cores else []
    return ", ".join([*found, amount(mebibytes)] if mebibytes else found)


def _virtual(element: VirtualMachine | VirtualIoServer) -> tuple[str, ...]:
    count = element.cpus.count
    vcpus = _translated(_ONE_VCPU if count == 1 else _VCPUS).format(count=count)
    return (vcpus, amount(element.memory.size))


def _virtual_switch(element: VirtualSwitch) -> tuple[str, ...]:
    marks = ((_SHARED_ADAPTER, element.shared_adapter), (_NAT, element.nat), (_VXLAN, element.vxlan))
    return tuple(_translated(words) for words, holds in marks if holds)


def _external(element: ExternalNetwork) -> tuple[str, ...]:
    return (rate(element.rate), _translated(_ROUTES) if element.routes else "")


def _service(element: CloudService) -> tuple[str, ...]:
    between = (element.provider, element.customer)
    if all(between):
        return (
            _MODELS[element.model],
            _translated(_BETWEEN).format(provider=between[0], customer=between[1]),
        )
    return (_MODELS[element.model], *between)


def _lun(element: Lun) -> tuple[str, ...]:
    return (amount(element.capacity * 1024),)


_LINES: Mapping[type[Element], Callable[[Any], tuple[str, ...]]] = MappingProxyType(
    {
        PhysicalServer: _server,
        PhysicalSwitch: _switch,
        StorageArray: _array,
        Hypervisor: _hypervisor,
        Lun: _lun,
        ContainerEngine: _engine,
        ResourcePool: _pool,
        VirtualIoServer: _virtual,
        VirtualMachine: _virtual,
        VirtualSwitch: _virtual_switch,
        ExternalNetwork: _external,
        CloudService: _service,
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
