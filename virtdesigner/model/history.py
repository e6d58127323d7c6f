"""History: undo, redo, and what was saved. A list of named groups of changes and a position in it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from virtdesigner.model.change import Change, combined, inverses
from virtdesigner.model.topology import Topology


@dataclass(frozen=True, slots=True)
class Step:
    """One edit that undo takes back whole. merge: edits with the same key in a row become one."""

    name: str
    changes: tuple[Change, ...]
    merge: str = ""


class History:
    """Makes edits of a topology that can be taken back and made again."""

    def __init__(self, topology: Topology) -> None:
        self.topology = topology
        self._steps: list[Step] = []
        self._position = 0
        self._saved: int | None = 0
        self._listeners: list[Callable[[], None]] = []

    def do(self, name: str, changes: Iterable[Change], merge: str = "") -> Sequence[Change]:
        """Apply `changes` as the edit `name`; what could be made again is forgotten.

        merge: a key such as "memory of db-01"; typing on in one field is taken back in one go.
        Raises what `Topology.apply` raises, and then nothing is remembered.
        """
        made = self.topology.apply(changes)
        if made:
            self._remember(Step(name, tuple(made), merge))
            self._tell()
        return made

    def _remember(self, step: Step) -> None:
        if self._saved is not None and self._saved > self._position:
            self._saved = None
        del self._steps[self._position :]
        last = self._steps[-1] if self._steps else None
        if last and step.merge and last.merge == step.merge and self._saved != self._position:
            self._steps[-1] = Step(last.name, combined(last.changes + step.changes), step.merge)
        else:
            self._steps.append(step)
        self._position = len(self._steps)

    def undo(self) -> Sequence[Change]:
        """Take back the last edit; nothing when there is none."""
        if not self.undo_name:
            return ()
        made = self.topology.apply(inverses(self._steps[self._position - 1].changes))
        self._position -= 1
        self._tell()
        return made

    def redo(self) -> Sequence[Change]:
        """Make again what was taken back last; nothing when there is none."""
        if not self.redo_name:
            return ()
        made = self.topology.apply(self._steps[self._position].changes)
        self._position += 1
        self._tell()
        return made

    @property
    def undo_name(self) -> str:
        """Name of the edit that `undo` would take back, or ""."""
        return self._steps[self._position - 1].name if self._position else ""

    @property
    def redo_name(self) -> str:
        """Name of the edit that `redo` would make again, or ""."""
        return self._steps[self._position].name if self._position < len(self._steps) else ""

    @property
    def is_dirty(self) -> bool:
        """The design differs from what was saved."""
        return self._saved != self._position

    def mark_saved(self) -> None:
        """The design as it is now is what the file holds."""
        self._saved = self._position
        self._tell()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have `listener` called after every edit, undo, redo and save; returns the call that ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()
