"""The theme of the running application: which palette holds, and what Qt is told about it."""

from functools import cache
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from virtdesigner.ui import icons, stylesheet
from virtdesigner.ui.fonts import font
from virtdesigner.ui.palettes import DARK, LIGHT, Palette, colour

Mode = Literal["system", "light", "dark"]

_SCHEMES: dict[Mode, Qt.ColorScheme] = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}
_NAME, _TOKEN, _CHECKED = "iconName", "iconToken", "iconChecked"


class Theme(QObject):
    """Dresses an application in the light or the dark palette, the system's choice unless `mode` says.

    `changed` carries the new palette, once per change, after Qt's own widgets have been told: canvases and
    charts that paint for themselves repaint then. Keep one as long as the application lives.
    """

    changed = Signal(object)

    def __init__(self, application: QApplication, mode: Mode = "system") -> None:
        super().__init__()
        self._application = application
        self._images = _image_folder()
        self._mode = mode
        self._palette: Palette | None = None
        application.setStyle("Fusion")
        application.setFont(font("body"))
        application.setWindowIcon(icons.application_icon())
        application.styleHints().colorSchemeChanged.connect(self._follow)
        self.set_mode(mode)

    @property
    def palette(self) -> Palette:
        """The palette of now."""
        return self._palette or LIGHT

    @property
    def mode(self) -> Mode:
        """What was asked for: `system`, `light` or `dark`."""
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Follow the system, or hold the light or the dark palette; window frames follow if they can."""
        self._mode = mode
        self._application.styleHints().setColorScheme(_SCHEMES[mode])
        self._follow()

    def toggle(self) -> None:
        """Hold the palette that is not shown now."""
        self.set_mode("light" if self.palette.dark else "dark")

    def set_icon(
        self, target: QAction | QAbstractButton, name: str, token: str = "soft", checked: str | None = None
    ) -> None:
        """Give an action or a button an icon in a colour token, in `checked` while it is on.

        It takes the new colours when the theme changes, if it belongs to a window by then.
        """
        target.setProperty(_NAME, name)
        target.setProperty(_TOKEN, token)
        target.setProperty(_CHECKED, checked or token)
        self._paint_icon(target)

    def _follow(self) -> None:
        wanted = DARK if self._wants_dark() else LIGHT
        if wanted is not self._palette:
            self._palette = wanted
            self._dress(wanted)
            self.changed.emit(wanted)

    def _wants_dark(self) -> bool:
        return system_is_dark(self._application) if self._mode == "system" else self._mode == "dark"

    def _dress(self, palette: Palette) -> None:
        self._application.setPalette(qt_palette(palette))
        self._application.setStyleSheet(stylesheet.build(palette, Path(self._images.path())))
        for window in self._application.topLevelWidgets():
            self._paint_icons(window)

    def _paint_icons(self, window: QWidget) -> None:
        for action in window.findChildren(QAction):
            self._paint_icon(action)
        for button in window.findChildren(QAbstractButton):
            self._paint_icon(button)

    def _paint_icon(self, target: QAction | QAbstractButton) -> None:
        if name := target.property(_NAME):
            normal = getattr(self.palette, target.property(_TOKEN))
            checked = getattr(self.palette, target.property(_CHECKED))
            target.setIcon(icons.icon(name, normal, checked))


@cache
def _image_folder() -> QTemporaryDir:
    """Return the folder for the stylesheet's images: one a process, since stylesheets outlive a theme."""
    folder = QTemporaryDir()
    if not folder.isValid():
        raise OSError(
            f"No folder for temporary files could be made: {folder.errorString()}. Is the disk full?"
        )
    return folder


def system_is_dark(application: QApplication) -> bool:
    """Say whether the system asks for dark windows; False where it doesn't say."""
    return application.styleHints().colorScheme() == Qt.ColorScheme.Dark


def qt_palette(palette: Palette) -> QPalette:
    """Return Qt's palette, for what the stylesheet does not reach."""
    role = QPalette.ColorRole
    made = QPalette()
    for names, token in {
        (role.Window, role.Base, role.ToolTipBase): palette.panel,
        (role.Button, role.AlternateBase): palette.card2,
        (role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.HighlightedText): palette.ink,
        (role.BrightText,): palette.on_accent,
        (role.PlaceholderText,): palette.disabled,
        (role.Accent,): palette.accent,
        (role.Highlight,): palette.accent_fill,
        (role.Link, role.LinkVisited): palette.accent_ink,
        (role.Light, role.Midlight): palette.card1,
        (role.Mid, role.Dark): palette.line,
        (role.Shadow,): palette.window,
    }.items():
        for name in names:
            made.setColor(name, colour(token))
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, name, colour(palette.disabled))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, colour(palette.trough))
    return made
