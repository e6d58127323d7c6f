"""Findings about port groups that some hosts of a cluster have and others lack."""

from collections import defaultdict
from collections.abc import Iterator

from virtdesigner.kinds import Cluster, VirtualSwitch, Vlan
from virtdesigner.model.design import Design
from virtdesigner.rules.findings.finding import Finding, warning
from virtdesigner.rules.visibility import server_of


def port_group_missing(design: Design) -> Iterator[Finding]:
    """A VLAN that guests would lose when they move to another host of their cluster."""
    for cluster, hosts in by_host(design).items():
        groups: defaultdict[int, list[Vlan]] = defaultdict(list)
        for vlans in hosts.values():
            for vlan in vlans:
                groups[vlan.vlan_id].append(vlan)
        for number, found in groups.items():
            without = lacking(hosts, number)
            if without and not _is_distributed(design, cluster, number):
                yield warning(
                    "port-group-missing",
                    found[0].id,
                    *without,
                    field="vlan_id",
                    element=found[0].id,
                    vlan=number,
                    count=len(without),
                    cluster=cluster,
                )


def lacking(hosts: dict[str, list[Vlan]], number: int) -> list[str]:
    """Ids of the hosts without a port group of a VLAN id."""
    return [id for id, vlans in hosts.items() if all(vlan.vlan_id != number for vlan in vlans)]


def by_host(design: Design) -> dict[str, dict[str, list[Vlan]]]:
    """Cluster to its hosts with a virtual switch of their own, and the port groups of each."""
    found: dict[str, dict[str, list[Vlan]]] = {}
    for element in design.elements.values():
        server = server_of(design, element.id) if isinstance(element, VirtualSwitch) else None
        around = design.elements[server].parent if server else None
        if server and around and isinstance(design.elements[around], Cluster):
            found.setdefault(around, {}).setdefault(server, []).extend(_groups(design, element.id))
    return found


def _groups(design: Design, switch: str) -> Iterator[Vlan]:
    children = (design.elements[id] for id in design.children(switch))
    return (child for child in children if isinstance(child, Vlan))


def _is_distributed(design: Design, cluster: str, number: int) -> bool:
    """Whether a switch of the whole cluster has the VLAN: then every host does."""
    switches = (id for id in design.children(cluster) if isinstance(design.elements[id], VirtualSwitch))
    return any(vlan.vlan_id == number for id in switches for vlan in _groups(design, id))
