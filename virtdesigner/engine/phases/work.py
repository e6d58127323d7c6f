"""What the phases of one step hand on to each other."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, total
from virtdesigner.engine.compiled import Compiled
from virtdesigner.engine.frame import Event
from virtdesigner.engine.phases.presence import Presence
from virtdesigner.engine.phases.swapping import Inside, Swapping
from virtdesigner.engine.state import State
from virtdesigner.model.messages import Message

if TYPE_CHECKING:
    from virtdesigner.engine.phases.contest import Held
    from virtdesigner.engine.phases.start import Start


def _none() -> Floats:
    return np.zeros(0)


def _no_rows() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass
class Work:
    """One step under way: its phases fill this in, in the order of `phases.PHASES`.

    start: where everything is; here, compiled: of it, the design with the ways that are taken. began:
    simulated s. whole: let every resource and every host take part in what only the short ones need; the
    result is the same, and takes longer.

    batch_pace: (guests,) progress at which batch jobs that end in this step are taken to go; None where they
    run to the end of it.

    Demands are what would be done if nothing held back. Guests (guests,): arriving, draining: share of full
    load that arrives and that is taken off the backlog; overhead: factor h of MODELS.md
    section 2, neighbours in caches included; native, inside, outside: reference cores wanted on bare metal,
    within the vCPUs, and by the hypervisor for it; active: working set, MiB. service: (services,) cores that
    driver domains spend on guests.
    moved: (3 * guests,) traffic as a share of full load, reads/s, writes/s: see `routes`.
    swapping: what memory makes guests and hosts swap; inside_vms: how memory is short within VMs.

    users: (loops,) who ask now, of closed loops; loop_pace: (guests,) progress that they make, None without
    any; loop_parts: (loops, causes) s of an answer.

    fixed: (guests,) bound by width, limit and by what has no way, which no pass changes. capacity: (hosts,)
    reference cores; thread_speed: (hosts,) of a thread against a core of its own, 1 where cores are enough.
    shaped: (shapers,) Mb/s that port groups let through. window: (queues,) I/Os that each may have under way.
    swap_traffic: (constraints,) Mb/s, and swap_time: (groups,) device seconds a second of swapping out.
    cut_flows, cut_ios: rows of what has no way to go. full_ios: rows of I/O that fill their driver's queue or
    reach their limit; full_bound: the bound of each; full_owner: the guest whose disk it is. full_ways:
    guests whose VM's way to its virtual disks is full; way_bound: the bound of each. full_disks: rows of I/O
    to thin disks that find too little space; space_bound: the bound of each. held: what the passes came to.
    progress: (guests,); load: (constraints,) Mb/s that go over them at that progress. overbooked: hosts
    (rows) that could not meet all CPU reservations, pass by pass.
    """

    start: "Start"
    state: State
    dt: float
    whole: bool = False
    batch_pace: Floats | None = None
    arriving: Floats = field(default_factory=_none)
    draining: Floats = field(default_factory=_none)
    overhead: Floats = field(default_factory=_none)
    native: Floats = field(default_factory=_none)
    inside: Floats = field(default_factory=_none)
    outside: Floats = field(default_factory=_none)
    service: Floats = field(default_factory=_none)
    active: Floats = field(default_factory=_none)
    moved: Floats = field(default_factory=_none)
    swapping: Swapping = field(default_factory=Swapping.none)
    inside_vms: Inside | None = None
    users: Floats = field(default_factory=_none)
    loop_pace: Floats | None = None
    loop_parts: Floats = field(default_factory=_none)
    fixed: Floats = field(default_factory=_none)
    capacity: Floats = field(default_factory=_none)
    thread_speed: Floats = field(default_factory=_none)
    shaped: Floats = field(default_factory=_none)
    window: Floats = field(default_factory=_none)
    swap_traffic: Floats = field(default_factory=_none)
    swap_time: Floats = field(default_factory=_none)
    cut_flows: Ints = field(default_factory=_no_rows)
    cut_ios: Ints = field(default_factory=_no_rows)
    full_ios: Ints = field(default_factory=_no_rows)
    full_bound: Floats = field(default_factory=_none)
    full_owner: Ints = field(default_factory=_no_rows)
    full_ways: Ints = field(default_factory=_no_rows)
    way_bound: Floats = field(default_factory=_none)
    full_disks: Ints = field(default_factory=_no_rows)
    space_bound: Floats = field(default_factory=_none)
    held: "tuple[Held, ...]" = ()
    progress: Floats = field(default_factory=_none)
    load: Floats = field(default_factory=_none)
    memory_used: Floats = field(default_factory=_none)
    converged: bool = True
    overbooked: list[Ints] = field(default_factory=list)
    alarms: list[Message] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    here: Presence = field(init=False)
    compiled: Compiled = field(init=False)
    began: float = field(init=False)

    def __post_init__(self) -> None:
        """Take down what everybody asks for."""
        self.here, self.compiled, self.began = self.start.here, self.start.here.compiled, self.state.time

    @property
    def demand(self) -> Floats:
        """Cores (guests,) that guests and what the hypervisor does for them want."""
        return self.inside + self.outside

    @property
    def works(self) -> Bools:
        """Which guests (guests,) have anything to do, they or what is in them: the others touch no page."""
        rows, found = self.here.contained, self.native > 0.0
        found[self.compiled.guests.carrier[rows[found[rows]]]] = True
        return found

    @property
    def runnable(self) -> Floats:
        """Cores (guests,) that guests try to run at once: of closed loops only what users ask for."""
        return self.inside if self.loop_pace is None else self.inside * self.loop_pace

    def served(self, pace: Floats) -> Floats:
        """Cores (guests,) that driver domains spend on others when those go at a pace (guests,)."""
        services = self.compiled.services
        if not services.guest.size:
            return self.here.nothing
        return total(self.service * pace[services.guest], services.domain, pace.size)

    def on_vcpus(self, cores: Floats, pace: Floats) -> Floats:
        """What runs on the vCPUs of each guest (guests,) of some `cores` each, what is in it too."""
        carrier, rows = self.compiled.guests.carrier, self.here.contained
        if not rows.size and not self.compiled.services.guest.size:
            return cores
        found = cores + self.served(pace)
        return found + total(cores[rows], carrier[rows], found.size)


def bound(grant: Floats, shown: Floats, demand: Floats) -> Floats:
    """Return grant / demand where the resource cut what it was shown, else 1; all (uses of a family,)."""
    cut = (grant < shown * (1.0 - 1e-9)) & (demand > 0.0)
    return np.where(cut, grant / np.where(cut, demand, 1.0), 1.0)
