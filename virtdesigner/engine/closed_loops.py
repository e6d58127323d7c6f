"""Closed loops: users who ask, wait for the answer, think, and ask again.

The more of them wait, the fewer ask: X = N/(Z + R), and never more than what the busiest resource can do.
Source: MODELS.md section 0, "Work".
"""

from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Floats

HALVINGS: Final = 60
"""Numerical: halvings of a range that leave nothing of it but rounding."""

SHORTEST_CYCLE: Final = 1e-4
"""[E] Shortest time (s) between two requests of a user: nobody asks faster, though it cost nothing."""


def closed_throughput(users: Floats, cycle: Floats, capacity: Floats, servers: Floats) -> Floats:
    """Return what users get done (loops,) requests/s at servers that they share.

    users: N; cycle: s that a request and the thinking after it take without that wait; capacity: requests/s
    of all servers together, one request on one server at a time. Who asks finds the other N - 1 in front of
    him (the arrival theorem, by Bard and Schweitzer's approximation), at servers whose wait is Sakasegawa's
    of M/M/c. With one user nobody waits; with many the servers are full. Source: MODELS.md sections 0 and 5.
    """
    others = others_share(users)
    low, high = np.zeros(users.size), np.minimum(users / np.maximum(cycle, SHORTEST_CYCLE), capacity)
    for _ in range(HALVINGS):
        rate = (low + high) / 2.0
        wait = server_wait(rate, capacity, servers, others)
        # Little: those who wait or think are all that there are.
        too_many = rate * (cycle + wait) > users
        low, high = np.where(too_many, low, rate), np.where(too_many, rate, high)
    return low


def others_share(users: Floats) -> Floats:
    """Return the part of the load (loops,) that a user sees before him: that of the others, (N - 1)/N."""
    return np.asarray(1.0 - 1.0 / np.maximum(users, 1.0))


def server_wait(rate: Floats, capacity: Floats, servers: Floats, seen: Floats | float = 1.0) -> Floats:
    """Return how long (s) a request waits for one of `servers` that together answer `capacity` a second.

    rate: requests/s; seen: part of the load that a request finds there. Sakasegawa's approximation of M/M/c.
    Source: MODELS.md section 5.
    """
    able = capacity > 0.0
    busy = np.where(able, rate / np.where(able, capacity, 1.0), 0.0) * seen
    idle = np.maximum(1.0 - busy, 1e-12)
    waits = busy ** (np.sqrt(2.0 * (servers + 1.0)) - 1.0) / idle
    return np.where(able, waits / np.where(able, capacity, 1.0), 0.0)
