"""Case: a published number with the inputs it was published for, and what this program makes of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isnan, nan
from typing import Any, Final, Literal

Input = float | int | str | bool
Kind = Literal["predicted", "calibrated"]
Run = Literal["formula", "simulation"]

EXACT: Final = 1e-9
"""Tolerance of arithmetic: rounding alone. The tolerances are those of MODELS.md section 11."""

OVERHEAD: Final = 0.01
"""Tolerance of overhead memory."""

BRIDGING: Final = 0.02
"""Tolerance of the shared Ethernet adapter."""

IDLE_TAX: Final = 0.03
"""Tolerance of the idle memory tax."""

WEIGHTED: Final = 0.05
"""Tolerance of weighted shares."""

MACRO: Final = 0.15
"""Tolerance of macro benchmarks predicted on one machine from calibration on another."""


@dataclass(frozen=True, slots=True)
class Case:
    """One published number. `compute`, called with the inputs by name, gives what this program makes of it.

    expected: in `unit`; tolerance: most error, relative, or absolute where nothing is expected.
    kind: calibrated where a constant of the model was fitted to this very number, which then proves nothing.
    run: simulation where `compute` steps the engine through a design. reason: why the case is known to fail.
    """

    id: str
    title: str
    source: str
    inputs: Mapping[str, Input]
    expected: float
    compute: Callable[..., float]
    unit: str = ""
    tolerance: float = EXACT
    kind: Kind = "predicted"
    run: Run = "formula"
    reason: str = ""

    def outcome(self) -> "Outcome":
        """Compute it."""
        return Outcome(self, float(self.compute(**self.inputs)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case. computed: NaN where no model gives the number."""

    case: Case
    computed: float

    @property
    def error(self) -> float:
        """Computed against expected: relative, absolute where nothing is expected, NaN without a number."""
        difference = self.computed - self.case.expected
        return difference / abs(self.case.expected) if self.case.expected else difference

    @property
    def passed(self) -> bool:
        """Within the tolerance."""
        return abs(self.error) <= self.case.tolerance

    def as_json(self) -> dict[str, Any]:
        """The row of the table, for other programs; null where no model gives the number."""
        case, known = self.case, not isnan(self.computed)
        return {
            "id": case.id,
            "title": case.title,
            "source": case.source,
            "inputs": dict(case.inputs),
            "unit": case.unit,
            "expected": case.expected,
            "computed": self.computed if known else None,
            "error": self.error if known else None,
            "tolerance": case.tolerance,
            "kind": case.kind,
            "run": case.run,
            "passed": self.passed,
            "reason": case.reason,
        }


def not_modelled(**_inputs: Input) -> float:
    """Of what the engine has no model for."""
    return nan
