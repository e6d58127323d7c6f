"""VirtDesigner: draw virtualised infrastructure, simulate it, see where it is tight and why.

import virtdesigner

design = virtdesigner.load("office.vdt")
results = virtdesigner.simulate(design, seconds=600)
for guest in results.guests:
    print(guest.name, guest.progress, guest.limited_by)

A design never changes: `replace` says what setting fields of an element takes, and `design.edited` makes
another design of it. Both check what they are given. `Simulation` steps a design, and goes back.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from virtdesigner.engine.simulation import Simulation
    from virtdesigner.files.document import read as load
    from virtdesigner.files.document import write as save
    from virtdesigner.files.importers import import_file
    from virtdesigner.model.design import Design
    from virtdesigner.model.edits import replace
    from virtdesigner.model.topology import Topology
    from virtdesigner.report.explaining import explain_run as explain
    from virtdesigner.report.results import simulate
    from virtdesigner.report.words import in_words
    from virtdesigner.rules.findings import find
    from virtdesigner.rules.snapshots import revert, take_snapshot
    from virtdesigner.rules.workers import add_workers, remove_workers

__version__ = "0.1.0"

__all__ = [
    "Design",
    "Simulation",
    "Topology",
    "__version__",
    "add_workers",
    "explain",
    "find",
    "import_file",
    "in_words",
    "load",
    "remove_workers",
    "replace",
    "revert",
    "save",
    "simulate",
    "take_snapshot",
]

_HOMES = {
    "load": ("virtdesigner.files.document", "read"),
    "save": ("virtdesigner.files.document", "write"),
    "import_file": ("virtdesigner.files.importers", "import_file"),
    "simulate": ("virtdesigner.report.results", "simulate"),
    "Simulation": ("virtdesigner.engine.simulation", "Simulation"),
    "replace": ("virtdesigner.model.edits", "replace"),
    "in_words": ("virtdesigner.report.words", "in_words"),
    "explain": ("virtdesigner.report.explaining", "explain_run"),
    "find": ("virtdesigner.rules.findings", "find"),
    "take_snapshot": ("virtdesigner.rules.snapshots", "take_snapshot"),
    "revert": ("virtdesigner.rules.snapshots", "revert"),
    "add_workers": ("virtdesigner.rules.workers", "add_workers"),
    "remove_workers": ("virtdesigner.rules.workers", "remove_workers"),
    "Design": ("virtdesigner.model.design", "Design"),
    "Topology": ("virtdesigner.model.topology", "Topology"),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: starting the program must not load the engine."""
    if name not in _HOMES:
        raise AttributeError(f"module 'virtdesigner' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
