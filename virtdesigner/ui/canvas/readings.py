"""The live figures that a card shows. Knows no engine, so that the first paint needs no numpy."""

from dataclasses import dataclass
from typing import Final, Literal

Metric = Literal["cpu", "memory", "network", "storage"]
METRICS: Final[tuple[Metric, ...]] = ("cpu", "memory", "network", "storage")

CONGESTED: Final = 0.9
"""Utilisation from which a link is drawn as congested: where the heat scale turns red."""


@dataclass(frozen=True, slots=True)
class Badge:
    """Words at the corner of a card: what limits a guest. severe: in the colour of what is bad."""

    text: str
    severe: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """The live figures of one element, whole per cents as shares of 1; None for what it does not have.

    network, storage: of the busiest link, or LUN, that it uses. wanted: CPU asked for, got or not.
    space: what is taken of a LUN with thin disks, which grow; held: the same in GiB, whole ones.
    """

    cpu: float | None = None
    memory: float | None = None
    network: float | None = None
    storage: float | None = None
    wanted: float | None = None
    space: float | None = None
    held: int | None = None
    badge: Badge | None = None


NOTHING: Final = Reading()


@dataclass(frozen=True, slots=True)
class LinkReading:
    """What a link carries, Mb/s, and as a share of what it can."""

    used: float
    capacity: float
    utilisation: float

    @property
    def is_congested(self) -> bool:
        """Drawn as a bottleneck."""
        return self.utilisation >= CONGESTED
