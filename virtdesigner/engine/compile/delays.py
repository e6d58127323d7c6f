"""What a packet takes there and back beside the links that it crosses: in systems, and outside the design."""

from virtdesigner.engine.compile.adapters import Adapters
from virtdesigner.engine.compile.seats import Seat
from virtdesigner.engine.estimates import NAT_ROUND_TRIP_MS, NATIVE_ROUND_TRIP_MS, VIRTUAL_ROUND_TRIP_MS
from virtdesigner.kinds import ExternalNetwork
from virtdesigner.model.design import Design
from virtdesigner.model.parts import VirtualNic
from virtdesigner.rules.fabric import Route


def fixed_ms(design: Design, adapters: Adapters, seat: Seat, nic: VirtualNic | None, route: Route) -> float:
    """Return what a packet takes (ms) there and back, without its links. Source: MODELS.md sections 2 and 4.

    What the sender's system adds, twice as much behind address translation, and each external network's own.
    """
    elements = (design.elements.get(id) for id in route.path)
    outside = sum(element.latency for element in elements if isinstance(element, ExternalNetwork))
    is_virtual = seat.house.platform is not None and not seat.is_bare
    own = VIRTUAL_ROUND_TRIP_MS if is_virtual else NATIVE_ROUND_TRIP_MS
    bridge = adapters.switch(seat.id, nic.id) if nic else None
    if bridge is not None and bridge.nat and [hop.id for hop in route.hops] != [bridge.id]:
        own += NAT_ROUND_TRIP_MS - NATIVE_ROUND_TRIP_MS
    return own + outside
