"""What is measured now of one element: label, words, and how bad it is."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from virtdesigner.report.quantities import duration, number, percent, size
from virtdesigner.ui.panels.inspector.facts import Alarm
from virtdesigner.ui.panels.inspector.texts import text
from virtdesigner.ui.panels.rates import rate, rate_of

if TYPE_CHECKING:
    from virtdesigner.engine.frame import Frame

READY: Final = (0.05, 0.10)
"""Ready time below the first is fine, over the second serious (MODELS.md section 1)."""

COSTOP: Final = (0.03, 0.05)
"""Co-stop below the first is fine (MODELS.md section 1); the second is an estimate [E]."""

UTILISATION: Final = (0.75, 0.90)
"""Where heat turns to warm and to hot."""

PROGRESS_LOST: Final = (0.01, 0.10)
"""Share of its work that a guest doesn't get done: hardly any, and what people complain of [E]."""


class Reading(NamedTuple):
    """One measured quantity in words."""

    label: str
    words: str
    alarm: Alarm = ""


def readings(frame: "Frame", id: str) -> tuple[Reading, ...]:
    """All that a frame has of one element or link; empty when it has nothing of it."""
    compiled = frame.compiled
    found: list[Reading] = []
    for ids, read in _TABLES:
        rows = getattr(compiled, ids)
        if id in rows:
            found.extend(read(frame, rows.index(id)))
    return tuple(found)


def _guest(frame: "Frame", row: int) -> Iterator[Reading]:
    from virtdesigner.insight.inside import is_off, progress

    if is_off(frame, row):
        yield Reading(text("Progress"), text("Off"))
        return
    guests, done = frame.guests, float(progress(frame)[row])
    yield Reading(text("Progress"), percent(done), _level(1 - done, PROGRESS_LOST))
    yield Reading(text("CPU"), _pair(*_asked(frame, row, "cpu"), text("cores")))
    yield Reading(text("Ready"), percent(guests.cpu_ready[row]), _level(guests.cpu_ready[row], READY))
    if guests.cpu_stalled[row] > 0:
        yield Reading(text("Held at its limit"), percent(guests.cpu_stalled[row]))
    if guests.cpu_costop[row] > 0:
        yield Reading(
            text("Co-stop"), percent(guests.cpu_costop[row]), _level(guests.cpu_costop[row], COSTOP)
        )
    yield from _answers(frame, row)
    yield from _guest_memory(frame, row)
    granted, demand = _asked(frame, row, "network")
    if demand > 0:
        yield Reading(text("Network"), rate_of(granted, demand))
    if guests.network_demand[row] > 0:
        yield Reading(text("Round trip"), _round_trip(guests.network_latency[row]))
    granted, demand = _asked(frame, row, "iops")
    if demand > 0:
        yield Reading(text("Storage"), _pair(granted, demand, text("IOPS")))
    if guests.iops_demand[row] > 0:
        yield Reading(text("Latency"), _latency(guests.storage_latency[row]))


def _asked(frame: "Frame", row: int, of: str) -> tuple[float, float]:
    """What a guest, with the containers in it, gets and asks for of `cpu`, `network` or `iops`."""
    from virtdesigner.insight.inside import inside

    rows = [row, *inside(frame.compiled, row)]
    granted, demand = (getattr(frame.guests, f"{of}_{name}")[rows].sum() for name in ("granted", "demand"))
    return float(granted), float(demand)


def _answers(frame: "Frame", row: int) -> Iterator[Reading]:
    """What a guest answers; of a batch job, when it ended."""
    guests = frame.guests
    if guests.finished[row] >= 0:
        yield Reading(text("Job ended after"), duration(guests.finished[row]))
    answers = guests.answers
    response = float(answers.parts[row].sum())
    if answers.rate[row] > 0 and response > 0:
        yield Reading(text("Requests"), text("{rate} per s").format(rate=number(answers.rate[row])))
        yield Reading(text("Response time"), duration(response))


def _guest_memory(frame: "Frame", row: int) -> Iterator[Reading]:
    guests = frame.guests
    yield Reading(text("Memory active"), size(guests.memory_active[row], "MiB"))
    taken: tuple[tuple[str, float, Alarm], ...] = (
        (text("Ballooned"), guests.memory_ballooned[row], "warning"),
        (text("Compressed"), guests.memory_compressed[row], "warning"),
        (text("Swapped"), guests.memory_swapped[row], "bad"),
        (text("Shared"), guests.memory_shared[row], ""),
    )
    for label, amount, alarm in taken:
        if amount >= 1:
            yield Reading(label, size(amount, "MiB"), alarm)


def _host(frame: "Frame", row: int) -> Iterator[Reading]:
    from virtdesigner.engine.frame import MEMORY_STATES
    from virtdesigner.engine.recording import host_metrics

    hosts, sums = frame.hosts, host_metrics(frame)
    used, capacity = hosts.cpu_used[row], hosts.cpu_capacity[row]
    yield Reading(
        text("CPU used"), _pair(used, capacity, text("cores")), _level(_share(used, capacity), UTILISATION)
    )
    ready = sums["cpu_ready"][row]
    yield Reading(text("Ready, mean"), percent(ready), _level(ready, READY))
    used, total = hosts.memory_used[row], hosts.memory_total[row]
    words = text("{used} of {total}").format(used=size(used, "MiB"), total=size(total, "MiB"))
    yield Reading(text("Memory used"), words, _level(_share(used, total), UTILISATION))
    state = int(hosts.memory_state[row])
    yield Reading(text("Memory state"), MEMORY_STATES[state], ("", "", "warning", "bad", "bad")[state])
    for label, metric, alarm in _SUMS:
        if sums[metric][row] >= 1:
            yield Reading(text(label), size(sums[metric][row], "MiB"), alarm)
    yield Reading(text("Network, guests"), rate(sums["network_granted"][row]))
    yield Reading(text("Storage, guests"), f"{number(sums['iops_granted'][row])} {text('IOPS')}")
    yield Reading(text("Power"), f"{hosts.power[row]:,.0f} W")


_SUMS: Final[tuple[tuple[str, str, Alarm], ...]] = (
    ("Ballooned", "memory_ballooned", "warning"),
    ("Swapped", "memory_swapped", "bad"),
    ("Shared", "memory_shared", ""),
)


def _link(frame: "Frame", row: int) -> Iterator[Reading]:
    links = frame.links
    yield Reading(text("Traffic"), rate_of(links.used[row], links.capacity[row]))
    utilisation = links.utilisation[row]
    yield Reading(text("Utilisation"), percent(utilisation), _level(utilisation, UTILISATION))


def _lun(frame: "Frame", row: int) -> Iterator[Reading]:
    luns = frame.luns
    yield Reading(text("Storage"), f"{number(luns.iops[row])} {text('IOPS')}")
    yield Reading(text("Latency"), _latency(luns.latency[row]))
    yield Reading(text("Outstanding"), f"{number(luns.queue[row])} {text('I/Os')}")
    words = text("{used} of {total}").format(
        used=size(luns.used[row], "GiB"), total=size(luns.capacity[row], "GiB")
    )
    yield Reading(text("Space used"), words, _level(_share(luns.used[row], luns.capacity[row]), UTILISATION))
    utilisation = luns.utilisation[row]
    yield Reading(text("Disks busy"), percent(utilisation), _level(utilisation, UTILISATION))


_TABLES: Final[tuple[tuple[str, Callable[["Frame", int], Iterator[Reading]]], ...]] = (
    ("guest_ids", _guest),
    ("host_ids", _host),
    ("link_ids", _link),
    ("lun_ids", _lun),
)


def _level(value: float, bands: tuple[float, float]) -> Alarm:
    return "bad" if value >= bands[1] else "warning" if value >= bands[0] else ""


def _share(used: float, of: float) -> float:
    return used / of if of else 0.0


def _pair(part: float, whole: float, unit: str) -> str:
    return text("{part} of {whole} {unit}").format(part=_short(part), whole=_short(whole), unit=unit)


def _short(value: float) -> str:
    """A changing number without jitter: one decimal below 100, none above."""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.1f}"


def _round_trip(milliseconds: float) -> str:
    return f"{milliseconds * 1000:.0f} µs" if milliseconds < 1 else _latency(milliseconds)


def _latency(milliseconds: float) -> str:
    return f"{milliseconds:.1f} ms" if milliseconds < 100 else f"{milliseconds:,.0f} ms"
