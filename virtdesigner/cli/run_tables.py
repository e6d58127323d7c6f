"""Tables of a run: the live view while it goes, and the summary when it is done."""

from collections.abc import Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from virtdesigner.cli.console import output
from virtdesigner.engine.frame import CAUSES, MEMORY_STATES, Frame
from virtdesigner.insight.bottlenecks import NOTICED, Bottleneck
from virtdesigner.insight.inside import is_off, lost, progress
from virtdesigner.model.design import Design
from virtdesigner.report.results import GuestResult, Results
from virtdesigner.report.telling_apart import told_apart
from virtdesigner.report.words import Names, sentence
from virtdesigner.report.words_run import CAUSE_LABELS

SHOWN: Final = 12
"""Guests and bottlenecks that the tables name; the JSON holds all."""

NAMED: Final = 4
"""Victims that a bottleneck is shown with."""


def live_view(frame: Frame, done: float) -> RenderableType:
    """The hosts and the slowest guests of the moment. done: share of the run that is behind us."""
    head = Text(f"{frame.time:,.0f} s simulated, {done:.0%} of the run", style="bold")
    return Group(head, _hosts_now(frame), _slowest_now(frame))


def _hosts_now(frame: Frame) -> Table:
    names, hosts = told_apart(frame.compiled.design), frame.hosts
    rows = [
        (
            names(id),
            _share(hosts.cpu_used[row], hosts.cpu_capacity[row]),
            _share(hosts.memory_used[row], hosts.memory_total[row]),
            MEMORY_STATES[hosts.memory_state[row]],
            f"{hosts.power[row]:.0f} W",
        )
        for row, id in enumerate(frame.compiled.host_ids[:SHOWN])
    ]
    return _table(("Server", "CPU", "Memory", "State", "Power"), rows)


def _slowest_now(frame: Frame) -> Table:
    names, guests = told_apart(frame.compiled.design), frame.guests
    done = progress(frame)
    slowest = sorted(range(len(done)), key=lambda row: (done[row], row))[:SHOWN]
    rows = [
        (
            names(frame.compiled.guest_ids[row]),
            *_work(not is_off(frame, row), f"{done[row]:.0%}", _cause_now(frame, row)),
            f"{guests.cpu_ready[row]:.0%}",
            f"{guests.memory_ballooned[row]:,.0f} MiB",
            f"{guests.storage_latency[row]:.1f} ms",
        )
        for row in slowest
    ]
    return _table(("Guest", "Progress", "Held back by", "Ready", "Ballooned", "Storage"), rows)


def _cause_now(frame: Frame, row: int) -> str:
    """What takes most of what a guest wants at the moment."""
    shares = lost(frame, row)
    most = int(shares.argmax())
    return CAUSES[most] if shares[most] >= NOTICED else "none"


def _work(is_on: bool, done: str, cause: str) -> tuple[str, str]:
    """How much a guest got done and what holds it back; of one that is off that says nothing."""
    return (done, CAUSE_LABELS[cause]) if is_on else ("off", "-")


def show_results(design: Design, results: Results) -> None:
    """Print the summary of a run: servers, slowest guests, and the bottlenecks in words."""
    console = output()
    console.print(f"{results.seconds:,.0f} s simulated in steps of {results.step:g} s, seed {results.seed}")
    console.print(_hosts_table(results))
    names = told_apart(design)
    console.print(_guests_table(results.guests, names))
    for bottleneck in results.bottlenecks[:SHOWN]:
        console.print(f"- {_in_words(bottleneck, names)}", markup=False)
    more = len(results.bottlenecks) - SHOWN
    if more > 0:
        console.print(f"and {more} more; --json has them all")
    if not results.bottlenecks:
        console.print("Nothing holds any guest back.")


def _in_words(bottleneck: Bottleneck, names: Names) -> str:
    """The bottleneck as a sentence, with the names of its worst victims."""
    victims = ", ".join(names(id) for id in bottleneck.victims[:NAMED])
    more = len(bottleneck.victims) - NAMED
    return f"{sentence(bottleneck.message, names)}: {victims}{f' and {more} more' if more > 0 else ''}"


def _hosts_table(results: Results) -> Table:
    rows = [
        (
            host.name,
            _share(host.cpu_used, host.cpu_capacity),
            _share(host.memory_used, host.memory_total),
            host.memory_state,
            f"{host.power_w:.0f} W",
            f"{host.energy_kwh:.3f} kWh",
        )
        for host in results.hosts
    ]
    return _table(("Server", "CPU", "Memory", "State", "Power", "Energy"), rows)


def _guests_table(guests: Sequence[GuestResult], names: Names) -> Table:
    slowest = sorted(guests, key=lambda guest: (not guest.powered_on, guest.progress, guest.name))
    rows = [
        (
            names(guest.id),
            *_work(guest.powered_on, f"{guest.progress:.1%}", guest.limited_by),
            f"{guest.cpu_granted:.2f} / {guest.cpu_demand:.2f}",
            f"{guest.cpu_ready_percent:.1f} %",
            f"{guest.memory_ballooned:,.0f} / {guest.memory_swapped:,.0f}",
            f"{guest.network_granted:,.1f}",
            f"{guest.iops_granted:,.0f}",
            f"{guest.storage_latency_ms:.2f}",
        )
        for guest in slowest[:SHOWN]
    ]
    heads = (
        "Guest",
        "Progress",
        "Held back by",
        "Cores",
        "Ready",
        "Balloon / swap MiB",
        "Mb/s",
        "IOPS",
        "ms",
    )
    title = f"The {len(rows)} slowest of {len(guests)} guests" if len(guests) > SHOWN else None
    return _table(heads, rows, title)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], title: str | None = None) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for place, head in enumerate(heads):
        table.add_column(head, justify="left" if place == 0 else "right", no_wrap=True)
    for row in rows:
        # A name is text, not markup: "[web]" must not vanish.
        table.add_row(Text(row[0]), *row[1:])
    return table


def _share(part: float, whole: float) -> str:
    return f"{part / whole:.0%}" if whole else "-"
