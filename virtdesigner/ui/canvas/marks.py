"""Marks: what is wrong with an element, or done to it, whatever the simulation says: a badge in words."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from virtdesigner.kinds import PhysicalServer, VirtualMachine
from virtdesigner.model.element import Element
from virtdesigner.model.parts import DiskGroup
from virtdesigner.ui.canvas.readings import Badge

_SPARE: Final = {"0": 0, "1": 1, "10": 1, "5": 1, "6": 2}
"""Disks of a group that may fail at any place without loss, by RAID level."""

_MAINTENANCE = QT_TRANSLATE_NOOP("Canvas", "maintenance")
_DEGRADED = QT_TRANSLATE_NOOP("Canvas", "{name} degraded")
_LOST = QT_TRANSLATE_NOOP("Canvas", "{name} lost")
_FAULTS: Final = {
    "application": QT_TRANSLATE_NOOP("Canvas", "application failed"),
    "system": QT_TRANSLATE_NOOP("Canvas", "system failed"),
}


def mark(element: Element) -> Badge | None:
    """What a card says of its element at all times; None when it is well. The worst comes first."""
    found = [*_faults(element), *_disks(element.carried(DiskGroup)), *_maintenance(element)]
    return next((badge for badge in found if badge.severe), next(iter(found), None))


def _faults(element: Element) -> list[Badge]:
    if isinstance(element, VirtualMachine) and element.fault != "none":
        return [Badge(_translated(_FAULTS[element.fault]), severe=True)]
    return []


def _disks(groups: Sequence[DiskGroup]) -> list[Badge]:
    found = []
    for group in groups:
        lost = group.failed_disks > _SPARE[group.raid]
        if group.failed_disks:
            words = _translated(_LOST if lost else _DEGRADED)
            found.append(Badge(words.format(name=group.name), severe=lost))
    return found


def _maintenance(element: Element) -> list[Badge]:
    if isinstance(element, PhysicalServer) and element.maintenance:
        return [Badge(_translated(_MAINTENANCE), severe=False)]
    return []


def _translated(text: object) -> str:
    return QCoreApplication.translate("Canvas", str(text))
