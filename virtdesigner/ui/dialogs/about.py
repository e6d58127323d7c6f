"""What the program is, which version, and what it stands on."""

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from virtdesigner.ui import icons
from virtdesigner.ui.stylesheet import set_role


class AboutDialog(QDialog):
    """The page "About VirtDesigner"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About VirtDesigner"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 16)
        layout.setSpacing(8)
        picture = QLabel()
        picture.setPixmap(icons.application_icon().pixmap(64, 64))
        title = QLabel("VirtDesigner")
        set_role(title, "title")
        what = QLabel(self.tr("Draw virtualised infrastructure, simulate it, see where it is tight and why."))
        what.setWordWrap(True)
        versions = self.tr("Version {own}, with Qt {qt} and Python {python}. Apache License 2.0.")
        detail = QLabel(
            versions.format(own=own_version(), qt=qVersion(), python=platform.python_version())
            + "\n"
            + self.tr("The typeface is Inter, under the SIL Open Font License.")
        )
        detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_role(detail, "detail")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        for widget in (picture, title, what, detail, buttons):
            layout.addWidget(widget)


def own_version() -> str:
    """The version of the installation, "unknown" when it runs from loose files."""
    try:
        return version("virtdesigner")
    except PackageNotFoundError:
        return "unknown"
