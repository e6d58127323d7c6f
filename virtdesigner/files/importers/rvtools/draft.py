"""The design under construction: elements and links with ids that a second import makes again."""

from collections.abc import Iterable
from typing import Any, TypeVar

from virtdesigner.files.importers.identity import link_id
from virtdesigner.files.importers.report import Notes
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element, Origin
from virtdesigner.model.link import BaseLink
from virtdesigner.model.record import WHOLE, source_id

_LONGEST_NAME = 200
_LONGEST_KEY = 500

ElementType = TypeVar("ElementType", bound=Element)


class Draft:
    """Collects elements and links."""

    def __init__(self, notes: Notes) -> None:
        """notes: where everything that is assumed says so."""
        self.notes = notes
        self.elements: dict[str, Element] = {}
        self.links: dict[str, BaseLink] = {}

    def add(
        self,
        kind: type[ElementType],
        origin: tuple[str, str],
        name: str,
        parent: str | None = None,
        assumed: Iterable[str] = (),
        **fields: Any,
    ) -> ElementType:
        """Add an element; origin: source and key there. assumed: names of fields, or WHOLE."""
        source, key = origin
        element = kind(
            id=source_id(source, key),
            kind=kind.model_fields["kind"].default,
            name=name.strip()[:_LONGEST_NAME] or kind.label,
            parent=parent,
            assumed=tuple(assumed),
            origin=Origin(source=source[:_LONGEST_KEY], key=key[:_LONGEST_KEY]),
            **fields,
        )
        self.elements[element.id] = element
        return element

    def link(
        self,
        kind: type[BaseLink],
        source: tuple[str, str],
        target: tuple[str, str],
        *,
        is_assumed: bool = False,
        **fields: Any,
    ) -> None:
        """Add a link between two (element id, part id or ""); its id is that of what its source carries."""
        link = kind(
            id=link_id(kind, source, target),
            source=source[0],
            source_part=source[1],
            target=target[0],
            target_part=target[1],
            assumed=(WHOLE,) if is_assumed else (),
            **fields,
        )
        self.links[link.id] = link

    def design(self) -> Design:
        """What was collected. Raises IntegrityError when it doesn't fit together."""
        return Design.of({"elements": self.elements.values(), "links": self.links.values()})
