"""The same design gives the same numbers, whatever order it was drawn in: saved and reopened too."""

from pathlib import Path

import numpy as np
import pytest

from tests.frames import arrays
from virtdesigner import load, resources
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.files.document import dumps, loads
from virtdesigner.model.change import update
from virtdesigner.model.design import TABLES, Design
from virtdesigner.model.parts import VirtualCpus, Workload

STEPS = 40


def _contended() -> Design:
    """The shipped example with every guest asking for more than there is, drawn in another order."""
    design = load(Path(resources.path("examples", "two-hosts.vdt")))
    changes = []
    for element in design.elements.values():
        if element.carried(VirtualCpus):
            load_ = element.carried(Workload)[0]
            more = load_.replace(cpu=load_.cpu * 3.1, reads=load_.reads * 7.3, working_set=90.0)
            changes.append(update("elements", element, element.replace(workload=more)))
    edited = design.edited(changes)
    records = {table: list(edited.table(table).values()) for table in TABLES}
    # Elements turned round, links cut in the middle: no table is in the order of ids any more.
    records["elements"].reverse()
    middle = len(records["links"]) // 2
    records["links"] = records["links"][middle:] + records["links"][:middle]
    return Design.of(records)


@pytest.fixture(scope="module")
def drawn() -> Design:
    return _contended()


def _last(design: Design) -> Frame:
    simulation = Simulation(design)
    return [simulation.step() for _ in range(STEPS)][-1]


def test_reopening_changes_no_bit(drawn: Design) -> None:
    reopened = loads(dumps(drawn))
    assert list(reopened.elements) != list(drawn.elements)
    one, other = _last(drawn), _last(reopened)
    assert one.compiled.guest_ids == other.compiled.guest_ids
    assert (one.guests.progress < 0.99).any()
    assert one.alarms == other.alarms
    for left, right in zip(arrays(one), arrays(other), strict=True):
        assert np.array_equal(left, right)


def test_rows_stand_in_the_order_of_ids(drawn: Design) -> None:
    compiled = Simulation(drawn).compiled
    for ids in (compiled.guest_ids, compiled.host_ids, compiled.lun_ids):
        assert list(ids) == sorted(ids)
