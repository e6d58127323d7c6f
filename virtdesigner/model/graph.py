"""The networkx graph of a design: derived from the records, never edited. The only import of networkx."""

from typing import TYPE_CHECKING

import networkx

if TYPE_CHECKING:
    from virtdesigner.model.design import Design

CONTAINS = "contains"


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


def connected(graph: "networkx.MultiDiGraph[str]", kinds: frozenset[str], start: str) -> set[str]:
    """Ids reachable from `start` over links of the given kinds, in either direction; `start` included."""
    wanted = networkx.subgraph_view(
        graph, filter_edge=lambda u, v, key: graph.edges[u, v, key]["kind"] in kinds
    )
    return set(networkx.node_connected_component(wanted.to_undirected(as_view=True), start))
