"""Exits: the cables by which traffic can leave a machine, and the one that it takes."""

from collections.abc import Mapping
from typing import NamedTuple

from virtdesigner.kinds import Cluster, ExternalNetwork
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message, message
from virtdesigner.rules.ascents import Ascent
from virtdesigner.rules.ports import Port, Ports, own_tag, teaming
from virtdesigner.rules.teaming import Adapter, pick
from virtdesigner.rules.wiring import Wire, Wiring


class Exit(NamedTuple):
    """A way out that is usable: cabled to something that is switched on and takes the VLAN.

    link: the uplink, "" for an adapter of a machine itself. ids: what is passed from the switch to the cable.
    """

    link: str
    wire: Wire
    ids: tuple[str, ...]


class Team(NamedTuple):
    """An adapter of a distributed switch that sends by whichever uplink is least busy.

    adapter: the one that leaves the host; cables: ids of those of its uplinks, in order; first: the place of
    the one that it starts with.
    """

    adapter: Adapter
    cables: tuple[str, ...]
    first: int


class Exits:
    """Ways out of the machines of a design, found once for each virtual switch, host and VLAN."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._wiring = design.derived(Wiring)
        self._ports = design.derived(Ports)
        self._found: dict[tuple[str, str, int], tuple[Exit, ...] | Message] = {}
        self._policies: dict[str, str] = {}

    def chosen(
        self, side: Ascent, vlan: int, peer: Adapter | None, moved: Mapping[Adapter, int]
    ) -> tuple[Exit, ...] | Message:
        """The one way out that an adapter's traffic takes, or why there is none.

        An external network has all its cables: it is no switch port that would have to choose.
        """
        top = side.top
        exits = self.usable(side, vlan)
        if isinstance(exits, Message) or len(exits) == 1 or not top.switch:
            return exits
        adapter = (top.element, top.part)
        if adapter in moved:
            return (exits[moved[adapter] % len(exits)],)
        return (exits[pick(self._policy(top), len(exits), top.rank, adapter, peer)],)

    def usable(self, side: Ascent, vlan: int) -> tuple[Exit, ...] | Message:
        """The usable active uplinks of an adapter's switch on its host, else the standby ones, else why not.

        An adapter of a machine has its own cable alone.
        """
        top = side.top
        if not top.switch:
            return self._of_machine(*top.nic, vlan)
        key = (top.switch, top.host, vlan)
        found = self._found.get(key)
        if found is None:
            self._found[key] = found = self._of_switch(*key)
        return found

    def team(self, side: Ascent) -> Team | None:
        """The team of an adapter that several uplinks take by load; None for any other."""
        top = side.top
        if not top.switch or side.blocked or self._policy(top) != "load-based":
            return None
        parent, exits = self._design.elements[top.switch].parent, self.usable(side, own_tag(side.vlan))
        is_distributed = parent is not None and isinstance(self._design.elements[parent], Cluster)
        if not is_distributed or isinstance(exits, Message) or len(exits) < 2:
            return None
        first = pick("load-based", len(exits), top.rank, (top.element, top.part), None)
        return Team((top.element, top.part), tuple(exit.wire.hop.id for exit in exits), first)

    def _policy(self, top: Port) -> str:
        key = top.group or top.switch
        found = self._policies.get(key)
        if found is None:
            self._policies[key] = found = teaming(self._design, top)
        return found

    def _of_machine(self, element: str, part: str, vlan: int) -> tuple[Exit, ...] | Message:
        if isinstance(self._design.elements[element], ExternalNetwork):
            refusal = self._wiring.obstacle(element, vlan)
            return refusal or tuple(Exit("", wire, ()) for wire in self._wiring.at(element))
        wire = self._cable(element, part, vlan)
        return wire if isinstance(wire, Message) else (Exit("", wire, ()),)

    def _of_switch(self, switch: str, host: str, vlan: int) -> tuple[Exit, ...] | Message:
        uplinks = [link for link in self._ports.uplinks.get(switch, ()) if link.target == host]
        found = [(link, self._cable(link.target, link.target_part, vlan)) for link in uplinks]
        for wanted in ("active", "standby"):
            usable = tuple(
                Exit(link.id, wire, (switch, link.id, host))
                for link, wire in found
                if link.role == wanted and not isinstance(wire, Message)
            )
            if usable:
                return usable
        reasons = (wire for _, wire in found if isinstance(wire, Message))
        return next(reasons, message("no-uplink", switch=switch))

    def _cable(self, element: str, part: str, vlan: int) -> Wire | Message:
        wires = self._wiring.at(element, part)
        if not wires:
            return message("not-cabled", element=element, part=part)
        return self._wiring.obstacle(wires[0].far, vlan) or wires[0]
