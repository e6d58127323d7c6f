"""Memory as things are: what there is for guests, and what they fill, until somebody moves.

Source: MODELS.md section 3.
"""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from virtdesigner.engine.arrays import Floats, total

if TYPE_CHECKING:
    from virtdesigner.engine.phases.presence import Presence


class MemoryPresence:
    """What follows from who runs where; MiB."""

    def __init__(self, here: "Presence") -> None:
        self._guests, self._hosts = here.compiled.guests, here.compiled.hosts
        self._running, self._place = here.running, here.place

    @cached_property
    def room(self) -> Floats:
        """The memory of each host (hosts,) that is there for guests: without system and overhead of VMs."""
        hosts, overhead = self._hosts, self._guests.memory_overhead * self._running
        return np.asarray(hosts.memory - hosts.system - total(overhead, self._place, hosts.memory.size))

    @cached_property
    def usual_active(self) -> Floats:
        """Working sets of running guests (guests,), once their programs have begun."""
        return np.minimum(self._guests.working_set, 1.0) * self._guests.size * self._running

    @cached_property
    def _has_bare(self) -> bool:
        return bool(self._guests.is_bare.any())

    @cached_property
    def _of_running(self) -> Floats:
        return np.asarray(self._guests.memory * self._running)

    def wanted(self, active: Floats) -> Floats:
        """What guests fill (guests,): all of theirs; on a bare server the working set `active`."""
        if not self._has_bare:
            return self._of_running
        return np.where(self._guests.is_bare, active, self._of_running)
