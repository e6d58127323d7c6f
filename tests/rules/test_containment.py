"""The whole table of containment: every kind in every parent."""

import itertools

import pytest

from tests.building import Drawing, id_of
from virtdesigner.kinds import KINDS, Hypervisor
from virtdesigner.model.change import add, update
from virtdesigner.model.messages import message
from virtdesigner.rules.containment import PARENTS, UNPLACED, containment_refusal, is_unplaced
from virtdesigner.rules.judge import judge

MAY_LIE_IN = {
    "cluster": {""},
    "physical-server": {"", "cluster"},
    "physical-switch": {""},
    "storage-array": {""},
    "hypervisor": {"physical-server"},
    "resource-pool": {"cluster", "hypervisor", "resource-pool"},
    "external-network": {""},
    "container-engine": {"physical-server", "virtual-machine"},
    "virtual-io-server": {"hypervisor"},
    "virtual-machine": {"hypervisor", "resource-pool", "", "cluster"},
    "container": {"container-engine", ""},
    "virtual-switch": {"hypervisor", "container-engine", "virtual-io-server", "cluster"},
    "vlan": {"virtual-switch"},
    "lun": {"physical-server", "storage-array"},
    "cloud-service": {""},
    "note": {""},
}
"""DESIGN.md's table."""

IN_THE_DESIGN = (
    "cluster", "physical-server", "physical-switch", "storage-array", "external-network", "virtual-machine",
    "container", "cloud-service", "note",
)  # fmt: skip


def one_of_each() -> Drawing:
    """An element of every kind, each named by its kind; the server is without a hypervisor."""
    drawing = Drawing()
    for kind in IN_THE_DESIGN:
        drawing.add(kind, kind)
    drawing.add("physical-server", "other-server").add("hypervisor", "hypervisor", "other-server")
    drawing.add("container-engine", "container-engine", "physical-server")
    drawing.add("virtual-io-server", "virtual-io-server", "hypervisor")
    drawing.add("resource-pool", "resource-pool", "hypervisor")
    drawing.add("virtual-switch", "virtual-switch", "hypervisor").add("vlan", "vlan", "virtual-switch")
    return drawing.add("lun", "lun", "storage-array")


def test_every_kind_has_its_row() -> None:
    assert MAY_LIE_IN.keys() == KINDS.keys()
    for kind in KINDS:
        assert PARENTS[kind] == MAY_LIE_IN[kind]


def test_every_parent_of_the_table_is_a_kind_with_a_row() -> None:
    assert set().union(*PARENTS.values()) - {""} <= PARENTS.keys()


@pytest.mark.parametrize(("kind", "parent"), list(itertools.product(KINDS, ["", *KINDS])))
def test_every_kind_in_every_parent(kind: str, parent: str) -> None:
    refusal = containment_refusal(one_of_each().design, kind, id_of(parent) if parent else None)
    if parent in MAY_LIE_IN[kind]:
        assert refusal is None
    else:
        allowed = ",".join(sorted(PARENTS[kind]))
        assert refusal == message("cannot-lie-in", kind=kind, parent_kind=parent, kinds=allowed)


def test_an_unknown_kind_lies_nowhere() -> None:
    refusal = containment_refusal(one_of_each().design, "teapot", None)
    assert refusal == message("cannot-lie-in", kind="teapot", parent_kind="", kinds="")


def test_a_server_holds_one_hypervisor() -> None:
    design, server = one_of_each().design, id_of("other-server")
    said = message("holds-one-already", kind="hypervisor", parent=server, parent_kind="physical-server")
    assert containment_refusal(design, "hypervisor", server) == said
    assert containment_refusal(design, "hypervisor", server, id_of("hypervisor")) is None


def test_a_server_holds_many_luns() -> None:
    design = one_of_each().add("lun", "first", "physical-server").design
    assert containment_refusal(design, "lun", id_of("physical-server")) is None


@pytest.mark.parametrize(("parent", "unplaced"), [(None, True), ("cluster", True), ("hypervisor", False)])
def test_a_guest_waits_in_the_design_or_a_cluster(parent: str | None, unplaced: bool) -> None:
    drawing = one_of_each().add("virtual-machine", "guest", parent)
    assert is_unplaced(drawing.design, id_of("guest")) == unplaced


def test_only_guests_can_be_unplaced() -> None:
    assert set(UNPLACED) == {"virtual-machine", "container"}
    assert not is_unplaced(one_of_each().design, id_of("cluster"))


def test_the_judge_looks_at_what_was_added_and_moved() -> None:
    before = one_of_each().design
    lun = before.elements[id_of("lun")]
    moved = update("elements", lun, lun.replace(parent=id_of("cluster")))
    assert [said.code for said in judge(before.edited([moved]), [moved])] == ["cannot-lie-in"]
    second = add("elements", Hypervisor(id=id_of("two"), name="two", parent=id_of("other-server")))
    assert [said.code for said in judge(before.edited([second]), [second])] == ["holds-one-already"]
