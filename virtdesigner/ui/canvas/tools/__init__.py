"""Tools: one gesture of the mouse per class. The view hands events to the tool that is active."""

from virtdesigner.ui.canvas.tools.connect import ConnectTool
from virtdesigner.ui.canvas.tools.marquee import MarqueeTool
from virtdesigner.ui.canvas.tools.move import MoveTool
from virtdesigner.ui.canvas.tools.pan import PanTool
from virtdesigner.ui.canvas.tools.pick import PickTool
from virtdesigner.ui.canvas.tools.place import PlaceTool
from virtdesigner.ui.canvas.tools.resize import ResizeTool
from virtdesigner.ui.canvas.tools.select import SelectTool
from virtdesigner.ui.canvas.tools.tool import Pointer, Tool

__all__ = [
    "ConnectTool",
    "MarqueeTool",
    "MoveTool",
    "PanTool",
    "PickTool",
    "PlaceTool",
    "Pointer",
    "ResizeTool",
    "SelectTool",
    "Tool",
]
