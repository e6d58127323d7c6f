"""Network I/O control: what adapters of guests have reserved on the uplinks of their switch.

Source: MODELS.md section 4.
"""

from collections import defaultdict
from typing import Final, NamedTuple

from virtdesigner.kinds import VirtualSwitch
from virtdesigner.model.design import Design, part_of
from virtdesigner.model.parts import Nic, VirtualNic
from virtdesigner.rules.visibility import server_of

RESERVABLE_SHARE: Final = 0.75
"""[P: vSphere networking] Part of the slowest adapter that can be reserved."""


class Reserved(NamedTuple):
    """Mb/s reserved on the uplinks of a switch on one host, and the most that can be; adapters: whose."""

    rate: float
    most: float
    adapters: tuple[tuple[str, str], ...]

    @property
    def kept(self) -> float:
        """The part of each reservation that can be kept, 0 to 1."""
        return min(1.0, self.most / self.rate) if self.rate > 0.0 else 1.0


class IoControl:
    """Reservations of adapters on switches with network I/O control. Ask with `design.derived(IoControl)`."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._place: dict[tuple[str, str], tuple[str, str]] = {}
        asked: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for link in sorted(design.links.values(), key=lambda link: link.id):
            switch = self._controlled(link.target) if link.kind == "vnic" else None
            nic = part_of(design.elements[link.source], link.source_part) if switch else None
            host = server_of(design, link.source) if switch else None
            if switch is None or host is None or not isinstance(nic, VirtualNic) or not nic.reservation:
                continue
            adapter = (link.source, link.source_part)
            self._place[adapter] = (switch, host)
            if getattr(design.elements[link.source], "powered_on", True):
                asked[switch, host].append(adapter)
        self.found = {key: self._reserved(*key, tuple(adapters)) for key, adapters in asked.items()}
        """By switch and host."""

    def reservation(self, element: str, nic: VirtualNic) -> float:
        """What is kept for an adapter on its uplink, Mb/s: less than it asks for if too much is."""
        reserved = self.found.get(self._place.get((element, nic.id), ("", "")))
        return nic.reservation * reserved.kept if reserved else 0.0

    def _controlled(self, group: str) -> str | None:
        """The switch of a port group, where it has network I/O control."""
        element = self._design.elements[group]
        if not isinstance(element, VirtualSwitch) and element.parent:
            element = self._design.elements[element.parent]
        return element.id if isinstance(element, VirtualSwitch) and element.io_control else None

    def _reserved(self, switch: str, host: str, adapters: tuple[tuple[str, str], ...]) -> Reserved:
        uplinks = (link for link in self._design.links_of(switch) if link.kind == "uplink")
        ports = (part_of(self._design.elements[k.target], k.target_part) for k in uplinks if k.target == host)
        slowest = min((port.speed for port in ports if isinstance(port, Nic)), default=0.0)
        parts = (part_of(self._design.elements[element], part) for element, part in adapters)
        rate = sum(part.reservation for part in parts if isinstance(part, VirtualNic))
        return Reserved(rate, RESERVABLE_SHARE * slowest, adapters)
