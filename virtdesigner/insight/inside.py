"""Inside: a VM that holds containers works through them, so what they want and get counts as its own too."""

from typing import TYPE_CHECKING, Final

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints
from virtdesigner.engine.frame import CAUSES, Frame

if TYPE_CHECKING:
    from virtdesigner.engine.compiled import Compiled

MEASURES: Final = ("cpu_demand", "iops_demand", "network_demand")
"""What a guest wants, the first of them that it wants any of is the measure of its work."""


def inside(compiled: "Compiled", row: int) -> Ints:
    """Rows of the containers in a VM (row)."""
    return np.flatnonzero(compiled.guests.carrier == row)


def with_inside(compiled: "Compiled", amounts: Floats) -> Floats:
    """Amounts of guests (guests, ...) with those of its containers added to each VM."""
    carrier = compiled.guests.carrier
    rows = np.flatnonzero(carrier >= 0)
    if not rows.size:
        return amounts
    found = amounts.copy()
    np.add.at(found, carrier[rows], amounts[rows])
    return found


def progress(frame: Frame) -> Floats:
    """Return the progress of all guests (guests,), of a VM that of all in it: done / wanted."""
    guests, compiled = frame.guests, frame.compiled
    found = guests.progress.copy()
    for row in np.unique(compiled.guests.carrier[compiled.guests.carrier >= 0]).tolist():
        if is_up(frame, row):
            found[row] = 1.0 - float(lost(frame, row).sum())
    return found


def lost(frame: Frame, row: int) -> Floats:
    """Share of its time that a guest (row) loses to each cause (causes,); of a VM, with what is in it."""
    guests, rows = frame.guests, np.append(inside(frame.compiled, row), row)
    if rows.size == 1 or not is_up(frame, row):
        return np.asarray(guests.lost[row])
    for measure in MEASURES:
        wanted = getattr(guests, measure)[rows]
        if (whole := float(wanted.sum())) > 0.0:
            return np.asarray(wanted @ guests.lost[rows] / whole)
    return np.asarray(guests.lost[row])


def is_up(frame: Frame, row: int) -> bool:
    """Whether a guest (row) is not down."""
    return CAUSES[frame.guests.limited_by[row]] != "down"


def is_off(frame: Frame, row: int) -> bool:
    """Whether a guest (row), or the VM it lies in, is switched off by design, and nothing switched it on."""
    design, guests = frame.compiled.design, frame.guests
    if any(getattr(guests, measure)[row] > 0.0 for measure in MEASURES) or not is_up(frame, row):
        return False
    element = design.elements.get(frame.compiled.guest_ids[row])
    guest_kinds = ("virtual-machine", "container", "virtual-io-server")
    around = (element, *design.ancestors(element.id)) if element else ()
    return any(each.kind in guest_kinds and not getattr(each, "powered_on", True) for each in around)
