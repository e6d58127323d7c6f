"""A step leaves out what changes nothing: it finds what it would with all hosts, links and disks taken in."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.designs import designs
from tests.frames import arrays
from virtdesigner.engine.compiled import compile_topology
from virtdesigner.engine.proving_ground import Ground
from virtdesigner.engine.state import State
from virtdesigner.engine.step import step
from virtdesigner.model.design import Design

ROUNDING = 1e-9


def _check(design: Design, dt: float, steps: int) -> None:
    compiled = compile_topology(design)
    short, whole = State.fresh(compiled, 1), State.fresh(compiled, 1)
    for _ in range(steps):
        one, other = step(compiled, short, dt), step(compiled, whole, dt, whole=True)
        assert one.converged == other.converged
        assert one.alarms == other.alarms
        for found, expected in zip(arrays(one), arrays(other), strict=True):
            np.testing.assert_allclose(found, expected, rtol=ROUNDING, atol=ROUNDING)


@settings(max_examples=150)
@given(designs(), st.sampled_from((0.5, 1.0, 7.0)))
def test_what_is_left_out_changes_nothing(design: Design, dt: float) -> None:
    _check(design, dt, 6)


def test_nor_in_a_large_design_that_is_short_here_and_there() -> None:
    _check(Ground(200, 20, contended=True).design(), 1.0, 20)
