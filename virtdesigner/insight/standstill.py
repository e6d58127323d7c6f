"""Standstill: why a guest does nothing at all, which no resource is to blame for: how it is drawn."""

from collections.abc import Iterator
from typing import Final

from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.switching_on import NONE_LEFT
from virtdesigner.kinds import ContainerEngine
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import VirtualDisk
from virtdesigner.rules.containment import is_unplaced
from virtdesigner.rules.visibility import server_of

STANDING: Final = 1e-6
"""Progress below which a guest stands still."""

_CONCERNED: Final = ("element", "guest", "source")


def is_cut_off(frame: Frame, row: int) -> bool:
    """Whether a guest is on, placed, and yet does nothing since traffic or I/O of its own has no way."""
    cause, limiter = CAUSES[frame.guests.limited_by[row]], int(frame.guests.limiter[row])
    if cause not in ("network", "storage") or float(frame.guests.progress[row]) >= STANDING:
        return False
    if waits_for_paths(frame, row):
        return False
    id = frame.compiled.element_ids[limiter] if limiter >= 0 else ""
    return id not in frame.compiled.lun_ids or not is_full(frame, frame.compiled.lun_ids.index(id))


def waits_for_paths(frame: Frame, row: int) -> tuple[Message, ...]:
    """The alarms that a host has lost all paths to a LUN that a guest has a disk on."""
    alarms = [alarm for alarm in frame.alarms if alarm.code in ("all-paths-down", "all-paths-failed")]
    if not alarms:
        return ()
    ios = frame.compiled.stores.ios
    luns = {frame.compiled.lun_ids[lun] for lun in ios.lun[(ios.guest == row) & (ios.lun >= 0)].tolist()}
    host = int(frame.guests.host[row])
    names = (frame.compiled.guest_ids[row], frame.compiled.host_ids[host] if host >= 0 else "")
    return tuple(alarm for alarm in alarms if alarm["lun"] in luns and alarm["host"] in names)


def is_full(frame: Frame, lun: int) -> bool:
    """Whether a LUN (row) has no space left."""
    return bool(frame.luns.used[lun] >= frame.luns.capacity[lun] * (1.0 - NONE_LEFT) > 0.0)


def reasons(frame: Frame, row: int) -> Iterator[Message]:
    """What is missing or switched off for a guest that stands still."""
    design, guest = frame.compiled.design, frame.compiled.guest_ids[row]
    if is_unplaced(design, guest):
        yield message("unplaced-guest", element=guest)
    yield from _switched_off(design, guest)
    concerned = {guest, _engine_of(design, guest)}
    for alarm in frame.alarms:
        parameters = dict(alarm.parameters)
        if any(parameters.get(name) in concerned for name in _CONCERNED):
            yield alarm
    yield from _disks_on_no_lun(design, guest)


def _engine_of(design: Design, guest: str) -> str:
    """The engine that a container lies in; the guest itself for others."""
    parent = design.elements[guest].parent
    return parent if parent and isinstance(design.elements[parent], ContainerEngine) else guest


def _switched_off(design: Design, guest: str) -> Iterator[Message]:
    host = server_of(design, guest)
    if host is not None and not getattr(design.elements[host], "powered_on", True):
        yield message("host-off", host=host)


def _disks_on_no_lun(design: Design, guest: str) -> Iterator[Message]:
    linked = {link.source_part for link in design.links_of(guest) if link.kind == "disk"}
    for disk in design.elements[guest].carried(VirtualDisk):
        if disk.id not in linked:
            yield message("disk-without-lun", element=guest, disk=disk.name)
