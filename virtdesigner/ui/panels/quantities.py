"""Quantities as people type and read them: "64 GiB", "2.5 TB", "10G", "1.5 GHz", plain numbers.

A field keeps its number in one unit (MiB, Mb/s); it is shown in the largest unit of the same family in which
it reads short, and typed in any of them. GiB counts in 1024, GB in 1000; a letter alone ("64G") is GiB where
sizes are meant and Gb/s where rates are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from virtdesigner.model.fields import FieldSpec

_BINARY: Final = {f"{letter}iB": 1024.0**power for power, letter in enumerate("KMGTP", 1)}
_DECIMAL: Final = {f"{letter}B": 1000.0**power for power, letter in enumerate(("k", "M", "G", "T", "P"), 1)}
_BYTES: Final = {"bytes": 1.0, "byte": 1.0, "B": 1.0, **_BINARY, **_DECIMAL}
_BITS: Final = {"b/s": 1.0, "kb/s": 1e3, "Mb/s": 1e6, "Gb/s": 1e9, "Tb/s": 1e12}

_FAMILIES: Final[tuple[Mapping[str, float], ...]] = (
    _BYTES,
    {f"{unit}/s": factor for unit, factor in _BYTES.items() if unit != "byte"},
    {
        **_BITS,
        **{unit.replace("b/s", "bit/s"): factor for unit, factor in _BITS.items()},
        **{unit.replace("b/s", "bps"): factor for unit, factor in _BITS.items()},
        **{f"{unit}/s": 8 * factor for unit, factor in _DECIMAL.items()},
    },
    {"Hz": 1.0, "kHz": 1e3, "MHz": 1e6, "GHz": 1e9},
    {"us": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86_400.0},
    {"W": 1.0, "kW": 1e3},
)
"""Units that measure the same, each with its worth; the first of two that differ in case only wins."""

_LADDERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "MiB": ("MiB", "GiB", "TiB", "PiB"),
        "GiB": ("GiB", "TiB", "PiB"),
        "KiB": ("KiB", "MiB"),
        "Mb/s": ("Mb/s", "Gb/s", "Tb/s"),
        "s": ("s", "min", "h"),
    }
)
"""Unit of a field to the units that its number is shown in, smallest first."""

_LETTERS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "MiB": {"k": "KiB", "m": "MiB", "g": "GiB", "t": "TiB", "p": "PiB"},
        "GiB": {"k": "KiB", "m": "MiB", "g": "GiB", "t": "TiB", "p": "PiB"},
        "KiB": {"k": "KiB", "m": "MiB", "g": "GiB"},
        "bytes": {"k": "KiB"},
        "MiB/s": {"k": "KiB/s", "m": "MiB/s", "g": "GiB/s"},
        "Mb/s": {"k": "kb/s", "m": "Mb/s", "g": "Gb/s", "t": "Tb/s"},
        "GHz": {"m": "MHz", "g": "GHz"},
        "W": {"k": "kW"},
        "k/s": {"k": "k/s"},
    }
)
_PLAIN_LETTERS: Final = {"k": 1e3, "m": 1e6, "g": 1e9}
_TYPED: Final = re.compile(r"\s*([+-]?[\d.,'\u00a0\u202f ]*\d[.,]?(?:[eE][+-]?\d+)?)\s*(\D*?)\s*")
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:[, '\u00a0\u202f]\d{3})+(?:\.\d*)?")
_DIGITS: Final = 3
"""Decimals that a number may have in the unit it is shown in; else a smaller unit is taken."""


class QuantityError(ValueError):
    """What was typed is no quantity of this unit. `unknown`: the unit that wasn't understood, "" for none."""

    def __init__(self, text: str, unknown: str = "") -> None:
        self.unknown = unknown
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class Shown:
    """A quantity as a field shows it: the number in words, and the unit beside it."""

    text: str
    unit: str


def shown(value: float, unit: str) -> Shown:
    """A number of `unit` in the largest unit of its family in which it is at least 1 and reads short."""
    for larger in reversed(_LADDERS.get(unit, (unit,))):
        scaled = value * _ratio(unit, larger)
        reads_short = abs(scaled) >= 1 and scaled == round(scaled, _DIGITS)
        # 1011 s is 16.85 min, which reads back as a little more: then the smaller unit is shown.
        if larger == unit or (reads_short and float(plain(scaled)) * _ratio(larger, unit) == value):
            return Shown(plain(scaled), larger)
    return Shown(plain(value), unit)


def plain(value: float) -> str:
    """A number without exponent or trailing zeros: six digits that count, of whole ones all."""
    if value == round(value) or abs(value) >= 1e5:
        return f"{value:.0f}" if value == round(value) else f"{value:.3f}".rstrip("0").rstrip(".")
    text = f"{value:.6g}"
    return f"{value:.12f}".rstrip("0").rstrip(".") if "e" in text else text


def parse(text: str, unit: str, bare: str | None = None) -> float:
    """The number of `unit` that `text` means.

    bare: the unit of a number without one (that which the field shows); by default `unit`.
    Raises QuantityError.
    """
    match = _TYPED.fullmatch(text)
    if match is None:
        raise QuantityError(text)
    number, typed = _number(match[1]), match[2]
    if not typed:
        return number * _ratio(bare or unit, unit)
    return number * _worth(typed, unit)


def parsed(text: str, field: FieldSpec, bare: str | None = None) -> float | int:
    """The value that `text` means for a quantity field; a whole number where the field wants one.

    Raises QuantityError when it is no quantity of the field's unit. Bounds are not looked at.
    """
    value = parse(text, field.unit, bare)
    return int(value) if field.whole and value == int(value) else value


def _number(text: str) -> float:
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[, '\u00a0\u202f]", "", text)
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise QuantityError(text) from None


def _worth(typed: str, unit: str) -> float:
    """How many of `unit` one of what was typed is. Exact spelling first, then without regard to case."""
    family = _family(unit)
    if typed in family:
        return family[typed] / family[unit]
    if typed.casefold() == unit.casefold():
        return 1.0
    if letter := _LETTERS.get(unit, {}).get(typed.casefold()):
        return _ratio(letter, unit)
    for name, factor in family.items():
        if name.casefold() == typed.casefold():
            return factor / family[unit]
    if not family and unit != "%" and typed.casefold() in _PLAIN_LETTERS:
        return _PLAIN_LETTERS[typed.casefold()]
    raise QuantityError(typed, unknown=typed)


def _ratio(one: str, other: str) -> float:
    """How many of `other` make one of `one`."""
    if one == other:
        return 1.0
    family = _family(one)
    return family[one] / family[other]


def _family(unit: str) -> Mapping[str, float]:
    return next((family for family in _FAMILIES if unit in family), {})
