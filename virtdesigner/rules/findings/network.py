"""Findings about the network: what is plugged in, where flows end, what losing one uplink means."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from virtdesigner.model.design import Design, part_of
from virtdesigner.model.element import Element
from virtdesigner.model.link import Uplink
from virtdesigner.model.messages import Message
from virtdesigner.model.parts import Flow, VirtualNic, Workload
from virtdesigner.rules.fabric import Fabric
from virtdesigner.rules.findings.finding import Finding, error, info, warning
from virtdesigner.rules.findings.residents import Residents, is_on
from virtdesigner.rules.io_control import IoControl
from virtdesigner.rules.visibility import server_of
from virtdesigner.rules.wiring import Wiring

TAGGED_BY_SWITCH = range(1, 4095)
"""VLAN ids that a virtual switch tags with."""


def adapter_not_connected(design: Design) -> Iterator[Finding]:
    """An adapter of a guest on a server that is plugged into nothing."""
    plugged = set()
    for link in design.links.values():
        if link.kind == "vnic":
            plugged.add((link.source, link.source_part))
        elif link.kind == "passthrough":
            plugged.add((link.target, link.target_part))
    for guest in design.derived(Residents).guests:
        for nic in guest.element.carried(VirtualNic):
            id = guest.element.id
            if (id, nic.id) not in plugged:
                yield warning("adapter-not-connected", id, field="nics", element=id, adapter=nic.name)


def blocked_flows(design: Design) -> Mapping[Message, list[tuple[Element, Flow]]]:
    """Flows of what runs that can't get where they should, by the reason. Ask with `design.derived`."""
    fabric, residents = design.derived(Fabric), design.derived(Residents)
    running = {guest.element.id for guest in residents.guests if guest.running}
    running |= {id for id, host in residents.hosts.items() if host.running}
    found: defaultdict[Message, list[tuple[Element, Flow]]] = defaultdict(list)
    for element, workload in design.carrying(Workload):
        for flow in workload.flows if element.id in running else ():
            refusal = fabric.flow_route(element.id, flow).refusal
            if refusal:
                found[refusal].append((element, flow))
    return found


def flows_blocked(design: Design) -> Iterator[Finding]:
    """Flows that go nowhere; those of several guests with one reason are one finding."""
    for refusal, flows in design.derived(blocked_flows).items():
        ids = tuple(dict.fromkeys(element.id for element, _ in flows))
        if refusal.code == "no-uplink" or _is_said_already(design, refusal, ids):
            continue
        if len(ids) == 1:
            name = flows[0][1].name
            yield warning(
                "flow-blocked", *ids, field="workload.flows", element=ids[0], flow=name, reason=refusal
            )
        else:
            yield warning("flows-blocked", *ids, field="workload.flows", count=len(ids), reason=refusal)


def _is_said_already(design: Design, refusal: Message, senders: Collection[str]) -> bool:
    """Whether the reason is an adapter of the sender itself that `adapter_not_connected` names."""
    if refusal.code != "not-connected" or refusal["element"] not in senders:
        return False
    return part_of(design.elements[str(refusal["element"])], str(refusal["part"])) is not None


def switch_without_uplink(design: Design) -> Iterator[Finding]:
    """A virtual switch that leads nowhere, under guests that talk beyond it."""
    for refusal, flows in design.derived(blocked_flows).items():
        if refusal.code == "no-uplink":
            ids, switch = dict.fromkeys(element.id for element, _ in flows), str(refusal["switch"])
            yield warning("switch-without-uplink", switch, *ids, switch=switch, count=len(ids))


def io_reservations_over(design: Design) -> Iterator[Finding]:
    """More reserved by network I/O control than three quarters of the slowest uplink: none is kept whole."""
    for (switch, host), reserved in design.derived(IoControl).found.items():
        if reserved.rate > reserved.most:
            ids = dict.fromkeys(element for element, _ in reserved.adapters)
            yield warning(
                "io-reservations-over", switch, host, *ids, field="io_control", switch=switch, host=host,
                reserved=reserved.rate, most=reserved.most,
            )  # fmt: skip


def uplinks_of_switches(design: Design) -> Mapping[tuple[str, str], list[Uplink]]:
    """Uplinks by virtual switch and server. Ask with `design.derived`."""
    found = defaultdict(list)
    for link in design.links.values():
        if isinstance(link, Uplink):
            found[link.source, server_of(design, link.target) or ""].append(link)
    return found


def vlan_not_carried(design: Design) -> Iterator[Finding]:
    """A VLAN that a switch at the far end of an uplink doesn't let through."""
    wiring = design.derived(Wiring)
    beyond: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for (switch, _), uplinks in design.derived(uplinks_of_switches).items():
        for link in uplinks:
            beyond[switch].update((wire.far, None) for wire in wiring.at(link.target, link.target_part))
    for vlan in design.elements.values():
        number = getattr(vlan, "vlan_id", 0)
        for far in beyond[vlan.parent or ""] if number in TAGGED_BY_SWITCH else ():
            refusal = wiring.obstacle(far, number)
            if refusal and refusal.code == "vlan-not-allowed":
                yield warning(
                    "vlan-not-carried",
                    vlan.id,
                    far,
                    field="vlan_id",
                    element=vlan.id,
                    vlan=number,
                    switch=far,
                )


def uplink_not_cabled(design: Design) -> Iterator[Finding]:
    """An uplink over an adapter without a cable."""
    wiring = design.derived(Wiring)
    for (switch, server), uplinks in design.derived(uplinks_of_switches).items():
        for link in uplinks:
            nic = part_of(design.elements[link.target], link.target_part)
            if nic and server == link.target and not wiring.at(link.target, link.target_part):
                yield warning(
                    "uplink-not-cabled", server, switch, switch=switch, server=server, adapter=nic.name
                )


def few_uplinks(design: Design) -> Iterator[Finding]:
    """One uplink is no redundancy; standby ones alone are probably a slip. Each host of a switch by itself.

    host: whose adapters they are: a server, or the VM around a bridge.
    """
    for (switch, _), uplinks in design.derived(uplinks_of_switches).items():
        host = uplinks[0].target
        if all(link.role == "standby" for link in uplinks):
            yield warning("standby-only", switch, host, switch=switch, host=host)
        # A virtual adapter doesn't break: what a VM's own switch leaves by is what counts.
        if len(uplinks) == 1 and not design.elements[host].carried(VirtualNic):
            yield info("single-uplink", switch, host, switch=switch, host=host)


def too_many_cables(design: Design) -> Iterator[Finding]:
    """More cables than ports in a physical switch."""
    cables: defaultdict[str, int] = defaultdict(int)
    for link in design.links.values():
        if link.kind in ("cable", "fibre"):
            for id, part in ((link.source, link.source_part), (link.target, link.target_part)):
                cables[id] += not part
    for id, count in cables.items():
        ports = getattr(design.elements[id], "ports", None)
        if ports is not None and count > ports and is_on(design.elements[id]):
            yield error("too-many-cables", id, field="ports", switch=id, ports=ports, cables=count)
