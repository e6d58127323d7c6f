"""Explaining: what held a guest back over a run, who caused it, and the figures of its worst moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.insight.bottlenecks import NOTICED, Bottleneck
from virtdesigner.insight.explain import explain
from virtdesigner.insight.inside import lost as shares_lost
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message
from virtdesigner.report.results import Watcher, results, simulate_tally


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a run says about an element.

    progress: of a guest, mean over the run. lost: cause to the share of its time lost to it, which sum to
    1 - progress. time: simulated s at the end of the step that `chain` speaks of: the one in which the cause
    that took most of its time took the most. holds_back: what the element holds others back by; what it
    holds back nobody but itself by is its own cause, told in the chain.
    """

    element: str
    seconds: float
    progress: float | None
    lost: Mapping[str, float]
    time: float | None
    chain: tuple[Message, ...]
    holds_back: tuple[Bottleneck, ...]

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
            "holds_back": [
                {"resource": each.resource, "victims": list(each.victims), "share": each.share}
                for each in self.holds_back
            ],
        }


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
    worst = _Worst(element)

    def see(frame: Frame, done: float) -> None:
        if element in frame.compiled.guest_ids:
            worst.add(frame)
        if watch:
            watch(frame, done)

    tally, used_seed, used_step = simulate_tally(design, seconds, step, seed, see)
    whole = results(tally, used_seed, used_step)
    guest = next((found for found in whole.guests if found.id == element), None)
    lost = guest.lost if guest else {}
    cause = max(lost, key=lambda name: lost[name], default="none")
    frame = worst.frames.get(cause) if lost.get(cause, 0.0) >= NOTICED else None
    return Explanation(
        element=element,
        seconds=whole.seconds,
        progress=guest.progress if guest else None,
        lost=lost,
        time=frame.time if frame else None,
        chain=explain(frame, element) if frame else (),
        holds_back=tuple(
            found
            for found in whole.bottlenecks
            if found.element == element and set(found.victims) != {element}
        ),
    )
