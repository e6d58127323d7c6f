"""Who manages which layer of a cloud service, as data: what the customer does, the provider needn't.

Source: NIST SP 800-145, the definitions of the three service models.
"""

from collections.abc import Collection, Mapping
from itertools import takewhile
from types import MappingProxyType
from typing import Literal, get_args

from virtdesigner.kinds import CloudService
from virtdesigner.model.design import Design
from virtdesigner.rules.visibility import hypervisor_on, server_of

Layer = Literal["application", "data", "runtime", "system", "virtualisation", "servers", "storage", "network"]
Manager = Literal["customer", "provider"]

LAYERS: tuple[Layer, ...] = get_args(Layer)
"""From what people use down to what it all stands on."""

CUSTOMER: Mapping[str, frozenset[Layer]] = MappingProxyType(
    {
        "iaas": frozenset({"application", "data", "runtime", "system"}),
        "paas": frozenset({"application", "data"}),
        "saas": frozenset(),
    }
)
"""Model of a service to the layers that its customer manages; the provider manages the others."""

_GUEST: tuple[Layer, ...] = ("application", "data", "runtime", "system")
_OWN: Mapping[str, tuple[Layer, ...]] = MappingProxyType(
    {
        "virtual-machine": _GUEST,
        # A container has no system of its own.
        "container": ("application", "data", "runtime"),
        "lun": ("storage",),
        "vlan": ("network",),
    }
)
"""Kind of member to the layers that it is."""


def manager(model: str, layer: Layer) -> Manager:
    """Who manages a layer of a service of a model."""
    return "customer" if layer in CUSTOMER[model] else "provider"


def stack(model: str) -> tuple[tuple[Layer, Manager], ...]:
    """All layers from the top, each with who manages it."""
    return tuple((layer, manager(model, layer)) for layer in LAYERS)


def managed(design: Design, services: Collection[str]) -> Mapping[str, tuple[tuple[Layer, Manager], ...]]:
    """Each element that is a layer of one of some services, with its layers and who manages them.

    Members, and what guests among them run on: hypervisor or engine, the VM around an engine, server. Where
    two services share an element, the customer of either manages what it may.
    """
    found: dict[str, dict[Layer, Manager]] = {}
    for id in services:
        service = design.elements[id]
        if isinstance(service, CloudService):
            for element, layers in _parts(design, id).items():
                own = found.setdefault(element, {})
                for layer in layers:
                    if own.get(layer) != "customer":
                        own[layer] = manager(service.model, layer)
    return {id: tuple((layer, own[layer]) for layer in LAYERS if layer in own) for id, own in found.items()}


def _parts(design: Design, service: str) -> Mapping[str, frozenset[Layer]]:
    """The elements that a service consists of, with the layers that each is."""
    found: dict[str, frozenset[Layer]] = {}
    for link in design.links_of(service):
        if link.kind == "member":
            member = design.elements[link.source]
            below = _below(design, member.id) if member.kind in ("virtual-machine", "container") else {}
            for id, layers in ((member.id, frozenset(_OWN[member.kind])), *below.items()):
                found[id] = found.get(id, frozenset()) | layers
    return found


def _below(design: Design, guest: str) -> Mapping[str, frozenset[Layer]]:
    """What a guest runs on, down to the server."""
    server = server_of(design, guest)
    within = list(takewhile(lambda element: element.id != server, design.ancestors(guest)))
    found: dict[str, frozenset[Layer]] = {}
    for element in within:
        if element.kind == "virtual-machine":
            found[element.id] = frozenset({"system"})
        elif element.kind in ("container-engine", "hypervisor"):
            found[element.id] = frozenset({"virtualisation"})
    if server is None:
        return found
    bare = bool(within) and all(element.kind == "container-engine" for element in within)
    if not bare and (hypervisor := hypervisor_on(design, server)):
        found[hypervisor] = frozenset({"virtualisation"})
    found[server] = frozenset({"system", "servers"} if bare else {"servers"})
    return found
