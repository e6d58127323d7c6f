"""Virtual switch: joins guests on a host and leads to its network adapters."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import hidden, quantity
from virtdesigner.model.parts import MEGABITS_MAX


class VirtualSwitch(Element):
    """A switch in software. Its uplinks are links to network adapters of its server."""

    label = "Virtual switch"
    group = "Network"
    card = (220, 56)
    opens = True

    kind: Literal["virtual-switch"] = hidden("virtual-switch", "Kind of element.")
    mtu: int = quantity(1500, "bytes", 576, 9216, "Largest packet it passes.", label="MTU")
    bus_rate: float = quantity(
        28_000,
        "Mb/s",
        1,
        MEGABITS_MAX,
        "Traffic between guests of the same host, over memory.",
        label="Memory bus",
        estimate=True,
    )
