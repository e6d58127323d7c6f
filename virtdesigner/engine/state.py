"""State: what changes in a run. Kept by element id across edits, and saved whole in a checkpoint."""

import io
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, Final, Self

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, total
from virtdesigner.engine.compiled import Compiled
from virtdesigner.engine.estimates import FREE_MARGIN
from virtdesigner.engine.memory_state import MemoryState
from virtdesigner.engine.memory_targets import targets
from virtdesigner.model.errors import SimulationError


class CheckpointError(SimulationError):
    """A checkpoint can't be read, or is of another design."""


ROWS: Final[Mapping[str, tuple[str, float | bool]]] = MappingProxyType(
    {
        "host": ("guests", -1),
        "guest_up": ("guests", True),
        "host_up": ("hosts", True),
        "link_up": ("links", True),
        "group_up": ("groups", True),
        "cpu_factor": ("hosts", 1.0),
        "link_factor": ("links", 1.0),
        "group_factor": ("groups", 1.0),
        "bounds": ("uses", np.nan),
        "cpu_level": ("pools", 0.0),
        "progress": ("guests", 1.0),
        "backlog": ("guests", 0.0),
        "work_done": ("guests", 0.0),
        "finished": ("guests", -1.0),
        "touched": ("guests", 0.0),
        "ballooned": ("guests", 0.0),
        "swapped_active": ("guests", 0.0),
        "swapped_idle": ("guests", 0.0),
        "compressed_active": ("guests", 0.0),
        "compressed_idle": ("guests", 0.0),
        "shared": ("guests", 0.0),
        "target": ("guests", 0.0),
        "memory_level": ("hosts", 0.0),
        "memory_state": ("hosts", int(MemoryState.HIGH)),
        "latency": ("luns", np.nan),
        "memory_most": ("guests", np.inf),
        "memory_told": ("guests", 0),
        "balloon_mark": ("guests", 0.0),
        "cpu_use": ("guests", 0.0),
        "cores_busy": ("guests", 0.0),
        "away": ("guests", 0.0),
        "scale_due": ("scalings", 0.0),
        "uplink": ("teams", -1),
        "link_busy": ("links", 0.0),
        "burst_used": ("shapers", 0.0),
        "window": ("queues", np.inf),
        "written": ("disks", np.nan),
        "powered": ("guests", False),
        "path_used": ("paths", False),
        "path_lost": ("queues", -1.0),
    }
)
"""Array of `State` to the table whose rows it has, and what a new row begins with."""


@dataclass
class State:
    """All that a step starts from and leaves behind, beside the compiled design.

    step: steps made; time: simulated s; balance_due: when memory targets are set anew.
    Where and what there is: host: (guests,) row, -1 for none; guest_up, host_up, link_up, group_up: of each;
    cpu_factor, link_factor, group_factor: part of a host's cores, a link, a disk group that is left, 0 to 1.
    They start as the design wishes, and may change in a run without a recompile. What a guest sends and
    stores still goes the ways that were compiled for its home host.
    bounds: (uses,) of the coupling rule, NaN for one that holds nothing back; cpu_level: (pools,) start of
    the solver.
    progress: (guests,) of the last step; backlog: (guests,) waiting work in s of full load; work_done:
    (guests,) core-s of a batch job; finished: (guests,) when it ended, -1 before.
    Memory, MiB (guests,): touched: pages the guest has filled; ballooned: taken by the balloon;
    swapped_active, swapped_idle: swapped out, in and outside its working set; compressed_active,
    compressed_idle: likewise in the compression cache, before compression; shared: saved by sharing;
    target: what it should hold; memory_most: what a pool at its limit lets it hold. memory_told: (guests,)
    what of its reclamation has been told, flags of `phases.telling`; balloon_mark: (guests,) MiB where its
    balloon turned last. memory_level: (hosts,) start of the solver of targets; memory_state: (hosts,)
    MemoryState. latency: (luns,) ms of the last step.
    cpu_use: (guests,) of what the vCPUs can do, in the last step; cores_busy: (guests,) reference cores
    that it kept busy then, where neighbours in caches count; scale_due: (scalings,) when a service may start
    or stop a member again. away: (guests,) s that a request of a closed loop waits for anything but the
    guest's own vCPUs.
    uplink: (teams,) place among its uplinks that an adapter's traffic has moved to, -1 before; link_busy:
    (links,) s for which an uplink of such an adapter has been busy.
    burst_used: (shapers,) Mb that are missing from the bucket of a shaped port group.
    window: (queues,) I/Os that storage I/O control lets an initiator have under way on a LUN, infinite
    before it has acted. written: (disks,) GiB that each takes of its LUN, NaN before its first step; powered:
    (guests,) has come up: not so one whose datastore was full when it should have. path_used: (paths,) by I/O
    to a LUN; path_lost: (queues,) simulated s since which an initiator has had no path to a LUN, -1 while it
    has one.
    routed: the design with the ways that are taken now, see `phases.teaming`; no part of a checkpoint.
    taken: the paths that I/O takes now, see `phases.multipathing`; no part of a checkpoint either.
    said: what was told last of conditions that last, see `phases.saying`; no part of a checkpoint either.
    presence, layouts: what a step works out from where everything is, and from what is short, kept for the
    next; no part of a checkpoint.
    """

    seed: int
    step: int
    time: float
    balance_due: float
    host: Ints
    guest_up: Bools
    host_up: Bools
    link_up: Bools
    group_up: Bools
    cpu_factor: Floats
    link_factor: Floats
    group_factor: Floats
    bounds: Floats
    cpu_level: Floats
    progress: Floats
    backlog: Floats
    work_done: Floats
    finished: Floats
    touched: Floats
    ballooned: Floats
    swapped_active: Floats
    swapped_idle: Floats
    compressed_active: Floats
    compressed_idle: Floats
    shared: Floats
    target: Floats
    memory_level: Floats
    memory_state: Ints
    latency: Floats
    memory_most: Floats
    memory_told: Ints
    balloon_mark: Floats
    cpu_use: Floats
    cores_busy: Floats
    away: Floats
    scale_due: Floats
    uplink: Ints
    link_busy: Floats
    burst_used: Floats
    window: Floats
    written: Floats
    powered: Bools
    path_used: Bools
    path_lost: Floats
    routed: object = field(default=None, init=False, repr=False, compare=False)
    taken: object = field(default=None, init=False, repr=False, compare=False)
    said: dict[str, object] = field(default_factory=dict, init=False, repr=False, compare=False)
    presence: object = field(default=None, init=False, repr=False, compare=False)
    layouts: object = field(default=None, init=False, repr=False, compare=False)

    @classmethod
    def fresh(cls, compiled: Compiled, seed: int) -> Self:
        """The state at the start of a run: guests have run long enough to fill the memory that there is."""
        arrays = {name: _filled(value, len(_ids(compiled, table))) for name, (table, value) in ROWS.items()}
        state = cls(seed=seed, step=0, time=0.0, balance_due=0.0, **arrays)
        state.host = compiled.guests.home.copy()
        state.guest_up, state.host_up = compiled.guests.starts.copy(), compiled.hosts.is_on.copy()
        state.powered = state.guest_up.copy()
        state.touched = _filled_memory(compiled, state)
        return state

    def remapped(self, old: Compiled, new: Compiled) -> "State":
        """This state for an edited design: rows of what is still there are kept, others begin afresh.

        Where an edit changed what the design wishes, a guest's host or a power switch, the wish is followed.
        """
        rows = {table: _kept(old, new, table) for table in {table for table, _ in ROWS.values()}}
        arrays = {}
        for name, (table, value) in ROWS.items():
            values, found = getattr(self, name), rows[table]
            blank = _filled(value, found.size)
            kept = values[np.maximum(found, 0)] if values.size else blank
            arrays[name] = np.where(found >= 0, kept, blank).astype(blank.dtype)
        guests, hosts = (old.guests, new.guests), (old.hosts, new.hosts)
        arrays["guest_up"] = _wished(arrays["guest_up"], rows["guests"], *(g.starts for g in guests))
        arrays["host_up"] = _wished(arrays["host_up"], rows["hosts"], *(h.is_on for h in hosts))
        arrays["host"] = self._moved(old, new, rows["guests"])
        arrays["written"] = new.stores.space.after_edit(arrays["written"], rows["disks"], old.stores.space)
        return State(seed=self.seed, step=self.step, time=self.time, balance_due=self.time, **arrays)

    def _moved(self, old: Compiled, new: Compiled, rows: Ints) -> Ints:
        """Where the guests of an edited design are: rows of its hosts; at home where their host is gone."""
        renumbered = np.append(_rows(new.row["hosts"], old.host_ids), -1)
        at = np.append(self.host, -1)[rows]
        now = np.where((at >= 0) & (renumbered[at] < 0), new.guests.home, renumbered[at])
        moved: Ints = _wished(now, rows, renumbered[old.guests.home], new.guests.home)
        return moved

    def runs(self, compiled: Compiled) -> Bools:
        """Which guests (guests,) are up, on a host that is up and whose hypervisor can run them."""
        on = np.maximum(self.host, 0)
        up = self.host_up[on] if self.host_up.size else np.zeros(on.size, dtype=np.bool_)
        able = compiled.platforms.technique[self.platform(compiled)] >= 0
        runs = self.guest_up & self.powered & (self.host >= 0) & up & able
        # A container goes with the VM that it is in.
        inside = np.flatnonzero(compiled.guests.carrier >= 0)
        runs[inside] &= runs[compiled.guests.carrier[inside]]
        return np.asarray(runs)

    def platform(self, compiled: Compiled) -> Ints:
        """The platform (guests,) of each guest: its own at home, that of its host elsewhere."""
        own, home = compiled.guests.platform, compiled.guests.home
        if not compiled.hosts.platform.size:
            return own
        away = (self.host >= 0) & (self.host != home)
        return np.where(away, compiled.hosts.platform[np.maximum(self.host, 0)], own)

    def copy(self) -> "State":
        """A state that goes on apart from this one."""
        made = copy(self)
        for column in fields(self):
            value = getattr(self, column.name)
            if isinstance(value, np.ndarray):
                setattr(made, column.name, value.copy())
        return made

    def take(self, other: "State") -> None:
        """Become what another state is; that one is used no more."""
        for column in fields(self):
            setattr(self, column.name, getattr(other, column.name))

    def checkpoint(self, compiled: Compiled) -> bytes:
        """The whole state as bytes; `restored` with the same design goes on to the same bits."""
        values = {column.name: getattr(self, column.name) for column in fields(self) if column.init}
        stream = io.BytesIO()
        np.savez(stream, **values, identity=compiled.identity)
        return stream.getvalue()

    @classmethod
    def restored(cls, compiled: Compiled, data: bytes) -> Self:
        """The state of a checkpoint. Raises CheckpointError for other bytes or another design."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as saved:
                values = dict(saved)
        except (ValueError, OSError, EOFError) as error:
            raise CheckpointError(
                f"this is no checkpoint ({error}): choose one that this program saved"
            ) from error
        if str(values.pop("identity", "")) != compiled.identity:
            raise CheckpointError("the checkpoint is of another design: open the design it was made with")
        plain = {name: values.pop(name).item() for name in _PLAIN}
        return cls(**plain, **values)


_PLAIN: Final = ("seed", "step", "time", "balance_due")

_TABLES: Final = (
    "guests",
    "hosts",
    "links",
    "groups",
    "luns",
    "uses",
    "pools",
    "scalings",
    "teams",
    "shapers",
    "queues",
    "disks",
    "paths",
)


def _ids(compiled: Compiled, table: str) -> Sequence[str]:
    stores = compiled.stores
    of_stores = {"queues": stores.queue_keys, "disks": stores.space.keys, "paths": stores.paths.keys}
    if table in of_stores:
        return of_stores[table]
    if table in ("uses", "pools", "scalings", "teams", "shapers"):
        keys: tuple[str, ...] = getattr(compiled, table).keys
        return keys
    ids: Sequence[str] = getattr(compiled, f"{table.removesuffix('s')}_ids")
    return ids


def _filled(value: float | bool, size: int) -> Any:
    return np.full(size, value, dtype=_DTYPES[type(value)])


_DTYPES: Final = {bool: np.bool_, int: np.int64, float: np.float64}


def _wished(kept: Any, rows: Ints, before: Any, after: Any) -> Any:
    """Return what was kept, but the wish of the edited design for what is new and where the wish changed.

    kept, rows, after: (new rows,); before: (old rows,).
    """
    if not before.size:
        return after.copy()
    return np.where((rows < 0) | (before[rows] != after), after, kept)


def _kept(old: Compiled, new: Compiled, table: str) -> Ints:
    """Return the old row of each row of a table, -1 for a new one."""
    before, after = _ids(old, table), _ids(new, table)
    return np.arange(len(after)) if before is after else _rows(old.row[table], after)


def _rows(old: Any, ids: Sequence[str]) -> Ints:
    return np.array([old.get(id, -1) for id in ids], dtype=np.int64)


def _filled_memory(compiled: Compiled, state: State) -> Floats:
    """Return the memory (guests,) MiB that guests hold when all have started: what each host's memory allows.

    Down to the free memory at which reclamation begins, so that a run starts at the edge, not past it.
    """
    guests, hosts, runs = compiled.guests, compiled.hosts, state.runs(compiled)
    active = np.where(guests.patterns.start > 0.0, 0.0, guests.working_set * guests.size)
    wanted = np.where(guests.is_bare, active, guests.memory)
    overhead = np.where(runs, guests.memory_overhead, 0.0)
    placed = state.host >= 0
    taken = total(overhead[placed], state.host[placed], hosts.memory.size)
    room = np.maximum(hosts.memory - hosts.system - taken - FREE_MARGIN * hosts.thresholds.clear, 0.0)
    return targets(compiled, state.host, runs, wanted, active, room, np.zeros(room.size)).target
