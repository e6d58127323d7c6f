"""Fixes of networks: adapters plugged in, uplinks and cables added, port groups drawn on further hosts."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from virtdesigner.kinds import PhysicalSwitch, VirtualSwitch, Vlan
from virtdesigner.model import edits
from virtdesigner.model.change import Change, add, update
from virtdesigner.model.design import Design
from virtdesigner.model.link import LINK_KINDS, Uplink, Vnic
from virtdesigner.model.parts import Hba, NamedPart, Nic, VirtualNic
from virtdesigner.model.record import new_id
from virtdesigner.rules.findings.finding import Finding
from virtdesigner.rules.findings.fixes.values import Fix
from virtdesigner.rules.findings.port_groups import by_host, lacking
from virtdesigner.rules.findings.residents import is_on
from virtdesigner.rules.findings.storage import single_path
from virtdesigner.rules.links import LINKS, link_refusal
from virtdesigner.rules.visibility import server_of
from virtdesigner.rules.wiring import Wiring, fibre_wiring

End = tuple[str, str]
"""Ids of an element and of its part."""


def _link(kind: str, source: End, target: End) -> Change:
    ends = {"source": source[0], "source_part": source[1], "target": target[0], "target_part": target[1]}
    return add("links", LINK_KINDS[kind].model_validate({"id": new_id()} | ends))


def _used(design: Design, id: str, kinds: tuple[str, ...]) -> set[str]:
    """Parts of an element that links of some kinds name."""
    links = [link for link in design.links_of(id) if link.kind in kinds]
    return {link.source_part for link in links if link.source == id} | {
        link.target_part for link in links if link.target == id
    }


def free_ports(design: Design, switch: str) -> int:
    """Ports of a physical switch that no cable is in."""
    cables = sum(link.kind in ("cable", "fibre") for link in design.links_of(switch))
    return int(getattr(design.elements[switch], "ports", 0)) - cables


def _switch_for(design: Design, machine: str, kind: str) -> str | None:
    """A switch to cable a machine to: where its other ports go, else the only one there is."""
    wiring = design.derived(Wiring) if kind == "cable" else design.derived(fibre_wiring)
    fabric = "ethernet" if kind == "cable" else "fibre-channel"
    open_ones = {
        id
        for id, element in design.elements.items()
        if isinstance(element, PhysicalSwitch)
        and element.fabric == fabric
        and is_on(element)
        and free_ports(design, id) > 0
    }
    ports = design.elements[machine].carried(Nic if kind == "cable" else Hba)
    near = [wire.far for port in ports for wire in wiring.at(machine, port.id) if wire.far in open_ones]
    return next(iter(near), None) or (next(iter(open_ones)) if len(open_ones) == 1 else None)


def _cable(design: Design, machine: str, port: str, kind: str) -> tuple[Change, ...]:
    switch = _switch_for(design, machine, kind)
    return (_link(kind, (machine, port), (switch, "")),) if switch else ()


def _cable_uplink(design: Design, finding: Finding) -> Sequence[Change]:
    server, name = str(finding.message["server"]), finding.message["adapter"]
    port = next(nic.id for nic in design.elements[server].carried(Nic) if nic.name == name)
    return _cable(design, server, port, "cable")


def _add_uplink(design: Design, finding: Finding) -> Sequence[Change]:
    """Another uplink over an adapter that nobody uses: one with a cable, else one that can be cabled."""
    switch = str(finding.message["switch"])
    # A distributed switch is in no server: the finding names the one whose uplinks are too few.
    server = dict(finding.parameters).get("host") or server_of(design, switch)
    if not isinstance(server, str):
        return ()
    wiring, taken = design.derived(Wiring), _used(design, server, ("uplink", "passthrough"))
    free = [nic.id for nic in design.elements[server].carried(Nic) if nic.id not in taken]
    free.sort(key=lambda port: not wiring.at(server, port))
    for port in free:
        cable = () if wiring.at(server, port) else _cable(design, server, port, "cable")
        if cable or wiring.at(server, port):
            uplink = _uplink(design, switch, server, port)
            return (*cable, add("links", uplink)) if link_refusal(design, uplink) is None else ()
    return ()


def _uplink(design: Design, switch: str, server: str, port: str) -> Uplink:
    orders = (link.order for link in design.links_of(switch) if isinstance(link, Uplink))
    order = 1 + max(orders, default=-1)
    return Uplink(id=new_id(), source=switch, target=server, target_part=port, order=order)


def _activate(design: Design, finding: Finding) -> Sequence[Change]:
    switch, host = finding.message["switch"], finding.message["host"]
    uplinks = (link for link in design.links_of(str(switch)) if isinstance(link, Uplink))
    own = (link for link in uplinks if (link.source, link.target) == (switch, host))
    first = min(own, key=lambda link: (link.order, link.id))
    return (update("links", first, first.replace(role="active")),)


def _port_for(design: Design, guest: str, nic: str) -> str | None:
    """The only thing that an adapter of a guest could be plugged into, if there is one only."""
    around = server_of(design, guest)
    cluster = design.elements[around].parent if around else None
    places = [id for id in (around, cluster) if id]
    inside = {one: design.elements[one] for id in places for one in design.descendants(id)}
    groups = [id for id, each in inside.items() if isinstance(each, Vlan)]
    bare = (id for id, each in inside.items() if isinstance(each, VirtualSwitch) and not design.children(id))
    trial = (Vnic(id=new_id(), source=guest, source_part=nic, target=port) for port in (*groups, *bare))
    ports = [link.target for link in trial if _is_allowed(design, link)]
    return ports[0] if len(ports) == 1 else None


def _is_allowed(design: Design, link: Vnic) -> bool:
    rule = LINKS["vnic"].check
    return rule is None or rule(design, link) is None


def _plug_in(design: Design, finding: Finding) -> Sequence[Change]:
    guest, name = finding.elements[0], finding.message["adapter"]
    plugged = _used(design, guest, ("vnic", "passthrough"))
    nics = design.elements[guest].carried(VirtualNic)
    nic = next(nic.id for nic in nics if nic.name == name and nic.id not in plugged)
    port = _port_for(design, guest, nic)
    return (_link("vnic", (guest, nic), (port, "")),) if port else ()


def _add_adapter(design: Design, finding: Finding) -> Sequence[Change]:
    guest = design.elements[finding.elements[0]]
    port = _port_for(design, guest.id, "")
    if port is None:
        return ()
    id = edits.free_name("nic0", {part.id for part in guest.named_parts()})
    nic = VirtualNic(id=id, name="Adapter 1")
    link = Vnic(id=new_id(), source=guest.id, source_part=id, target=port)
    return (*edits.replace(design, guest, nics=(nic,)), add("links", link))


def _add_port_groups(design: Design, finding: Finding) -> Sequence[Change]:
    model = design.elements[finding.elements[0]]
    assert isinstance(model, Vlan)
    hosts = by_host(design)[str(finding.message["cluster"])]
    like = design.elements[model.parent or ""].name
    return tuple(
        add("elements", model.replace(id=new_id(), parent=switch, origin=None))
        for host in lacking(hosts, model.vlan_id)
        for switch in list(_own_switches(design, host, like))[:1]
    )


def _own_switches(design: Design, host: str, like: str) -> Iterator[str]:
    """Virtual switches of a host's hypervisor, those called `like` first."""
    inside = (design.elements[id] for id in design.descendants(host))
    switches = (each for each in inside if isinstance(each, VirtualSwitch))
    yield from (each.id for each in sorted(switches, key=lambda each: each.name != like))


def _second_path(design: Design, machine: str) -> Sequence[Change]:
    """A fibre cable from a port that has none, else an Ethernet cable where storage goes that way."""
    ports: tuple[tuple[str, type[NamedPart]], ...] = (("fibre", Hba), ("cable", Nic))
    for kind, part_type in ports:
        taken = _used(design, machine, (kind, "passthrough"))
        carried = [part.id for part in design.elements[machine].carried(part_type)]
        free = [port for port in carried if port not in taken]
        if any(port in taken for port in carried):
            return _cable(design, machine, free[0], kind) if free else ()
    return ()


def _second_path_of_host(design: Design, finding: Finding) -> Sequence[Change]:
    """A second cable, where that is enough: guests and I/O servers with an adapter to themselves keep one."""
    changes = _second_path(design, str(finding.message["host"]))
    return changes if changes and finding not in single_path(design.edited(changes)) else ()


CABLES: Mapping[str, Fix] = MappingProxyType(
    {
        "adapter-not-connected": _plug_in,
        "without-network": _add_adapter,
        "uplink-not-cabled": _cable_uplink,
        "switch-without-uplink": _add_uplink,
        "single-uplink": _add_uplink,
        "standby-only": _activate,
        "port-group-missing": _add_port_groups,
        "single-path": _second_path_of_host,
        "single-port": lambda design, finding: _second_path(design, str(finding.message["store"])),
    }
)
"""Code to its fix."""
