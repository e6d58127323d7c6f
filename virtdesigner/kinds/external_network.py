"""External network: what lies beyond the switches that are drawn."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import flag, hidden, quantity, text
from virtdesigner.model.parts import MEGABITS_MAX
from virtdesigner.model.vlan_ids import VLANS_PATTERN, carries


class ExternalNetwork(Element):
    """The outside: clients, other sites, the Internet; routes between VLANs when it is set to."""

    label = "External network"
    group = "Physical"
    card = (200, 56)

    kind: Literal["external-network"] = hidden("external-network", "Kind of element.")
    rate: float = quantity(
        1000,
        "Mb/s",
        0.001,
        MEGABITS_MAX,
        "What a connection to it carries, each direction.",
        label="Speed",
    )
    latency: float = quantity(5, "ms", 0, 10_000, "Time to it and back.", label="Latency", estimate=True)
    routes: bool = flag(
        False,
        "It routes: guests of different VLANs reach each other through it.",
        label="Routes between VLANs",
    )
    vlans: str = text(
        "all",
        "VLANs that it routes between: all, or numbers and ranges such as 10, 20-29.",
        label="VLANs routed",
        pattern=VLANS_PATTERN,
        maximum=2000,
        descriptive=False,
    )

    def carries(self, vlan: int) -> bool:
        """Whether it takes part in a VLAN; untagged frames it always takes."""
        return carries(self.vlans, vlan)
