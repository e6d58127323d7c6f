"""One place where a design changes: all or nothing, judged at the end, listeners told once."""

from collections.abc import Callable, Sequence

import pytest

from tests.building import id_of, two_hosts
from virtdesigner.kinds import Hypervisor, PhysicalServer, VirtualMachine
from virtdesigner.model.change import Change, add, remove, update
from virtdesigner.model.design import Design
from virtdesigner.model.errors import IntegrityError, RefusedError, StaleChangeError
from virtdesigner.model.topology import Topology
from virtdesigner.rules import judge


def server(name: str, **fields: object) -> PhysicalServer:
    return PhysicalServer.model_validate({"id": id_of(name), "name": name} | fields)


def test_a_new_topology_is_empty() -> None:
    assert not Topology().design.elements


def test_what_really_changed_is_returned_and_told_once() -> None:
    topology, told = Topology(), list[Sequence[Change]]()
    topology.subscribe(told.append)
    first, second = server("one"), server("one", notes="more")
    made = topology.apply([add("elements", first), update("elements", first, second)])
    assert made == (add("elements", second),)
    assert told == [made]
    assert topology.design.elements[first.id] is second


def test_changes_that_cancel_out_are_no_edit() -> None:
    topology, told = Topology(), list[Sequence[Change]]()
    topology.subscribe(told.append)
    before = topology.design
    assert topology.apply([add("elements", server("one")), remove("elements", server("one"))]) == ()
    assert topology.design is before
    assert told == []


def test_only_the_end_is_judged() -> None:
    """A child may come before its parent in one edit."""
    child = Hypervisor(id=id_of("hv"), name="hv", parent=id_of("one"))
    topology = Topology(judge=judge)
    topology.apply([add("elements", child), add("elements", server("one"))])
    assert topology.design.children(id_of("one")) == (id_of("hv"),)


def test_what_the_rules_refuse_is_not_done() -> None:
    topology, told = Topology(two_hosts().design, judge), list[Sequence[Change]]()
    topology.subscribe(told.append)
    before = topology.design
    astray = VirtualMachine(id=id_of("new"), name="new", parent=id_of("tor"))
    with pytest.raises(RefusedError, match="cannot-lie-in") as refused:
        topology.apply([add("elements", server("good")), add("elements", astray)])
    assert [refusal.code for refusal in refused.value.refusals] == ["cannot-lie-in"]
    assert topology.design is before
    assert told == []


def without_its_adapters(design: Design) -> Change:
    element = design.elements[id_of("a1")]
    return update("elements", element, element.replace(nics=()))


def into_its_own_guest(design: Design) -> Change:
    element = design.elements[id_of("hv-a")]
    return update("elements", element, element.replace(parent=id_of("a1")))


@pytest.mark.parametrize("make", [
    lambda design: remove("elements", design.elements[id_of("hv-a")]),
    lambda design: add("elements", server("x", parent=id_of("nobody"))),
    without_its_adapters,
    into_its_own_guest,
])  # fmt: skip
def test_what_would_not_hang_together_is_not_done(make: Callable[[Design], Change]) -> None:
    topology = Topology(two_hosts().design)
    before = topology.design
    with pytest.raises(IntegrityError):
        topology.apply([make(before)])
    assert topology.design is before


def test_a_change_of_another_state_is_stale() -> None:
    topology = Topology(two_hosts().design)
    element = topology.design.elements[id_of("a1")]
    topology.apply([update("elements", element, element.replace(name="now"))])
    for change in (update("elements", element, element.replace(name="late")), add("elements", element)):
        with pytest.raises(StaleChangeError):
            topology.apply([change])


def test_a_listener_may_leave_while_it_is_told() -> None:
    topology, heard = Topology(), list[str]()

    def once(changes: Sequence[Change]) -> None:
        heard.append("once")
        leave()

    leave = topology.subscribe(once)
    topology.subscribe(lambda changes: heard.append("always"))
    topology.apply([add("elements", server("one"))])
    topology.apply([add("elements", server("two"))])
    assert heard == ["once", "always", "always"]


def test_the_graph_holds_containment_and_links() -> None:
    drawing = two_hosts()
    graph = Topology(drawing.design).graph
    assert graph.nodes[id_of("a1")] == {"kind": "virtual-machine", "name": "a1"}
    assert graph.has_edge(id_of("hv-a"), id_of("a1"), "contains")
    assert (
        graph.edges[id_of("vs-a"), id_of("host-a"), drawing.link_id("uplink vs-a host-a:nic0")]["kind"]
        == "uplink"
    )
    assert graph.number_of_edges(id_of("host-a"), id_of("tor")) == 2
