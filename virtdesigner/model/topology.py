"""Topology: the design that is open, the one place where it changes, and those who want to know."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from virtdesigner.model.change import Change, combined
from virtdesigner.model.design import Design
from virtdesigner.model.errors import RefusedError
from virtdesigner.model.messages import Message

if TYPE_CHECKING:
    import networkx

Judge = Callable[[Design, Sequence[Change]], Sequence[Message]]
"""Looks at the design after an edit and says what the rules have against it (see `rules.judge`)."""

Listener = Callable[[Sequence[Change]], None]
"""Told once after every edit what changed, one change per record."""


def _no_rules(_design: Design, _changes: Sequence[Change]) -> Sequence[Message]:
    return ()


class Topology:
    """Holds the current Design. All edits go through `apply`; nothing else changes it."""

    def __init__(self, design: Design | None = None, judge: Judge = _no_rules) -> None:
        self.design = design or Design.of()
        self._judge = judge
        self._listeners: list[Listener] = []

    @property
    def graph(self) -> "networkx.MultiDiGraph[str]":
        """The networkx graph of the current design, derived when asked and cached until it changes."""
        return self.design.graph

    def apply(self, changes: Iterable[Change]) -> Sequence[Change]:
        """Make all `changes` or none, judging the state at the end; tell the listeners once.

        Returns what really changed, one change per record. Raises IntegrityError, StaleChangeError or
        RefusedError, and then the design is as it was.
        """
        group = combined(changes)
        if not group:
            return ()
        design = self.design.edited(group)
        if refusals := self._judge(design, group):
            raise RefusedError(refusals)
        self.design = design
        for listener in tuple(self._listeners):
            listener(group)
        return group

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` told of every edit from now on; returns the call that ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
