"""Wiring: the cables (Ethernet or fibre) of a design, and the shortest ways between its physical switches."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from virtdesigner.kinds import ExternalNetwork, PhysicalSwitch
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message, message

if TYPE_CHECKING:
    import networkx

UNTAGGED = 0
"""VLAN id of frames without a tag; fibre channel has no other."""


class Hop(NamedTuple):
    """One link that traffic crosses: a cable, or a virtual switch's memory bus.

    forward: from the cable's source to its target; always True for a memory bus.
    """

    id: str
    forward: bool

    def back(self) -> "Hop":
        """The same link crossed the other way."""
        return Hop(self.id, not self.forward)


class Wire(NamedTuple):
    """A cable seen from one end: the hop over it, and the element that it leads to."""

    hop: Hop
    far: str


class Wiring:
    """Cables of one kind by the port or switch that they end in.

    Ask with `design.derived(Wiring)` for Ethernet, `design.derived(fibre_wiring)` for fibre channel.
    """

    def __init__(self, design: Design, kind: Literal["cable", "fibre"] = "cable") -> None:
        self._design = design
        self._wires: defaultdict[tuple[str, str], list[Wire]] = defaultdict(list)
        self._kind = kind
        self._ways: dict[tuple[str, int], dict[str, tuple[Hop, ...]]] = {}
        for link in design.links.values():
            if link.kind == kind:
                self._wires[link.source, link.source_part].append(Wire(Hop(link.id, True), link.target))
                self._wires[link.target, link.target_part].append(Wire(Hop(link.id, False), link.source))

    def at(self, element: str, part: str = "") -> tuple[Wire, ...]:
        """The cables in a port of a machine, or in a switch (no part)."""
        return tuple(self._wires.get((element, part), ()))

    def obstacle(self, element: str, vlan: int = UNTAGGED) -> Message | None:
        """Why what a cable leads to takes no frames of a VLAN, or None when it does.

        Codes: "powered-off" (element), "vlan-not-allowed" (switch, vlan).
        """
        far = self._design.elements[element]
        if not getattr(far, "powered_on", True):
            return message("powered-off", element=element)
        if isinstance(far, PhysicalSwitch | ExternalNetwork) and not far.carries(vlan):
            return message("vlan-not-allowed", switch=element, vlan=vlan)
        return None

    def path(self, start: Wire, end: Wire, vlan: int = UNTAGGED) -> tuple[Hop, ...] | None:
        """The fewest cables from the port with the cable `start` to the port with `end`; None: no way.

        The same cable twice is a direct one. Which of equally short ways is taken depends on ids alone, so
        that the order of drawing doesn't matter.
        """
        if start.hop.id == end.hop.id:
            return (start.hop,)
        if not (self._passes(start.far, vlan) and self._passes(end.far, vlan)):
            return None
        between = self._ways_from(start.far, vlan).get(end.far)
        return None if between is None else (start.hop, *between, end.hop.back())

    def _ways_from(self, start: str, vlan: int) -> dict[str, tuple[Hop, ...]]:
        """Each switch that frames of a VLAN reach from the switch `start`, with the way there."""
        if (start, vlan) not in self._ways:
            from virtdesigner.model.graph import ways  # only here: networkx is slow to import

            open_to_it = self._switches.subgraph(id for id in self._switches if self._passes(id, vlan))
            found = ways(open_to_it, start)
            self._ways[start, vlan] = {end: self._hops(way, start) for end, way in found.items()}
        return self._ways[start, vlan]

    @cached_property
    def _switches(self) -> "networkx.MultiGraph[str]":
        """The cables between switches, as a graph."""
        from virtdesigner.model.graph import cabling

        graph = cabling(self._design, self._kind)
        elements = self._design.elements
        return graph.subgraph(id for id in graph if isinstance(elements[id], PhysicalSwitch))

    def _hops(self, way: Sequence[tuple[str, str]], start: str) -> tuple[Hop, ...]:
        hops, here = [], start
        for link, far in way:
            hops.append(Hop(link, self._design.links[link].source == here))
            here = far
        return tuple(hops)

    def _passes(self, element: str, vlan: int) -> bool:
        is_switch = isinstance(self._design.elements[element], PhysicalSwitch)
        return is_switch and self.obstacle(element, vlan) is None


def fibre_wiring(design: Design) -> Wiring:
    """The fibre-channel cables of a design."""
    return Wiring(design, "fibre")
