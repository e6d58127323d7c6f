"""Types of what is dragged inside the program."""

from typing import Final

KIND_MIME: Final = "application/x-virtdesigner-kind"
"""A kind on its way from the palette to the canvas: its name in UTF-8."""
