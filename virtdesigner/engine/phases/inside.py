"""Memory inside VMs: containers fill their VM's, and what is over it the VM's own kernel swaps.

A VM's working set is its own, its containers' and what its engines keep. A container over the limit that its
engine holds it at swaps by itself; what is over the VM's memory is swapped from all in it, in proportion.
What the hypervisor took of the VM's working set is missing to all in it in the same way.
Source: MODELS.md section 3.
"""

import numpy as np

from virtdesigner.engine.arrays import Ints, quotient, rows_of, total
from virtdesigner.engine.phases.swapping import Inside, Missed, Swapping
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
    part = quotient(own[members], together[around])
    held_back = np.concatenate((np.zeros(carriers.size), over_limit))
    order = np.argsort(members, kind="stable")
    missing = over[around] * part + held_back
    work.inside_vms = Inside(
        members[order], around[order], part[order], missing[order], held_back[order] > 0.0
    )
    work.active = work.active.copy()
    work.active[carriers] = np.minimum(together, guests.memory)[carriers]


def spread(work: Work, guest: Ints, missed: Missed) -> None:
    """Set what guests wait for: those in VMs for what they miss there, and for their part of what it misses.

    guest: (rows,) those that memory may hold up, ascending; missed: what is kept from these.
    """
    inside, stores = work.inside_vms, work.compiled.stores
    if inside is None:
        work.swapping = Swapping.of(guest, _of_workers(work, guest, missed), stores)
        return
    whole = Missed.nothing(work.active.size)
    for column, values in zip(whole, missed, strict=True):
        column[guest] = values
    for column in (whole.faults, whole.own_faults, whole.unpacked):
        column[inside.guest] = column[inside.around] * inside.part
    for column in (whole.stall, whole.slowdown):
        column[inside.guest] = column[inside.around]
    reuse = work.here.at_host(work.compiled.hosts.reuse_time)[inside.guest]
    whole.own_faults[inside.guest] += swap_faults(inside.missing, reuse)
    everybody = np.arange(work.active.size)
    work.swapping = Swapping.of(everybody, _of_workers(work, everybody, whole), stores)


def _of_workers(work: Work, guest: Ints, missed: Missed) -> Missed:
    """Keep what those miss who do anything: who does nothing touches no page, and can't be held up.

    What is taken from them goes out all the same. guest: (rows,).
    """
    does = work.works[guest]
    if does.all():
        return missed
    kept = does.astype(np.float64)
    return missed._replace(
        faults=missed.faults * kept,
        own_faults=missed.own_faults * kept,
        unpacked=missed.unpacked * kept,
        stall=np.where(does, missed.stall, 1.0),
        slowdown=missed.slowdown * kept,
    )
