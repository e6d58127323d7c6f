"""The load of workloads over time: constant, daily, bursts, ramp, recorded traces, and noise.

Each pattern is known by its integral, so that the load of a step is the exact mean over it, whatever the
step's length. Source: MODELS.md section 9.
"""

from collections.abc import Callable, Mapping, Sequence
from math import erf, exp, pi, sqrt
from types import MappingProxyType
from typing import Final, NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, Keys
from virtdesigner.engine.counter_random import normal
from virtdesigner.model.trace import COLUMNS, Trace

PATTERNS: Final = ("constant", "daily", "bursts", "ramp", "batch", "trace")
"""Names of patterns; `Patterns.pattern` numbers them in this order."""

NOISE_STREAM: Final = 1
"""The use of random numbers that noise is."""


class Recording(NamedTuple):
    """One column of the traces that guests play, in one long array.

    integral: running integral, with a leading 0 for each trace. offset: (guests,) where a guest's trace
    begins, -1 for none; length: (guests,) samples; interval: (guests,) s between them.
    """

    integral: Floats
    offset: Ints
    length: Ints
    interval: Floats

    @classmethod
    def of(cls, traces: Sequence[Trace | None], column: str) -> Self:
        """Lay out the column of each guest's trace; a trace that several guests play is laid out once."""
        pieces: list[Floats] = []
        places: dict[str, tuple[int, int, float]] = {}
        total = 0
        for trace in {trace.id: trace for trace in traces if trace is not None}.values():
            samples = np.array(trace.samples().get(column, ()), dtype=np.float64)
            if not samples.size:
                continue
            places[trace.id] = (total, samples.size, trace.interval)
            pieces.append(np.concatenate([[0.0], np.cumsum(samples) * trace.interval]))
            total += samples.size + 1
        rows = [places.get(trace.id, _NO_TRACE) if trace else _NO_TRACE for trace in traces]
        columns = np.array(rows, dtype=np.float64).reshape(-1, 3)
        integral = np.concatenate(pieces) if pieces else np.zeros(1)
        return cls(integral, columns[:, 0].astype(np.int64), columns[:, 1].astype(np.int64), columns[:, 2])

    def mean(self, begin: Floats, end: Floats, otherwise: Floats) -> Floats:
        """Return the mean of the recording (guests,) between two times; past its end it starts again.

        begin, end: (guests,) s since the guest's start; otherwise: where nothing is recorded.
        """
        if self.integral.size == 1:
            return otherwise
        span = np.maximum(end - begin, 1e-12)
        played = (self._until(end) - self._until(begin)) / span
        return np.where(self.offset >= 0, played, otherwise)

    def _until(self, time: Floats) -> Floats:
        whole = np.maximum(self.length * self.interval, 1e-12)
        rounds = np.floor(time / whole)
        samples = np.clip((time - rounds * whole) / np.maximum(self.interval, 1e-12), 0.0, self.length)
        index = np.minimum(samples.astype(np.int64), np.maximum(self.length - 1, 0))
        row = np.where(self.offset >= 0, self.offset + index, 0)
        low = self.integral.take(row)
        high = self.integral.take(np.minimum(row + 1, self.integral.size - 1))
        first = self.integral.take(np.maximum(self.offset, 0))
        last = self.integral.take(np.maximum(self.offset + self.length, 0))
        return np.asarray(rounds * (last - first) + low - first + (high - low) * (samples - index))


_NO_TRACE: Final = (-1.0, 0.0, 1.0)


class Patterns(NamedTuple):
    """How the load of each guest goes; all (guests,). pattern: row of PATTERNS; low, duty, noise: 0 to 1.

    noise_mean: what noise without negative load comes to on average, 1 or a little more.
    """

    pattern: Ints
    low: Floats
    period: Floats
    duty: Floats
    noise: Floats
    noise_mean: Floats
    start: Floats
    recordings: dict[str, Recording]


class Load(NamedTuple):
    """The load of each guest (guests,) as a mean over a step.

    level: share of full load; cpu (cores), memory (MiB), network (Mb/s), reads, writes (IOPS): recorded
    values, NaN where the level decides. is_recorded: somebody plays a trace; if not, only the level counts.
    """

    level: Floats
    cpu: Floats
    memory: Floats
    network: Floats
    reads: Floats
    writes: Floats
    is_recorded: bool


class Course(NamedTuple):
    """Patterns made ready to be asked step by step: who has which, so that each is worked out for few.

    varied: rows by pattern of those whose level moves; late: rows of those that start late, until the time
    `all_begun`; plays: (guests,) those with a trace, None where nobody has one; base, spread: (guests,) level
    that noise adds to and by how much, None where nobody has noise.
    """

    patterns: Patterns
    varied: tuple[tuple[str, Ints], ...]
    late: Ints
    all_begun: float
    plays: Bools | None
    base: Floats | None
    spread: Floats | None

    @classmethod
    def of(cls, patterns: Patterns) -> Self:
        """Sort the guests by pattern."""
        rows = ((name, np.flatnonzero(_is(patterns, name))) for name in _INTEGRALS)
        plays, noisy = _is(patterns, "trace"), bool(patterns.noise.any())
        return cls(
            patterns,
            tuple((name, found) for name, found in rows if found.size),
            np.flatnonzero(patterns.start > 0.0),
            float(patterns.start.max(initial=0.0)),
            plays if plays.any() else None,
            1.0 / patterns.noise_mean if noisy else None,
            patterns.noise / patterns.noise_mean if noisy else None,
        )

    def load(self, keys: Keys, seed: int, step: int, begin: float, dt: float) -> Load:
        """Return the load of the step that begins at a simulated time (s) and lasts dt (s).

        keys: (guests,) of `counter_random.element_key`; step: number of the step, which draws its noise.
        """
        level = self._level(begin, dt)
        noise = self._noise(keys, seed, step)
        level *= noise
        if self.plays is None:
            return Load(level, level, level, level, level, level, is_recorded=False)
        return self._recorded(self.plays, level, noise, begin, dt)

    def _level(self, begin: float, dt: float) -> Floats:
        level = np.ones(self.patterns.start.size)
        if begin < self.all_begun:
            since, until = _since(self.patterns.start[self.late], begin, dt)
            level[self.late] = (until - since) / dt
        for name, rows in self.varied:
            chosen = _Shape(
                *(column[rows] for column in (self.patterns.low, self.patterns.period, self.patterns.duty))
            )
            since, until = _since(self.patterns.start[rows], begin, dt)
            integral = _INTEGRALS[name]
            level[rows] = (integral(chosen, until) - integral(chosen, since)) / dt
        return level

    def _noise(self, keys: Keys, seed: int, step: int) -> Floats | float:
        if self.base is None or self.spread is None:
            return 1.0
        drawn = normal(seed, keys, NOISE_STREAM, step)
        drawn *= self.spread
        drawn += self.base
        return np.maximum(drawn, 0.0, out=drawn)

    def _recorded(self, plays: Bools, level: Floats, noise: Floats | float, begin: float, dt: float) -> Load:
        patterns = self.patterns
        nothing = np.full(level.size, np.nan)
        since, until = _since(patterns.start, begin, dt)
        active = (until - since) / dt
        means = (patterns.recordings[name].mean(since, until, nothing) * active for name in COLUMNS)
        cpu, memory, network, reads, writes = (np.where(plays, mean, np.nan) for mean in means)
        return Load(
            level, cpu * noise, memory, network * noise, reads * noise, writes * noise, is_recorded=True
        )


def _since(start: Floats, begin: float, dt: float) -> tuple[Floats, Floats]:
    """Return when a step begins and ends, in s since the start of each guest."""
    return np.maximum(begin - start, 0.0), np.maximum(begin + dt - start, 0.0)


def load(patterns: Patterns, keys: Keys, seed: int, step: int, begin: float, dt: float) -> Load:
    """Return the load of a single step: see `Course.load`."""
    return Course.of(patterns).load(keys, seed, step, begin, dt)


def noise_mean(noise: Floats) -> Floats:
    """Return the mean of max(1 + s Z, 0) with Z normal and s the noise (guests,): Phi(1/s) + s phi(1/s)."""
    found = {0.0: 1.0}
    for s in np.unique(noise[noise > 0.0]).tolist():
        within = (1.0 + erf(1.0 / s / sqrt(2.0))) / 2.0
        found[s] = within + s * exp(-1.0 / (2.0 * s * s)) / sqrt(2.0 * pi)
    return np.array([found[s] for s in noise.tolist()], dtype=np.float64)


def _is(patterns: Patterns, name: str) -> Bools:
    return np.asarray(patterns.pattern == PATTERNS.index(name))


class _Shape(NamedTuple):
    """What shapes the patterns of some guests; as in `Patterns`."""

    low: Floats
    period: Floats
    duty: Floats


def _daily(shape: _Shape, time: Floats) -> Floats:
    """Integrate low + (1 - low) (1 - cos(2 pi t / period)) / 2: lowest at the start, highest at noon."""
    turn = 2.0 * np.pi / shape.period
    return np.asarray(shape.low * time + (1.0 - shape.low) * (time - np.sin(turn * time) / turn) / 2.0)


def _bursts(shape: _Shape, time: Floats) -> Floats:
    """Integrate full load for the first `duty` of each period, `low` for the rest."""
    cycles = np.floor(time / shape.period)
    high = shape.duty * shape.period
    busy = cycles * high + np.minimum(time - cycles * shape.period, high)
    return np.asarray(shape.low * time + (1.0 - shape.low) * busy)


def _ramp(shape: _Shape, time: Floats) -> Floats:
    """Integrate a line from `low` to full load over one period, then full load."""
    rising = np.minimum(time, shape.period)
    risen = shape.low * rising + (1.0 - shape.low) * rising**2 / (2.0 * shape.period)
    return np.asarray(risen + time - rising)


_INTEGRALS: Final[Mapping[str, Callable[[_Shape, Floats], Floats]]] = MappingProxyType(
    {"daily": _daily, "bursts": _bursts, "ramp": _ramp}
)
"""Integral of the level from the start to a time (guests,) s after it, by pattern; else it is the time."""
