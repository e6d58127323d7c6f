"""Snapshot: an element as it was at a moment, with all that lay in it and every link it had."""

from typing import Self

from pydantic import Field, SerializeAsAny, model_validator

from virtdesigner.model.element import Element
from virtdesigner.model.fields import hidden, ref, text
from virtdesigner.model.link import AnyLink
from virtdesigner.model.placement import Placement
from virtdesigner.model.record import UUID_PATTERN, Record

CONTENT = ("elements", "links", "placements")
"""Fields of a snapshot that hold whole records."""


class Snapshot(Record):
    """The whole record of a guest, kept beside it. It goes with the element; its content names nothing.

    What the content refers to may be gone by the time it is wanted: whoever brings it back looks (see
    `rules.snapshots`).
    """

    id: str = Field(pattern=UUID_PATTERN, json_schema_extra={"form": "hidden"})
    element: str = ref("Element that it is of.", label="Of", cascade=True)
    name: str = text("", "What people call it.", label="Name", minimum=1)
    taken: str = hidden("", "When it was taken: date and time of the day, ISO 8601.", maximum=40)
    note: str = text("", "Why it was taken.", label="Note", maximum=10_000)
    elements: tuple[SerializeAsAny[Element], ...] = hidden((), "The element, then what lay in it.")
    links: tuple[AnyLink, ...] = hidden((), "Links that started or ended in it.")
    placements: tuple[Placement, ...] = hidden((), "Where what lay in it was drawn.")

    @model_validator(mode="after")
    def _content_hangs_together(self) -> Self:
        ids = [element.id for element in self.elements]
        if ids[:1] != [self.element]:
            raise ValueError("the first of its elements must be the one that it is of")
        if len(set(ids)) < len(ids):
            raise ValueError("two of its elements have the same id")
        for place, element in enumerate(self.elements[1:], 1):
            if element.parent not in ids[:place]:
                raise ValueError(f"{element.name} must lie in one of the elements before it")
        if any(link.source not in ids and link.target not in ids for link in self.links):
            raise ValueError("each of its links must start or end in it")
        if any(placement.element not in ids for placement in self.placements):
            raise ValueError("each of its placements must be of something in it")
        return self
