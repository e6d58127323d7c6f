"""Physical switch: Ethernet or fibre channel."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import choice, flag, hidden, part, quantity, text
from virtdesigner.model.parts import MEGABITS_MAX, Zone
from virtdesigner.model.vlan_ids import VLANS_PATTERN, carries


class PhysicalSwitch(Element):
    """A switch that cables of servers, arrays and other switches end in."""

    label = "Switch"
    group = "Physical"
    card = (240, 56)

    kind: Literal["physical-switch"] = hidden("physical-switch", "Kind of element.")
    powered_on: bool = flag(True, "Switched on.", label="Power")
    fabric: Literal["ethernet", "fibre-channel"] = choice(
        "ethernet",
        {"ethernet": "Ethernet", "fibre-channel": "Fibre channel"},
        "What it carries.",
        label="Fabric",
    )
    ports: int = quantity(48, "", 1, 10_000, "Ports it has.", label="Ports")
    port_speed: float = quantity(
        10_000,
        "Mb/s",
        1,
        MEGABITS_MAX,
        "Fastest rate of an Ethernet port, each direction.",
        label="Port speed",
    )
    vlans: str = text(
        "all",
        "VLANs that its ports carry: all, or numbers and ranges such as 10, 20-29.",
        label="VLANs allowed",
        pattern=VLANS_PATTERN,
        maximum=2000,
        descriptive=False,
    )

    mtu: int = quantity(1500, "bytes", 576, 9216, "Largest packet that it passes.", label="MTU")
    zones: tuple[Zone, ...] = part(
        (), "Who sees whom over fibre channel; without any zone all do.", label="Zones"
    )

    def carries(self, vlan: int) -> bool:
        """Whether its ports let frames of a VLAN id through; 0 (untagged) always passes."""
        return carries(self.vlans, vlan)
