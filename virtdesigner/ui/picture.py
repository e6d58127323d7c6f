"""A picture of the whole canvas, sharp at twice its size."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QGraphicsScene

MARGIN: Final = 24.0
SHARPNESS: Final = 2.0
LONGEST: Final = 16_000
"""Most pixels of a side; a larger canvas is drawn smaller."""


def save_picture(scene: QGraphicsScene, path: Path) -> None:
    """Write everything drawn to a PNG. Raises OSError when it can't be written."""
    area = scene.itemsBoundingRect().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
    factor = min(SHARPNESS, LONGEST / max(area.width(), area.height()))
    image = QImage((area.size() * factor).toSize(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scene.render(painter, QRectF(image.rect()), area)
    painter.end()
    if not image.save(str(path), "PNG"):
        raise OSError(f"The picture could not be written to {path}: choose another folder or name.")
