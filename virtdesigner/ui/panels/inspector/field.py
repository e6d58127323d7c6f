"""What the editors of all forms of field share."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

Commit = Callable[[Any], str]
"""Sets the field in the design; returns why that was refused, "" when it was done."""


class Editor(Protocol):
    """The editor of one field, for one record or several.

    refused: why what it holds can't be, "" when it can.
    """

    refused: SignalInstance

    @property
    def is_busy(self) -> bool:
        """Something was typed that is not in the design yet."""

    def show_values(self, values: Sequence[Any]) -> None:
        """Show what the records have, unless somebody is typing."""

    def revert(self) -> None:
        """Show what the records have, whatever was typed."""


def one_value(values: Sequence[Any]) -> tuple[Any, bool]:
    """The value that all have, or None; and whether they have several."""
    several = any(value != values[0] for value in values[1:])
    return (None if several or not values else values[0]), several


def mark_invalid(widget: QWidget, is_invalid: bool) -> None:
    """Give an editor the look of a refused value, or its usual one."""
    if bool(widget.property("invalid")) != is_invalid:
        widget.setProperty("invalid", is_invalid)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
