"""The stylesheet, made from `resources/style/virtdesigner.qss` and a palette; roles for widgets."""

from dataclasses import asdict
from pathlib import Path
from string import Template
from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from virtdesigner import resources
from virtdesigner.ui import fonts, icons, space
from virtdesigner.ui.palettes import Palette

StyleRole = Literal[
    # words, on a QLabel
    "title",
    "section",
    "name",
    "detail",
    "caps",
    "hint",
    "good",
    "warning",
    "bad",
    "accent",
    # pills, on a QLabel
    "badge",
    "badge-good",
    "badge-warning",
    "badge-bad",
    "badge-accent",
    # boxes, on a QFrame or a plain QWidget
    "panel",
    "bar",
    "card",
    "box-good",
    "box-warning",
    "box-bad",
    "segments",
    # buttons
    "primary",
    "quiet",
    "link",
    "header",
]
"""What a widget is for; an unknown role leaves a widget as it is."""

_NUMBER_INDENT: Final = 6

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
    """Say what a widget is for, so that the stylesheet gives it the look of that; may be called again."""
    widget.setProperty("role", role)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def indent_number(field: QAbstractSpinBox) -> None:
    """Set the text of a spin box as far in as that of other fields; Qt applies no padding of a stylesheet there."""
    field.lineEdit().setTextMargins(_NUMBER_INDENT, 0, 0, 0)
