"""Presence: who is where and what is up, and what follows from it until something moves, fails or returns.

Most steps find everything where the last one left it, so what does not depend on the load is worked out once.
"""

from functools import cached_property
from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, quotient, total
from virtdesigner.engine.compiled import Compiled
from virtdesigner.engine.frame import CAUSES
from virtdesigner.engine.phases.costs import Costs, costs
from virtdesigner.engine.phases.delay import Delay
from virtdesigner.engine.phases.io_presence import IoPresence
from virtdesigner.engine.phases.memory_presence import MemoryPresence
from virtdesigner.engine.phases.peaks import peaks
from virtdesigner.engine.phases.platform_costs import PlatformCosts, at_host
from virtdesigner.engine.phases.requests import Loops, Requests, loops, requests
from virtdesigner.engine.phases.routes import Queues, Routes, queues, routes
from virtdesigner.engine.phases.tree import Tree, tree
from virtdesigner.engine.queueing import ReadyTable
from virtdesigner.engine.state import State
from virtdesigner.engine.switching_on import kept_off
from virtdesigner.engine.workloads.patterns import Course

WHEREABOUTS: Final = (
    "host",
    "guest_up",
    "host_up",
    "link_up",
    "group_up",
    "cpu_factor",
    "link_factor",
    "group_factor",
    "powered",
)
"""Arrays of `State` that say where and what there is."""


class Presence:
    """What holds as long as the whereabouts of a state stay as they are. Guests (guests,), hosts (hosts,).

    Nothing in it is ever changed, so frames may share its arrays.
    """

    def __init__(self, compiled: Compiled, state: State) -> None:
        """Take down the whereabouts; all else is worked out when it is first asked for."""
        self.compiled = compiled
        self._noted = {name: getattr(state, name).copy() for name in WHEREABOUTS}
        self.host: Ints = self._noted["host"]
        self._had_backlog = state.backlog > 0.0
        self.runs = state.runs(compiled)
        self.kept_off = kept_off(state)
        self.platform = state.platform(compiled)

    def still_holds(self, compiled: Compiled, state: State) -> bool:
        """Whether nothing has moved, failed or come back."""
        return self.compiled is compiled and all(
            bool((noted == getattr(state, name)).all()) for name, noted in self._noted.items()
        )

    @cached_property
    def course(self) -> Course:
        """How the load of the guests goes."""
        return Course.of(self.compiled.guests.patterns)

    @cached_property
    def costs(self) -> Costs:
        """What traffic and I/O cost the guests in CPU, where they are."""
        return costs(self.compiled, self.platform_costs.cores_per_cycle)

    @cached_property
    def platform_costs(self) -> PlatformCosts:
        """What work costs the guests where they are."""
        return PlatformCosts(self)

    @cached_property
    def memory(self) -> MemoryPresence:
        """What memory there is for guests, and what they fill of it."""
        return MemoryPresence(self)

    @cached_property
    def routes(self) -> Routes:
        """What moves over links, by route."""
        return routes(self.compiled)

    @cached_property
    def queues(self) -> Queues:
        """What moves through the queues of hosts on LUNs."""
        return queues(self.compiled)

    @cached_property
    def ios(self) -> IoPresence:
        """Which rows of I/O may do what."""
        return IoPresence(self)

    @cached_property
    def requests(self) -> Requests:
        """What one request of each guest takes."""
        return requests(self)

    @cached_property
    def loops(self) -> Loops:
        """Guests whose users wait for answers."""
        return loops(self)

    @cached_property
    def peaks(self) -> Floats:
        """The most that guests try to do (guests,) of full load."""
        return peaks(self)

    @cached_property
    def idle_delay(self) -> Floats:
        """What a packet of each guest's flows takes there and back (guests,) ms when nothing else moves."""
        room = self.link_capacity
        return Delay(self.compiled.flows, self.routes, np.zeros(room.size), room, self.host.size).of_guests()

    @cached_property
    def tree(self) -> Tree:
        """Who competes with whom for processors."""
        return tree(self.compiled, self.host, self.runs)

    @cached_property
    def contained(self) -> Ints:
        """Rows of containers in VMs."""
        return np.flatnonzero(self.compiled.guests.carrier >= 0)

    @cached_property
    def place(self) -> Ints:
        """The host of each guest, 0 in place of none: only for what is 0 for guests without one."""
        return np.maximum(self.host, 0)

    @cached_property
    def is_on(self) -> Bools:
        """Switched on: by the design, or in the run; what a service scales, in the run alone."""
        scaled, up = self.compiled.scalings.guest, self._noted["guest_up"]
        found = self.compiled.guests.is_on | up
        found[scaled] = up[scaled]
        return np.asarray(found)

    @cached_property
    def load_share(self) -> Floats | None:
        """What each guest does of its own load: members of a scaled service share it; None: all do all."""
        rules = self.compiled.scalings
        if not rules.guest.size:
            return None
        running = total(self.running[rules.guest], rules.service, rules.wished.size)
        share = np.ones(self.host.size)
        share[rules.guest] = (quotient(rules.wished, running))[rules.service]
        return share

    @cached_property
    def on(self) -> Floats:
        """1 for a guest that is switched on, and whose program works, else 0."""
        return (self.is_on & ~self.compiled.guests.fails).astype(np.float64)

    @cached_property
    def running(self) -> Floats:
        """1 for a guest that is up, on something that runs it, else 0."""
        return self.runs.astype(np.float64)

    @cached_property
    def is_down(self) -> Bools:
        """Switched on but not running, or running to no purpose: its own program has failed."""
        return self.is_on & (~self.runs | self.compiled.guests.fails)

    @cached_property
    def nothing(self) -> Floats:
        """0 for each guest."""
        return np.zeros(self.host.size)

    @cached_property
    def lanes(self) -> Floats:
        """VCPUs that a running guest can keep busy."""
        return self.compiled.guests.lanes * self.running

    @cached_property
    def width(self) -> Floats:
        """The most that a guest can run at once, reference cores, where it is now."""
        return self.compiled.guests.lanes * self.at_host(self.compiled.hosts.speed)

    @cached_property
    def per_width(self) -> Floats:
        """1 / width, 0 for a guest without any."""
        return quotient(1.0, self.width, 0.0)

    @cached_property
    def scheduler(self) -> Ints:
        """Row of the element of the hypervisor, else of the guest itself."""
        element = self.compiled.platforms.element[self.platform]
        return np.where(element >= 0, element, self.compiled.guests.element)

    @cached_property
    def vcpus_on_host(self) -> Floats:
        """VCPUs that guests on each host can keep busy."""
        return self.sum(self.host_lanes)

    @cached_property
    def host_lanes(self) -> Floats:
        """Threads that each guest brings to its host: of a container in a VM none but the VM's vCPUs."""
        own = np.where(self.compiled.guests.carrier >= 0, 0.0, self.lanes)
        if self.compiled.services.domain.size or self.contained.size:
            pools = self.compiled.pools.guest
            own[pools[pools >= 0]] = (self.compiled.guests.vcpus * self.running)[pools[pools >= 0]]
        return own

    @cached_property
    def cores(self) -> Floats:
        """Cores that are left of each host."""
        return np.asarray(self.compiled.hosts.cores * self._noted["cpu_factor"])

    @cached_property
    def threads(self) -> Floats:
        """Virtual CPUs that can run at once on what is left of each host."""
        return np.asarray(self.compiled.hosts.threads * self._noted["cpu_factor"])

    @cached_property
    def link_capacity(self) -> Floats:
        """What is left of each constraint (constraints,) Mb/s: see `Flows.capacity`."""
        capacity = self.compiled.flows.capacity.copy()
        left = np.repeat(np.where(self._noted["link_up"], self._noted["link_factor"], 0.0), 2)
        # A cable between ends without a speed is infinite, and infinity times 0 would be no number.
        capacity[: left.size] = np.where(left > 0.0, capacity[: left.size] * np.maximum(left, 1e-12), 0.0)
        return capacity

    @cached_property
    def group_capacity(self) -> Floats:
        """What is left of each disk group (groups,) device seconds a second."""
        left = np.where(self._noted["group_up"], self._noted["group_factor"], 0.0)
        return np.asarray(self.compiled.stores.groups.disks * left)

    @cached_property
    def limited(self) -> Ints:
        """Rows of guests that their own limit may hold back."""
        return np.flatnonzero(np.isfinite(self.compiled.guests.limit))

    @cached_property
    def reserved(self) -> Ints:
        """Rows of guests for which some of their host's cores are reserved."""
        guests = self.compiled.guests
        return np.flatnonzero((guests.reservation > 0.0) & (guests.carrier < 0))

    @cached_property
    def batches(self) -> Ints:
        """Rows of guests with a batch job that takes CPU."""
        guests = self.compiled.guests
        return np.flatnonzero(np.isfinite(guests.batch_work) & (guests.cpu > 0.0))

    @cached_property
    def backlogs(self) -> Ints:
        """Rows of guests whose work can wait, or waited when an edit took that from them."""
        return np.flatnonzero((self.compiled.guests.backlog_most > 0.0) | self._had_backlog)

    @cached_property
    def cut_flows(self) -> Ints:
        """Rows of flows without a way."""
        return np.flatnonzero(self.compiled.flows.is_cut)

    @cached_property
    def no_loss(self) -> Floats:
        """No time lost to any cause (guests, causes), cause by cause in memory."""
        return np.zeros((len(CAUSES), self.host.size)).T

    @cached_property
    def no_cause(self) -> Ints:
        """The cause "none" for each guest."""
        return np.zeros(self.host.size, dtype=np.int64)

    @cached_property
    def no_limiter(self) -> Ints:
        """No element for each guest."""
        return np.full(self.host.size, -1, dtype=np.int64)

    @cached_property
    def traffic(self) -> Floats:
        """What guests send at full load (guests,) Mb/s, with a way or without."""
        flows = self.compiled.flows
        return total(flows.rate, flows.guest, self.host.size)

    @cached_property
    def ready_table(self) -> ReadyTable:
        """Ready times of the hosts, by how much their vCPUs want."""
        vcpus, threads = np.rint(self.vcpus_on_host), np.rint(self.threads)
        return ReadyTable(vcpus.astype(np.int64), threads.astype(np.int64))

    def at_host(self, column: Floats, otherwise: float = 1.0) -> Floats:
        """A column of the hosts, for each guest (guests,)."""
        return at_host(column, self.host, self.place, otherwise)

    def sum(self, values: Floats) -> Floats:
        """Sum by host what is 0 for guests without one; values: (guests,), returns (hosts,)."""
        return total(values, self.place, len(self.compiled.host_ids))
