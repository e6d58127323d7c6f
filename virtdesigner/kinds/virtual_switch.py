"""Virtual switch: joins guests on a host and leads to its network adapters."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import choice, flag, hidden, part, quantity
from virtdesigner.model.parts import MEGABITS_MAX, SharedAdapter


class VirtualSwitch(Element):
    """A switch in software. Its uplinks are links to network adapters of its server."""

    label = "Virtual switch"
    group = "Network"
    card = (220, 36)
    opens = True

    kind: Literal["virtual-switch"] = hidden("virtual-switch", "Kind of element.")
    mtu: int = quantity(1500, "bytes", 576, 9216, "Largest packet it passes.", label="MTU")
    teaming: Literal["originating-port", "source-mac", "ip-hash", "explicit-failover", "load-based"] = choice(
        "originating-port",
        {
            "originating-port": "By originating port",
            "source-mac": "By source MAC",
            "ip-hash": "By IP hash (EtherChannel)",
            "explicit-failover": "Explicit failover",
            "load-based": "By load (distributed switch)",
        },
        "Which active uplink an adapter's traffic takes.",
        label="Teaming",
    )
    io_control: bool = flag(
        False, "Reservations of adapters hold on its uplinks, up to 75 % of the slowest; shares always do.",
        label="Network I/O control",
    )  # fmt: skip
    vxlan: bool = flag(
        False,
        "Traffic between hosts travels in an overlay, 50 bytes a packet.",
        label="VXLAN",
    )
    nat: bool = flag(
        False,
        "Addresses are translated on the way out, as Docker's bridge does.",
        label="NAT",
    )
    shared_adapter: SharedAdapter | None = part(
        None, "What a shared Ethernet adapter of a virtual I/O server costs.",
        label="Shared Ethernet adapter", none="not one",
    )  # fmt: skip
    bus_rate: float = quantity(
        28_000,
        "Mb/s",
        1,
        MEGABITS_MAX,
        "Traffic between guests of the same host, over memory.",
        label="Memory bus",
        estimate=True,
    )
