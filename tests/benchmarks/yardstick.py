"""How benchmarks measure: median CPU time, and its ratio to a fixed piece of work in the same run.

Milliseconds depend on the machine and on who else uses it; the ratio hardly does. Nothing is asserted.
"""

import statistics
import time
from collections.abc import Callable

WORK = 200_000


def milliseconds(act: Callable[[], object], times: int = 10) -> float:
    """Median CPU time of an act, after one to warm up."""
    act()
    spent = []
    for _ in range(times):
        start = time.process_time()
        act()
        spent.append(1000 * (time.process_time() - start))
    return statistics.median(spent)


def yardstick() -> float:
    """CPU time (ms) of a fixed piece of plain Python, now."""
    return milliseconds(lambda: sum(number * number for number in range(WORK)), times=5)


def report(what: str, spent: float) -> None:
    """Print what an act took, in ms and in yardsticks."""
    print(f"\n{what}: {spent:.1f} ms, {spent / yardstick():.2f} yardsticks", end="")  # noqa: T201
