"""Events: what happens at the start of a step. Containers go where their VMs are; services scale.

A scaling rule looks at the mean CPU use of the members that run in the step before.
"""

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, quotient, total
from virtdesigner.engine.compile.scalings import Scalings
from virtdesigner.engine.compiled import Compiled
from virtdesigner.engine.state import State


def run(compiled: Compiled, state: State) -> None:
    """Let containers follow their VMs, and services start and stop members."""
    carrier = compiled.guests.carrier
    inside = np.flatnonzero(carrier >= 0)
    if (state.host[inside] != state.host[carrier[inside]]).any():
        state.host = state.host.copy()
        state.host[inside] = state.host[carrier[inside]]
    if compiled.scalings.out_above.size:
        _scale(compiled.scalings, state)


def _scale(rules: Scalings, state: State) -> None:
    """Start or stop one member of each service whose rule says so; keep to its least and most at once."""
    up = state.guest_up[rules.guest]
    size = rules.out_above.size
    running = total(up.astype(np.float64), rules.service, size)
    members = total(np.ones(up.size), rules.service, size)
    use = total(np.where(up, state.cpu_use[rules.guest], 0.0), rules.service, size)
    use = quotient(use, running)
    least, most = np.minimum(rules.minimum, members), np.minimum(rules.maximum, members)
    due = state.time >= state.scale_due
    change = np.where(due & (use > rules.out_above), 1.0, np.where(due & (use < rules.in_below), -1.0, 0.0))
    # A service without a use to look at yet, at the start of a run, waits for one.
    change = np.where(state.step > 0, change, 0.0)
    wanted = np.clip(running + change, least, np.maximum(most, least))
    _set_running(rules, state, up, wanted)
    state.scale_due = np.where(wanted != running, state.time + rules.cooldown, state.scale_due)


def _set_running(rules: Scalings, state: State, up: Bools, wanted: Floats) -> None:
    """Let `wanted` members of each service run: those that do first, then spares in their order."""
    order = np.lexsort((np.arange(up.size), ~up, rules.service))
    service = rules.service[order]
    first = np.searchsorted(service, np.arange(wanted.size))
    place = np.arange(up.size) - first[service]
    runs = np.zeros(up.size, dtype=np.bool_)
    runs[order] = place < wanted[service]
    if (runs != up).any():
        state.guest_up = state.guest_up.copy()
        state.guest_up[rules.guest] = runs
