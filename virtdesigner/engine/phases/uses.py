"""Uses of resources that are contested, by family: what a guest asks of one resource each."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple, Self

from virtdesigner.engine.arrays import Bools, Floats, Ints


class Use(NamedTuple):
    """The contested uses of one family, one a row.

    row: in the table of the family (guests, flows, rows of I/O); guest: row; demand: in the unit of the
    resource.
    """

    row: Ints
    guest: Ints
    demand: Floats

    def only(self, kept: Bools) -> "Use":
        """Keep some of them."""
        return Use(self.row[kept], self.guest[kept], self.demand[kept])


class Contested(NamedTuple):
    """The contested uses of each family, in the order of the families in `compiled.uses`."""

    memory: Use
    cpu: Use
    flows: Use
    groups: Use
    queues: Use
    services: Use

    @property
    def starts(self) -> tuple[int, ...]:
        """Where each family begins when they stand in one array; and where it ends."""
        return tuple(accumulate((use.row.size for use in self), initial=0))[:-1]

    def only(self, kept: Sequence[Bools]) -> Self:
        """Keep some uses of each family."""
        return type(self)(*map(Use.only, self, kept))
