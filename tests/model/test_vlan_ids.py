"""Lists of allowed VLANs: what they carry, how one is added, what is left of a wrong one."""

import re

import pytest

from virtdesigner.model.vlan_ids import VLANS_PATTERN, carries, corrected, ranges, with_vlan


def test_ranges_and_single_numbers() -> None:
    assert ranges("10, 20-29,30") == ((10, 10), (20, 29), (30, 30))


@pytest.mark.parametrize("allowed", ["10", "10, 20-29", "1-9,11"])
def test_a_vlan_that_is_added_is_carried_and_the_others_stay(allowed: str) -> None:
    more = with_vlan(allowed, 4000)
    assert re.match(VLANS_PATTERN, more)
    assert [vlan for vlan in range(1, 4095) if carries(more, vlan)] == [
        vlan for vlan in range(1, 4095) if carries(allowed, vlan) or vlan == 4000
    ]


@pytest.mark.parametrize("allowed", ["all", "10-20"])
def test_a_vlan_that_is_carried_already_changes_nothing(allowed: str) -> None:
    assert with_vlan(allowed, 15) == allowed


@pytest.mark.parametrize(("wrong", "right"), [
    ("10, 5000", "10"), ("20-10", "10-20"), ("4000-5000", "4000-4094"), ("7-7", "7"), ("4095-9999", ""),
    ("10, 20-29", "10, 20-29"),
])  # fmt: skip
def test_what_is_left_of_a_list(wrong: str, right: str) -> None:
    assert corrected(wrong) == right
