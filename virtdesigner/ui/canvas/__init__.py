"""The canvas: cards, links, overlays, minimap, and the gestures that edit the document."""

from virtdesigner.ui.canvas.picture import render_picture
from virtdesigner.ui.canvas.view import CanvasView

__all__ = ["CanvasView", "render_picture"]
