"""What techniques cost, operation by operation, and exits by processor."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.engine import exit_cycles, instruction_mix_cost, page_walk_references
from virtdesigner.engine.overhead import TECHNIQUES, Mix, overhead_factor

GHZ = 2.0
WALKS = 0.03
"""[E] What nested paging adds to a core-second: t0 * (2 - 1)."""


@pytest.mark.parametrize(
    ("technique", "user", "kernel"),
    [
        ("native", 1.0, 1.0),
        ("container", 1.0, 1.0),
        ("binary-translation", 1.03, 2.0),
        ("shadowed", 1.05, 1.02),
        ("nested", 1.0 + WALKS, 1.02 + WALKS),
        ("paravirtual", 1.0, 1.03),
        ("paravirtual-64", 1.0, 1.03),
        ("hosted-binary-translation", 1.03, 2.0),
    ],
)
def test_user_and_kernel_code(technique: str, user: float, kernel: float) -> None:
    assert instruction_mix_cost(technique, GHZ, user_share=1.0) == pytest.approx(user)
    assert instruction_mix_cost(technique, GHZ, user_share=0.0) == pytest.approx(kernel)


@pytest.mark.parametrize(
    ("technique", "operation", "cycles"),
    [
        ("native", "system_calls", 0),
        ("container", "page_faults", 0),
        ("binary-translation", "system_calls", 2066),
        ("binary-translation", "page_faults", 2834),
        ("binary-translation", "page_table_writes", 391),
        ("binary-translation", "context_switches", 5000),
        ("shadowed", "system_calls", 4),
        ("shadowed", "page_faults", 10_149),
        ("shadowed", "page_table_writes", 12_733),
        ("shadowed", "context_switches", 25_466),
        ("nested", "page_faults", 0),
        ("paravirtual", "system_calls", 0),
        ("paravirtual-64", "system_calls", 500),
        ("paravirtual", "page_faults", 1500),
        ("paravirtual", "page_table_writes", 300),
        ("paravirtual", "context_switches", 2900),
        # 17.3 us of 2 GHz are 34,600 cycles, on top of the technique's own.
        ("hosted-binary-translation", "context_switches", 39_600),
        ("hosted-nested", "context_switches", 34_600),
    ],
)
def test_cycles_of_an_operation(technique: str, operation: str, cycles: int) -> None:
    rates: dict[str, Any] = {operation: 1e5}
    none, some = instruction_mix_cost(technique, GHZ), instruction_mix_cost(technique, GHZ, **rates)
    assert (some - none) * GHZ * 1e9 / 1e5 == pytest.approx(cycles, abs=1e-6)


@given(st.floats(0.0, 1.0), st.floats(0.0, 2e5), st.floats(0.0, 5e4), st.sampled_from(["shadowed", "nested"]))
def test_a_hybrid_is_never_dearer_than_what_it_is_made_of(
    user: float, calls: float, faults: float, hardware: str
) -> None:
    cost = {
        name: instruction_mix_cost(
            name, GHZ, user_share=user, system_calls=calls, page_faults=faults, page_table_writes=2 * faults
        )
        for name in (f"hybrid-{hardware}", hardware, "paravirtual")
    }
    assert cost[f"hybrid-{hardware}"] <= min(cost[hardware], cost["paravirtual"]) + 1e-12


def test_a_hybrid_pages_as_is_cheaper() -> None:
    # Without paging operations there are no walks to save by nested paging: it pages paravirtually.
    assert instruction_mix_cost("hybrid-nested", GHZ, user_share=1.0) == pytest.approx(1.0)
    # 30,000 faults/s at 1500 cycles of 2 GHz cost 0.0225, less than nested paging's 0.03; 60,000 cost more.
    few, many = (instruction_mix_cost("hybrid-nested", GHZ, page_faults=rate) for rate in (3e4, 6e4))
    assert [few, many] == pytest.approx([1.0225, 1.0 + WALKS])


def test_a_kernel_factor_replaces_the_techniques_but_where_there_is_no_hypervisor() -> None:
    assert instruction_mix_cost("binary-translation", GHZ, user_share=0.0, kernel_factor=3.0) == 3.0
    assert instruction_mix_cost("native", GHZ, user_share=0.0, kernel_factor=3.0) == 1.0
    assert instruction_mix_cost("container", GHZ, user_share=0.0, kernel_factor=3.0) == 1.0


@pytest.mark.parametrize(
    ("generation", "hardware"), [("prescott", 3963), ("nehalem", 1009), ("sandy-bridge", 784)]
)
def test_exits_cost_by_generation(generation: str, hardware: int) -> None:
    # Software takes 3000 - 784 cycles of an exit.
    assert exit_cycles(generation) == hardware + 2216
    none = instruction_mix_cost("nested", GHZ)
    some = instruction_mix_cost("nested", GHZ, exits=1e5, generation=generation)
    assert some - none == pytest.approx((hardware + 2216) * 1e5 / (GHZ * 1e9))


@pytest.mark.parametrize("technique", ["native", "container", "paravirtual", "binary-translation"])
def test_without_hardware_assist_there_are_no_exits(technique: str) -> None:
    assert instruction_mix_cost(technique, GHZ, exits=1e6) == instruction_mix_cost(technique, GHZ)


def test_each_guest_pays_for_its_own_technique() -> None:
    rows = np.arange(len(TECHNIQUES))
    mix = Mix(*(np.full(rows.size, rate) for rate in (0.5, 6e4, 2e4, 5e4, 1e4)))
    found = overhead_factor(mix, rows, np.full(rows.size, np.nan), np.full(rows.size, GHZ * 1e9))
    assert found.tolist() == [
        instruction_mix_cost(
            name, GHZ, user_share=0.5, system_calls=6e4, page_faults=2e4, page_table_writes=5e4,
            context_switches=1e4,
        )
        for name in TECHNIQUES
    ]  # fmt: skip


def test_unknown_names_are_refused() -> None:
    with pytest.raises(ValueError, match="'magic' is no technique: choose one of native"):
        instruction_mix_cost("magic", GHZ)
    with pytest.raises(ValueError, match="exits of '486' processors were not measured"):
        exit_cycles("486")


@pytest.mark.parametrize(("guest", "host", "references"), [(4, 0, 4), (4, 4, 24), (5, 5, 35), (3, 4, 19)])
def test_page_walks(guest: int, host: int, references: int) -> None:
    assert page_walk_references(guest, host) == references
