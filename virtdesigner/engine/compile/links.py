"""The table of links: cables, fibre links, and virtual switches with their memory bus."""

from typing import Final, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints
from virtdesigner.engine.goodput import goodput
from virtdesigner.engine.storage_device import FIBRE_CHANNEL_MB_S
from virtdesigner.kinds import ExternalNetwork, PhysicalSwitch, VirtualSwitch, Vlan
from virtdesigner.model.design import Design, part_of
from virtdesigner.model.link import Link
from virtdesigner.model.parts import Hba, Nic

USUAL_MTU: Final = 1500.0
"""[P: IEEE 802.3] Bytes, of a cable that no virtual switch sends through."""


class Links(NamedTuple):
    """Links, arrays (links,). element: row in `element_ids`; capacity: Mb/s of payload, each direction."""

    element: Ints
    capacity: Floats


def link_ids(design: Design) -> tuple[str, ...]:
    """Ids of what traffic crosses: cables and fibre, then virtual switches, each in the order of ids."""
    wires = (link.id for link in design.links.values() if link.kind in ("cable", "fibre"))
    switches = (e.id for e in design.elements.values() if isinstance(e, VirtualSwitch))
    return (*sorted(wires), *sorted(switches))


def compile_links(design: Design, ids: tuple[str, ...], row: dict[str, int]) -> Links:
    """Make the table of links `ids`; row: of `element_ids`."""
    framing = _Framing(design)
    rates = [
        framing.capacity(design.links[id]) if id in design.links else _bus_rate(design, id) for id in ids
    ]
    return Links(np.array([row[id] for id in ids], dtype=np.int64), np.array(rates, dtype=np.float64))


def _bus_rate(design: Design, id: str) -> float:
    switch = design.elements[id]
    assert isinstance(switch, VirtualSwitch)
    return switch.bus_rate


class _Framing:
    """What share of a cable's rate is payload: MTU and tags are those of the virtual switch that sends."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._switches = {
            (link.target, link.target_part): link.source
            for link in design.links.values()
            if link.kind == "uplink"
        }
        self._shares: dict[tuple[str, float], float] = {}

    def capacity(self, link: Link) -> float:
        """The payload (Mb/s) that a cable or a fibre link carries, each direction."""
        ends = ((link.source, link.source_part), (link.target, link.target_part))
        slowest = min((self._speed(*end) for end in ends), default=np.inf)
        if link.kind == "fibre":
            return slowest
        senders = [self._switches[end] for end in ends if end in self._switches]
        most = min((self._passes(id) for id, _ in ends), default=np.inf)
        usual = _share(min(USUAL_MTU, most), False, False)
        return slowest * min((self._payload(id, most) for id in senders), default=usual)

    def _passes(self, id: str) -> float:
        """The largest packet that one end of a cable passes."""
        element = self._design.elements[id]
        return float(element.mtu) if isinstance(element, PhysicalSwitch) else np.inf

    def _payload(self, id: str, most: float) -> float:
        """The share of payload in what a virtual switch sends, in packets of at most `most` bytes."""
        if (id, most) not in self._shares:
            switch = self._design.elements[id]
            assert isinstance(switch, VirtualSwitch)
            groups = (self._design.elements[child] for child in self._design.children(id))
            tagged = any(isinstance(group, Vlan) and group.vlan_id > 0 for group in groups)
            self._shares[id, most] = _share(min(switch.mtu, most), tagged, switch.vxlan)
        return self._shares[id, most]

    def _speed(self, id: str, part_id: str) -> float:
        element = self._design.elements[id]
        if isinstance(element, ExternalNetwork):
            return element.rate
        if not part_id:
            is_ethernet = isinstance(element, PhysicalSwitch) and element.fabric == "ethernet"
            return getattr(element, "port_speed", np.inf) if is_ethernet else np.inf
        part = part_of(element, part_id)
        if isinstance(part, Hba):
            return FIBRE_CHANNEL_MB_S[int(part.speed)] * 8.0
        return part.speed if isinstance(part, Nic) else np.inf


def _share(mtu: float, tagged: bool, vxlan: bool) -> float:
    return float(goodput(mtu, tagged=tagged, vxlan=vxlan))
