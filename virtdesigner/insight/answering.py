"""Answering: how long the users of a closed loop wait for an answer, and for what most."""

from collections.abc import Iterator
from typing import Final

from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import Workload

_TOLD: Final = {name: f"answers-{name}" for name in CAUSES[1:] if name not in ("costop", "down")} | {
    "costop": "answers-cpu"
}
"""Cause to the code of the message that names it."""

_PROCESSOR: Final = ("cpu", "costop")


def answering(frame: Frame, row: int, cause: str) -> Iterator[Message]:
    """Say what the users of a guest (row) get, and what they wait for: `cause`, "none" for nothing much.

    Nothing is said of a guest whose requests come by themselves, or of one that answers none.
    """
    design, guests = frame.compiled.design, frame.guests
    element = design.elements.get(frame.compiled.guest_ids[row])
    if element is None or not any(load.users for load in element.carried(Workload)):
        return
    rate, parts = float(guests.answers.rate[row]), guests.answers.parts[row]
    if rate <= 0.0:
        return
    response = float(parts.sum())
    if cause not in _TOLD:
        yield message("answers", rate=rate, response=response)
        return
    causes = _PROCESSOR if cause in _PROCESSOR else (cause,)
    wait = sum(float(parts[CAUSES.index(each)]) for each in causes)
    limiter = frame.compiled.element_ids[guests.limiter[row]]
    yield message(_TOLD[cause], rate=rate, response=response, wait=wait, element=limiter)
