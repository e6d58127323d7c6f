"""A LUN that holds a guest back: it has no space left, or too much to do; and who asks for that."""

from collections.abc import Iterator

import numpy as np

from virtdesigner.engine.frame import Frame
from virtdesigner.insight.shared_things import disk_use, lun_load
from virtdesigner.insight.standstill import is_full
from virtdesigner.insight.users import disk_users
from virtdesigner.model.messages import Message, message


def slow_lun(frame: Frame, row: int, lun: int, named: int) -> Iterator[Message]:
    """Why a guest (row) waits for a LUN (row); named: most neighbours to name."""
    if stopped_by_space(frame, row, lun):
        yield _no_space(frame, lun)
        return
    yield lun_load(frame, lun)
    own, users = frame.compiled.guest_ids[row], disk_users(frame, lun)
    for user in users:
        if user.guest == own and user.wanted > 1.0:
            yield message("asks-over-disks", guest=own, wanted=user.wanted)
    yield from disk_use([user for user in users if user.guest != own][:named])


def waits_for_space(frame: Frame, row: int) -> bool:
    """Whether what holds a guest (row) back is a LUN without space left."""
    limiter, ids = int(frame.guests.limiter[row]), frame.compiled.element_ids
    lun = ids[limiter] if 0 <= limiter < len(ids) else ""
    return lun in frame.compiled.lun_ids and stopped_by_space(frame, row, frame.compiled.lun_ids.index(lun))


def stopped_by_space(frame: Frame, row: int, lun: int) -> bool:
    """Whether a guest (row) would write to a thin disk on a LUN (row) without space left."""
    if not is_full(frame, lun):
        return False
    stores = frame.compiled.stores
    ios, space = stores.ios, stores.space
    if not stores.writes[row] > 0.0:
        return False
    disks = space.of_io[np.flatnonzero((ios.guest == row) & (ios.lun == lun) & ~ios.is_swap)]
    return bool((space.growth[disks[disks >= 0]] > 0.0).any())


def _no_space(frame: Frame, lun: int) -> Message:
    space = frame.compiled.stores.space
    return message(
        "lun-full",
        lun=frame.compiled.lun_ids[lun],
        capacity=float(frame.luns.capacity[lun]),
        allocated=float(space.size[space.lun == lun].sum()),
    )
