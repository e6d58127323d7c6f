"""Switching on: who comes up when something has moved, failed or returned; nobody does on a full datastore.

Source: MODELS.md section 5.
"""

from typing import TYPE_CHECKING, Final

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, rows_of
from virtdesigner.engine.compiled import Compiled

if TYPE_CHECKING:
    from virtdesigner.engine.state import State

NONE_LEFT: Final = 1e-9
"""Part of a LUN that is no space any more: what rounding leaves."""


def is_full(compiled: Compiled, written: Floats) -> Bools:
    """Return which LUNs (luns,) have no space left; written: (disks,) GiB."""
    space = compiled.stores.space
    return space.used(written) >= space.capacity * (1.0 - NONE_LEFT)


def switch_on(compiled: Compiled, state: "State") -> None:
    """Let guests come up whose host is up, but those that were down and have a disk on a full datastore."""
    space = compiled.stores.space
    begin = np.isnan(state.written)
    if begin.any():
        state.written = np.where(begin, space.start, state.written)
    up = _up(state)
    new = up & ~state.powered
    kept_off = np.zeros(up.size, dtype=np.bool_)
    if new.any():
        kept_off[space.guest[_on_full(compiled, state.written)]] = True
    state.powered = up & (state.powered | ~kept_off)


def kept_off(state: "State") -> Ints:
    """Return the guests (rows) that should be up and have not come up."""
    return rows_of(_up(state) & ~state.powered)


def refusals(compiled: Compiled, guests: Ints, written: Floats) -> tuple[Ints, Ints]:
    """Return, of guests (rows) that can't come up, each with a LUN that is full: rows of both."""
    space, disks = compiled.stores.space, _on_full(compiled, written)
    disks = disks[np.isin(space.guest[disks], guests)]
    found, first = np.unique(space.guest[disks], return_index=True)
    return found, space.lun[disks[first]]


def _up(state: "State") -> Bools:
    """Which guests (guests,) are to be up, on a host that is."""
    return np.asarray(state.guest_up & np.append(state.host_up, False)[state.host])


def _on_full(compiled: Compiled, written: Floats) -> Ints:
    """Return the disks on LUNs that are full while their disks could take more."""
    space = compiled.stores.space
    return rows_of((is_full(compiled, written) & space.may_fill)[space.lun])
