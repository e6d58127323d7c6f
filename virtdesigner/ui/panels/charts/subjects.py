"""Whose curves each chart shows: those of the selection, else of what is most loaded."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.recording import Table
from virtdesigner.model.design import Design
from virtdesigner.rules.visibility import server_of

Resource = Literal["cpu", "memory", "network", "storage"]
RESOURCES: Final[tuple[Resource, ...]] = ("cpu", "memory", "network", "storage")

STICKY: Final = 0.05
"""What another element must be more loaded by, as a share of 1, before a chart turns to it."""


class Subject(NamedTuple):
    """One row of a table of the frame."""

    table: Table
    id: str


_MEASURES: Final[Mapping[Table, tuple[Resource, ...]]] = {
    "guests": RESOURCES,
    "hosts": RESOURCES,
    "links": ("network",),
    "luns": ("storage",),
}


def subjects(
    frame: Frame,
    selection: Sequence[str],
    present: Mapping[Resource, Subject | None],
    absent: Collection[str] = (),
) -> dict[Resource, Subject | None]:
    """Resource to what its chart shows. present: what it shows now, kept while about as loaded as any.

    absent: ids that the frame has and that are not to be shown: see `gone`.
    """
    chosen = list(_measured(frame, selection))
    found: dict[Resource, Subject | None] = {}
    for resource in RESOURCES:
        own = next((subject for subject in chosen if resource in _MEASURES[subject.table]), None)
        found[resource] = own or _most_loaded(frame, resource, present.get(resource), absent)
    return found


def gone(frame: Frame, design: Design) -> frozenset[str]:
    """What a frame has figures of, and a design no longer holds."""
    compiled = frame.compiled
    known = (*compiled.host_ids, *compiled.link_ids, *compiled.lun_ids)
    return frozenset(id for id in known if id not in design.elements and id not in design.links)


def _measured(frame: Frame, selection: Sequence[str]) -> Iterator[Subject]:
    """What the frame has of the selected elements, nearest first."""
    ids: Mapping[Table, Sequence[str]] = {
        "guests": frame.compiled.guest_ids,
        "hosts": frame.compiled.host_ids,
        "links": frame.compiled.link_ids,
        "luns": frame.compiled.lun_ids,
    }
    for id in selection:
        for near in _near(frame.compiled.design, id):
            for table, rows in ids.items():
                if near in rows:
                    yield Subject(table, near)


def _near(design: Design, id: str) -> Iterator[str]:
    """An element, what lies in it, and the server it lies in."""
    yield id
    if id not in design.elements:
        return
    kind = design.elements[id].kind
    if kind == "storage-array":
        yield from design.children(id)
    if kind == "physical-switch":
        yield from (link.id for link in design.links_of(id))
    if kind == "hypervisor" and (server := server_of(design, id)):
        yield server


def _most_loaded(
    frame: Frame, resource: Resource, present: Subject | None, absent: Collection[str]
) -> Subject | None:
    table, ids, load = _loads(frame, resource)
    if absent:
        load = np.where([id in absent for id in ids], -1.0, load)
    if not len(ids) or load.max() < 0:
        return None
    row = int(np.argmax(load))
    if present and present.table == table and present.id in ids:
        now = ids.index(present.id)
        row = row if load[row] > load[now] + STICKY else now
    return Subject(table, ids[row])


def _loads(frame: Frame, resource: Resource) -> tuple[Table, Sequence[str], Floats]:
    hosts = frame.hosts
    if resource == "cpu":
        return "hosts", frame.compiled.host_ids, _share(hosts.cpu_used, hosts.cpu_capacity)
    if resource == "memory":
        return "hosts", frame.compiled.host_ids, _share(hosts.memory_used, hosts.memory_total)
    if resource == "network":
        return "links", frame.compiled.link_ids, frame.links.utilisation
    return "luns", frame.compiled.lun_ids, frame.luns.utilisation


def _share(used: Floats, of: Floats) -> Floats:
    return np.divide(used, of, out=np.zeros(len(used)), where=of > 0)
