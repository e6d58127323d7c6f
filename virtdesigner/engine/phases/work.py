"""What the phases of one step hand on to each other."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, total
from virtdesigner.engine.compiled import Compiled
from virtdesigner.engine.overhead import Mix, overhead_factor
from virtdesigner.engine.state import State
from virtdesigner.model.messages import Message

MIB_TO_MEGABIT: Final = 2**20 * 8 / 1e6


def _none() -> Floats:
    return np.zeros(0)


@dataclass
class Work:
    """One step under way: its phases fill this in, in the order of `phases.PHASES`.

    Demands are what would be done if nothing held back. Guests (guests,): arriving, draining: share of full
    load that arrives and that is taken off the backlog; native, inside, outside: reference cores wanted on
    bare metal, within the vCPUs, and by the hypervisor for it; active: working set, MiB; faults: swap-ins/s
    at full progress; stall: share of new memory that was given.
    swapping: (guests,) MiB/s that hypervisors swap out, and swap_outs: (ios,) writes/s of it, at whatever
    pace the guests go.
    flow_rate: (flows,) Mb/s. reads, writes: (ios,) IOPS.

    demand: (uses,) in the unit of the resource; fixed: (guests,) bound by width and limit, which no pass
    changes. bounds: (uses,). binding: (flows,) constraint that cut it, -1 for none. capacity: (hosts,)
    reference cores; thread_speed: (hosts,) of a thread against a core of its own, 1 where cores are enough.
    before: (guests,) progress before the worst overuse divided it; overuse: (uses,) of its
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
    swapping: Floats = field(default_factory=_none)
    swap_outs: Floats = field(default_factory=_none)
    binding: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    capacity: Floats = field(default_factory=_none)
    thread_speed: Floats = field(default_factory=_none)
    latency: Floats = field(default_factory=_none)
    before: Floats = field(default_factory=_none)
    progress: Floats = field(default_factory=_none)
    overuse: Floats = field(default_factory=_none)
    memory_used: Floats = field(default_factory=_none)
    converged: bool = False
    alarms: list[Message] = field(default_factory=list)

    @cached_property
    def place(self) -> Ints:
        """The host of each guest (guests,), 0 in place of none: only for what is 0 for guests without one."""
        return np.maximum(self.state.host, 0)

    @cached_property
    def is_on(self) -> Bools:
        """Switched on (guests,): by the design, or in the run."""
        return self.compiled.guests.is_on | self.state.guest_up

    @cached_property
    def runs(self) -> Bools:
        """Up, on something that runs it (guests,)."""
        return self.state.runs(self.compiled)

    @cached_property
    def is_down(self) -> Bools:
        """Switched on but not running (guests,)."""
        return self.is_on & ~self.runs

    @cached_property
    def width(self) -> Floats:
        """The most that a guest can run at once (guests,) reference cores, where it is now."""
        return self.compiled.guests.lanes * self.at_host(self.compiled.hosts.speed)

    @cached_property
    def platform(self) -> Ints:
        """The platform of each guest (guests,): its own at home, that of the host elsewhere."""
        return self.state.platform(self.compiled)

    @cached_property
    def overhead(self) -> Floats:
        """Factor h of MODELS.md section 2 (guests,): compiled for the home host, found anew elsewhere."""
        guests, platforms = self.compiled.guests, self.compiled.platforms
        away = np.flatnonzero((self.state.host != guests.home) & (self.state.host >= 0))
        if not away.size:
            return guests.overhead
        platform, found = self.platform[away], guests.overhead.copy()
        found[away] = overhead_factor(
            Mix._make(column[away] for column in guests.mix),
            np.maximum(platforms.technique[platform], 0),
            platforms.kernel_factor[platform],
            self.at_host(self.compiled.hosts.clock)[away],
        )
        return found

    @cached_property
    def costop(self) -> Floats:
        """Part of a wide guest's waiting that is co-stop (guests,)."""
        return self.compiled.platforms.costop[self.platform]

    @cached_property
    def scheduler(self) -> Ints:
        """Row (guests,) of the element of the hypervisor, else of the guest itself."""
        element = self.compiled.platforms.element[self.platform]
        return np.where(element >= 0, element, self.compiled.guests.element)

    @cached_property
    def link_capacity(self) -> Floats:
        """What is left of each constraint (constraints,) Mb/s: see `Flows.capacity`."""
        state, capacity = self.state, self.compiled.flows.capacity.copy()
        left = np.repeat(np.where(state.link_up, state.link_factor, 0.0), 2)
        # A cable between ends without a speed is infinite, and infinity times 0 would be no number.
        capacity[: left.size] = np.where(left > 0.0, capacity[: left.size] * np.maximum(left, 1e-12), 0.0)
        return capacity

    @cached_property
    def group_capacity(self) -> Floats:
        """What is left of each disk group (groups,) device seconds a second."""
        state = self.state
        left = np.where(state.group_up, state.group_factor, 0.0)
        return np.asarray(self.compiled.stores.groups.disks * left)

    @cached_property
    def swap_time(self) -> Floats:
        """Device seconds a second (groups,) that swapping out takes."""
        stores = self.compiled.stores
        rows = np.flatnonzero(stores.swap >= 0)
        group = stores.ios.group[stores.swap[rows]]
        taken = (self.swapping * stores.swap_out_s)[rows]
        spent = total(np.where(group >= 0, taken, 0.0), np.maximum(group, 0), self.group_capacity.size)
        return np.minimum(spent, self.group_capacity)

    @cached_property
    def swap_traffic(self) -> Floats:
        """Mb/s over each constraint (constraints,) that swapping out moves."""
        flows, ios = self.compiled.flows, self.compiled.stores.ios
        capacity = self.link_capacity
        if not ios.guest.size:
            return np.zeros(capacity.size)
        writes = (flows.io >= 0) & ~flows.reads & ios.is_swap[flows.io]
        rate = np.where(writes, self.swapping[flows.guest] * MIB_TO_MEGABIT, 0.0)
        return np.minimum(total(rate[flows.flow_index], flows.link_index, capacity.size), capacity)

    def at_host(self, column: Floats, otherwise: float = 1.0) -> Floats:
        """A column of the hosts, for each guest (guests,)."""
        if not column.size:
            return np.full(self.state.host.size, otherwise)
        return np.where(self.state.host >= 0, column[self.place], otherwise)


def bound(grant: Floats, shown: Floats, demand: Floats) -> Floats:
    """Return grant / demand where the resource cut what it was shown, else 1; all (uses of a family,)."""
    cut = (grant < shown * (1.0 - 1e-9)) & (demand > 0.0)
    return np.where(cut, grant / np.where(cut, demand, 1.0), 1.0)
