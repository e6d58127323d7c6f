"""In which row of its parent an element lies, and in which order within it: what the layout is made from."""

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Final

from virtdesigner.model.design import Design
from virtdesigner.model.element import Element


class Band(IntEnum):
    """Rows of content, from the top."""

    SERVICES = 0
    CLUSTER_GUESTS = 1
    CLUSTER_POOLS = 2
    CLUSTER_SWITCHES = 3
    MACHINES = 4
    SWITCHES = 5
    STORES = 6
    GUESTS = 7
    GROUPS = 8
    VIRTUAL_SWITCHES = 9
    IO_SERVERS = 10
    VLANS = 11
    LUNS = 12
    NOTES = 13


_KINDS: Final[Mapping[str, Band]] = MappingProxyType(
    {
        "cloud-service": Band.SERVICES,
        "cluster": Band.MACHINES,
        "physical-server": Band.MACHINES,
        "hypervisor": Band.MACHINES,
        "container-engine": Band.MACHINES,
        "physical-switch": Band.SWITCHES,
        "external-network": Band.SWITCHES,
        "storage-array": Band.STORES,
        "virtual-machine": Band.GUESTS,
        "container": Band.GUESTS,
        "resource-pool": Band.GROUPS,
        "virtual-switch": Band.VIRTUAL_SWITCHES,
        "virtual-io-server": Band.IO_SERVERS,
        "vlan": Band.VLANS,
        "lun": Band.LUNS,
        "note": Band.NOTES,
    }
)

# Cables leave servers below: what else lies in a cluster stands above them, out of the way.
_IN_CLUSTER: Final[Mapping[Band, Band]] = MappingProxyType(
    {
        Band.GUESTS: Band.CLUSTER_GUESTS,
        Band.GROUPS: Band.CLUSTER_POOLS,
        Band.VIRTUAL_SWITCHES: Band.CLUSTER_SWITCHES,
    }
)

LINKED: Final = (Band.SWITCHES, Band.STORES)
"""Bands whose elements stand below what they are linked with."""


def band(design: Design, id: str) -> Band:
    """The row that an element lies in; a guest that holds something is laid as a group."""
    element = design.elements[id]
    own = _KINDS[element.kind]
    if own == Band.GUESTS and design.children(id):
        own = Band.GROUPS
    if element.parent and design.elements[element.parent].kind == "cluster":
        own = _IN_CLUSTER.get(own, own)
    return own


def bands(design: Design, parent: str | None) -> list[tuple[Band, list[str]]]:
    """The children of an element by band, from the top; without those that lie behind others.

    Within a band what hangs on one physical network stands together; then the order is that of names.
    """
    networks = design.derived(_networks)
    found: dict[Band, list[str]] = {}
    for id in design.children(parent):
        if not design.elements[id].lies_behind:
            found.setdefault(band(design, id), []).append(id)
    for ids in found.values():
        ids.sort(key=lambda id: (networks.get(id, len(networks)), _natural(design.elements[id]), id))
    return sorted(found.items())


def _networks(design: Design) -> Mapping[str, int]:
    """Machine, or cluster of machines, to the place of its physical network, in the order of their names."""
    from virtdesigner.model.graph import fabrics  # only here: networkx is slow to import

    def first(network: frozenset[str]) -> tuple[object, ...]:
        return min((_natural(design.elements[id]), id) for id in network)

    found: dict[str, int] = {}
    for number, network in enumerate(sorted(fabrics(design), key=first)):
        for id in network:
            for one in (id, *(element.id for element in design.ancestors(id))):
                found[one] = min(number, found.get(one, number))
    return found


def _natural(element: Element) -> tuple[tuple[int, int, str], ...]:
    """Sorts web-2 before web-10, and VLANs by their number."""
    key: list[tuple[int, int, str]] = [(0, getattr(element, "vlan_id", 0), "")]
    digits = "".join(c if c.isdecimal() else " " for c in element.name).split()
    words = "".join(" " if c.isdecimal() else c for c in element.name).split()
    for position in range(max(len(words), len(digits))):
        word = words[position] if position < len(words) else ""
        number = int(digits[position]) if position < len(digits) else -1
        key.append((1, number, "")) if not word else key.extend(((2, 0, word.casefold()), (1, number, "")))
    return tuple(key)
