"""Snapshots of guests: taken, brought back, copied from. A guest is its record, all of it (encapsulation)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from virtdesigner.model.change import Change, add, remove
from virtdesigner.model.design import Design, part_of
from virtdesigner.model.edits import Clipping, delete, paste
from virtdesigner.model.element import Element
from virtdesigner.model.link import Link
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import VirtualCpus
from virtdesigner.model.record import Record, new_id
from virtdesigner.model.references import references, without
from virtdesigner.model.snapshot import Snapshot
from virtdesigner.rules.containment import containment_refusal
from virtdesigner.rules.fitting import Fitted, fitted


def can_have_snapshots(element: Element) -> bool:
    """Whether snapshots can be taken of an element: guests have them."""
    return bool(element.carried(VirtualCpus))


def take_snapshot(design: Design, id: str, name: str, taken: str = "", note: str = "") -> Sequence[Change]:
    """Keep an element as it is now, with all that lies in it and every link it has.

    taken: date and time, ISO 8601. Raises pydantic.ValidationError when the name is empty or too long.
    """
    inside = dict.fromkeys((id, *design.descendants(id)))
    snapshot = Snapshot(
        id=new_id(),
        element=id,
        name=name,
        taken=taken,
        note=note,
        elements=tuple(design.elements[one] for one in inside),
        links=tuple(_links_of(design, inside)),
        placements=tuple(place for place in design.placements.values() if place.element in inside),
    )
    return [add("snapshots", snapshot)]


def revert(design: Design, snapshot: Snapshot) -> Fitted:
    """Bring an element back as it was: its record, what lay in it and its links, and nothing else.

    It goes back to where it lay, if it may lie there still. What has a place in the drawing keeps it.
    References and links to what is gone are left out and told.
    Codes of what was left out: "gone-since" (element, count), "stays-here" (element), and those of
    `link_refusal`.
    """
    own = {element.id for element in snapshot.elements}
    there = [id for id in own if id in design.elements]
    inside = {one for id in there for one in (id, *design.descendants(id))}
    elements = [_as_it_can_be(design, snapshot, element) for element in snapshot.elements]
    changes = [remove("links", link) for link in _links_of(design, inside)]
    changes += _put(design, "elements", elements)
    half = design.edited(changes)
    changes += (cleared := delete(half, [id for id in half.descendants(snapshot.element) if id not in own]))
    links = [link for link in (_restored(half.edited(cleared), link) for link in snapshot.links) if link]
    changes += [Change("links", link.id, None, link) for link in links]
    changes += [add("placements", place) for place in snapshot.placements if place.element not in there]
    lost = len(snapshot.links) - len(links) + _lost_references(snapshot.elements, elements)
    made = fitted(design, changes)
    return replace(made, left_out=(*_told(snapshot, elements[0], lost), *made.left_out))


def clone_of(design: Design, snapshot: Snapshot) -> Fitted:
    """Add another guest, as the element of a snapshot was then, beside what the element is now."""
    ids = {element.id for element in snapshot.elements}
    links = tuple(link for link in snapshot.links if link.source in ids)
    clipping = Clipping(snapshot.elements, links, snapshot.placements)
    return fitted(design, paste(design, clipping, design.elements[snapshot.element].parent))


def _links_of(design: Design, ids: Iterable[str]) -> Iterator[Link]:
    found = dict.fromkeys(link.id for id in ids for link in design.links_of(id))
    return (design.links[id] for id in found)


def _put(design: Design, table: str, records: Iterable[Record]) -> Iterator[Change]:
    rows = design.table(table)
    return (Change(table, record.id, rows.get(record.id), record) for record in records)


def _as_it_can_be(design: Design, snapshot: Snapshot, element: Element) -> Element:
    """An element as it was, where it may lie by now, without references to what is gone."""
    if element.id == snapshot.element:
        element = element.replace(parent=_place(design, element))
    own = {inner.id for inner in snapshot.elements}
    kept = without(element, lambda id: id not in own and not _is_there(design, id))
    assert kept is not None
    return kept


def _place(design: Design, element: Element) -> str | None:
    """Where an element lay, if that is there and it may lie there still, else where it lies now."""
    is_there = element.parent is None or element.parent in design.elements
    if is_there and containment_refusal(design, element.kind, element.parent, element.id) is None:
        return element.parent
    return design.elements[element.id].parent


def _is_there(design: Design, id: str) -> bool:
    return id in design.elements or id in design.traces


def _restored(design: Design, link: Link) -> Link | None:
    """A link as it can be by now; None when an end of it is gone, or when it joins others by now."""
    if link.id in design.links:
        return None
    for id, part in ((link.source, link.source_part), (link.target, link.target_part)):
        if id not in design.elements or (part and part_of(design.elements[id], part) is None):
            return None
    return without(link, lambda id: not _is_there(design, id))


def _lost_references(before: Sequence[Element], after: Sequence[Element]) -> int:
    counts = [sum(1 for element in elements for _ in references(element)) for elements in (before, after)]
    return counts[0] - counts[1]


def _told(snapshot: Snapshot, element: Element, lost: int) -> Iterator[Message]:
    if element.parent != snapshot.elements[0].parent:
        yield message("stays-here", element=element.id)
    if lost:
        yield message("gone-since", element=element.id, count=lost)
