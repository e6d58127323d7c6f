"""Ways of VMs to their virtual disks: one thread that serves all disks of a VM can be too slow.

Source: MODELS.md section 5.
"""

import numpy as np

from virtdesigner.engine.arrays import rows_of, total
from virtdesigner.engine.phases.work import Work


def hold(work: Work) -> None:
    """Hold VMs, and containers in them, to the I/O that their hypervisor passes on to virtual disks."""
    rows = work.here.ios.narrow_ways
    if not rows.size:
        return
    platforms, size = work.compiled.platforms, work.fixed.size
    platform, carrier = work.here.platform[rows], work.compiled.guests.carrier[rows]
    reads, writes = work.moved[size + rows], work.moved[2 * size + rows]
    machine = np.where(carrier >= 0, carrier, rows)
    busy = total(reads * platforms.read_s[platform] + writes * platforms.write_s[platform], machine, size)
    full = rows_of((busy[machine] > 1.0) & (reads + writes > 0.0))
    work.full_ways, work.way_bound = rows[full], 1.0 / busy[machine[full]]
    np.minimum.at(work.fixed, work.full_ways, work.way_bound)
