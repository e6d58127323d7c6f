"""Finding: something wrong or risky in a design, as a code with parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from virtdesigner.model.messages import Message, Value, message

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""Most severe first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about a design.

    elements: ids of the elements (or links) concerned, the main one first. parameters: sorted pairs, as in
    `Message`. field: path of the field of the main element to look at, if there is one. blocks_run: a run
    would mean nothing.
    """

    code: str
    severity: Severity
    elements: tuple[str, ...]
    parameters: tuple[tuple[str, Value], ...] = ()
    field: str = ""
    blocks_run: bool = False

    @property
    def message(self) -> Message:
        """Its code and parameters, to be put into words."""
        return Message(self.code, self.parameters)


def error(
    code: str,
    *elements: str,
    field: str = "",
    blocks_run: bool = False,
    reason: Message | None = None,
    **values: Value,
) -> Finding:
    """Something that can't be as it is. reason: the refusal behind it, see `_parameters`."""
    return Finding(code, "error", elements, _parameters(code, reason, values), field, blocks_run)


def warning(
    code: str, *elements: str, field: str = "", reason: Message | None = None, **values: Value
) -> Finding:
    """Something that will hurt, or probably isn't meant."""
    return Finding(code, "warning", elements, _parameters(code, reason, values), field)


def info(code: str, *elements: str, field: str = "", **values: Value) -> Finding:
    """Something worth knowing."""
    return Finding(code, "info", elements, _parameters(code, None, values), field)


def _parameters(
    code: str, reason: Message | None, values: Mapping[str, Value]
) -> tuple[tuple[str, Value], ...]:
    """Sorted pairs; of a reason, `reason` holds the code and `reason_x` its parameter x."""
    inner = {f"reason_{name}": value for name, value in reason.parameters} if reason else {}
    return message(code, **values, **inner, **({"reason": reason.code} if reason else {})).parameters
