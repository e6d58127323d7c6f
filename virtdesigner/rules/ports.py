"""Ports: where each network adapter is plugged in, and the VLANs in which two of them hear each other."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from virtdesigner.kinds import ExternalNetwork, VirtualMachine
from virtdesigner.model.design import Design, part_of
from virtdesigner.model.element import Element
from virtdesigner.model.link import Link, Passthrough, Uplink
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import Nic, Processor
from virtdesigner.rules.teaming import Adapter
from virtdesigner.rules.visibility import host_in_cluster
from virtdesigner.rules.wiring import UNTAGGED

GUEST_TAGS: Final = 4095
"""VLAN id of a port whose guest tags for itself; an adapter of a machine or of the outside counts as such."""


class Port(NamedTuple):
    """Where an adapter is plugged in.

    switch: "" for an adapter of a machine, or of a guest with one behind it: that is `nic`. group: the VLAN.
    rank: place among the ports of its switch on its host, by link id. link: vnic or pass-through, "" if none.
    """

    element: str
    part: str
    host: str
    switch: str = ""
    vlan: int = GUEST_TAGS
    rank: int = 0
    group: str = ""
    link: str = ""
    nic: Adapter = ("", "")


class Ports:
    """The ports of a design. Ask with `design.derived(Ports)`."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._hosts: dict[str, str] = {}
        self._off: dict[str, str] = {}
        self._groups: dict[str, tuple[str, int, str]] = {}
        self._ports: dict[Adapter, Port] = {}
        self._given: dict[Adapter, str] = {}
        self.uplinks: defaultdict[str, list[Uplink]] = defaultdict(list)
        links = design.links.values()
        self._plug_in(sorted((link for link in links if link.kind == "vnic"), key=lambda link: link.id))
        self._hand_over(link for link in links if isinstance(link, Passthrough))
        for uplink in (link for link in links if isinstance(link, Uplink)):
            self.uplinks[uplink.source].append(uplink)
        for uplinks in self.uplinks.values():
            uplinks.sort(key=lambda link: (link.order, link.id))

    def _plug_in(self, vnics: Iterable[Link]) -> None:
        ranks: defaultdict[tuple[str, str], int] = defaultdict(int)
        for link in vnics:
            if link.target not in self._groups:
                self._groups[link.target] = self._group(link.target)
            switch, vlan, group = self._groups[link.target]
            host = self._around(self._design.elements[link.source])
            adapter, rank = (link.source, link.source_part), ranks[switch, host]
            self._ports[adapter] = Port(*adapter, host, switch, vlan, rank, group, link.id)
            ranks[switch, host] = rank + 1

    def _group(self, id: str) -> tuple[str, int, str]:
        """The virtual switch, VLAN id and VLAN of what an adapter is plugged into."""
        element = self._design.elements[id]
        vlan = getattr(element, "vlan_id", None)
        return (id, UNTAGGED, "") if vlan is None else (element.parent or "", vlan, id)

    def _hand_over(self, links: Iterable[Passthrough]) -> None:
        for link in links:
            nic = (link.source, link.source_part)
            if link.mode == "whole":
                self._given[nic] = link.target
            if link.target_part and isinstance(part_of(self._design.elements[link.source], nic[1]), Nic):
                vlan = GUEST_TAGS if link.mode == "whole" else link.vlan_id
                adapter = (link.target, link.target_part)
                self._ports[adapter] = Port(*adapter, link.source, vlan=vlan, link=link.id, nic=nic)

    def host(self, id: str) -> str:
        """The server that an element is in, "" if none; remembered, as thousands share few parents."""
        if id not in self._hosts:
            element = self._design.elements[id]
            self._hosts[id] = id if is_machine(element) else self._around(element)
        return self._hosts[id]

    def _around(self, element: Element) -> str:
        found = self.host(element.parent) if element.parent else ""
        if not found and isinstance(element, VirtualMachine):
            return host_in_cluster(self._design, element) or ""
        return found

    def _switched_off(self, id: str) -> str:
        """What is switched off of an element and all that it lies in, "" if nothing is."""
        found = self._off.get(id)
        if found is None:
            element = self._design.elements[id]
            if getattr(element, "powered_on", True):
                found = self._switched_off(element.parent) if element.parent else ""
            else:
                found = id
            self._off[id] = found
        return found

    def port(self, adapter: Adapter) -> Port | Message:
        """Where an adapter is plugged in, or why it is of no use.

        An external network is its own adapter, with the part "".
        """
        element, part = adapter
        port = self._ports.get(adapter) or self._machine_port(element, part)
        if not isinstance(port, Port):
            return port
        if not port.host:
            return message("not-on-a-host", element=element)
        off = self._switched_off(element) or self._switched_off(port.host)
        if not off and port.switch:
            off = self._switched_off(port.switch)
        return message("powered-off", element=off) if off else port

    def _machine_port(self, element: str, part: str) -> Port | Message:
        record = self._design.elements[element]
        if isinstance(record, ExternalNetwork):
            return Port(element, part, element, nic=(element, ""))
        if not isinstance(part_of(record, part), Nic):
            return message("not-connected", element=element, part=part)
        if (element, part) in self._given:
            guest = self._given[element, part]
            return message("adapter-given-away", server=element, part=part, guest=guest)
        return Port(element, part, element, nic=(element, part))


def teaming(design: Design, port: Port) -> str:
    """The teaming policy for a port: that of its VLAN, else of its switch."""
    own = getattr(design.elements[port.group], "teaming", "inherited") if port.group else "inherited"
    return str(getattr(design.elements[port.switch], "teaming", "")) if own == "inherited" else own


def common_vlan(one: int, other: int) -> int | None:
    """The VLAN in which two ports hear each other, if there is one."""
    if GUEST_TAGS in (one, other):
        return own_tag(min(one, other))
    return one if one == other else None


def own_tag(vlan: int) -> int:
    """The VLAN in which a port sends when nobody asks for another."""
    return UNTAGGED if vlan == GUEST_TAGS else vlan


def is_machine(element: Element) -> bool:
    """Whether cables end in it and it is no switch: a server or an array."""
    return bool(element.carried(Processor) or element.carried(Nic))
