"""Data rates in words, in the unit that reads best."""

from typing import Final

_UNITS: Final = ("Mb/s", "Gb/s", "Tb/s")


def rate_unit(megabits: float) -> tuple[str, float]:
    """The unit for rates up to `megabits` per second, and how many Mb/s it holds."""
    place = 0
    while megabits >= 1000 and place + 1 < len(_UNITS):
        megabits, place = megabits / 1000, place + 1
    return _UNITS[place], 1000.0**place


def rate(megabits: float) -> str:
    """One rate: "9.4 Gb/s"."""
    unit, worth = rate_unit(megabits)
    return f"{_short(megabits / worth)} {unit}"


def rate_of(used: float, whole: float) -> str:
    """A rate out of another, both in the unit of the larger: "9.4 / 10 Gb/s"."""
    unit, worth = rate_unit(max(used, whole))
    return f"{_short(used / worth)} / {_short(whole / worth)} {unit}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"
