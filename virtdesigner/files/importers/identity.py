"""Ids of imported links: made of what they join, so that a second import makes the same."""

from virtdesigner.model.link import BaseLink, Uplink
from virtdesigner.model.record import source_id

End = tuple[str, str]
"""Ids of an element and of its part, "" for the element itself."""


def link_id(kind: type[BaseLink], source: End, target: End) -> str:
    """The id of an imported link: that of the part it starts at, which carries one link of its kind.

    Where several may start at one end (uplinks of a switch), the other end is part of it.
    """
    ends = (*source, *target) if kind is Uplink or not source[1] else source
    return source_id("link", ":".join((kind.__name__, *ends)))


def is_imported(link: BaseLink) -> bool:
    """Whether an import made a link, and not somebody by hand."""
    ends = (link.source, link.source_part), (link.target, link.target_part)
    return link.id == link_id(type(link), *ends)
