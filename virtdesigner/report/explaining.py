"""Explaining: what held a guest back over a run, who caused it, and the figures of its worst moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.insight.bottlenecks import NOTICED, Bottleneck
from virtdesigner.insight.explain import explain
from virtdesigner.insight.inside import lost as shares_lost
from virtdesigner.insight.shared_things import parts_of, told, users_of
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message
from virtdesigner.report.results import GuestResult, Results, Watcher, results, simulate_tally


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a run says about an element.

    progress: of a guest, work done / work wanted over the run. lost: cause to the share of what it wanted
    that it took, which sum to 1 - progress. time: simulated s at the end of the step that `chain` speaks of:
    for a guest the one in which the cause that took most of its time took the most; for other things the one
    in which guests lost most to them. holds_back: what the element holds others back by; what it holds back
    nobody but itself by is its own cause, told in the chain. shares: what others wait for and a guest uses
    too.
    """

    element: str
    seconds: float
    progress: float | None
    lost: Mapping[str, float]
    time: float | None
    chain: tuple[Message, ...]
    holds_back: tuple[Bottleneck, ...]
    shares: tuple[Bottleneck, ...]

    @property
    def cause(self) -> str:
        """What took most of the guest's time; "none" where nothing took any to speak of."""
        most = max(self.lost, key=lambda cause: self.lost[cause], default="none")
        return most if self.lost.get(most, 0.0) >= NOTICED else "none"

    def as_json(self) -> dict[str, Any]:
        """Plain lists, dicts, numbers and strings; it follows explanation.schema.json."""
        return {
            "element": self.element,
            "seconds": self.seconds,
            "progress": self.progress,
            "cause": self.cause,
            "lost": dict(self.lost),
            "time": self.time,
            "chain": [{"code": said.code, "parameters": dict(said.parameters)} for said in self.chain],
            "holds_back": _listed(self.holds_back),
            "shares": _listed(self.shares),
        }


def _listed(found: tuple[Bottleneck, ...]) -> list[dict[str, Any]]:
    return [
        {
            "element": each.element,
            "resource": each.resource,
            "victims": list(each.victims),
            "share": each.share,
        }
        for each in found
    ]


class _Busiest:
    """The frame in which guests lost most to some things; the last where they lost nothing."""

    def __init__(self, ids: frozenset[str]) -> None:
        self._ids = ids
        self._rows: list[int] | None = None
        self._most = 0.0
        self.frame: Frame | None = None

    def add(self, frame: Frame) -> None:
        guests = frame.guests
        if self._rows is None:
            self._rows = [row for row, id in enumerate(frame.compiled.element_ids) if id in self._ids]
        waiting = np.flatnonzero(np.isin(guests.limiter, self._rows))
        lost = float(guests.lost[waiting, guests.limited_by[waiting]].sum())
        if lost > self._most or not self._most:
            self._most, self.frame = lost, frame


class _Worst:
    """The frame in which each cause took most of a guest's time."""

    def __init__(self, guest: str) -> None:
        self._guest = guest
        self._row: int | None = None
        self._most = np.zeros(len(CAUSES))
        self.frames: dict[str, Frame] = {}

    def add(self, frame: Frame) -> None:
        if self._row is None:
            self._row = frame.compiled.guest_ids.index(self._guest)
        lost = shares_lost(frame, self._row)
        limited = int(lost.argmax())
        if limited and lost[limited] > self._most[limited]:
            self._most[limited] = lost[limited]
            self.frames[CAUSES[limited]] = frame


def explain_run(
    design: Design,
    element: str,
    seconds: float = 600,
    step: float | None = None,
    seed: int | None = None,
    watch: Watcher | None = None,
) -> Explanation:
    """Run a design and say why an element (id) is slow, or whom it holds back.

    step, seed: the design's own where None. watch: told of every frame. Raises SimulationError when the
    design can't run.
    """
    ids = parts_of(design, element)
    worst, busiest = _Worst(element), _Busiest(ids)

    def see(frame: Frame, done: float) -> None:
        if element in frame.compiled.guest_ids:
            worst.add(frame)
        busiest.add(frame)
        if watch:
            watch(frame, done)

    tally, used_seed, used_step = simulate_tally(design, seconds, step, seed, see)
    whole = results(tally, used_seed, used_step)
    guest = next((found for found in whole.guests if found.id == element), None)
    if guest:
        ids = frozenset({element})
    held = tuple(
        found for found in whole.bottlenecks if found.element in ids and set(found.victims) != {element}
    )
    if guest is None:
        return _of_thing(element, whole, busiest.frame, ids, held)
    cause = max(guest.lost, key=lambda name: guest.lost[name], default="none")
    frame = worst.frames.get(cause) if guest.lost.get(cause, 0.0) >= NOTICED else None
    return Explanation(
        element=element,
        seconds=whole.seconds,
        progress=guest.progress,
        lost=guest.lost,
        time=frame.time if frame else None,
        chain=_of_guest(frame, tally.last, element, guest),
        holds_back=held,
        shares=_shared(element, tally.last, [found for found in whole.bottlenecks if found not in held]),
    )


def _shared(element: str, last: Frame, bottlenecks: Iterable[Bottleneck]) -> tuple[Bottleneck, ...]:
    """The bottlenecks that a guest uses without being held back by them."""
    return tuple(
        found
        for found in bottlenecks
        if element not in found.victims and element in users_of(last, found.element, found.resource)
    )


def _of_guest(frame: Frame | None, last: Frame, element: str, guest: GuestResult) -> tuple[Message, ...]:
    """The chain of a guest in its worst moment; that it is off, where it was all the time."""
    if not guest.powered_on:
        return explain(last, element)
    return explain(frame, element) if frame else ()


def _of_thing(
    element: str, whole: Results, frame: Frame | None, ids: frozenset[str], held: tuple[Bottleneck, ...]
) -> Explanation:
    """What is said of something that is no guest: how busy it was, and who uses most of it."""
    waited_for = [each.element for each in held]
    chain = tuple(told(frame, list(dict.fromkeys(waited_for)) or sorted(ids))) if frame else ()
    return Explanation(
        element=element,
        seconds=whole.seconds,
        progress=None,
        lost={},
        time=frame.time if frame and chain else None,
        chain=chain,
        holds_back=held,
        shares=(),
    )
