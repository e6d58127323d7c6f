"""The physical network as a graph: what it joins, and the fewest cables between switches."""

from tests.building import Drawing, id_of, two_hosts, two_hosts_and_array
from virtdesigner.model.graph import cabling, crossings, fabrics, ways
from virtdesigner.model.layout import arrange


def switches(*names: str) -> Drawing:
    drawing = Drawing()
    for name in names:
        drawing.add("physical-switch", name)
    return drawing


def test_only_cables_and_fibre_count() -> None:
    graph = cabling(two_hosts_and_array().design)
    assert {id_of("host-a"), id_of("tor")} <= set(graph)
    assert not any(id_of(name) in graph for name in ("a1", "vs-a", "hv-a"))


def test_one_kind_alone() -> None:
    drawing = two_hosts_and_array()
    fibre = cabling(drawing.design, "fibre")
    assert id_of("tor") not in fibre
    assert id_of("host-a") in fibre


def test_networks_without_a_cable_between_them_are_apart() -> None:
    drawing = switches("a", "b", "c", "d")
    drawing.link("cable", "a", "b")
    drawing.link("cable", "c", "d")
    assert {frozenset(map(id_of, pair)) for pair in ("ab", "cd")} == set(fabrics(drawing.design))


def test_the_fewest_links_are_taken() -> None:
    drawing = switches("a", "b", "c", "d")
    for near, far in ("ab", "bc", "cd", "ad"):
        drawing.link("cable", near, far)
    found = ways(cabling(drawing.design), id_of("a"))
    assert found[id_of("a")] == ()
    assert [far for _, far in found[id_of("d")]] == [id_of("d")]
    assert len(found[id_of("c")]) == 2


def test_of_parallel_links_the_same_is_taken_whatever_was_drawn_first() -> None:
    drawing = switches("a", "b")
    drawing.link("cable", "a", "b")
    drawing.link("cable", "b", "a")
    ((link, _),) = ways(cabling(drawing.design), id_of("a"))[id_of("b")]
    assert link == min(drawing.design.links)


def test_a_node_of_no_network_reaches_itself_only() -> None:
    assert ways(cabling(two_hosts().design), "nowhere") == {"nowhere": ()}


def between(drawing: Drawing, starts: str, ends: str) -> str:
    """Names of the switches that all ways cross, in order."""
    found = crossings(cabling(drawing.design), set(map(id_of, starts)), set(map(id_of, ends)))
    return "".join(name for name in sorted(drawing.elements) if id_of(name) in found)


def test_all_ways_along_a_chain_cross_all_of_it() -> None:
    drawing = switches("a", "b", "c")
    for near, far in ("ab", "bc"):
        drawing.link("cable", near, far)
    assert between(drawing, "a", "c") == "abc"
    assert between(drawing, "b", "b") == "b"


def test_a_ring_leaves_only_its_ends() -> None:
    drawing = switches("a", "b", "c", "d", "e")
    for near, far in ("ab", "bc", "cd", "ad", "ce"):
        drawing.link("cable", near, far)
    # from a to e there are two ways to c, and one on
    assert between(drawing, "a", "e") == "ace"
    assert between(drawing, "bd", "c") == "c"
    assert between(drawing, "bd", "ac") == ""


def test_without_a_way_nothing_is_crossed() -> None:
    drawing = switches("a", "b", "c", "d")
    drawing.link("cable", "a", "b")
    drawing.link("cable", "c", "d")
    assert between(drawing, "a", "c") == between(drawing, "", "c") == ""


def test_machines_of_one_network_are_laid_side_by_side() -> None:
    drawing = switches("s1", "s2")
    # By name alone they would stand mixed.
    for name, switch in (("h1", "s1"), ("h2", "s2"), ("h3", "s1"), ("h4", "s2")):
        drawing.add("physical-server", name)
        drawing.link("cable", f"{name}:nic0", switch)
    places = {placement.element: (placement.y, placement.x) for placement in arrange(drawing.design)}
    in_order = sorted(("h1", "h2", "h3", "h4"), key=lambda name: places[id_of(name)])
    assert in_order == ["h1", "h3", "h2", "h4"]
