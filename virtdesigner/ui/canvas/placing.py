"""From a gesture to an edit: elements with the placements they take, and what their neighbours give way."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from virtdesigner.kinds import KINDS
from virtdesigner.model.change import Change, combined
from virtdesigner.model.design import Design
from virtdesigner.model.edits import free_name
from virtdesigner.model.element import Element
from virtdesigner.model.extents import PADDING, header
from virtdesigner.model.packing import Rect
from virtdesigner.model.record import new_id
from virtdesigner.model.room import make_room, settle, written
from virtdesigner.ui.canvas.scene import CanvasScene

_FIRST_NAMES: Mapping[str, str] = {
    "cluster": "cluster-01",
    "physical-server": "server-01",
    "physical-switch": "switch-01",
    "storage-array": "array-01",
    "hypervisor": "hypervisor-01",
    "virtual-machine": "vm-01",
    "virtual-switch": "vSwitch0",
    "vlan": "network-01",
    "lun": "LUN-01",
    "external-network": "external-01",
    "container-engine": "engine-01",
    "virtual-io-server": "vios-01",
    "resource-pool": "pool-01",
    "container": "container-01",
    "cloud-service": "service-01",
    "note": "note-01",
}


def counted(number: int) -> str:
    """How undo speaks of several elements."""
    return QCoreApplication.translate("Canvas", "{count} elements").format(count=number)


def fresh(design: Design, kind: str, parent: str | None) -> Element:
    """A new element of a kind with a name that is free."""
    made = KINDS[kind]
    taken = {element.name for element in design.elements.values()}
    name = free_name(_FIRST_NAMES.get(kind, kind), taken)
    return made(id=new_id(), kind=kind, name=name, parent=parent)


def placed(scene: CanvasScene, edit: Sequence[Change], wanted: Mapping[str, Rect]) -> list[Change]:
    """The edit with placements: elements as near as can be to where they are wanted (scene rectangles).

    Placements that were shown but never written are written too: what is beside them may not shift later.
    """
    after = scene.design.edited(edit)
    placements = settle(after, wanted, scene.rects, scene.extra)
    return list(combined((*edit, *written(scene.design, placements))))


def resized(scene: CanvasScene, id: str, width: float, height: float) -> list[Change]:
    """The edit that gives an element a size; what it then covers gives way."""
    held = {placement.element: placement for placement in scene.extra}
    held[id] = scene.placement(id).replace(width=float(width), height=float(height))
    held |= {placement.element: placement for placement in make_room(scene.design, [id], extra=held.values())}
    return written(scene.design, held.values())


def shifted(scene: CanvasScene, ids: Sequence[str], dx: float, dy: float) -> list[Change]:
    """The edit that moves elements by an offset within their parents, not beyond the parents' titles."""
    held = {placement.element: placement for placement in scene.extra}
    for id in ids:
        placement = scene.placement(id)
        parent = scene.design.elements[id].parent
        x, y = placement.x + dx, placement.y + dy
        if parent is not None:
            x, y = max(x, PADDING), max(y, header(scene.design.elements[parent].kind))
        held[id] = placement.replace(x=float(x), y=float(y))
    return written(scene.design, held.values())
