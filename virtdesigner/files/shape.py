"""The shape of a design's file, made from the declarations: for strict reading and for the JSON schema."""

import operator
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from virtdesigner.files.migrations import FORMAT
from virtdesigner.kinds import KINDS
from virtdesigner.model.element import Element
from virtdesigner.model.link import AnyLink
from virtdesigner.model.placement import Placement
from virtdesigner.model.record import Frozen, Record
from virtdesigner.model.settings import Settings
from virtdesigner.model.snapshot import Snapshot
from virtdesigner.model.trace import Trace

_ANY_KIND: Any = reduce(operator.or_, KINDS.values())


class StoredSnapshot(Snapshot):
    """A snapshot as a file has it: `model` knows no kinds, so only here its elements have their types."""

    elements: tuple[Annotated[_ANY_KIND, Field(discriminator="kind")], ...] = Field(
        (), description="The element, then what lay in it."
    )

    def snapshot(self) -> Snapshot:
        """The snapshot as designs hold it."""
        return Snapshot(**{name: getattr(self, name) for name in Snapshot.model_fields})


class Shape(Frozen):
    """A whole file: its format, settings, and records by table."""

    format: int = Field(
        ge=FORMAT, le=FORMAT, description=f"Format of the file; this version writes {FORMAT}."
    )
    settings: Settings | None = Field(None, description="Title of the design and how it is run.")
    elements: tuple[Annotated[_ANY_KIND, Field(discriminator="kind")], ...] = Field(
        (), description="Things on the canvas, sorted by id."
    )
    links: tuple[AnyLink, ...] = Field((), description="Connections, sorted by id.")
    placements: tuple[Placement, ...] = Field((), description="Where elements are drawn, sorted by id.")
    traces: tuple[Trace, ...] = Field((), description="Recorded loads, sorted by id.")
    snapshots: tuple[StoredSnapshot, ...] = Field((), description="Guests as they were, sorted by id.")

    def tables(self) -> Mapping[str, Sequence[Record]]:
        """The records by table, as `Design.of` takes them."""
        elements: Sequence[Element] = self.elements
        return {
            "elements": elements,
            "links": self.links,
            "placements": self.placements,
            "traces": self.traces,
            "snapshots": tuple(stored.snapshot() for stored in self.snapshots),
            "settings": (self.settings,) if self.settings else (),
        }


SHAPE: TypeAdapter[Shape] = TypeAdapter(Shape)
"""Built once: building it costs more than reading a small file."""
