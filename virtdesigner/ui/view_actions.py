"""The views to choose from. Part of the View menu."""

from typing import TYPE_CHECKING, Any, Final

from virtdesigner.model.placement import View
from virtdesigner.ui.actions import Action, Entry
from virtdesigner.ui.views.stack import VIEWS

if TYPE_CHECKING:
    from virtdesigner.ui.window import MainWindow


def is_drawn(window: "MainWindow") -> bool:
    """Something is drawn."""
    return bool(window.document.design.elements)


def is_physical(window: "MainWindow") -> bool:
    """Whether the view is seen in which cables, notes and frames are drawn."""
    return window.views.view == "physical"


def _view(name: View, text: Any, keys: str) -> Action:
    return Action(
        f"view-{name}",
        text,
        lambda window: window.views.show_view(name),
        menu="view",
        keys=(keys,),
        checked=lambda window: window.views.view == name,
    )


VIEW_CHOICE: Final[tuple[Entry, ...]] = tuple(
    _view(name, text, f"Ctrl+{place}") for place, (name, text) in enumerate(VIEWS, 1)
)
