"""`virtdesigner benchmark`: measure how fast the engine steps, on a design of any size made for it."""

import argparse
import statistics
import time
from typing import Any

from rich.table import Table

from virtdesigner.cli.console import output, print_json, progress_bar
from virtdesigner.engine.proving_ground import Ground, Shortage
from virtdesigner.engine.recording import Recording
from virtdesigner.engine.simulation import Simulation

WARM_UP_STEPS = 60
"""Steps before the measured ones: hosts that are short of memory fill it, and the recording takes its own."""

SAMPLES = 10
"""Frames of which the shortages are taken, evenly over the measured ones."""


def run(arguments: argparse.Namespace) -> int:
    """Build the design, step it, and say what a step took. Returns 0."""
    ground = Ground(
        arguments.guests, arguments.hosts, arguments.contended, arguments.only == "cpu", arguments.cores
    )
    found = measure(ground, max(1, round(arguments.seconds)))
    if arguments.json:
        print_json(found)
    else:
        _show(found)
    return 0


def measure(ground: Ground, steps: int) -> dict[str, Any]:
    """Step a design so many simulated seconds; what it took, by name.

    Only stepping and recording count, in CPU time of the whole process, user and system; every guest draws
    its demand anew in each step.
    """
    simulation, recording, shortage = Simulation(ground.design(), dt=1.0), Recording(), Shortage()
    for _ in range(WARM_UP_STEPS):
        recording.add(simulation.step())
    spent = []
    with progress_bar(f"Stepping {ground.guests:,} guests") as advance:
        for number in range(steps):
            begin = time.process_time()
            frame = simulation.step()
            recording.add(frame)
            spent.append(time.process_time() - begin)
            if number % max(1, steps // SAMPLES) == 0:
                shortage.add(frame)
                advance(number / steps)
    return {
        "guests": ground.guests,
        "hosts": ground.hosts,
        "seconds": steps,
        "contended": ground.contended,
        "only": "cpu" if ground.only_cpu else None,
        "guest_seconds_per_cpu_second": ground.guests * steps / max(sum(spent), 1e-9),
        "cpu_seconds": sum(spent),
        "step_ms": 1000.0 * sum(spent) / steps,
        "median_step_ms": 1000.0 * statistics.median(spent),
        "short": shortage.shares,
        "recording_bytes": recording.nbytes,
    }


_LABELS = {
    "cpu": "Hosts short of CPU",
    "memory": "Hosts short of memory",
    "uplinks": "Saturated uplinks",
    "luns": "Saturated LUNs",
}


def _show(found: dict[str, Any]) -> None:
    rate = found["guest_seconds_per_cpu_second"]
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_row("Guests, hosts", f"{found['guests']:,}, {found['hosts']:,}")
    table.add_row("Guest-seconds per CPU second", f"{rate:,.0f}", style="bold")
    table.add_row(
        "CPU time of a step", f"{found['step_ms']:.2f} ms (median {found['median_step_ms']:.2f} ms)"
    )
    for name, share in found["short"].items():
        table.add_row(_LABELS[name], f"{100 * share:.1f} %")
    table.add_row("Recording", f"{found['recording_bytes'] / 2**20:.0f} MiB")
    output().print(table)
