"""Picture files that become notes: read, checked, and as large on the canvas as fits beside cards."""

import base64
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QMargins, QMimeData, QSize, Qt
from PySide6.QtGui import QImageReader

from virtdesigner.kinds.note import PICTURE_MAX
from virtdesigner.model.errors import FileError

SUFFIXES: Final = (".png", ".jpg", ".jpeg")
BYTES_MAX: Final = PICTURE_MAX // 4 * 3
"""Largest file: base64 makes four characters of three bytes."""

_FORMATS: Final = (b"png", b"jpeg")
_LARGEST: Final = QSize(480, 360)
_ROOM: Final = QMargins(4, 4, 4, 4)
"""What the card of a picture is larger than the picture, px."""

_KEEP: Final = Qt.AspectRatioMode.KeepAspectRatio


def picture_file(data: QMimeData) -> Path | None:
    """The one picture file that is being dragged, if it is one."""
    urls = data.urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path and path.suffix.lower() in SUFFIXES else None


def read_picture(path: Path) -> tuple[str, QSize]:
    """A picture as base64, and the size of its card. Raises FileError when it is none, or too large."""
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= BYTES_MAX else b""
    except OSError as error:
        raise FileError(_words("{name} can't be read: {reason}.", path, reason=error.strerror)) from error
    if size > BYTES_MAX:
        text = "{name} has {size} MB; a picture may have {most} MB at most. Make it smaller and try again."
        raise FileError(_words(text, path, size=f"{size / 1e6:.1f}", most=f"{BYTES_MAX / 1e6:.0f}"))
    pixels = _pixels(raw)
    if not pixels.isValid():
        raise FileError(_words("{name} is neither a PNG nor a JPEG picture, or it is damaged.", path))
    if pixels.width() > _LARGEST.width() or pixels.height() > _LARGEST.height():
        pixels = pixels.scaled(_LARGEST, _KEEP)
    return base64.b64encode(raw).decode(), pixels.grownBy(_ROOM)


def _pixels(raw: bytes) -> QSize:
    """The size of a picture in pixels; not valid for what is no picture."""
    buffer = QBuffer()
    buffer.setData(QByteArray(raw))
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    is_known = reader.format().data() in _FORMATS
    image = reader.read() if is_known else None
    return image.size() if image is not None and not image.isNull() else QSize()


def _words(text: str, path: Path, **values: object) -> str:
    return QCoreApplication.translate("Canvas", text).format(name=path.name, **values)
