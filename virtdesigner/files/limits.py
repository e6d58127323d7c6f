"""How much a file may hold. Judged before anything is held in memory where the format allows it."""

from dataclasses import dataclass

MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Largest input that is accepted; what is beyond is refused with a sentence that names the limit."""

    text_bytes: int = 64 * MEBIBYTE
    """One text file."""
    unpacked_bytes: int = 512 * MEBIBYTE
    """Everything in an archive, unpacked; also everything in a design's traces."""
    elements: int = 100_000
    """Elements of a design."""
    nesting: int = 100
    """Lists and objects within each other."""
    members: int = 20_000
    """Files in an archive."""


LIMITS = Limits()
"""The limits that hold unless a caller sets others."""
