"""Who holds the memory of a host, by a frame: the hypervisor, the overhead of VMs, guests; what is free.

The parts of a host add up to its memory. What was taken from guests (ballooned, swapped) or is stored once
for several (shared) is in no machine page of their own. Source: MODELS.md section 3.
"""

from typing import NamedTuple

import numpy as np

from virtdesigner.engine.frame import MEMORY_STATES, Frame


class Held(NamedTuple):
    """One guest, MiB. active, idle: in machine pages of its own. shared: in pages that others have too.

    ballooned, swapped: taken from it; unused: never touched. All add up to size, but for what was shared
    of more than it has.
    """

    id: str
    size: float
    active: float
    idle: float
    shared: float
    ballooned: float
    swapped: float
    unused: float

    @property
    def own(self) -> float:
        """In machine pages of its own."""
        return self.active + self.idle


class Holders(NamedTuple):
    """One host, MiB. system: what the hypervisor keeps; overhead: of VMs; state: one of MEMORY_STATES.

    thresholds: state to the free memory below which it begins; none without a hypervisor.
    """

    total: float
    system: float
    overhead: float
    free: float
    state: str
    thresholds: tuple[tuple[str, float], ...]
    guests: tuple[Held, ...]


def holders(frame: Frame, host: str) -> Holders | None:
    """Who holds the memory of a host; None when the frame doesn't know it."""
    compiled = frame.compiled
    if host not in compiled.host_ids:
        return None
    row = compiled.host_ids.index(host)
    guests = tuple(_held(frame, int(guest)) for guest in np.flatnonzero(frame.guests.host == row))
    shown = tuple(guest for guest in guests if guest.size > 0)
    total, used = float(frame.hosts.memory_total[row]), float(frame.hosts.memory_used[row])
    # A host that is down holds nothing.
    system = min(float(compiled.hosts.system[row]), used)
    overhead = max(used - system - sum(guest.own for guest in shown), 0.0)
    thresholds = compiled.hosts.thresholds._asdict()
    begins = tuple((name, float(thresholds[name][row])) for name in MEMORY_STATES if name in thresholds)
    return Holders(
        total,
        system,
        overhead,
        total - used,
        MEMORY_STATES[int(frame.hosts.memory_state[row])],
        tuple((name, value) for name, value in begins if value > 0),
        shown,
    )


def _held(frame: Frame, row: int) -> Held:
    guests, size = frame.guests, float(frame.compiled.guests.memory[row])
    held, shared = float(guests.memory_held[row]), float(guests.memory_shared[row])
    own = max(held - shared, 0.0)
    active = min(float(guests.memory_active[row]), own)
    ballooned, swapped = float(guests.memory_ballooned[row]), float(guests.memory_swapped[row])
    unused = max(size - held - ballooned - swapped, 0.0)
    return Held(frame.compiled.guest_ids[row], size, active, own - active, shared, ballooned, swapped, unused)
