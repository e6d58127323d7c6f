"""Which VLANs a physical switch lets through."""

import pydantic
import pytest

from virtdesigner.kinds import PhysicalSwitch
from virtdesigner.model.record import source_id


def switch(vlans: str) -> PhysicalSwitch:
    return PhysicalSwitch(id=source_id("test", "switch"), name="tor", vlans=vlans)


@pytest.mark.parametrize(("vlans", "passing", "stopped"), [
    ("all", [1, 10, 4094], []),
    ("10", [10], [1, 9, 11, 100]),
    ("10, 20-29", [10, 20, 25, 29], [11, 19, 30]),
    ("10,20", [10, 20], [15]),
    ("1-4094", [1, 4094], []),
    ("29-20", [], [20, 25, 29]),
])  # fmt: skip
def test_numbers_and_ranges_pass(vlans: str, passing: list[int], stopped: list[int]) -> None:
    assert [vlan for vlan in passing if not switch(vlans).carries(vlan)] == []
    assert [vlan for vlan in stopped if switch(vlans).carries(vlan)] == []


@pytest.mark.parametrize("vlans", ["all", "10"])
def test_untagged_frames_always_pass(vlans: str) -> None:
    assert switch(vlans).carries(0)


@pytest.mark.parametrize("vlans", ["", "none", "10;20", "10-", "-10", "12345", "all, 10", "10,,20"])
def test_anything_else_is_not_allowed(vlans: str) -> None:
    with pytest.raises(pydantic.ValidationError):
        switch(vlans)
