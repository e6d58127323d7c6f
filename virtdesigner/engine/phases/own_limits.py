"""Own limits of disks: what the guest's driver has under way at once (Little), and the IOPS allowed to it.

The disk of a container in a VM is a file on a disk of the VM, whose limits hold for all that is on it.
Source: MODELS.md section 5.
"""

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, total
from virtdesigner.engine.phases import storage
from virtdesigner.engine.phases.work import Work


def hold(work: Work) -> None:
    """Hold guests to the limits of their disks."""
    ios = work.compiled.stores.ios
    deep, limited = work.here.ios.shallow, work.here.ios.limited
    if deep.size or limited.size:
        under_way, iops = storage.queue_asks(work, deep).now(work), storage.iops_asks(work, limited).now(work)
        wanted, most = np.concatenate((under_way, iops)), np.concatenate((ios.depth[deep], ios.most[limited]))
        rows, full = np.concatenate((deep, limited)), wanted > most
        _hold(work, rows[full], most[full] / wanted[full], ios.guest[rows[full]])
    if work.here.ios.files.io.size:
        _hold_files(work)


def _hold_files(work: Work) -> None:
    """Hold all that is on disks of VMs to these, in proportion to what is left of it by its own limits."""
    files, ios = work.here.ios.files, work.compiled.stores.ios
    guest, size = ios.guest[files.io], files.disk.size
    pace = work.fixed[guest]
    under_way = total(storage.queue_asks(work, files.io).now(work) * pace, files.place, size)
    iops = storage.iops_asks(work, files.io).now(work) * pace
    most = np.maximum(
        under_way / ios.depth[files.disk], total(iops, files.place, size) / ios.most[files.disk]
    )[files.place]
    full = (most > 1.0) & (iops > 0.0)
    _hold(work, files.io[full], pace[full] / most[full], ios.guest[files.disk[files.place[full]]])


def _hold(work: Work, rows: Ints, bound: Floats, owner: Ints) -> None:
    """Hold rows of I/O to bounds; owner: (rows,) whose disk it is."""
    np.minimum.at(work.fixed, work.compiled.stores.ios.guest[rows], bound)
    work.full_ios = np.concatenate((work.full_ios, rows))
    work.full_bound = np.concatenate((work.full_bound, bound))
    work.full_owner = np.concatenate((work.full_owner, owner))
