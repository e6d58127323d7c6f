"""The smallest MTU along a route, and whose it is."""

import pytest

from tests.building import Drawing, end, id_of
from tests.rules.estates import estate
from virtdesigner.rules.fabric import Fabric, Route
from virtdesigner.rules.mtu import Narrowest, narrowest


def along(drawing: Drawing, source: str, target: str) -> Narrowest | None:
    design = drawing.design
    return narrowest(design, design.derived(Fabric).route(end(source), end(target)))


@pytest.mark.parametrize("name", ["vs-a", "tor", "vs-b", "br"])
def test_any_switch_on_the_way_may_be_the_narrowest(name: str) -> None:
    drawing = estate()
    for switch in ("vs-a", "tor", "vs-b", "br"):
        drawing.set(switch, mtu=9000)
    drawing.set(name, mtu=1500).set("dvs", mtu=576)
    assert along(drawing, "c1:nic0", "b1:nic0") == Narrowest(1500, id_of(name))


def test_of_equal_ones_the_first_is_named() -> None:
    assert along(estate(), "b1:nic0", "c1:nic0") == Narrowest(1500, id_of("vs-b"))


def test_virtual_functions_of_one_adapter_cross_no_switch() -> None:
    assert along(estate(), "f1:nic0", "f2:nic0") is None
    assert narrowest(estate().design, Route()) is None
