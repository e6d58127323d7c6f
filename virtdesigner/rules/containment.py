"""What may lie in what, as data. The whole table: kinds that can't be drawn yet have their row already."""

from collections.abc import Mapping
from types import MappingProxyType

from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message, message
from virtdesigner.rules.visibility import server_of

DESIGN = ""
"""Stands for the design itself, where a kind may lie in nothing."""

PARENTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "cluster": frozenset({DESIGN}),
        "resource-pool": frozenset({"cluster", "hypervisor", "resource-pool"}),
        "physical-server": frozenset({DESIGN, "cluster"}),
        "physical-switch": frozenset({DESIGN}),
        "storage-array": frozenset({DESIGN}),
        "external-network": frozenset({DESIGN}),
        "hypervisor": frozenset({"physical-server"}),
        "container-engine": frozenset({"physical-server", "virtual-machine"}),
        "virtual-io-server": frozenset({"hypervisor"}),
        "virtual-machine": frozenset({"hypervisor", "resource-pool", DESIGN, "cluster"}),
        "container": frozenset({"container-engine", DESIGN}),
        "virtual-switch": frozenset({"hypervisor", "container-engine", "virtual-io-server", "cluster"}),
        "vlan": frozenset({"virtual-switch"}),
        "lun": frozenset({"physical-server", "storage-array"}),
        "cloud-service": frozenset({DESIGN}),
        "note": frozenset({DESIGN}),
    }
)
"""Kind to the kinds that it may lie in."""

UNPLACED: Mapping[str, frozenset[str]] = MappingProxyType(
    {"virtual-machine": frozenset({DESIGN, "cluster"}), "container": frozenset({DESIGN})}
)
"""Where a guest may wait without running; a finding says so."""

ONE_EACH: Mapping[str, frozenset[str]] = MappingProxyType({"physical-server": frozenset({"hypervisor"})})
"""Parents that hold at most one element of a kind."""


def containment_refusal(
    design: Design, kind: str, parent: str | None, itself: str | None = None
) -> Message | None:
    """Why an element of `kind` can't lie in `parent` (None: the design), or None when it can.

    itself: the id of an element that is there already and would be moved.
    Codes: "cannot-lie-in" (kind, parent_kind, kinds: where it may lie, with commas between),
    "holds-one-already" (kind, parent, parent_kind).
    """
    parent_kind = design.elements[parent].kind if parent else DESIGN
    allowed = PARENTS.get(kind, frozenset())
    if parent_kind not in allowed:
        return message("cannot-lie-in", kind=kind, parent_kind=parent_kind, kinds=",".join(sorted(allowed)))
    if parent and kind in ONE_EACH.get(parent_kind, frozenset()):
        same = (id for id in design.children(parent) if design.elements[id].kind == kind and id != itself)
        if next(same, None) is not None:
            return message("holds-one-already", kind=kind, parent=parent, parent_kind=parent_kind)
    return None


def is_unplaced(design: Design, id: str) -> bool:
    """Whether a guest waits where it can't run; so does a VM in a cluster's pool that names no server."""
    element = design.elements[id]
    parent_kind = design.elements[element.parent].kind if element.parent else DESIGN
    if element.kind == "virtual-machine" and parent_kind == "resource-pool":
        return server_of(design, id) is None
    return parent_kind in UNPLACED.get(element.kind, frozenset())
