"""Instruction mixes of the benchmarks: calibrating and predicting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.insight.validation.benchmarks import MIXES, paging_factor, slowdown
from virtdesigner.kinds.workloads import TEMPLATES


def test_templates_are_taken_as_they_are() -> None:
    build, mix = TEMPLATES["build"], MIXES["kernel-compile"]
    assert mix.user_share == build.user_share / 100
    assert mix.page_faults == 1000 * build.page_faults


@pytest.mark.parametrize("benchmark", MIXES)
def test_natively_nothing_is_slower(benchmark: str) -> None:
    assert slowdown(benchmark, "native", 2.4) == pytest.approx(1.0)


@given(st.sampled_from(sorted(MIXES)), st.floats(2.0, 20.0))
def test_a_calibrated_mix_slows_down_as_measured(benchmark: str, measured: float) -> None:
    factor = paging_factor(benchmark, "shadowed", 3.8, measured)
    assert slowdown(benchmark, "shadowed", 3.8, factor) == pytest.approx(measured)


def test_less_than_without_paging_takes_no_paging() -> None:
    assert paging_factor("kernel-compile", "shadowed", 3.8, 1.0) == 0.0


def test_paging_alone_is_scaled() -> None:
    mix = MIXES["kernel-compile"]
    assert mix.paging(2.0) == mix._replace(
        page_faults=2 * mix.page_faults, page_table_writes=2 * mix.page_table_writes
    )


def test_a_mix_becomes_fields_in_per_cent_and_thousands() -> None:
    fields = MIXES["user-code"].fields()
    assert (fields["user_share"], fields["system_calls"], fields["page_faults"]) == (98.0, 1.0, 0.1)
