"""Settings of a design: what it is called and how it is run."""

from typing import Literal

from virtdesigner.model.fields import choice, flag, quantity, text
from virtdesigner.model.record import Record

SETTINGS_ID = "settings"


class Settings(Record):
    """The one record of the settings table."""

    id: str = SETTINGS_ID
    name: str = text("", "Title of the design.", label="Title")
    description: str = text("", "What the design is about.", label="Description", maximum=10_000)
    period: Literal["today", "2006"] = choice(
        "today",
        {"today": "Today", "2006": "2006"},
        "Which presets are offered: those of that year, or those of now.",
        label="Period",
        descriptive=True,
    )
    seed: int = quantity(
        1, "", 0, 2**31 - 1, "Start of the random numbers; the same seed gives the same run.", label="Seed"
    )
    step: float = quantity(1.0, "s", 0.1, 300, "Simulated time of one step.", label="Step")
    crowded_caches: bool = flag(
        False,
        "Let guests of one server slow each other in its caches and memory channels: an estimate without a "
        "published figure.",
        label="Neighbours in caches",
    )
