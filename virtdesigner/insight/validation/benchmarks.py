"""Instruction mixes of the benchmarks that were measured, and how they come out under a technique.

The mixes were not published: they are templates of MODELS.md section 9 where one fits, else estimates [E].
"""

from types import MappingProxyType
from typing import Final, NamedTuple

from virtdesigner.engine import instruction_mix_cost
from virtdesigner.kinds.workloads import TEMPLATES


class Rates(NamedTuple):
    """An instruction mix: user share 0 to 1, operations per second of native core."""

    user_share: float
    system_calls: float
    page_faults: float
    page_table_writes: float
    context_switches: float

    def paging(self, factor: float) -> "Rates":
        """The same with more or fewer faults and page-table writes."""
        return self._replace(
            page_faults=self.page_faults * factor, page_table_writes=self.page_table_writes * factor
        )

    def fields(self) -> dict[str, float]:
        """The same as fields of a workload."""
        thousands = {name: rate / 1000.0 for name, rate in self._asdict().items() if name != "user_share"}
        return {"user_share": 100.0 * self.user_share, **thousands}


def _template(name: str) -> Rates:
    load = TEMPLATES[name]
    thousands = (load.system_calls, load.page_faults, load.page_table_writes, load.context_switches)
    return Rates(load.user_share / 100.0, *(1000.0 * rate for rate in thousands))


_BUILD: Final = _template("build")

MIXES: Final = MappingProxyType(
    {
        "kernel-compile": _BUILD,
        # Mostly kernel code, which faults and writes page tables in the proportion of a build.
        "forkwait": _BUILD._replace(user_share=0.05, system_calls=20_000.0, context_switches=13_000.0),
        "large-ram": _BUILD._replace(user_share=0.6, system_calls=10_000.0),
        "user-code": Rates(0.98, 1000.0, 100.0, 300.0, 500.0),
        "linpack": Rates(0.999, 100.0, 10.0, 30.0, 100.0),
        "database": _template("oltp-database"),
        "file-server": _template("file-server"),
        "web-server": _template("web-server"),
    }
)
"""Benchmark to its mix, [E]."""


def slowdown(benchmark: str, technique: str, clock_ghz: float, paging: float = 1.0) -> float:
    """Return how many times longer a benchmark takes than natively. paging: factor on its paging."""
    return instruction_mix_cost(technique, clock_ghz, **MIXES[benchmark].paging(paging)._asdict())


def paging_factor(benchmark: str, technique: str, clock_ghz: float, measured: float) -> float:
    """Return the factor on its paging with which a benchmark slows down as measured, at least 0."""
    none, one = (slowdown(benchmark, technique, clock_ghz, paging) for paging in (0.0, 1.0))
    return max((measured - none) / (one - none), 0.0)
