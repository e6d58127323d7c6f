"""How many of each kind there are: shown when nothing, or a mixture, is selected."""

from collections import Counter
from collections.abc import Iterable

from virtdesigner.kinds import KINDS
from virtdesigner.model.design import Design
from virtdesigner.ui.panels.inspector.readings import Reading
from virtdesigner.ui.panels.inspector.texts import field_text, text


def counts(design: Design, ids: Iterable[str]) -> tuple[Reading, ...]:
    """A row for each kind among some elements and links, in the palette's order; links last."""
    chosen = tuple(ids)
    kinds = Counter(design.elements[id].kind for id in chosen if id in design.elements)
    rows = [Reading(field_text(KINDS[kind].label), f"{kinds[kind]:,}") for kind in KINDS if kinds[kind]]
    links = sum(id in design.links for id in chosen)
    return (*rows, *([Reading(text("Connections"), f"{links:,}")] if links else ()))
