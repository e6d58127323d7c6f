"""What an edit leaves as it was: most change a figure of a guest, and nothing else of the arrays."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from virtdesigner.engine.arrays import Ints
from virtdesigner.engine.compile.guests import Guests
from virtdesigner.engine.compile.seats import can_carry
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.parts import Processor, VirtualCpus, Workload

OWN_FIELDS: Final = frozenset({"name", "notes", "assumed", "origin", "cpus", "memory", "workload"})
"""Fields of a guest that no array but those of guests holds, and no alarm depends on."""

SHARED_FIELDS: Final = frozenset({"flows", "block", "random_share", "image", "trace", "pattern"})
"""Fields of a workload that other arrays hold too, or numbers that depend on other guests."""


def edited_guests(before: Design, after: Design) -> list[Element] | None:
    """Return the guests of which only figures of their own were edited; None when more was."""
    if before.links != after.links or before.traces != after.traces:
        return None
    if len(before.elements) != len(after.elements):
        return None
    changed = [(before.elements.get(id), new) for id, new in after.elements.items()]
    edited = [(old, new) for old, new in changed if old is not new]
    if any(old is None or not _is_own(old, new) for old, new in edited):
        return None
    return [new for _, new in edited]


def _is_own(before: Element, after: Element) -> bool:
    kind = type(after)
    if type(before) is not kind or can_carry(kind, Processor) or not can_carry(kind, VirtualCpus):
        return False
    if not set(_differences(before, after)) <= OWN_FIELDS:
        return False
    one, other = (element.carried(Workload) for element in (before, after))
    if len(one) != len(other):
        return False
    return not any(SHARED_FIELDS & set(_differences(*pair)) for pair in zip(one, other, strict=True))


def _differences(before: Any, after: Any) -> Iterator[str]:
    return (name for name in type(after).model_fields if getattr(before, name) != getattr(after, name))


def with_rows(guests: Guests, rows: Ints, few: Guests) -> Guests:
    """Return the table of guests with some `rows` replaced by those of another table, in order.

    Images and recordings stay: `edited_guests` refuses edits that change them.
    """
    kept = {"image": guests.image, "mix": _replaced(guests.mix, rows, few.mix)}
    recordings = guests.patterns.recordings
    patterns = _replaced(guests.patterns._replace(recordings={}), rows, few.patterns._replace(recordings={}))
    kept["patterns"] = patterns._replace(recordings=recordings)
    plain = {name for name in Guests._fields if name not in kept}
    return guests._replace(
        **kept, **{name: _set(getattr(guests, name), rows, getattr(few, name)) for name in plain}
    )


def _replaced(table: Any, rows: Ints, few: Any) -> Any:
    pairs = zip(table, few, strict=True)
    return type(table)._make(
        _set(old, rows, new) if isinstance(old, np.ndarray) else old for old, new in pairs
    )


def _set(column: Any, rows: Ints, values: Any) -> Any:
    column = column.copy()
    column[rows] = values
    return column
