"""What the parts of an element are connected to, by name."""

from collections.abc import Iterator

from virtdesigner.model.design import Design
from virtdesigner.ui.panels.inspector.references import place_name


def connection_names(design: Design, element: str, part: str) -> Iterator[str]:
    """The names of what links join a part of an element with."""
    for link in design.links_of(element):
        ends = ((link.source, link.source_part), (link.target, link.target_part))
        for (here, own), (other, _) in (ends, ends[::-1]):
            if here == element and own == part:
                yield place_name(design, other)
