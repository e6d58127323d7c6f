"""Results: what a headless run found, as means over the run. `as_json` follows results.schema.json."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from virtdesigner.engine.arrays import Floats
from virtdesigner.engine.frame import CAUSES, MEMORY_STATES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.insight.bottlenecks import NOTICED, Bottleneck, grouped
from virtdesigner.insight.inside import is_off, with_inside
from virtdesigner.model.design import Design
from virtdesigner.model.errors import SimulationError
from virtdesigner.model.messages import Value
from virtdesigner.report.tally import Tally
from virtdesigner.report.words import names_of
from virtdesigner.rules.visibility import scheduler_of

Watcher = Callable[[Frame, float], None]
"""Called after each step with the frame and the share of the run that is done."""


@dataclass(frozen=True, slots=True)
class GuestResult:
    """One guest; units as in `engine.frame.GuestFrame`, ready and co-stop in per cent.

    CPU, network and IOPS of a VM count what its containers want and get. progress: work done / work wanted
    over the run; lost: cause to the share of what it wanted that it took. powered_on: at the end, or it did
    some work.
    finished_s: simulated time at which its batch job ended.
    """

    id: str
    name: str
    host: str | None
    scheduler: str | None
    cpu_demand: float
    cpu_granted: float
    cpu_ready_percent: float
    cpu_costop_percent: float
    memory_active: float
    memory_ballooned: float
    memory_compressed: float
    memory_swapped: float
    memory_shared: float
    network_demand: float
    network_granted: float
    iops_demand: float
    iops_granted: float
    storage_latency_ms: float
    requests_per_s: float
    response_time_s: float
    powered_on: bool
    finished_s: float | None
    progress: float
    lost: Mapping[str, float]
    limited_by: str


@dataclass(frozen=True, slots=True)
class HostResult:
    """One server. memory_state: at the end; memory_state_seconds: time in each state."""

    id: str
    name: str
    cpu_capacity: float
    cpu_used: float
    memory_total: float
    memory_used: float
    memory_state: str
    memory_state_seconds: Mapping[str, float]
    power_w: float
    energy_kwh: float


@dataclass(frozen=True, slots=True)
class LinkResult:
    """One cable, fibre link or virtual switch; Mb/s of the busier direction."""

    id: str
    name: str
    capacity: float
    used: float
    utilisation: float


@dataclass(frozen=True, slots=True)
class StorageResult:
    """One LUN: means over the run, and the space that was used of it at the end."""

    id: str
    name: str
    iops: float
    latency_ms: float
    utilisation: float
    queue: float
    used_gib: float
    capacity_gib: float


@dataclass(frozen=True, slots=True)
class EventResult:
    """What began or turned in the run, as a code with parameters. time: simulated s."""

    time: float
    element: str
    code: str
    parameters: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Results:
    """A whole run: `seconds` of simulated time in steps of `step`, with random numbers from `seed`."""

    seconds: float
    step: float
    seed: int
    hosts: tuple[HostResult, ...]
    guests: tuple[GuestResult, ...]
    links: tuple[LinkResult, ...]
    storage: tuple[StorageResult, ...]
    bottlenecks: tuple[Bottleneck, ...]
    events: tuple[EventResult, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain lists, dicts, numbers and strings."""
        return asdict(self)


def simulate(
    design: Design,
    seconds: float = 600,
    step: float | None = None,
    seed: int | None = None,
    watch: Watcher | None = None,
) -> Results:
    """Run a design for `seconds` of simulated time and say what was found.

    step, seed: the design's own where None. watch: told of every frame.
    Raises SimulationError when the design can't run.
    """
    return results(*simulate_tally(design, seconds, step, seed, watch))


def simulate_tally(
    design: Design, seconds: float, step: float | None, seed: int | None, watch: Watcher | None
) -> tuple[Tally, int, float]:
    """Run a design; returns what its frames add up to, and the seed and the step that were used.

    The arguments are those of `simulate`.
    """
    simulation = Simulation(design, seed=seed, dt=step)
    tally: Tally | None = None
    while simulation.time < seconds - 1e-9:
        frame = simulation.step()
        tally = tally or Tally(frame)
        tally.add(frame)
        if watch:
            watch(frame, min(1.0, simulation.time / seconds))
    if tally is None:
        raise SimulationError(f"a run of {seconds:g} s has no step: give a longer time")
    return tally, simulation.seed, simulation.dt


def results(tally: Tally, seed: int, step: float) -> Results:
    """The means of a run from its tally."""
    compiled = tally.last.compiled
    return Results(
        seconds=round(tally.seconds, 9),
        step=step,
        seed=seed,
        hosts=_hosts(tally),
        guests=_guests(tally),
        links=_links(tally),
        storage=_storage(tally),
        bottlenecks=grouped(compiled, tally.work.lost(), tally.limiter),
        events=tuple(
            EventResult(event.time, event.element, event.message.code, dict(event.message.parameters))
            for event in tally.events
        ),
    )


def _hosts(tally: Tally) -> tuple[HostResult, ...]:
    compiled = tally.last.compiled
    columns = ("cpu_capacity", "cpu_used", "memory_total", "memory_used")
    means = _rows(tally, "hosts", columns)
    power = tally.mean("hosts", "power")
    names = names_of(compiled.design)
    return tuple(
        HostResult(
            id=id,
            name=names(id),
            **means[row],
            memory_state=MEMORY_STATES[tally.last.hosts.memory_state[row]],
            memory_state_seconds=dict(zip(MEMORY_STATES, tally.state_seconds[row].tolist(), strict=True)),
            power_w=float(power[row]),
            energy_kwh=float(tally.energy_kwh[row]),
        )
        for row, id in enumerate(compiled.host_ids)
    )


_GUEST_COLUMNS: Final = (
    "cpu_demand",
    "cpu_granted",
    "memory_active",
    "memory_ballooned",
    "memory_compressed",
    "memory_swapped",
    "memory_shared",
    "network_demand",
    "network_granted",
    "iops_demand",
    "iops_granted",
)
_WITH_INSIDE: Final = frozenset(
    {"cpu_demand", "cpu_granted", "network_demand", "network_granted", "iops_demand", "iops_granted"}
)
"""Columns in which a VM counts what its containers do; its memory holds theirs already."""


def _guests(tally: Tally) -> tuple[GuestResult, ...]:
    compiled = tally.last.compiled
    means = _rows(tally, "guests", _GUEST_COLUMNS)
    wants = tally.work.wants()
    ready, costop = tally.mean("guests", "cpu_ready") * 100, tally.mean("guests", "cpu_costop") * 100
    lost, latency = tally.work.lost(counts_inside=True), tally.storage_latency()
    requests, answer = tally.requests(), tally.response_time()
    finished = tally.last.guests.finished
    names = names_of(compiled.design)
    return tuple(
        GuestResult(
            id=id,
            name=names(id),
            host=_host_of(tally.last, row),
            scheduler=scheduler_of(compiled.design, id),
            cpu_ready_percent=float(ready[row]),
            cpu_costop_percent=float(costop[row]),
            storage_latency_ms=float(latency[row]),
            requests_per_s=float(requests[row]),
            response_time_s=float(answer[row]),
            powered_on=bool(wants[row]) or not is_off(tally.last, row),
            finished_s=float(finished[row]) if finished[row] >= 0 else None,
            progress=max(0.0, 1.0 - float(lost[row].sum())),
            lost={cause: float(share) for cause, share in zip(CAUSES[1:], lost[row, 1:], strict=True)},
            limited_by=CAUSES[int(np.argmax(lost[row])) if lost[row].max() >= NOTICED else 0],
            **means[row],
        )
        for row, id in enumerate(compiled.guest_ids)
    )


def _host_of(frame: Frame, row: int) -> str | None:
    host = int(frame.guests.host[row])
    return frame.compiled.host_ids[host] if host >= 0 else None


def _links(tally: Tally) -> tuple[LinkResult, ...]:
    compiled = tally.last.compiled
    means = _rows(tally, "links", ("capacity", "used", "utilisation"))
    names = names_of(compiled.design)
    return tuple(LinkResult(id=id, name=names(id), **means[row]) for row, id in enumerate(compiled.link_ids))


def _storage(tally: Tally) -> tuple[StorageResult, ...]:
    compiled = tally.last.compiled
    means = _rows(tally, "luns", ("iops", "utilisation", "queue"))
    latency = tally.mean("luns", "latency")
    names = names_of(compiled.design)
    return tuple(
        StorageResult(
            id=id,
            name=names(id),
            latency_ms=float(latency[row]),
            used_gib=float(tally.last.luns.used[row]),
            capacity_gib=float(tally.last.luns.capacity[row]),
            **means[row],
        )
        for row, id in enumerate(compiled.lun_ids)
    )


def _rows(tally: Tally, table: str, columns: tuple[str, ...]) -> list[dict[str, float]]:
    """One dict of means per row of a table."""
    means = [_mean(tally, table, column).tolist() for column in columns]
    return [dict(zip(columns, values, strict=True)) for values in zip(*means, strict=True)]


def _mean(tally: Tally, table: str, column: str) -> Floats:
    mean = tally.mean(table, column)
    is_shared = table == "guests" and column in _WITH_INSIDE
    return with_inside(tally.last.compiled, mean) if is_shared else mean
