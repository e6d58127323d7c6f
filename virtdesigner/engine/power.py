"""What a server draws by its load. Source: MODELS.md section 7."""

from types import MappingProxyType
from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Floats

POINTS: Final = 11
"""Points of a curve: 0, 10, ... 100 % load."""

MEASURED_W: Final = MappingProxyType(
    {
        "hp-ml110-g4": (86, 89.4, 92.6, 96, 99.5, 102, 106, 108, 112, 114, 117),
        "hp-ml110-g5": (93.7, 97, 101, 105, 110, 116, 121, 125, 129, 133, 135),
        "ibm-x3550": (58.4, 98, 109, 118, 128, 140, 153, 170, 189, 205, 222),
    }
)
"""[P] W at each point."""


def power_curve(name: str, idle: float, peak: float) -> Floats:
    """Return a server's curve (POINTS,) in W: a measured one by name, else a line from idle to peak."""
    return np.array(MEASURED_W.get(name) or np.linspace(idle, peak, POINTS), dtype=np.float64)


def power(curves: Floats, utilisation: Floats) -> Floats:
    """Return what servers draw (hosts,) W; curves: (hosts, POINTS); utilisation: (hosts,) 0 to 1."""
    place = np.clip(utilisation, 0.0, 1.0) * (POINTS - 1)
    below = np.minimum(place.astype(np.int64), POINTS - 2)
    rows = np.arange(utilisation.size)
    low, high = curves[rows, below], curves[rows, below + 1]
    return np.asarray(low + (high - low) * (place - below), dtype=np.float64)
