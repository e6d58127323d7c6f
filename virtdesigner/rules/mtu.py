"""MTU along a route: the smallest of the switches on the way, virtual and physical, and where it is."""

from typing import NamedTuple

from virtdesigner.kinds import PhysicalSwitch, VirtualSwitch
from virtdesigner.model.design import Design
from virtdesigner.rules.fabric import Route


class Narrowest(NamedTuple):
    """The largest packet (bytes) that gets through whole, and the switch that sets it."""

    mtu: int
    element: str


def narrowest(design: Design, route: Route) -> Narrowest | None:
    """The smallest MTU along a route, of equal ones the first; None when it crosses no switch.

    A sender whose own switch has a larger one is mismatched: compare with the first switch on `route.path`.
    """
    switches = (design.elements.get(id) for id in route.path)
    found = (e for e in switches if isinstance(e, VirtualSwitch | PhysicalSwitch))
    least = min(found, key=lambda switch: switch.mtu, default=None)
    return None if least is None else Narrowest(least.mtu, least.id)
