"""Who holds how much memory when a host has too little: targets after the idle memory tax.

Source: MODELS.md section 3, after Waldspurger 2002.
"""

from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints
from virtdesigner.engine.sharing import Shares, fill, scale_reservations
from virtdesigner.engine.water_level import Ramps

IDLE_TAX: Final = 0.75
"""[P: Waldspurger 2002] Share of an idle page's worth that its holder is taxed."""


def idle_page_cost(tax: float = IDLE_TAX) -> float:
    """Return k = 1/(1 - tax), what an idle page costs where an active one costs 1; 0 <= tax < 1."""
    if not 0.0 <= tax < 1.0:
        raise ValueError(f"idle memory tax {tax} lies outside 0 to below 1: choose a share such as 0.75")
    return 1.0 / (1.0 - tax)


def shares_per_page(shares: Floats, held: Floats, active_fraction: Floats, tax: float = IDLE_TAX) -> Floats:
    """Return rho = S / (P * (f + k * (1 - f))): memory is taken from the guest with the lowest.

    shares S, held P, active_fraction f: (guests,), held not 0. Source: [P: Waldspurger 2002].
    """
    return shares / (held * (active_fraction + idle_page_cost(tax) * (1.0 - active_fraction)))


def memory_targets(
    wanted: Floats,
    active: Floats,
    shares: Floats,
    reservation: Floats,
    limit: Floats,
    segment: Ints,
    capacity: Floats,
    *,
    tax: float = IDLE_TAX,
    start_level: Floats | None = None,
) -> Shares:
    """Find how much memory each guest should hold, so that each host's memory is used up or all have enough.

    P_i = clamp(cost^-1(S_i * x), reservation, min(limit, wanted)) with cost(P) = min(P, A) + k max(P - A, 0),
    and x = 1/lambda the level of the host. wanted, active A, shares S, reservation, limit: (guests,) MiB and
    shares, not negative; segment: (guests,) host row; capacity: (hosts,) MiB; start_level: (hosts,) of an
    earlier call, which never changes the result. Returns `Shares`: targets, levels, and which hosts had
    their reservations scaled down. What guests with shares leave over goes to those without in the same way.
    Source: MODELS.md section 3.
    """
    k = idle_page_cost(tax)
    high = np.minimum(limit, wanted)
    low, overbooked = scale_reservations(np.minimum(reservation, high), segment, capacity)
    # cost^-1 has a kink at A: one ramp below it and a flatter one, that starts there, above it.
    ramps = Ramps(
        weight=np.concatenate([shares, shares / k]),
        offset=np.concatenate([np.zeros(active.size), active / k]),
        low=np.concatenate([np.minimum(low, active), np.maximum(low - active, 0.0)]),
        high=np.concatenate([np.minimum(high, active), np.maximum(high - active, 0.0)]),
        segment=np.concatenate([segment, segment]),
    )
    spare = np.concatenate([np.ones(active.size), np.full(active.size, 1.0 / k)])
    found = fill(ramps, capacity, overbooked, start_level, spare)
    return found._replace(grant=found.grant[: active.size] + found.grant[active.size :])
