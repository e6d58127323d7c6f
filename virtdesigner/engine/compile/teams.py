"""The table of teams: adapters whose traffic moves between uplinks by load, and the ways that it then takes.

Only distributed switches team by load. All ways are found when a design is compiled, so a step only chooses
among them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Ints
from virtdesigner.model.parts import Flow
from virtdesigner.rules.exits import Team
from virtdesigner.rules.fabric import Fabric, Route
from virtdesigner.rules.teaming import Adapter
from virtdesigner.rules.wiring import Hop


class Teams(NamedTuple):
    """Adapters that can move (movers,), in `keys` by their ids and those of their uplinks.

    first: (movers,) the place among its uplinks that each starts at. exit_mover, exit_place, exit_link:
    (exits,) the uplinks that each can use: its place, and row of the cable.
    Ways (pairs,): flow crosses constraint link while its sender, the mover near, is at near_place, and its
    receiver, far, at far_place; -1 for an end that doesn't move.
    """

    keys: tuple[str, ...]
    first: Ints
    exit_mover: Ints
    exit_place: Ints
    exit_link: Ints
    flow: Ints
    link: Ints
    near: Ints
    near_place: Ints
    far: Ints
    far_place: Ints


class _Way(NamedTuple):
    """One crossing of a way."""

    flow: int
    link: int
    near: int
    near_place: int
    far: int
    far_place: int


_Place = tuple[int, int]
"""Row of a mover and its place; -1 and -1 for an end that doesn't move."""

_FIXED: _Place = (-1, -1)


@dataclass
class TeamCollector:
    """Collects movers, and the ways of their flows. link_row: of cables by id."""

    link_row: dict[str, int]
    rows: dict[Adapter, int] = field(default_factory=dict)
    found: list[Team] = field(default_factory=list)
    ways: list[_Way] = field(default_factory=list)
    closed: set[_Place] = field(default_factory=set)

    def add(self, fabric: Fabric, element: str, sent: Flow, route: Route, number: int) -> None:
        """Add the ways that flow `number` can take beside `route`, if either end can move."""
        if not route.hops:
            return
        cables = {hop.id for hop in route.hops}
        near = self._team(fabric, element, (sent.nic,) if sent.nic else fabric.adapters(element)[:1], cables)
        far = self._team(fabric, sent.peer, fabric.adapters(sent.peer), cables) if sent.peer else None
        if near is None and far is None:
            return
        for one, other in product(self._places(near), self._places(far)):
            moved = {self.found[mover].adapter: place for mover, place in (one, other) if mover >= 0}
            way = fabric.flow_route(element, sent, moved)
            if way.refusal is not None:
                self.closed |= {one, other}
            self.ways += (_Way(number, link, *one, *other) for link in self._crossed(way.hops))

    def _team(self, fabric: Fabric, element: str, parts: Iterable[str], cables: set[str]) -> Team | None:
        """The team that one end of a flow goes by: that of the adapter whose uplink is on the way."""
        teams = (fabric.team((element, part)) for part in parts)
        found = next((team for team in teams if team and cables & set(team.cables)), None)
        if found is not None and found.adapter not in self.rows:
            self.rows[found.adapter] = len(self.found)
            self.found.append(found)
        return found

    def _places(self, team: Team | None) -> list[_Place]:
        if team is None:
            return [_FIXED]
        return [(self.rows[team.adapter], place) for place in range(len(team.cables))]

    def _crossed(self, hops: tuple[Hop, ...]) -> Iterator[int]:
        return (2 * self.link_row[hop.id] + (not hop.forward) for hop in hops)

    def table(self) -> Teams:
        """Make the table."""
        exits = [
            (row, place, self.link_row[cable])
            for row, team in enumerate(self.found)
            for place, cable in enumerate(team.cables)
            if (row, place) not in self.closed
        ]
        names = (" ".join((*team.adapter, *team.cables)) for team in self.found)
        first = np.array([team.first for team in self.found], dtype=np.int64)
        return Teams(tuple(names), first, *_columns(exits, 3), *_columns(self.ways, len(_Way._fields)))


def _columns(rows: list[tuple[int, int, int]] | list[_Way], width: int) -> Ints:
    return np.array(rows, dtype=np.int64).reshape(-1, width).T
