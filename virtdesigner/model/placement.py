"""Placement: where an element is drawn. A record of its own: undoable, and no reason to recompile."""

from typing import Literal

from virtdesigner.model.fields import flag, quantity, ref
from virtdesigner.model.record import Record

View = Literal["physical", "logical", "network", "storage", "memory"]

SCENE = 1e7


class Placement(Record):
    """Position of an element in one view, in px at 100 %, from the top left of its parent (or of the scene).

    width, height: None for as large as its content needs; a size too small for the content grows to it.
    """

    view: View = "physical"
    element: str = ref("Element that is placed.", label="Element", cascade=True)
    x: float = quantity(0, "px", -SCENE, SCENE, "Distance from the parent's left edge.", label="X")
    y: float = quantity(0, "px", -SCENE, SCENE, "Distance from the parent's top edge.", label="Y")
    width: float | None = quantity(None, "px", 1, SCENE, "Width.", label="Width", none="as needed")
    height: float | None = quantity(None, "px", 1, SCENE, "Height.", label="Height", none="as needed")
    collapsed: bool = flag(False, "Its content is folded away.", label="Collapsed")


def placement_id(view: View, element: str) -> str:
    """The id of the one placement that an element has in a view."""
    return f"{view}:{element}"


def place(element: str, x: float, y: float, view: View = "physical") -> Placement:
    """A placement of `element` at x, y (px from its parent's top left), sized by its content."""
    return Placement(id=placement_id(view, element), view=view, element=element, x=x, y=y)
