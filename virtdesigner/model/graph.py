"""The networkx graph of a design: derived from the records, never edited. The only import of networkx."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import networkx

if TYPE_CHECKING:
    from virtdesigner.model.design import Design

CONTAINS: Final = "contains"
PHYSICAL: Final = frozenset({"cable", "fibre"})


def build_graph(design: "Design") -> "networkx.MultiDiGraph[str]":
    """A MultiDiGraph of a design.

    Nodes: element ids with `kind` and `name`. Edges: parent to child with key "contains"; source to target of
    each link with the link's id as key. Every edge has `kind` ("contains" or the link's kind).
    """
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    graph.add_nodes_from((id, {"kind": e.kind, "name": e.name}) for id, e in design.elements.items())
    for id, element in design.elements.items():
        if element.parent is not None:
            graph.add_edge(element.parent, id, CONTAINS, kind=CONTAINS)
    for id, link in design.links.items():
        graph.add_edge(link.source, link.target, id, kind=link.kind)
    return graph


def cabling(design: "Design", kind: str = "") -> "networkx.MultiGraph[str]":
    """The physical network alone: machines and switches joined by cables and fibre; keys are link ids.

    kind: only links of this kind. It is so much smaller than the whole graph that compilation and findings
    can make it after every edit.
    """
    kinds = {kind} if kind else PHYSICAL
    graph: networkx.MultiGraph[str] = networkx.MultiGraph()
    for id, link in sorted(design.links.items()):
        if link.kind in kinds:
            graph.add_edge(link.source, link.target, id)
    return graph


def fabrics(design: "Design") -> Sequence[frozenset[str]]:
    """Ids of the elements that cables and fibre join, directly or not: one set for each network by itself."""
    return [frozenset(part) for part in networkx.connected_components(cabling(design))]


def ways(graph: "networkx.MultiGraph[str]", start: str) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Each node that can be reached from `start`, with the fewest links there: (link id, node it leads to).

    Of equally short ways the one over lower element ids is taken, of parallel links the one of lowest id.
    """
    found: dict[str, Sequence[tuple[str, str]]] = {start: ()}
    if start in graph:
        for near, far in networkx.bfs_edges(graph, start, sort_neighbors=sorted):
            found[far] = (*found[near], (min(graph[near][far]), far))
    return found


def crossings(graph: "networkx.Graph[str]", starts: Collection[str], ends: Collection[str]) -> frozenset[str]:
    """Nodes, starts and ends included, that every way from any of `starts` to any of `ends` crosses.

    None where there is no way.
    """
    way = _way(graph, starts, ends)
    return frozenset(
        node
        for node in way
        if not _way(
            graph.subgraph(graph.nodes - {node}),
            [start for start in starts if start != node],
            [end for end in ends if end != node],
        )
    )


def _way(graph: "networkx.Graph[str]", starts: Collection[str], ends: Collection[str]) -> Sequence[str]:
    """The nodes of a shortest way from any start to any end; empty when there is none."""
    there = [start for start in starts if start in graph]
    found = networkx.multi_source_dijkstra_path(graph, there, weight=None) if there else {}
    return min((found[end] for end in sorted(ends) if end in found), key=len, default=[])
