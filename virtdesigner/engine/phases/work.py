"""What the phases of one step hand on to each other."""

from dataclasses import dataclass, field

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints
from virtdesigner.engine.compiled import Compiled
from virtdesigner.engine.state import State
from virtdesigner.model.messages import Message


def _none() -> Floats:
    return np.zeros(0)


@dataclass
class Work:
    """One step under way: its phases fill this in, in the order of `phases.PHASES`.

    Demands are what would be done if nothing held back. Guests (guests,): arriving, draining: share of full
    load that arrives and that is taken off the backlog; native, inside, outside: reference cores wanted on
    bare metal, within the vCPUs, and by the hypervisor for it; active: working set, MiB; faults: swap-ins/s
    at full progress; stall: share of new memory that was given.
    flow_rate: (flows,) Mb/s. reads, writes: (ios,) IOPS.

    demand: (uses,) in the unit of the resource; fixed: (guests,) bound by width and limit, which no pass
    changes. bounds: (uses,). binding: (flows,) constraint that cut it, -1 for none. capacity: (hosts,)
    reference cores. before: (guests,) progress before the worst overuse divided it; overuse: (uses,) of its
    resource, from 1.
    """

    compiled: Compiled
    state: State
    dt: float
    arriving: Floats = field(default_factory=_none)
    draining: Floats = field(default_factory=_none)
    native: Floats = field(default_factory=_none)
    inside: Floats = field(default_factory=_none)
    outside: Floats = field(default_factory=_none)
    active: Floats = field(default_factory=_none)
    faults: Floats = field(default_factory=_none)
    stall: Floats = field(default_factory=_none)
    flow_rate: Floats = field(default_factory=_none)
    reads: Floats = field(default_factory=_none)
    writes: Floats = field(default_factory=_none)
    demand: Floats = field(default_factory=_none)
    fixed: Floats = field(default_factory=_none)
    bounds: Floats = field(default_factory=_none)
    binding: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    capacity: Floats = field(default_factory=_none)
    latency: Floats = field(default_factory=_none)
    before: Floats = field(default_factory=_none)
    progress: Floats = field(default_factory=_none)
    overuse: Floats = field(default_factory=_none)
    memory_used: Floats = field(default_factory=_none)
    converged: bool = False
    alarms: list[Message] = field(default_factory=list)

    @property
    def home(self) -> Ints:
        """The host of each guest (guests,), 0 in place of none: only for what is 0 for guests without one."""
        return np.maximum(self.compiled.guests.host, 0)

    def at_home(self, column: Floats, otherwise: float = 1.0) -> Floats:
        """A column of the hosts, for each guest (guests,)."""
        if not column.size:
            return np.full(self.compiled.guests.host.size, otherwise)
        return np.where(self.compiled.guests.host >= 0, column[self.home], otherwise)


def bound(grant: Floats, shown: Floats, demand: Floats) -> Floats:
    """Return grant / demand where the resource cut what it was shown, else 1; all (uses of a family,)."""
    cut = (grant < shown * (1.0 - 1e-9)) & (demand > 0.0)
    return np.where(cut, grant / np.where(cut, demand, 1.0), 1.0)
