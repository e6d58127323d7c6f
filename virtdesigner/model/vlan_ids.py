"""VLAN ids as ports carry them: all, or numbers and ranges such as "10, 20-29"."""

from functools import cache
from typing import Final

VLANS_PATTERN: Final = r"^(all|\d{1,4}(-\d{1,4})?(, ?\d{1,4}(-\d{1,4})?)*)$"
"""What the text of allowed VLANs must look like."""

UNTAGGED: Final = 0
"""VLAN id of frames without a tag."""


def carries(allowed: str, vlan: int) -> bool:
    """Whether ports that allow some VLANs let frames of a VLAN id through; untagged ones always pass."""
    return vlan == UNTAGGED or allowed == "all" or any(low <= vlan <= high for low, high in _ranges(allowed))


@cache
def _ranges(allowed: str) -> tuple[tuple[int, int], ...]:
    bounds = (item.strip().partition("-") for item in allowed.split(","))
    return tuple((int(low), int(high or low)) for low, _, high in bounds)
