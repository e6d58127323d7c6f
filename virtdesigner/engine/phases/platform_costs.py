"""Platform costs: what the hypervisor, sockets and neighbours make of guests' work where they are.

None of it depends on the load. Sources: MODELS.md sections 1 and 2; estimates are named where they stand.
"""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints
from virtdesigner.engine.compile.sockets import Wide, far_work_on
from virtdesigner.engine.overhead import Mix, overhead_factor

if TYPE_CHECKING:
    from virtdesigner.engine.phases.presence import Presence


def at_host(column: Floats, host: Ints, place: Ints, otherwise: float) -> Floats:
    """Return a column of the hosts, for each guest (guests,); place: its host, 0 in place of none."""
    if not column.size:
        return np.full(host.size, otherwise)
    return np.where(host >= 0, column[place], otherwise)


class PlatformCosts:
    """What follows from who is where; arrays (guests,) unless said otherwise."""

    def __init__(self, here: "Presence") -> None:
        self._compiled, self._host, self._place = here.compiled, here.host, here.place
        self._platform, self._running, self._lanes = here.platform, here.running, here.lanes

    def _at_host(self, column: Floats, otherwise: float = 1.0) -> Floats:
        return at_host(column, self._host, self._place, otherwise)

    @cached_property
    def cores_per_cycle(self) -> Floats:
        """Reference cores that a cycle a second of a running guest takes."""
        return self._per_cycle * self._running

    @cached_property
    def service_cycles(self) -> Floats:
        """Reference cores (services,) that a cycle a second takes on the host of each driver domain."""
        services = self._compiled.services
        return self._per_cycle[services.domain] * self._running[services.guest]

    @cached_property
    def _per_cycle(self) -> Floats:
        hosts = self._compiled.hosts
        return self._at_host(hosts.speed / hosts.clock)

    @cached_property
    def _away(self) -> Ints:
        """Rows of guests that run somewhere else than at home."""
        return np.flatnonzero((self._host != self._compiled.guests.home) & (self._host >= 0))

    @cached_property
    def overhead(self) -> Floats:
        """Factor h of MODELS.md section 2: compiled for the home host, found anew elsewhere."""
        guests, platforms, away = self._compiled.guests, self._compiled.platforms, self._away
        if not away.size:
            return guests.overhead
        platform, found = self._platform[away], guests.overhead.copy()
        found[away] = self.far[away] + overhead_factor(
            Mix._make(column[away] for column in guests.mix),
            platforms.technique_of(platform, guests.is_narrow[away]),
            platforms.kernel_factor[platform],
            self._at_host(self._compiled.hosts.clock)[away],
        )
        return found

    @cached_property
    def far(self) -> Floats:
        """What of `overhead` is memory of other sockets."""
        guests, away = self._compiled.guests, self._away
        if not away.size:
            return guests.far
        wide = Wide(*(getattr(guests, name)[away] for name in Wide._fields))
        host, platform = self._host[away], self._platform[away]
        found = guests.far.copy()
        found[away] = far_work_on(wide, self._compiled.hosts, self._compiled.platforms, host, platform)
        return found

    @cached_property
    def crowding(self) -> Floats | None:
        """What neighbours on all other cores add to the time of work; None: that isn't counted."""
        if not self._compiled.design.settings.crowded_caches:
            return None
        return self._compiled.guests.memory_bound * self._at_host(self._compiled.hosts.crowded, 0.0)

    @cached_property
    def costop(self) -> Floats:
        """Part of a guest's waiting that is co-stop: where vCPUs are stopped together, if it is wide."""
        of_wide = self._compiled.platforms.costop[self._platform]
        return np.asarray(of_wide * (1.0 - 1.0 / np.maximum(self._lanes, 1.0)))
