"""Start: what changes before a step: services scale, containers follow, guests come up, I/O takes its paths.

From then on the phases only look where everything is.
"""

from typing import NamedTuple

from virtdesigner.engine.arrays import Ints
from virtdesigner.engine.compiled import Compiled
from virtdesigner.engine.phases import events, multipathing
from virtdesigner.engine.phases.presence import Presence
from virtdesigner.engine.state import State
from virtdesigner.engine.switching_on import switch_on


class Start(NamedTuple):
    """Who is where at the start of a step or a piece; moved: queues (rows) that took other paths at that."""

    here: Presence
    moved: Ints


def begin(compiled: Compiled, state: State) -> Start:
    """Begin a step."""
    events.run(compiled, state)
    return resume(compiled, state)


def resume(compiled: Compiled, state: State) -> Start:
    """Begin a piece of a step; its events have happened."""
    routed, moved = multipathing.repath(compiled, state)
    known = state.presence
    if not isinstance(known, Presence) or not known.still_holds(routed, state):
        switch_on(routed, state)
        state.presence = known = Presence(routed, state)
    return Start(known, moved)
