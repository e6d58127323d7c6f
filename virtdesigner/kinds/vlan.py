"""VLAN: a port group of a virtual switch."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import hidden, quantity


class Vlan(Element):
    """A group of ports on a virtual switch that share a VLAN id; the same id may occur twice."""

    label = "VLAN"
    group = "Network"
    card = (120, 24)

    kind: Literal["vlan"] = hidden("vlan", "Kind of element.")
    vlan_id: int = quantity(
        0, "", 0, 4095, "0: no tag; 1-4094: the switch tags; 4095: the guest tags.", label="VLAN id"
    )
