"""Merging: the mean of several frames, as one frame."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from functools import cache, partial
from typing import Any, Final

import numpy as np

from virtdesigner.engine.arrays import Floats
from virtdesigner.engine.frame import Answers, Frame
from virtdesigner.model.messages import Message

OF_THE_END: Final = ("finished", "answer")
"""Columns without a mean by time: what is so at the end, and answers, whose mean is over answers."""


def merged(frames: Sequence[Frame], time: float, dt: float) -> Frame:
    """Return the mean of frames that follow each other, weighted by their length.

    time, dt: their end, and the length of all, s. What is counted rather than measured is that of the last;
    what held a guest back, that of the frame in which it lost the most time.
    """
    if len(frames) == 1:
        return replace(frames[0], time=time, dt=dt)
    whole = sum(frame.dt for frame in frames)
    weights = [frame.dt / whole for frame in frames]
    tables = {name: _table(frames, name, weights) for name in ("guests", "hosts", "links", "luns")}
    answer = cache(partial(_answers, tuple(frame.guests.answer for frame in frames), tuple(weights)))
    tables["guests"] = replace(tables["guests"], answer=answer, **_causes(frames, weights))
    return replace(
        frames[-1],
        time=time,
        dt=dt,
        port_queue=_mean([frame.port_queue for frame in frames], weights),
        converged=all(frame.converged for frame in frames),
        alarms=tuple({_about(alarm): alarm for frame in frames for alarm in frame.alarms}.values()),
        events=tuple(event for frame in frames for event in frame.events),
        **tables,
    )


def _about(alarm: Message) -> tuple[object, ...]:
    """What an alarm is, and of whom: of figures in it that differ from frame to frame the last count."""
    return (alarm.code, *(value for _, value in alarm.parameters if isinstance(value, str)))


def _table(frames: Sequence[Frame], name: str, weights: Sequence[float]) -> Any:
    parts: list[Any] = [getattr(frame, name) for frame in frames]
    columns = {
        column.name: getattr(parts[-1], column.name)
        if column.name in OF_THE_END
        else _column([getattr(part, column.name) for part in parts], weights)
        for column in fields(parts[0])
    }
    return replace(parts[-1], **columns)


def _column(values: Sequence[Any], weights: Sequence[float]) -> Any:
    if callable(values[-1]):
        return cache(partial(_mean_later, tuple(values), tuple(weights)))
    return _mean(values, weights) if values[-1].dtype.kind == "f" else values[-1]


def _mean(values: Sequence[Floats], weights: Sequence[float]) -> Floats:
    found = values[0] * weights[0]
    for value, weight in zip(values[1:], weights[1:], strict=True):
        found += value * weight
    return found


def _mean_later(values: Sequence[Callable[[], Floats]], weights: Sequence[float]) -> Floats:
    return _mean([value() for value in values], weights)


def _causes(frames: Sequence[Frame], weights: Sequence[float]) -> dict[str, Any]:
    lost = np.array(
        [weight * (1.0 - frame.guests.progress) for frame, weight in zip(frames, weights, strict=True)]
    )
    # Of frames with nothing lost, the last.
    worst = len(frames) - 1 - np.argmax(lost[::-1], axis=0)
    guest = np.arange(worst.size)
    return {
        name: np.array([getattr(frame.guests, name) for frame in frames])[worst, guest]
        for name in ("limited_by", "limiter")
    }


def _answers(values: Sequence[Callable[[], Answers]], weights: Sequence[float]) -> Answers:
    found = [value() for value in values]
    rate = _mean([answers.rate for answers in found], weights)
    spent = _mean([answers.parts * answers.rate[:, None] for answers in found], weights)
    return Answers(rate, spent / np.where(rate > 0.0, rate, 1.0)[:, None])
