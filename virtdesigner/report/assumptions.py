"""Assumptions: what an import made up, a line for each kind of assumption instead of one for each record."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message, message
from virtdesigner.report.words import counted, names_of
from virtdesigner.rules.findings import Finding
from virtdesigner.rules.visibility import server_of

ASSUMED: Final = "assumed"
"""Findings whose code starts so say that a value was made up."""

NAMED: Final = 3
"""Records that a line names; of more it says only how many."""


def is_assumption(finding: Finding) -> bool:
    """Whether a finding says that something was made up."""
    return finding.code.startswith(ASSUMED)


def summed_up(design: Design, findings: Iterable[Finding]) -> tuple[Message, ...]:
    """One message for each kind of assumption among findings, with how many there are and who, where few."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for finding in filter(is_assumption, findings):
        found.setdefault(_kind_of(design, finding), []).append(finding.elements[0])
    return tuple(_summary(design, kind, ids) for kind, ids in found.items())


def _kind_of(design: Design, finding: Finding) -> tuple[str, str, str]:
    """What is alike in assumptions that make one line: code, kind of record, fields that were not read."""
    id = finding.elements[0]
    record = design.elements.get(id) or design.links[id]
    return finding.code, record.kind, str(dict(finding.parameters).get("fields", ""))


def _summary(design: Design, kind_of: tuple[str, str, str], ids: Sequence[str]) -> Message:
    _code, kind, fields = kind_of
    named = f" ({', '.join(_names(design, ids))})" if len(ids) <= NAMED else ""
    what = f"{counted(kind, len(ids))}{named}"
    if fields:
        return message("assumptions-unread", fields=fields, kind=kind, what=what)
    return message("assumptions-added", what=what)


def _names(design: Design, ids: Iterable[str]) -> Iterable[str]:
    """Names; with the server where several elements of the design go by the same one."""
    names, times = names_of(design), _times(design)
    for id in ids:
        server = server_of(design, id) if id in design.elements else None
        where = f" on {names(server)}" if server not in (None, id) and times[names(id)] > 1 else ""
        yield f"{names(id)}{where}"


def _times(design: Design) -> Mapping[str, int]:
    """How often each name is given in a design."""
    return Counter(element.name for element in design.elements.values())
