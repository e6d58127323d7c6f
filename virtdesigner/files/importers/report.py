"""What an import says about itself: what was read, what was assumed, what was skipped, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message, Value, message

Severity = Literal["warning", "info"]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that a person should know. where: such as "vInfo row 12", empty for the whole file."""

    severity: Severity
    message: Message
    where: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """read: kind of element (as the source holds them) to how many were read; notes: warnings first."""

    read: Mapping[str, int]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """A design as it came in, and the report about it."""

    design: Design
    report: ImportReport


@dataclass
class Notes:
    """Collects notes while an import runs. Notes alike are counted into one, at the first place."""

    _found: dict[tuple[Severity, Message], tuple[str, int]] = field(default_factory=dict)

    def warn(self, code: str, where: str = "", **parameters: Value) -> None:
        """Something was skipped, or may be wrong."""
        self._add("warning", message(code, **parameters), where)

    def info(self, code: str, where: str = "", **parameters: Value) -> None:
        """Something was assumed, or taken otherwise than it stands there."""
        self._add("info", message(code, **parameters), where)

    def _add(self, severity: Severity, what: Message, where: str) -> None:
        first, count = self._found.get((severity, what), (where, 0))
        self._found[severity, what] = (first, count + 1)

    def collected(self) -> tuple[Note, ...]:
        """All notes, warnings first; each has how often it came up as its parameter `count`."""
        notes = [
            Note(severity, message(what.code, **{**dict(what.parameters), "count": count}), where)
            for (severity, what), (where, count) in self._found.items()
        ]
        return tuple(sorted(notes, key=lambda note: note.severity != "warning"))
