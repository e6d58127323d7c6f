"""The stylesheet, made from `resources/style/virtdesigner.qss` and a palette; roles for widgets."""

from dataclasses import asdict
from pathlib import Path
from string import Template
from typing import Final, Literal

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from virtdesigner import resources
from virtdesigner.ui import fonts, icons, space
from virtdesigner.ui.palettes import Palette

WordRole = Literal[
    "title", "section", "name", "body", "detail", "caps", "hint", "good", "warning", "bad", "accent"
]
"""Words on a QLabel."""

BadgeRole = Literal["badge", "badge-good", "badge-warning", "badge-bad", "badge-accent"]
"""A pill, on a QLabel."""

BoxRole = Literal["panel", "bar", "card", "box-good", "box-warning", "box-bad", "segments"]
"""A box, on a QFrame or a plain QWidget; `segments` holds buttons that belong together."""

ButtonRole = Literal["primary", "quiet", "link", "header"]
"""A QPushButton or QToolButton; `header` opens and closes a section."""

StyleRole = WordRole | BadgeRole | BoxRole | ButtonRole

_NUMBER_INDENT: Final = 9

_IMAGES: Final = {
    "chevron-down": ("soft", "ink", "disabled"),
    "chevron-up": ("soft", "ink", "disabled"),
    "chevron-right": ("soft", "ink", "disabled"),
    "chevron-left": ("soft", "ink"),
    "check": ("on_accent", "ink", "disabled"),
    "minus": ("on_accent", "disabled"),
    "dot": ("on_accent", "disabled"),
    "close": ("soft", "ink"),
    "pop-out": ("soft",),
    "more": ("soft",),
    "warning": ("warning",),
    "error": ("bad",),
    "info": ("accent",),
    "help": ("accent",),
}
"""Icons that the stylesheet shows, and in which colour tokens."""


def build(palette: Palette, folder: Path) -> str:
    """Return the stylesheet of a palette.

    Qt reads the images of a stylesheet from files only: the coloured ones are written to `folder`, which
    has to outlive the stylesheet. Raises OSError when it can't be written, KeyError for an unknown token.
    """
    text = resources.path("style", "virtdesigner.qss").read_text(encoding="utf-8")
    return Template(text).substitute(_tokens(palette), **_write_images(palette, folder))


def _tokens(palette: Palette) -> dict[str, str]:
    tokens = {name: str(value) for name, value in asdict(palette).items()}
    for role, (pixels, weight) in fonts.SCALE.items():
        tokens[f"{role}_font"] = f"font-size: {pixels}px; font-weight: {weight}"
    tokens |= {
        f"radius_{name.lower()}": f"{getattr(space, 'RADIUS_' + name)}px" for name in ("FIELD", "PANEL")
    }
    tokens |= {"row": f"{space.ROW_HEIGHT}px"}
    return tokens


def _write_images(palette: Palette, folder: Path) -> dict[str, str]:
    written: dict[str, str] = {}
    for name, tokens in _IMAGES.items():
        for token in tokens:
            shade: str = getattr(palette, token)
            file = folder / f"{name}-{shade[1:]}.svg"
            if not file.exists():
                file.write_bytes(icons.coloured(name, shade))
            written[f"{name.replace('-', '_')}_{token}"] = f'url("{file.as_posix()}")'
    return written


def set_role(widget: QWidget, role: StyleRole) -> None:
    """Say what a widget is for, so that the stylesheet gives it the look of that; may be called again.

    The same role once more costs nothing: what shows a run says it with every frame.
    """
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    # A frame takes the margins of its new look only when told that the style changed.
    QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))


def indent_number(field: QAbstractSpinBox) -> None:
    """Set a spin box's text as far in as that of other fields, where Qt heeds no stylesheet's padding."""
    field.lineEdit().setTextMargins(_NUMBER_INDENT, 0, 0, 0)
