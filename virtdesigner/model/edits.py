"""The edits that need to know what hangs together: delete, replace, copy, paste. All return changes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from virtdesigner.model.change import Change, add, remove, update
from virtdesigner.model.design import TABLES, Design, part_of
from virtdesigner.model.element import Element
from virtdesigner.model.link import Link
from virtdesigner.model.placement import SCENE, Placement, placement_id
from virtdesigner.model.record import WHOLE, Record, new_id
from virtdesigner.model.references import renamed, without

_LONGEST_NAME = 200


def delete(design: Design, ids: Collection[str]) -> Sequence[Change]:
    """Remove elements or links with all that can't be without them: content, links, placements.

    References that may be empty are emptied; a flow to a deleted guest goes.
    """
    gone, wave = dict.fromkeys(ids), list(ids)
    kept: dict[str, Change] = {}
    while wave:
        for id, table in design.referrers(wave.pop()).items():
            if id in gone:
                continue
            record = design.table(table)[id]
            rest = without(record, gone.__contains__)
            if rest is None:
                gone[id] = None
                wave.append(id)
            else:
                kept[id] = update(table, record, rest)
    removed = [remove(home, design.table(home)[id]) for id in gone if (home := _table_of(design, id))]
    # A record kept early in the walk may name something that only went later: look at it once more.
    return [*removed, *(_kept(change, gone) for id, change in kept.items() if id not in gone)]


def _kept(change: Change, gone: Mapping[str, None]) -> Change:
    assert change.before is not None
    return update(change.table, change.before, without(change.before, gone.__contains__) or change.before)


def _table_of(design: Design, id: str) -> str | None:
    return next((table for table in TABLES if id in design.table(table)), None)


def replace(design: Design, element: Element, **values: Any) -> Sequence[Change]:
    """Set fields of an element; links to parts that are no longer there go, assumed marks of set fields too.

    Raises pydantic.ValidationError when a value isn't allowed.
    """
    if "assumed" not in values:
        values["assumed"] = confirmed(element, values)
    after = element.replace(**values)
    parts = {part.id for part in after.named_parts()}
    dangling = [
        link
        for link in design.links_of(element.id)
        if any(p and p not in parts for p in _own_ends(link, element.id))
    ]
    return [update("elements", element, after), *(remove("links", link) for link in dangling)]


def confirmed(record: Record, names: Iterable[str]) -> tuple[str, ...]:
    """The assumed marks of a record once somebody has set the fields `names` by hand."""
    return tuple(mark for mark in record.assumed if mark != WHOLE and mark.split(".")[0] not in set(names))


def _own_ends(link: Link, element: str) -> tuple[str, ...]:
    ends = ((link.source, link.source_part), (link.target, link.target_part))
    return tuple(part for end, part in ends if end == element)


def move(design: Design, id: str, parent: str | None) -> Sequence[Change]:
    """Put an element, with its content, into another parent (None: the design itself)."""
    element = design.elements[id]
    return [update("elements", element, element.replace(parent=parent))] if element.parent != parent else []


@dataclass(frozen=True)
class Clipping:
    """What was copied: elements with their content, the links among them, and their placements."""

    elements: tuple[Element, ...]
    links: tuple[Link, ...]
    placements: tuple[Placement, ...]


def copy(design: Design, ids: Collection[str]) -> Clipping:
    """Take elements with their content, links that start in them, and placements.

    Links to what isn't copied are kept (a pasted VM is plugged into the same VLAN) as long as it is there.
    """
    chosen = dict.fromkeys(id for id in design.elements if id in ids)
    for id in tuple(chosen):
        chosen.update(dict.fromkeys(design.descendants(id)))
    links = (link for link in design.links.values() if link.source in chosen)
    placements = (p for p in design.placements.values() if p.element in chosen)
    return Clipping(tuple(design.elements[id] for id in chosen), tuple(links), tuple(placements))


def paste(
    design: Design, clipping: Clipping, parent: str | None = None, offset: tuple[float, float] = (24, 24)
) -> Sequence[Change]:
    """Add what was copied under new ids; what lay outermost goes into `parent`, shifted by `offset` px.

    Names of the outermost that are taken get a number. References to what is no longer there are dropped.
    """
    ids = {element.id: new_id() for element in clipping.elements}
    ids |= {link.id: new_id() for link in clipping.links}
    elements = [_pasted(element, ids, design) for element in clipping.elements]
    taken = {element.name for element in design.elements.values()}
    for index, source in enumerate(clipping.elements):
        pasted = elements[index]
        if source.parent not in ids and pasted is not None:
            name = free_name(pasted.name, taken)
            taken.add(name)
            elements[index] = pasted.replace(parent=parent, name=name, origin=None)
    links = [_pasted(link, ids, design) for link in clipping.links if _has_its_parts(link, ids, design)]
    placements = [_moved(placement, ids, clipping, offset) for placement in clipping.placements]
    rows = (("elements", elements), ("links", links), ("placements", placements))
    return [add(table, record) for table, records in rows for record in records if record is not None]


def _pasted(record: Any, ids: Mapping[str, str], design: Design) -> Any:
    """The record under its new id, references to pasted records put over, those to missing ones dropped."""
    own = record
    if isinstance(record, Element):
        own = record.replace(parent=record.parent if record.parent in ids else None, origin=None)
    known = (ids, design.elements, design.traces)
    rest = without(own, lambda id: not any(id in table for table in known))
    return None if rest is None else renamed(rest, ids).replace(id=ids[record.id])


def _has_its_parts(link: Link, ids: Mapping[str, str], design: Design) -> bool:
    """Whether the parts that a link names outside of what is pasted are still there."""
    ends = ((link.source, link.source_part), (link.target, link.target_part))
    outside = ((id, part) for id, part in ends if part and id not in ids and id in design.elements)
    return all(part_of(design.elements[id], part) is not None for id, part in outside)


def _moved(
    placement: Placement, ids: Mapping[str, str], clipping: Clipping, offset: tuple[float, float]
) -> Placement:
    inner = {element.id for element in clipping.elements if element.parent in ids}
    dx, dy = (0.0, 0.0) if placement.element in inner else offset
    element = ids[placement.element]
    x, y = (max(-SCENE, min(value, SCENE)) for value in (placement.x + dx, placement.y + dy))
    return placement.replace(id=placement_id(placement.view, element), element=element, x=x, y=y)


def free_name(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, or `wanted` with the next free number: web-01 gives web-02, database gives database-02."""
    if wanted not in taken:
        return wanted
    stem = wanted.rstrip("0123456789")
    digits = wanted[len(stem) :]
    width, start = (len(digits), int(digits)) if digits else (2, 1)
    stem = stem if digits else f"{wanted}-"
    number = start + 1
    while (name := _numbered(stem, f"{number:0{width}}")) in taken:
        number += 1
    return name


def _numbered(stem: str, number: str) -> str:
    return f"{stem[: _LONGEST_NAME - len(number)]}{number}"
