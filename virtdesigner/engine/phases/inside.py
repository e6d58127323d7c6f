"""Memory inside VMs: containers fill their VM's, and what is over it the VM's own kernel swaps.

A VM's working set is its own, its containers' and what its engines keep. A container over the limit that its
engine holds it at swaps by itself; what is over the VM's memory is swapped from all in it, in proportion.
What the hypervisor took of the VM's working set is missing to all in it in the same way.
Source: MODELS.md section 3.
"""

import numpy as np

from virtdesigner.engine.arrays import rows_of, total
from virtdesigner.engine.phases.swapping import Inside, Swapping
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.swapping import swap_faults


def run(work: Work) -> None:
    """Let the working sets of containers count in their VMs; note what each guest in a VM misses."""
    rows, guests = work.here.contained, work.compiled.guests
    carriers = np.unique(np.concatenate((guests.carrier[rows], rows_of(guests.inner_system > 0.0))))
    if not carriers.size:
        return
    own = work.active.copy()
    over_limit = np.maximum(own[rows] - guests.memory_limit[rows], 0.0)
    own[carriers] += (guests.inner_system * work.here.running)[carriers]
    own[rows] -= over_limit
    together = own + total(own[rows], guests.carrier[rows], own.size)
    over = np.maximum(together - guests.memory, 0.0)
    members = np.concatenate((carriers, rows))
    around = np.concatenate((carriers, guests.carrier[rows]))
    part = own[members] / np.where(together[around] > 0.0, together[around], 1.0)
    held_back = np.concatenate((np.zeros(carriers.size), over_limit))
    order = np.argsort(members, kind="stable")
    missing = over[around] * part + held_back
    work.inside_vms = Inside(
        members[order], around[order], part[order], missing[order], held_back[order] > 0.0
    )
    work.active = work.active.copy()
    work.active[carriers] = np.minimum(together, guests.memory)[carriers]


def spread(work: Work) -> None:
    """Let guests in VMs miss what they miss in their VM, and their part of what the hypervisor took of it."""
    inside, known = work.inside_vms, work.swapping
    if inside is None:
        return
    size = work.active.size
    faults, stall, out, writes = np.zeros(size), np.ones(size), np.zeros(size), np.zeros(size)
    for column, values in ((faults, known.faults), (stall, known.stall), (out, known.out)):
        column[known.guest] = values
    writes[known.guest] = known.writes
    reuse = work.here.at_host(work.compiled.hosts.reuse_time)[inside.guest]
    faults[inside.guest] = faults[inside.around] * inside.part + swap_faults(inside.missing, reuse)
    stall[inside.guest] = stall[inside.around]
    rows = rows_of((faults > 0.0) | (stall < 1.0) | (out > 0.0))
    io = work.compiled.stores.swap[rows]
    work.swapping = Swapping(rows, io, *(column[rows] for column in (faults, stall, out, writes)))
