"""Fitting: an edit with the links taken out that its result would not allow."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from virtdesigner.model.change import Change, combined, remove
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message
from virtdesigner.rules.judge import links_to_look_at
from virtdesigner.rules.links import link_refusal


@dataclass(frozen=True, slots=True)
class Fitted:
    """An edit that the rules of links allow, and what was left out of the one that was wanted, and why."""

    changes: tuple[Change, ...]
    left_out: tuple[Message, ...] = ()


def fitted(design: Design, changes: Iterable[Change]) -> Fitted:
    """The edit without links that can't be as they would be then, such as a copied cable whose end is taken.

    Links that are there already and could not stay go with it. Raises what `Design.edited` raises.
    """
    kept, left_out = combined(changes), list[Message]()
    # One at a time, the last first: of two links in each other's way one can stay.
    while refused := list(_refused(design.edited(kept), kept)):
        id, refusal = refused[-1]
        left_out.append(refusal)
        kept = _without_link(design, kept, id)
    return Fitted(kept, tuple(left_out))


def _refused(after: Design, changes: tuple[Change, ...]) -> Iterator[tuple[str, Message]]:
    for id in dict.fromkeys(links_to_look_at(after, changes)):
        if refusal := link_refusal(after, after.links[id]):
            yield id, refusal


def _without_link(design: Design, changes: tuple[Change, ...], id: str) -> tuple[Change, ...]:
    others = tuple(change for change in changes if change.table != "links" or change.id != id)
    before = design.links.get(id)
    return (*others, remove("links", before)) if before else others
