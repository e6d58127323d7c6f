"""Note: words, a frame or a picture beside what is drawn."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import choice, hidden, text

PICTURE_MAX = 4_000_000
"""Most characters of a picture; base64 makes four of three bytes."""


class Note(Element):
    """Something to read on the canvas; nothing in a run depends on it."""

    label = "Note"
    group = "Annotation"
    card = (200, 96)
    least = (80, 40)

    kind: Literal["note"] = hidden("note", "Kind of element.")
    style: Literal["text", "frame", "picture"] = choice(
        "text",
        {"text": "Text", "frame": "Frame", "picture": "Picture"},
        "A frame lies behind what it surrounds.",
        label="Style",
        descriptive=True,
    )
    tint: Literal["neutral", "blue", "green", "orange", "red"] = choice(
        "neutral",
        {"neutral": "Neutral", "blue": "Blue", "green": "Green", "orange": "Orange", "red": "Red"},
        "Its colour.",
        label="Colour",
        descriptive=True,
    )
    content: str = text("", "What it says.", label="Text", maximum=10_000)
    picture: str = hidden("", "PNG or JPEG as base64.", maximum=PICTURE_MAX)

    @property
    def lies_behind(self) -> bool:
        """A frame lies behind what it surrounds."""
        return self.style == "frame"
