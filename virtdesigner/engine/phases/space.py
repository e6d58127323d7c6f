"""Space: thin disks grow by what is written to new blocks; when their LUN is full they write no more.

Source: MODELS.md section 5.
"""

from collections.abc import Iterator

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, rows_of, total
from virtdesigner.engine.frame import Event
from virtdesigner.engine.phases.saying import alarm
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.switching_on import NONE_LEFT, is_full, refusals
from virtdesigner.model.messages import Message, message


def hold(work: Work) -> None:
    """Hold thin disks to the space that is left: those that would write more, and nobody else."""
    places = work.here.ios.filling
    if not places.size:
        return
    space, state, rows = work.compiled.stores.space, work.state, work.here.ios.growing[places]
    disk = space.of_io[rows]
    wanted = _growth(work, rows, work.here.ios.growth[places], work.fixed)
    # Several rows of I/O may write to one disk: no more than what is left of it, in proportion.
    most, by_disk = space.size - state.written, total(wanted, disk, space.size.size)
    wanted = wanted * np.minimum(most / np.where(by_disk > 0.0, by_disk, 1.0), 1.0)[disk]
    by_lun = total(wanted, space.lun[disk], space.capacity.size)
    left = np.maximum(space.capacity - space.used(state.written), 0.0)
    left = np.where(left > NONE_LEFT * space.capacity, left, 0.0)
    part = np.where(by_lun > left, left / np.where(by_lun > 0.0, by_lun, 1.0), 1.0)
    held = rows_of((part[space.lun[disk]] < 1.0) & (wanted > 0.0))
    guest = work.compiled.stores.ios.guest[rows[held]]
    work.full_disks, work.space_bound = rows[held], part[space.lun[disk[held]]] * work.fixed[guest]
    np.minimum.at(work.fixed, guest, work.space_bound)


def run(work: Work) -> None:
    """Let thin disks grow, and tell which LUNs are full and who can't start for want of space."""
    here, state, space = work.here, work.state, work.compiled.stores.space
    before = state.written
    if here.ios.growing.size:
        grown = _growth(work, here.ios.growing, here.ios.growth, work.progress)
        by_disk = total(grown, space.of_io[here.ios.growing], space.size.size)
        state.written = np.minimum(before + by_disk, space.size)
    if here.ios.filling.size:
        _tell_full(work, before)
    if here.kept_off.size:
        found = refusals(work.compiled, here.kept_off, state.written)
        alarm(work, "power-on-refused", found, lambda: _refused(work, *found))


def _refused(work: Work, guests: Ints, luns: Ints) -> Iterator[Message]:
    ids, lun_ids = work.compiled.guest_ids, work.compiled.lun_ids
    for guest, lun in zip(guests.tolist(), luns.tolist(), strict=True):
        yield message("power-on-refused", guest=ids[guest], lun=lun_ids[lun])


def _growth(work: Work, rows: Ints, rate: Floats, pace: Floats) -> Floats:
    """Return the new blocks (rows,) GiB that guests write in a step; rate: of a write; pace: (guests,)."""
    guest = work.compiled.stores.ios.guest[rows]
    written = work.moved[2 * pace.size :].take(guest) * pace.take(guest)
    return np.asarray(written * rate * work.dt)


def _tell_full(work: Work, before: Floats) -> None:
    compiled, state = work.compiled, work.state
    full, was_full = is_full(compiled, state.written), is_full(compiled, before)
    pairs = np.unique(
        [compiled.stores.ios.lun[work.full_disks], compiled.stores.ios.guest[work.full_disks]], axis=1
    )
    told = full & compiled.stores.space.may_fill
    rows = rows_of(told)
    held = np.bincount(pairs[0], minlength=full.size)[rows]
    alarm(work, "datastore-full", (rows, held), lambda: _full(work, rows, held))
    for row in rows_of(told & ~was_full).tolist():
        lun = compiled.lun_ids[row]
        work.events.append(Event(state.time, lun, message("datastore-filled", lun=lun)))


def _full(work: Work, luns: Ints, held: Ints) -> Iterator[Message]:
    for lun, count in zip(luns.tolist(), held.tolist(), strict=True):
        yield message("datastore-full", lun=work.compiled.lun_ids[lun], count=count)
