"""What can go wrong with a design.

    VirtDesignerError
    ├── DesignError              the design or an edit of it
    │   ├── IntegrityError       an edit would leave a dangling reference, a cycle, a duplicate
    │   ├── StaleChangeError     an edit was made against another state of the design
    │   └── RefusedError         the rules of containment or of links forbid it; carries the refusals
    ├── FileError                a file can't be read or written (subclasses in `files`)
    └── SimulationError          a run can't start or go on (subclasses in `engine`)

Every message says what happened, where, and what to do.
"""

from collections.abc import Sequence

from virtdesigner.model.messages import Message


class VirtDesignerError(Exception):
    """Base of every error that the program raises on purpose."""


class DesignError(VirtDesignerError):
    """Something is wrong with a design or with an edit of it."""


class IntegrityError(DesignError):
    """An edit would leave a dangling reference, a cycle, or a part that isn't there."""


class StaleChangeError(DesignError):
    """A change expects another state of its record than the design holds."""


class RefusedError(DesignError):
    """The rules forbid the edit. `refusals` holds a code with parameters for each reason."""

    def __init__(self, refusals: Sequence[Message]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("; ".join(refusal.code for refusal in self.refusals))


class FileError(VirtDesignerError):
    """A file can't be read or written."""


class SimulationError(VirtDesignerError):
    """A run can't start or go on."""
