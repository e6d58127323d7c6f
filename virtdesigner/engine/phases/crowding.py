"""Crowding: neighbours in a server's caches and memory channels, where the design counts them.

Each guest's CPU work is slowed by the cores that the others kept busy in the last step, so that no further
pass is needed. Source: MODELS.md section 2 names it, [E]: see `numa.crowding`.
"""

import numpy as np

from virtdesigner.engine.arrays import Floats, quotient
from virtdesigner.engine.numa import crowding
from virtdesigner.engine.phases.work import Work


def slowing(work: Work) -> Floats | None:
    """Return the factor (guests,) by which neighbours slow CPU work; None where they don't count."""
    here, hosts, busy = work.here, work.compiled.hosts, work.state.cores_busy
    if here.platform_costs.crowding is None:
        return None
    cores = here.at_host(here.cores * hosts.speed)
    others = here.at_host(here.sum(busy), 0.0) - busy
    share = np.clip(quotient(others, cores), 0.0, 1.0)
    return crowding(share, here.platform_costs.crowding)


def note(work: Work) -> None:
    """Keep the cores that each guest and what is done for it kept busy, for the next step."""
    if work.here.platform_costs.crowding is not None:
        work.state.cores_busy = work.demand * work.progress + work.served(work.progress)
