"""Saying what lasts: the messages of a condition are made anew only when what they say has changed."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints
from virtdesigner.engine.phases.work import Work
from virtdesigner.model.messages import Message

Key = tuple[Ints | Floats | Bools, ...]
"""Arrays that messages follow from, in order."""


class Said(NamedTuple):
    """What was said last of a condition, and what it followed from."""

    key: Key
    messages: tuple[Message, ...]


def alarm(work: Work, condition: str, key: Key, make: Callable[[], Iterable[Message]]) -> None:
    """Raise the alarms of a condition: those of the step before if the key is the same."""
    known = work.state.said.get(condition)
    if not isinstance(known, Said) or not all(map(np.array_equal, known.key, key)):
        work.state.said[condition] = known = Said(key, tuple(make()))
    work.alarms.extend(known.messages)
