"""A picture of a whole design in a file, sharp at twice its size on the canvas."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize

from virtdesigner.model.packing import bounds
from virtdesigner.ui.canvas import render_picture
from virtdesigner.ui.canvas.scene import CanvasScene

SHARPNESS: Final = 2.0
MARGIN: Final = 64.0
LONGEST: Final = 16_000
"""Most pixels of a side; a larger design is drawn smaller."""


def save_picture(scene: CanvasScene, path: Path) -> None:
    """Write everything that a scene shows to a PNG. Raises OSError when it can't be written."""
    if not render_picture(scene, picture_size(scene), scene.look.palette).save(str(path)):
        raise OSError(f"The picture could not be written to {path}: choose another folder or name.")


def picture_size(scene: CanvasScene) -> QSize:
    """Pixels that show everything at SHARPNESS, or as sharp as LONGEST allows."""
    box = bounds(scene.rects.values())
    width, height = box.width + MARGIN, box.height + MARGIN
    factor = min(SHARPNESS, LONGEST / max(width, height))
    return QSize(round(width * factor), round(height * factor))
