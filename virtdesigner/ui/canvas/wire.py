"""Wire: one or several links as a line on the canvas."""

from dataclasses import dataclass

from virtdesigner.model.link import Link
from virtdesigner.ui.canvas.routes import Path, Point


@dataclass(frozen=True, slots=True)
class Wire:
    """Links as they are drawn: those of a kind between the same two machines share a line.

    mark: where there is room beside the line to say how many they are; None where it is not said.
    """

    links: tuple[Link, ...]
    path: Path
    mark: Point | None = None

    @property
    def link(self) -> Link:
        """The first of the links; its id is the wire's."""
        return self.links[0]
