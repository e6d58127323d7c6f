"""Telling what memory does: states of hosts that change, and the steps of ballooning, once a guest each.

A balloon that grows and shrinks a little tells nothing: it has turned when it has moved by a tenth.
Source: MODELS.md section 3.
"""

from collections.abc import Mapping
from enum import IntFlag
from types import MappingProxyType
from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, rows_of
from virtdesigner.engine.frame import MEMORY_STATES, Event
from virtdesigner.engine.memory_state import MemoryState
from virtdesigner.engine.phases.memory_part import Moved, Part
from virtdesigner.engine.phases.work import Work
from virtdesigner.model.messages import Message, Value, message

EVENTS_MOST: Final = 100
"""[E] Events told of one step: no person reads more."""

LEAST_MIB: Final = 1.0
"""[E] Less memory than this isn't worth telling."""

TURN: Final = 0.1
"""[E] Part of its size by which a balloon has turned."""

PRESSURE_SHARE: Final = 0.01
"""[E] Part of its memory that a guest's kernel keeps free: a balloon of that size makes it look for pages."""


class Told(IntFlag):
    """What has been told of a guest, in order: six steps of ballooning, then others."""

    DEMAND = 1
    INFLATES = 2
    PRESSURE = 4
    CHOOSES = 8
    PAGES_OUT = 16
    GIVEN_ON = 32
    DEFLATES = 64
    COMPRESSED = 128
    SWAPPED = 256


CODES: Final[Mapping[Told, str]] = MappingProxyType(
    {
        Told.DEMAND: "balloon-demand",
        Told.INFLATES: "balloon-inflates",
        Told.PRESSURE: "balloon-pressure",
        Told.CHOOSES: "balloon-chooses",
        Told.PAGES_OUT: "balloon-pages-out",
        Told.GIVEN_ON: "balloon-given-on",
        Told.DEFLATES: "balloon-deflates",
        Told.COMPRESSED: "memory-compressed",
        Told.SWAPPED: "memory-swapped",
    }
)
"""Code of each event of a guest."""

_BALLOON: Final = int(
    Told.DEMAND
    | Told.INFLATES
    | Told.PRESSURE
    | Told.CHOOSES
    | Told.PAGES_OUT
    | Told.GIVEN_ON
    | Told.DEFLATES
)


def tell(work: Work, part: Part, moved: Moved) -> None:
    """Tell what began or turned on the hosts of a part in this step."""
    time = work.state.time + work.dt
    _tell_states(work, part, time)
    known, mark = _known(work, part)
    deflates = ((known & Told.INFLATES) > 0) & (part.ballooned < mark * (1.0 - TURN) - LEAST_MIB)
    shrinks = deflates | ((known & Told.DEFLATES) > 0)
    # A balloon that shrinks comes to no further step.
    now = known | np.where(shrinks, int(Told.DEFLATES), _steps(part, moved)) | _taken(part)
    _tell_guests(work, part, moved, now & ~known, time)
    mark = np.where(deflates, part.ballooned, _further(mark, part.ballooned, shrinks))
    _remember(work, part, now, mark)


def _further(mark: Floats, balloon: Floats, shrinks: Bools) -> Floats:
    """Return the mark (guests,) MiB moved on to where the balloon is, in the direction in which it goes."""
    return np.where(shrinks, np.minimum(mark, balloon), np.maximum(mark, balloon))


def _remember(work: Work, part: Part, told: Ints, mark: Floats) -> None:
    state = work.state
    state.memory_told, state.balloon_mark = state.memory_told.copy(), state.balloon_mark.copy()
    state.memory_told[part.guest], state.balloon_mark[part.guest] = told, mark


def _tell_states(work: Work, part: Part, time: float) -> None:
    before = work.state.memory_state[part.host]
    for row in rows_of(part.state != before)[:EVENTS_MOST].tolist():
        host = work.compiled.host_ids[part.host[row]]
        work.events.append(Event(time, host, _state(host, int(before[row]), int(part.state[row]))))


def _state(host: str, before: int, now: int) -> Message:
    code = "memory-state-worse" if now > before else "memory-state-better"
    return message(code, host=host, before=MEMORY_STATES[before], state=MEMORY_STATES[now])


def _known(work: Work, part: Part) -> tuple[Ints, Floats]:
    """Return what has been told (guests,), less what can happen anew, and where balloons turned."""
    known, mark = work.state.memory_told[part.guest], work.state.balloon_mark[part.guest]
    shrinks, calm = (known & Told.DEFLATES) > 0, part.state[part.place] < MemoryState.SOFT
    gone = (part.ballooned < LEAST_MIB / 2) & (shrinks | calm)
    anew = gone | (shrinks & (part.ballooned > mark * (1.0 + TURN) + LEAST_MIB))
    known = np.where(anew, known & ~_BALLOON, known)
    for told, amount in ((Told.COMPRESSED, part.compressed), (Told.SWAPPED, part.swapped)):
        known = np.where(amount < LEAST_MIB / 2, known & ~int(told), known)
    return known, np.where(anew, part.ballooned, mark)


def _tell_guests(work: Work, part: Part, moved: Moved, fresh: Ints, time: float) -> None:
    for told, code in CODES.items():
        left = max(EVENTS_MOST - len(work.events), 0)
        for row in rows_of((fresh & int(told)) > 0)[:left].tolist():
            guest = work.compiled.guest_ids[part.guest[row]]
            said = _said(work, part, moved, told, row)
            work.events.append(Event(time, guest, message(code, guest=guest, **said)))


def _said(work: Work, part: Part, moved: Moved, told: Told, row: int) -> dict[str, Value]:
    """What an event says of the guest in a row, MiB."""
    if told is Told.GIVEN_ON:
        others = np.where(part.place == part.place[row], moved.received, -1.0)
        others[row] = -1.0
        most = int(np.argmax(others))
        return {"other": work.compiled.guest_ids[part.guest[most]], "amount": float(others[most])}
    if told is Told.DEMAND:
        reservation = work.compiled.guests.memory_reservation[part.guest[row]]
        return {"wanted": float(part.wanted[row]), "reservation": float(reservation)}
    amounts = {
        Told.INFLATES: part.ballooned,
        Told.PRESSURE: part.memory - part.ballooned,
        Told.CHOOSES: part.idle,
        Told.PAGES_OUT: part.paged,
        Told.DEFLATES: part.ballooned,
        Told.COMPRESSED: part.compressed,
        Told.SWAPPED: part.swapped,
    }
    return {"amount": float(amounts[told][row])}


def _steps(part: Part, moved: Moved) -> Ints:
    """Return the steps of ballooning that guests have come to (guests,): each brings those before it."""
    balloon = part.ballooned
    has = balloon >= LEAST_MIB
    pages_out = has & (part.paged >= LEAST_MIB)
    pressure = has & (balloon >= PRESSURE_SHARE * part.memory) | pages_out
    given = part.sum(moved.received)[part.place] - moved.received
    given_on = pressure & (given >= LEAST_MIB)
    demand = has | ((moved.demanded >= LEAST_MIB) & (part.balloon_most > 0.0))
    steps = np.zeros(balloon.size, dtype=np.int64)
    for told, reached in (
        (Told.DEMAND, demand),
        (Told.INFLATES, has),
        (Told.PRESSURE, pressure),
        (Told.CHOOSES, pressure),
        (Told.PAGES_OUT, pages_out),
        (Told.GIVEN_ON, given_on),
    ):
        steps |= np.where(reached, int(told), 0)
    return steps


def _taken(part: Part) -> Ints:
    """Return what the hypervisor itself has taken of guests (guests,)."""
    compressed = np.where(part.compressed >= LEAST_MIB, int(Told.COMPRESSED), 0)
    return np.asarray(compressed | np.where(part.swapped >= LEAST_MIB, int(Told.SWAPPED), 0))
