"""Scales of the charts: round upper ends, three ticks, times as m:ss."""

import math
from typing import Final

_ROUND: Final = (1.0, 1.2, 1.6, 2.0, 2.4, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_TIME_STEPS: Final = (
    1,
    2,
    5,
    10,
    15,
    30,
    60,
    120,
    300,
    600,
    900,
    1800,
    3600,
    7200,
    14_400,
    21_600,
    43_200,
    86_400,
)
_HEADROOM: Final = 1.05
_SHRINK: Final = 0.45
"""A scale is made smaller only when less than this part of it is used, so that it doesn't jump to and fro."""

_NEAR: Final = 0.2
"""Part of a capacity from which on the scale shows all of it."""

_OVER: Final = 1.001
"""A figure that much over its capacity is one of rounding."""

TICKS: Final = 4
"""Most ticks along the time axis."""


def upper(highest: float, present: float = 0.0, least: float = 0.0, capacity: float = 0.0) -> float:
    """The upper end of a scale for values up to `highest`: a capacity that they come near, else a round one.

    present: the end that the scale has now, kept as long as it does. least: what it reaches at the least.
    """
    if _NEAR * capacity <= highest <= capacity * _OVER:
        return capacity
    wanted = max(highest * _HEADROOM, least)
    if present and _SHRINK * present <= wanted <= present:
        return present
    return rounded(wanted)


def rounded(value: float) -> float:
    """The next round number from `value` up; 1 for nothing."""
    if value <= 0 or not math.isfinite(value):
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in _ROUND if step * power >= value * (1 - 1e-9)), 10 * power)


def value_ticks(top: float) -> list[tuple[float, str]]:
    """Three ticks: nothing, half, all."""
    return [(value, number(value)) for value in (0.0, top / 2, top)]


def number(value: float) -> str:
    """A tick in few letters: 0, 0.5, 12, 1.5k, 20k."""
    if abs(value) >= 10_000:
        return f"{value / 1000:.3g}k"
    return f"{value:.0f}" if value == round(value) else f"{value:.3g}"


def time_ticks(start: float, end: float, most: int = TICKS) -> list[tuple[float, str]]:
    """Ticks at round times between two simulated times (s)."""
    span = max(end - start, 1e-9)
    step = next(
        (step for step in _TIME_STEPS if span / step <= most), math.ceil(span / most / 86_400) * 86_400
    )
    first = math.ceil(start / step) * step
    count = int((end - first) / step + 1e-9) + 1
    return [(first + n * step, clock(first + n * step)) for n in range(max(count, 0))]


def clock(seconds: float) -> str:
    """Simulated time as m:ss, with hours when there are some."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def divisor(high: float, other: float) -> float:
    """The power of ten by which values up to `high` fit the scale of values up to `other`."""
    if high <= 0 or other <= 0:
        return 1.0
    return 10.0 ** max(0, math.ceil(math.log10(high / other)))
