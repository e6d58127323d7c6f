"""Recording: the history of every element within a fixed memory budget, finer the more recent."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from virtdesigner.engine.arrays import Bools, Floats, Ints, total
from virtdesigner.engine.frame import Frame, GuestFrame

if TYPE_CHECKING:
    from virtdesigner.engine.compiled import Compiled

Table = Literal["guests", "hosts", "links", "luns"]
Sample = NDArray[np.float32]

SUMMED: Final = (
    "memory_active",
    "memory_ballooned",
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
        "luns": ("iops", "latency", "utilisation", "queue"),
    }
)
"""What is kept of each table, by the names of the frame's fields; see `host_metrics` for a host's own."""

LEVELS: Final = 6
FACTOR: Final = 4
LONGEST: Final = 4096


class _Ring:
    """The last `length` samples of one table: times (length,), values (length, metrics, rows)."""

    def __init__(self, length: int, metrics: int, rows: int) -> None:
        self.times = np.zeros(length)
        self.values = np.zeros((length, metrics, rows), dtype=np.float32)
        self.count = 0

    def append(self, time: float, sample: Sample) -> None:
        slot = self.count % len(self.times)
        self.times[slot] = time
        self.values[slot] = sample
        self.count += 1

    def order(self) -> Ints:
        """Slots in use, oldest first."""
        length = len(self.times)
        return np.asarray(np.arange(max(0, self.count - length), self.count) % length, dtype=np.int64)


class _Track:
    """One table's history: rings of ever longer means, each fed by the one before."""

    def __init__(self, length: int, metrics: int, rows: int) -> None:
        self.rings = [_Ring(length, metrics, rows) for _ in range(LEVELS)]
        self._sums = np.zeros((LEVELS, metrics, rows), dtype=np.float32)
        self._held = [0] * LEVELS

    def add(self, time: float, sample: Sample) -> None:
        for level, ring in enumerate(self.rings):
            ring.append(time, sample)
            self._sums[level] += sample
            self._held[level] += 1
            if self._held[level] < FACTOR:
                return
            sample = self._sums[level] / np.float32(FACTOR)
            self._sums[level] = 0
            self._held[level] = 0

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
        track = _Track(length, self._sums.shape[1], len(picked))
        for old, new in zip(self.rings, track.rings, strict=True):
            for slot in old.order()[-length:]:
                new.append(float(old.times[slot]), _picked(old.values[slot], picked))
        track._sums = np.stack([_picked(sums, picked) for sums in self._sums])
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

    def add(self, frame: Frame) -> None:
        """Keep a frame's metrics. After an edit of the design, history goes on by element id."""
        samples = dict(_samples(frame))
        with self._lock:
            if frame.compiled is not self._compiled:
                self._fit(frame.compiled)
            for table, sample in samples.items():
                self._tracks[table].add(frame.time, sample)

    def series(self, table: Table, element: str, metric: str) -> tuple[Floats, Floats]:
        """Times (s) and values of one element, oldest first; empty when it was never seen.

        The recent past is sample by sample, the distant past in means of 4, 16, 64 ... samples.
        """
        with self._lock:
            row = self._rows[table].get(element)
            if row is None:
                return np.empty(0), np.empty(0)
            return self._tracks[table].series(METRICS[table].index(metric), row)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._compiled = None
            self._tracks = {}
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
        return int(np.clip(self.budget // max(1, 4 * cells * LEVELS), 16, LONGEST))


def _ids(compiled: "Compiled", table: Table) -> Sequence[str]:
    by_table = {
        "guests": compiled.guest_ids,
        "hosts": compiled.host_ids,
        "links": compiled.link_ids,
        "luns": compiled.lun_ids,
    }
    return by_table[table]


def _samples(
    frame: Frame,
) -> Iterator[tuple[Table, Sample]]:
    hosts = host_metrics(frame)
    rows = {"guests": frame.guests, "hosts": frame.hosts, "links": frame.links, "luns": frame.luns}
    for table, metrics in METRICS.items():
        values = [hosts[m] if table == "hosts" and m in hosts else getattr(rows[table], m) for m in metrics]
        yield table, np.asarray(values, dtype=np.float32)


def host_metrics(frame: Frame) -> Mapping[str, Floats]:
    """Sums over the guests of each host, by metric: those of SUMMED, and cpu_ready.

    A host's cpu_ready is the mean of its guests' ready shares, weighted by their demand for CPU; (hosts,).
    """
    guests, hosts = frame.guests, len(frame.hosts.cpu_used)
    placed = guests.host >= 0
    sums = {name: _by_host(guests, getattr(guests, name), placed, hosts) for name in SUMMED}
    wanted = _by_host(guests, guests.cpu_demand, placed, hosts)
    waiting = _by_host(guests, guests.cpu_demand * guests.cpu_ready, placed, hosts)
    sums["cpu_ready"] = np.divide(waiting, wanted, out=np.zeros(hosts), where=wanted > 0)
    return sums


def _by_host(guests: GuestFrame, values: Floats, placed: Bools, hosts: int) -> Floats:
    return total(values[placed], guests.host[placed], hosts)
