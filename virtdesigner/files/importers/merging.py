"""A second import of what was imported before: brings a design up to date, keeps what people made of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from virtdesigner.files.importers.identity import is_imported
from virtdesigner.model.change import Change, add, remove, update
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.record import WHOLE
from virtdesigner.model.room import completed, written
from virtdesigner.rules.containment import containment_refusal
from virtdesigner.rules.links import link_refusal

_OWN = frozenset({"id", "kind", "assumed", "origin"})


@dataclass(frozen=True, slots=True)
class Merge:
    """changes: what brings the design up to date; gone: ids of elements that the source no longer lists."""

    changes: tuple[Change, ...]
    gone: tuple[str, ...]


def merge(design: Design, imported: Design) -> Merge:
    """Update a design by an import of the same source.

    What the source says wins. What was only assumed never overwrites what somebody has set since (its mark is
    gone then). What the source doesn't know stays: other elements, links and placements. Elements that the
    source no longer lists are reported, not deleted; links that it no longer has go. A new link whose end is
    taken meanwhile is left out, and what can't lie where the source has it stays where it is. New elements
    are placed where there is room.
    """
    elements = [_element_change(design, element) for element in imported.elements.values()]
    changes = [change for change in elements if change is not None]
    cut = [*_dangling(design, changes), *_stale(design, imported)]
    unlinked = {change.id: change for change in cut}
    half = design.edited([*changes, *unlinked.values()])
    changes = [_settled(half, change) for change in changes] + [*unlinked.values()]
    changes += _link_changes(design.edited(changes), imported)
    whole = design.edited(changes)
    changes += written(whole, completed(whole))
    return Merge(tuple(changes), tuple(_gone(design, imported)))


def update_of(design: Design, imported: Design) -> Merge | None:
    """The merge, when the design holds elements of the same source; else None."""
    own = (element.origin.source for element in design.elements.values() if element.origin)
    return merge(design, imported) if not _sources(imported).isdisjoint(own) else None


def _element_change(design: Design, element: Element) -> Change | None:
    old = design.elements.get(element.id)
    if old is None:
        return add("elements", element)
    new = _updated(old, element)
    return update("elements", old, new) if new != old else None


def _updated(old: Element, new: Element) -> Element:
    """The old element with what the source says, and what it assumes where nobody has set it."""
    if type(old) is not type(new) or (WHOLE in new.assumed and WHOLE not in old.assumed):
        return old
    assumed = {mark for mark in new.assumed if mark != WHOLE}
    kept = {mark for mark in assumed if mark not in old.assumed and WHOLE not in old.assumed}
    values: Mapping[str, Any] = {
        name: getattr(new, name) for name in type(new).model_fields if name not in _OWN | kept
    }
    marks = tuple(mark for mark in new.assumed if mark not in kept)
    return old.replace(**values, assumed=marks)


def _settled(half: Design, change: Change) -> Change:
    """The change, without a move to where the element can't lie."""
    element, old = change.after, change.before
    if not isinstance(element, Element) or not isinstance(old, Element):
        return change
    if containment_refusal(half, element.kind, element.parent, element.id) is None:
        return change
    return update("elements", old, element.replace(parent=old.parent))


def _dangling(design: Design, changes: Sequence[Change]) -> Iterator[Change]:
    """Links to parts that an element no longer has."""
    for change in changes:
        if isinstance(change.before, Element) and isinstance(change.after, Element):
            lost = {part.id for part in change.before.named_parts()}
            lost -= {part.id for part in change.after.named_parts()}
            for link in design.links_of(change.id) if lost else ():
                ends = ((link.source, link.source_part), (link.target, link.target_part))
                if any(element == change.id and part in lost for element, part in ends):
                    yield remove("links", link)


def _stale(design: Design, imported: Design) -> Iterator[Change]:
    """Links that an import made and the source no longer has."""
    for link in design.links.values():
        if link.source in imported.elements and link.id not in imported.links and is_imported(link):
            yield remove("links", link)


def _link_changes(half: Design, imported: Design) -> list[Change]:
    """The links of the source that are new or lead elsewhere, without those that the rules forbid by now."""
    changes = []
    for link in imported.links.values():
        old = half.links.get(link.id)
        is_settled = old is not None and WHOLE in link.assumed and WHOLE not in old.assumed
        if old != link and not is_settled:
            changes.append(Change("links", link.id, old, link))
    while changes:
        tried = half.edited(changes)
        allowed = [change for change in changes if link_refusal(tried, tried.links[change.id]) is None]
        if len(allowed) == len(changes):
            break
        changes = allowed
    return changes


def _gone(design: Design, imported: Design) -> Iterator[str]:
    sources = _sources(imported)
    for id, element in design.elements.items():
        if element.origin and element.origin.source in sources and id not in imported.elements:
            yield id


def _sources(imported: Design) -> set[str]:
    return {element.origin.source for element in imported.elements.values() if element.origin}
