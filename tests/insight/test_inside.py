"""A VM's containers count as its own work."""

from typing import Any

import numpy as np
import pytest

from tests.frames import compiled, frame
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.insight.inside import is_off, lost, progress, with_inside
from virtdesigner.kinds import Container, ContainerEngine, VirtualMachine
from virtdesigner.model.design import Design
from virtdesigner.model.record import new_id

VM = VirtualMachine(id=new_id(), name="vm", powered_on=False)
ENGINE = ContainerEngine(id=new_id(), name="engine", parent=VM.id)
BOX = Container(id=new_id(), name="box", parent=ENGINE.id)
CPU, DOWN = CAUSES.index("cpu"), CAUSES.index("down")


def moment(**values: Any) -> Frame:
    """A VM with a container that gets a quarter of what it wants, unless told otherwise."""
    of = compiled(guests=(VM.id, BOX.id), hosts=("host",), design=Design.of({"elements": [VM, ENGINE, BOX]}))
    of.guests.carrier = np.array([-1, 0])
    shares = np.zeros((2, len(CAUSES)))
    shares[1, CPU] = 0.75
    columns: dict[str, Any] = {"guests_lost": shares, "guests_progress": [1, 0.25], **values}
    return frame(of, **columns)


def test_amounts_of_containers_are_added_to_their_vm() -> None:
    assert with_inside(moment().compiled, np.array([1.0, 2.0])).tolist() == [3, 2]


def test_a_vm_progresses_as_what_is_in_it_does() -> None:
    # The VM gets the core it wants itself; the container 1 of 4: 2 of 5 in all.
    found = progress(moment(guests_cpu_demand=[1, 4]))
    assert found.tolist() == [pytest.approx(0.4), 0.25]


def test_a_vm_loses_what_its_containers_lose() -> None:
    assert lost(moment(guests_cpu_demand=[0, 4]), 0)[CPU] == pytest.approx(0.75)


def test_a_vm_that_is_down_has_no_progress_whatever_its_containers_did() -> None:
    found = progress(moment(guests_limited_by=[DOWN, DOWN], guests_progress=[0, 0], guests_cpu_demand=[0, 4]))
    assert found.tolist() == [0, 0]


def test_what_lies_in_a_vm_that_is_off_is_off() -> None:
    assert [is_off(moment(), row) for row in (0, 1)] == [True, True]


def test_whoever_works_is_not_off() -> None:
    assert not is_off(moment(guests_cpu_demand=[1, 0]), 0)


def test_whoever_is_down_is_not_off() -> None:
    assert not is_off(moment(guests_limited_by=[DOWN, 0]), 0)
