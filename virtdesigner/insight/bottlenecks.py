"""Bottlenecks: which resource of which element holds which guests back, worst first."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.model.messages import Message, message

if TYPE_CHECKING:
    from virtdesigner.engine.compiled import Compiled

NOTICED: Final = 0.01
"""Share of its time that a guest must lose to count as a victim."""


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """One resource of one element. resource: one of CAUSES; element, victims: ids, worst victim first.

    share: mean share of their time that the victims lose to it, 0 to 1. is_queue: it is the queue of a
    fibre-channel adapter of the element.
    """

    resource: str
    element: str
    victims: tuple[str, ...]
    share: float
    is_queue: bool = False

    @property
    def message(self) -> Message:
        """Code "bottleneck-<resource>", or "bottleneck-queue", with element, count of victims and share."""
        kind = "queue" if self.is_queue else self.resource
        return message(f"bottleneck-{kind}", element=self.element, count=len(self.victims), share=self.share)


def bottlenecks(frame: Frame) -> tuple[Bottleneck, ...]:
    """What holds guests back in one frame, by time lost in all, worst first."""
    return grouped(frame.compiled, frame.guests.lost, limiters(frame))


def limiters(frame: Frame) -> Ints:
    """What binds each guest, under its cause: row in `Compiled.element_ids`, else -1; (guests, causes)."""
    rows = np.full(frame.guests.lost.shape, -1, dtype=np.int64)
    rows[np.arange(len(rows)), frame.guests.limited_by] = frame.guests.limiter
    return rows


_CPU, _COSTOP = CAUSES.index("cpu"), CAUSES.index("costop")


def _with_costop(lost: Floats, limiter: Ints) -> tuple[Floats, Ints]:
    """Copies of what `grouped` takes, with co-stop moved under the processor."""
    lost, limiter = lost.copy(), limiter.copy()
    lost[:, _CPU] += lost[:, _COSTOP]
    lost[:, _COSTOP] = 0.0
    limiter[:, _CPU] = np.where(limiter[:, _CPU] >= 0, limiter[:, _CPU], limiter[:, _COSTOP])
    return lost, limiter


def grouped(compiled: "Compiled", lost: Floats, limiter: Ints) -> tuple[Bottleneck, ...]:
    """Bottlenecks from time lost and what binds, both (guests, causes); see `limiters`.

    Co-stop is time lost to the host's processors too, so it counts under them.
    """
    lost, limiter = _with_costop(lost, limiter)
    guest, cause = np.nonzero((limiter >= 0) & (lost >= NOTICED))
    share = lost[guest, cause]
    keys = cause * len(compiled.element_ids) + limiter[guest, cause]
    found = []
    for key in np.unique(keys):
        members = np.nonzero(keys == key)[0]
        members = members[np.argsort(-share[members], kind="stable")]
        resource, element = divmod(int(key), len(compiled.element_ids))
        victims = tuple(compiled.guest_ids[guest[m]] for m in members)
        mean = float(share[members].mean())
        in_port = CAUSES[resource] == "storage" and element in compiled.stores.ports.element
        found.append(Bottleneck(CAUSES[resource], compiled.element_ids[element], victims, mean, in_port))
    return tuple(sorted(found, key=lambda b: (-b.share * len(b.victims), b.resource, b.element)))
