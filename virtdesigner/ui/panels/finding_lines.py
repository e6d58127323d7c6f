"""Findings as lines of words, each with what its fix would do. Worked out in a thread: no Qt widgets here."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from virtdesigner.model.design import Design
from virtdesigner.ui.wording import in_words, repair_in_words

if TYPE_CHECKING:
    from virtdesigner.rules.findings import Finding

Group = Literal["error", "warning", "info", "assumed"]
GROUPS: Final[tuple[Group, ...]] = ("error", "warning", "info", "assumed")
"""What findings are shown under, in this order: their severity, or that a value was made up."""

SHOWN: Final = 500
"""Most findings of one group that are listed; the rest is counted."""

_ASSUMED: Final = "assumed"
"""Findings whose code starts so say that a value was made up."""


@dataclass(frozen=True, slots=True)
class Line:
    """One finding in words. elements: ids of what it is about. fix: what its fix does; "" without one."""

    text: str
    group: Group
    elements: tuple[str, ...]
    fix: str = ""
    finding: "Finding | None" = None


def find_lines(design: Design) -> tuple[Line, ...]:
    """All findings of a design in words, most severe first; of an empty one none. Runs in a thread."""
    return tuple(_lines(design)) if design.elements else ()


def _lines(design: Design) -> Iterator[Line]:
    from virtdesigner.rules.findings import find
    from virtdesigner.rules.findings.fixes import fix

    listed: Counter[Group] = Counter()
    for finding in find(design):
        group: Group = "assumed" if finding.code.startswith(_ASSUMED) else finding.severity
        listed[group] += 1
        mends = listed[group] <= SHOWN and fix(design, finding)
        help = repair_in_words(finding.message, design) if mends else ""
        yield Line(in_words(finding.message, design), group, finding.elements, help, finding)
