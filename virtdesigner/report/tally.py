"""Tally: adds up frames into the means of a run."""

from collections import deque
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints
from virtdesigner.engine.frame import CAUSES, MEMORY_STATES, Event, Frame
from virtdesigner.engine.recording import EVENTS_KEPT
from virtdesigner.insight.bottlenecks import limiters
from virtdesigner.insight.inside import with_inside
from virtdesigner.report.work_done import WorkDone


@dataclass
class Tally:
    """Sums over the frames of one compiled design, weighted by the length of each step.

    limiter: what bound each guest under each cause, where that changed the last; (guests, causes).
    state_seconds: time that each host's memory spent in each state; (hosts, states). events: the newest
    EVENTS_KEPT. work: what guests got done, and what they lost.
    """

    first: Frame
    last: Frame = field(init=False)
    seconds: float = 0.0
    energy_kwh: Floats = field(init=False)
    state_seconds: Floats = field(init=False)
    limiter: Ints = field(init=False)
    events: deque[Event] = field(init=False)
    work: WorkDone = field(init=False)
    _sums: dict[str, Floats] = field(init=False, default_factory=dict)
    _latency: Floats = field(init=False)
    _answered: Floats = field(init=False)
    _answering: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Room for the rows of the first frame's compiled design; the frame itself is not yet counted."""
        guests, hosts = len(self.first.guests.host), len(self.first.hosts.power)
        self.last = self.first
        self.energy_kwh = np.zeros(hosts)
        self.state_seconds = np.zeros((hosts, len(MEMORY_STATES)))
        self.limiter = np.full((guests, len(CAUSES)), -1, dtype=np.int64)
        self.events = deque(maxlen=EVENTS_KEPT)
        self.work = WorkDone(self.first)
        self._latency = np.zeros(guests)
        self._answered, self._answering = np.zeros(guests), np.zeros(guests)

    def add(self, frame: Frame) -> None:
        """Count one more frame."""
        self.last = frame
        self.seconds += frame.dt
        self.energy_kwh += frame.hosts.power * frame.dt / 3.6e6
        self.state_seconds[np.arange(len(self.energy_kwh)), frame.hosts.memory_state] += frame.dt
        self.events.extend(frame.events)
        self.work.add(frame)
        self._latency += frame.guests.storage_latency * frame.guests.iops_granted * frame.dt
        answers = frame.guests.answers
        self._answered += answers.rate * frame.dt
        self._answering += answers.rate * answers.parts.sum(axis=1) * frame.dt
        bound = limiters(frame)
        self.limiter = np.where(bound >= 0, bound, self.limiter)
        for table in ("guests", "hosts", "links", "luns"):
            self._add_table(table, getattr(frame, table), frame.dt)

    def _add_table(self, table: str, rows: Any, dt: float) -> None:
        for column in fields(rows):
            values = getattr(rows, column.name)
            if isinstance(values, np.ndarray) and values.dtype.kind == "f":
                key = f"{table}.{column.name}"
                self._sums[key] = self._sums.get(key, 0.0) + values * dt

    def mean(self, table: str, column: str) -> Floats:
        """The mean over the run of a column of a frame's table, as `mean("guests", "cpu_granted")`."""
        return self._sums[f"{table}.{column}"] / self.seconds

    def requests(self) -> Floats:
        """Requests/s that each guest answered, mean over the run; (guests,)."""
        return np.asarray(self._answered / self.seconds)

    def response_time(self) -> Floats:
        """Mean time over the answers of each guest (s), 0 without any; (guests,)."""
        answered = self._answered
        return np.divide(self._answering, answered, out=np.zeros_like(answered), where=answered > 0)

    def storage_latency(self) -> Floats:
        """Mean latency over the I/Os of each guest, and of what is in it (ms); (guests,).

        Where there were none it is the mean over time.
        """
        compiled, mean = self.last.compiled, self.mean("guests", "storage_latency")
        done = with_inside(compiled, self._sums["guests.iops_granted"])
        return np.divide(with_inside(compiled, self._latency), done, out=mean, where=done > 0)
