"""VLAN ids as ports carry them: all, or numbers and ranges such as "10, 20-29"."""

from functools import cache
from typing import Final

VLANS_PATTERN: Final = r"^(all|\d{1,4}(-\d{1,4})?(, ?\d{1,4}(-\d{1,4})?)*)$"
"""What the text of allowed VLANs must look like."""

UNTAGGED: Final = 0
"""VLAN id of frames without a tag."""


HIGHEST: Final = 4094
"""The highest VLAN id that frames can carry (IEEE 802.1Q)."""


def carries(allowed: str, vlan: int) -> bool:
    """Whether ports that allow some VLANs let frames of a VLAN id through; untagged ones always pass."""
    return vlan == UNTAGGED or allowed == "all" or any(low <= vlan <= high for low, high in ranges(allowed))


@cache
def ranges(allowed: str) -> tuple[tuple[int, int], ...]:
    """First and last of each range in a list of VLANs that isn't "all"; a single number is both."""
    bounds = (item.strip().partition("-") for item in allowed.split(","))
    return tuple((int(low), int(high or low)) for low, _, high in bounds)


def with_vlan(allowed: str, vlan: int) -> str:
    """The list of allowed VLANs with one more."""
    return allowed if carries(allowed, vlan) else f"{allowed}, {vlan}"


def corrected(allowed: str) -> str:
    """The list without what can't be: numbers over 4094 cut off, ranges that run backwards turned round."""
    kept = []
    for bounds in ranges(allowed):
        low, high = min(bounds), min(max(bounds), HIGHEST)
        if low <= high:
            kept.append(f"{low}-{high}" if low < high else f"{low}")
    return ", ".join(kept)
