"""A picture of a whole design, or of what a view shows, as an image of any size."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from virtdesigner.model.design import Design
from virtdesigner.model.packing import bounds
from virtdesigner.ui.canvas.look import NAMES, Look
from virtdesigner.ui.canvas.overlay import NOTHING
from virtdesigner.ui.canvas.scene import CanvasScene
from virtdesigner.ui.document import Document
from virtdesigner.ui.palettes import LIGHT, Palette

_MARGIN = 32.0


def render_picture(what: "CanvasScene | Design", size: QSize, palette: Palette = LIGHT) -> QImage:
    """Draw all of a scene (in its own palette), or of a design, as large as fits into `size` px, centred."""
    scene = what if isinstance(what, CanvasScene) else CanvasScene(Document(what), Look(palette))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(scene.look.colour("canvas"))
    box = bounds(scene.rects.values())
    if not box.width:
        return image
    area = QRectF(*box).adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
    zoom = min(size.width() / area.width(), size.height() / area.height())
    marks, overview = scene.overlay.marks, scene.overview.isVisible()
    scene.overlay.show_marks(NOTHING)
    scene.show_overview(zoom < NAMES)
    painter = QPainter(image)
    scene.render(painter, QRectF(image.rect()), area, Qt.AspectRatioMode.KeepAspectRatio)
    painter.end()
    scene.show_overview(overview)
    scene.overlay.show_marks(marks)
    return image
