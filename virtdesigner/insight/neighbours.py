"""Neighbours: who uses the CPU that a waiting guest doesn't get (MODELS.md section 10)."""

from dataclasses import dataclass

import numpy as np

from virtdesigner.engine.frame import Frame


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A guest on the same host. cores: what it uses; excess: how much of that is over its entitlement."""

    guest: str
    cores: float
    excess: float


def neighbours(frame: Frame, guest: int) -> tuple[Neighbour, ...]:
    """The other guests on the host of row `guest`: furthest over entitlement first, then by use."""
    guests = frame.guests
    same = (guests.host == guests.host[guest]) & (guests.host >= 0) & (guests.cpu_granted > 0)
    same[guest] = False
    rows = np.nonzero(same)[0]
    excess = np.maximum(guests.cpu_granted - guests.cpu_entitlement, 0)[rows]
    cores = guests.cpu_granted[rows]
    order = np.lexsort((-cores, -excess))
    ids = frame.compiled.guest_ids
    return tuple(Neighbour(ids[rows[n]], float(cores[n]), float(excess[n])) for n in order)
