"""Numbers as people read them: few digits, the unit that fits, a space before it."""

from typing import Final

_BINARY: Final = ("MiB", "GiB", "TiB", "PiB")
_TAGGED_BY_GUEST: Final = 4095


def shown(value: float, form: str = "") -> str:
    """A number in words.

    form: "" plain, "%" a share of 1, "MiB" or "GiB" a size, "s" a time, "vlan" a VLAN id.
    """
    if form == "%":
        return percent(value)
    if form in _BINARY:
        return size(value, form)
    if form == "s":
        return duration(value)
    return vlan(int(value)) if form == "vlan" else number(value)


def number(value: float) -> str:
    """Few digits, thousands apart: 0.13, 12.5, 1,250; whole numbers as they are."""
    if isinstance(value, int) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 1 else f"{value:.2g}"


def percent(share: float) -> str:
    """A share of 1 in per cent: 0.31 is "31 %"; what is there but tiny is "under 1 %"."""
    return "under 1 %" if 0 < share < 0.005 else f"{100 * share:,.0f} %"


def duration(seconds: float) -> str:
    """A time given in seconds: 0.42 s; below 0.1 s in milliseconds, from two minutes on in minutes."""
    if abs(seconds) < 0.1:
        return f"{number(1000 * seconds)} ms"
    return f"{number(seconds)} s" if abs(seconds) < 120 else f"{number(seconds / 60)} min"


def size(value: float, unit: str) -> str:
    """A size given in `unit`, in the largest unit of which it is at least one: 6144 MiB is "6 GiB"."""
    place = _BINARY.index(unit)
    while abs(value) >= 1024 and place + 1 < len(_BINARY):
        value, place = value / 1024, place + 1
    return f"{number(round(value, 2))} {_BINARY[place]}"


def vlan(vlan_id: int) -> str:
    """A VLAN id: 10 is "VLAN 10", 0 "no VLAN", 4095 "all VLANs"."""
    return {0: "no VLAN", _TAGGED_BY_GUEST: "all VLANs"}.get(vlan_id, f"VLAN {vlan_id}")
