"""Can one element get at another: over the network, or to a LUN; the way there, or the reason why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from virtdesigner.kinds import Lun
from virtdesigner.model.design import Design
from virtdesigner.model.link import DiskLink
from virtdesigner.model.messages import Message, message
from virtdesigner.rules.fabric import Fabric
from virtdesigner.rules.storage_paths import StoragePath, sight
from virtdesigner.rules.visibility import server_of


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether one element reaches another.

    path: ids of the elements and links on the way, from end to end; empty when there is none. reason: why.
    """

    path: tuple[str, ...] = ()
    reason: Message | None = None

    @property
    def is_reached(self) -> bool:
        """Whether there is a way."""
        return self.reason is None


def reach(design: Design, source: str, target: str) -> Reach:
    """Whether `source` can talk to `target`, or use it where one of the two is a LUN.

    Of several adapters those with the shortest way count. Reasons: those of `Fabric.flow_route` and of
    `storage_paths.sight`.
    """
    if source == target:
        return Reach((source,))
    if isinstance(design.elements[target], Lun):
        return _to_lun(design, source, target)
    if isinstance(design.elements[source], Lun):
        found = _to_lun(design, target, source)
        return Reach(found.path[::-1], found.reason)
    return _over_network(design, source, target)


def _over_network(design: Design, source: str, target: str) -> Reach:
    fabric = design.derived(Fabric)
    ends = [fabric.adapters(id) for id in (source, target)]
    for id, adapters in zip((source, target), ends, strict=True):
        if not adapters:
            return Reach(reason=message("no-adapter", element=id))
    routes = [fabric.route((source, one), (target, other)) for one, other in product(*ends)]
    ways = [route for route in routes if route.refusal is None]
    if not ways:
        return Reach(reason=routes[0].refusal)
    return Reach(min(ways, key=lambda route: len(route.hops)).path)


def _to_lun(design: Design, element: str, lun: str) -> Reach:
    path = sight(design, element, lun)
    if path.refusal:
        return Reach(reason=path.refusal)
    ids = list(_steps(design, element, lun, path))
    return Reach(tuple(id for place, id in enumerate(ids) if id not in ids[:place]))


def _steps(design: Design, element: str, lun: str, path: StoragePath) -> Iterator[str]:
    """What I/O passes: guest and disk, virtual I/O server, host, links and switches, store."""
    yield element
    links = (link for link in design.links_of(element) if isinstance(link, DiskLink))
    yield from (link.id for link in links if (link.source, link.target) == (element, lun))
    if path.via:
        yield path.via
    here = server_of(design, element) or element
    yield here
    for id in path.links:
        link = design.links[id]
        here = link.target if link.source == here else link.source
        yield from (id, here)
    yield from (design.elements[lun].parent or lun, lun)
