"""VLAN: a port group of a virtual switch."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import choice, hidden, part, quantity
from virtdesigner.model.parts import Shaping


class Vlan(Element):
    """A group of ports on a virtual switch that share a VLAN id; the same id may occur twice."""

    label = "VLAN"
    group = "Network"
    card = (120, 24)

    kind: Literal["vlan"] = hidden("vlan", "Kind of element.")
    vlan_id: int = quantity(
        0, "", 0, 4095, "0: no tag; 1-4094: the switch tags; 4095: the guest tags.", label="VLAN id"
    )
    teaming: Literal[
        "inherited", "originating-port", "source-mac", "ip-hash", "explicit-failover", "load-based"
    ] = choice(
        "inherited",
        {
            "inherited": "As the switch",
            "originating-port": "By originating port",
            "source-mac": "By source MAC",
            "ip-hash": "By IP hash (EtherChannel)",
            "explicit-failover": "Explicit failover",
            "load-based": "By load (distributed switch)",
        },
        "Which active uplink an adapter's traffic takes.",
        label="Teaming",
    )
    shaping: Shaping | None = part(
        None, "A bound on what its adapters send.", label="Traffic shaping", none="none"
    )
