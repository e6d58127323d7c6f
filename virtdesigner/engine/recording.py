"""Recording: the history of every element within a fixed memory budget, finer the more recent."""

import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from virtdesigner.engine.arrays import Bools, Floats, Ints, total
from virtdesigner.engine.frame import Event, Frame

if TYPE_CHECKING:
    from virtdesigner.engine.compiled import Compiled

Table = Literal["guests", "hosts", "links", "luns"]
Sample = NDArray[np.float32]

SUMMED: Final = (
    "memory_active",
    "memory_ballooned",
    "memory_compressed",
    "memory_swapped",
    "memory_shared",
    "network_granted",
    "iops_granted",
)
"""Metrics of guests that a host's history holds as sums over its guests."""

METRICS: Final[Mapping[Table, tuple[str, ...]]] = MappingProxyType(
    {
        "guests": (
            "cpu_demand",
            "cpu_granted",
            "cpu_ready",
            "cpu_costop",
            "memory_active",
            "memory_ballooned",
            "memory_compressed",
            "memory_swapped",
            "memory_shared",
            "network_demand",
            "network_granted",
            "iops_demand",
            "iops_granted",
            "storage_latency",
            "progress",
        ),
        "hosts": ("cpu_used", "memory_used", "memory_state", "power", "cpu_ready", *SUMMED),
        "links": ("used", "utilisation"),
        "luns": ("iops", "latency", "utilisation", "queue", "used"),
    }
)
"""What is kept of each table, by the names of the frame's fields; see `host_metrics` for a host's own."""

LEVELS: Final = 6
FACTOR: Final = 4
LONGEST: Final = 4096
ROUNDING: Final = 1e-9
"""Numerical: difference (s) between two times that are the same."""

EVENTS_KEPT: Final = 2000
"""Events that a recording keeps, the newest."""


class _Ring:
    """The last `length` samples of one table: times (length,), values (length, metrics, rows)."""

    def __init__(self, length: int, metrics: int, rows: int) -> None:
        self.times = np.zeros(length)
        self.values = np.zeros((length, metrics, rows), dtype=np.float32)
        self.count = 0
        self._first = 0

    def append(self, time: float) -> Sample:
        """Take a slot for a sample at a time, the oldest when all are taken; fill in what is returned."""
        slot = self.count % len(self.times)
        self.times[slot] = time
        self.count += 1
        return np.asarray(self.values[slot])

    def mean(self, samples: int) -> Sample:
        """The mean (metrics, rows) of the last samples."""
        slots = [(self.count - back) % len(self.times) for back in range(1, samples + 1)]
        found = self.values[slots[0]] + self.values[slots[1]]
        for slot in slots[2:]:
            found += self.values[slot]
        found /= np.float32(samples)
        return np.asarray(found, dtype=np.float32)

    def order(self) -> Ints:
        """Slots in use, oldest first."""
        self._first = max(self._first, self.count - len(self.times))
        return np.asarray(np.arange(self._first, self.count) % len(self.times), dtype=np.int64)

    def forget_after(self, time: float) -> None:
        """Forget the samples after a time."""
        order = self.order()
        self.count -= int(np.count_nonzero(self.times[order] > time + ROUNDING))


class _Track:
    """One table's history: rings of ever longer means, each fed by the one before."""

    def __init__(self, length: int, metrics: int, rows: int) -> None:
        self.rings = [_Ring(length, metrics, rows) for _ in range(LEVELS)]
        self._held = [0] * LEVELS

    def add(self, time: float, columns: Sequence[Floats | Ints]) -> None:
        sample = self.rings[0].append(time)
        for metric, column in enumerate(columns):
            sample[metric] = column
        for level, ring in enumerate(self.rings):
            self._held[level] += 1
            if self._held[level] < FACTOR or level + 1 == LEVELS:
                return
            self._held[level] = 0
            self.rings[level + 1].append(time)[:] = ring.mean(FACTOR)

    def forget_after(self, time: float) -> None:
        """Forget what came after a time; a mean that was being made of it is begun anew."""
        for ring in self.rings:
            ring.forget_after(time)
        self._held = [0] * LEVELS

    def series(self, metric: int, row: int) -> tuple[Floats, Floats]:
        times: list[Floats] = []
        values: list[Floats] = []
        oldest = np.inf
        for ring in self.rings:
            order = ring.order()
            order = order[ring.times[order] < oldest]
            if order.size:
                oldest = ring.times[order[0]]
                times.insert(0, ring.times[order])
                values.insert(0, ring.values[order, metric, row].astype(np.float64))
        return _joined(times), _joined(values)

    def remapped(self, rows: Sequence[int], length: int) -> "_Track":
        """The same history for other rows: each new row's old one, -1 for none (NaN before now)."""
        picked = np.asarray(rows, dtype=np.int64)
        track = _Track(length, self.rings[0].values.shape[1], len(picked))
        for old, new in zip(self.rings, track.rings, strict=True):
            for slot in old.order()[-length:]:
                new.append(float(old.times[slot]))[:] = _picked(old.values[slot], picked)
        track._held = list(self._held)
        return track


def _picked(values: Sample, rows: Ints) -> Sample:
    absent = np.full((values.shape[0], 1), np.nan, dtype=np.float32)
    return np.concatenate([values, absent], axis=1)[:, rows]


def _joined(pieces: Sequence[Floats]) -> Floats:
    return np.concatenate(pieces) if pieces else np.empty(0)


class Recording:
    """History of a run. Written by the thread that steps, read by any other."""

    def __init__(self, budget: int = 256 * 2**20) -> None:
        """budget: most bytes that the samples may take."""
        self.budget = budget
        self._lock = threading.Lock()
        self._compiled: Compiled | None = None
        self._tracks: dict[Table, _Track] = {}
        self._rows: dict[Table, dict[str, int]] = {table: {} for table in METRICS}
        self._events: deque[Event] = deque(maxlen=EVENTS_KEPT)

    def add(self, frame: Frame) -> None:
        """Keep a frame's metrics. After an edit of the design, history goes on by element id."""
        columns = dict(_columns(frame))
        with self._lock:
            if frame.compiled is not self._compiled:
                self._fit(frame.compiled)
            for table, values in columns.items():
                self._tracks[table].add(frame.time, values)
            self._events.extend(frame.events)

    def events(self) -> tuple[Event, ...]:
        """What happened, oldest first: the last EVENTS_KEPT."""
        with self._lock:
            return tuple(self._events)

    def series(self, table: Table, element: str, metric: str) -> tuple[Floats, Floats]:
        """Times (s) and values of one element, oldest first; empty when it was never seen.

        The recent past is sample by sample, the distant past in means of 4, 16, 64 ... samples.
        """
        with self._lock:
            row = self._rows[table].get(element)
            if row is None:
                return np.empty(0), np.empty(0)
            return self._tracks[table].series(METRICS[table].index(metric), row)

    def forget_after(self, time: float) -> None:
        """Forget what came after a time (s): the run goes on from there."""
        with self._lock:
            for track in self._tracks.values():
                track.forget_after(time)
            while self._events and self._events[-1].time > time + ROUNDING:
                self._events.pop()

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._compiled = None
            self._tracks = {}
            self._events.clear()
            self._rows = {table: {} for table in METRICS}

    @property
    def nbytes(self) -> int:
        """Bytes that the samples take now."""
        return sum(ring.values.nbytes for track in self._tracks.values() for ring in track.rings)

    def _fit(self, compiled: "Compiled") -> None:
        """Take over a compiled design: room for its rows, history carried over by id."""
        self._compiled = compiled
        length = self._length(compiled)
        for table, metrics in METRICS.items():
            old, ids = self._rows[table], _ids(compiled, table)
            if table in self._tracks:
                rows = [old.get(element, -1) for element in ids]
                self._tracks[table] = self._tracks[table].remapped(rows, length)
            else:
                self._tracks[table] = _Track(length, len(metrics), len(ids))
            self._rows[table] = {element: row for row, element in enumerate(ids)}

    def _length(self, compiled: "Compiled") -> int:
        cells = sum(len(_ids(compiled, table)) * len(metrics) for table, metrics in METRICS.items())
        return int(np.clip(self.budget // max(1, 4 * cells * LEVELS), FACTOR, LONGEST))


def _ids(compiled: "Compiled", table: Table) -> Sequence[str]:
    by_table = {
        "guests": compiled.guest_ids,
        "hosts": compiled.host_ids,
        "links": compiled.link_ids,
        "luns": compiled.lun_ids,
    }
    return by_table[table]


def _columns(frame: Frame) -> Iterator[tuple[Table, list[Floats | Ints]]]:
    hosts = host_metrics(frame)
    rows = {"guests": frame.guests, "hosts": frame.hosts, "links": frame.links, "luns": frame.luns}
    for table, metrics in METRICS.items():
        yield (
            table,
            [hosts[m] if table == "hosts" and m in hosts else getattr(rows[table], m) for m in metrics],
        )


def host_metrics(frame: Frame) -> Mapping[str, Floats]:
    """Sums over the guests of each host, by metric: those of SUMMED, and cpu_ready.

    A host's cpu_ready is the mean of its guests' ready shares, weighted by their demand for CPU; (hosts,).
    """
    guests, hosts = frame.guests, len(frame.hosts.cpu_used)
    placed: slice | Bools = slice(None)
    host = guests.host
    if host.size and host.min() < 0:
        placed = guests.host >= 0
        host = guests.host[placed]

    def by_host(values: Floats) -> Floats:
        # Most memory is neither ballooned nor swapped nor shared, and looking costs less than adding up.
        return total(values[placed], host, hosts) if values.any() else np.zeros(hosts)

    sums = {name: by_host(getattr(guests, name)) for name in SUMMED}
    wanted, waiting = by_host(guests.cpu_demand), by_host(guests.cpu_demand * guests.cpu_ready)
    sums["cpu_ready"] = np.divide(waiting, wanted, out=np.zeros(hosts), where=wanted > 0)
    return sums
