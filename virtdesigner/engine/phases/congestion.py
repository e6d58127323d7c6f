"""Storage I/O control: windows of hosts on LUNs follow the latency that all of them find there.

Source: MODELS.md section 5. They are followed in substeps of a second at most, and whether or not the LUN is
congested, so that windows recover.
"""

from math import ceil
from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, total
from virtdesigner.engine.congestion import GAIN, LEAST_WINDOW, PUSH, congestion_window
from virtdesigner.engine.phases import storage
from virtdesigner.engine.phases.work import Work

LONGEST_SUBSTEP: Final = 1.0
"""[P: MODELS.md section 0, words and units] Seconds."""


def run(work: Work) -> None:
    """Move the windows of the queues on LUNs with storage I/O control on."""
    rows, stores = work.here.ios.controlled, work.compiled.stores
    if not rows.size:
        return
    through = storage.sums(work, _wanted_pace(work))
    lun = stores.queue_lun[rows]
    threshold, depth, push = stores.congestion[lun], work.here.ios.depth[rows], _push(work, rows, lun)
    window, steps = work.window.copy(), ceil(work.dt / LONGEST_SUBSTEP)
    gain = np.full(rows.size, 1.0 - (1.0 - GAIN) ** (work.dt / steps))
    for _ in range(steps):
        latency = storage.lun_loads(work, through, storage.devices(work, through, window)).latency[lun]
        moved = congestion_window(window[rows], np.maximum(latency, 1e-6), threshold, push, gain)
        moved = np.clip(moved, np.minimum(LEAST_WINDOW, depth), depth)
        if np.array_equal(moved, window[rows]):
            break
        window[rows] = moved
    work.state.window = work.state.window.copy()
    work.state.window[rows] = window[rows]


def _wanted_pace(work: Work) -> Floats:
    """Return how guests (guests,) would go if storage held none of them back: it does so in each substep."""
    pace = work.progress.copy()
    for held in work.held:
        layout, caps = held.layout, held.caps()
        for family in ("groups", "queues"):
            part = layout.part[family]
            slow = layout.guests[layout.guest[part][caps[part] < 1.0]]
            pace[slow] = work.fixed[slow]
    return pace


def _push(work: Work, rows: Ints, lun: Ints) -> Floats:
    """Return beta of each controlled queue: its disks' shares against the mean of the queues on its LUN."""
    stores, on = work.compiled.stores, work.here.running > 0.0
    ios, size = stores.ios, stores.queue_depth.size
    own = np.flatnonzero(~ios.is_swap & ~ios.is_cut & on[ios.guest])
    shares = total(work.here.ios.weight[own], ios.queue[own], size)[rows]
    luns = stores.element.size
    whole, queues = total(shares, lun, luns), total(np.sign(shares), lun, luns)
    mean = whole / np.maximum(queues, 1.0)
    return np.asarray(PUSH * shares / np.where(mean > 0.0, mean, 1.0)[lun])
