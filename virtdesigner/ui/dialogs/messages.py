"""Message boxes: one clear message, and the few questions that are asked."""

from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

Button = QMessageBox.StandardButton

_LOOK: Final = (
    "QLabel#qt_msgbox_label { font-size: 13px; font-weight: 600; }"
    "QLabel#qt_msgbox_label, QLabel#qt_msgbox_informativelabel { min-width: 340px; }"
)
"""Qt's own names of the two texts: the first is a heading, and neither is squeezed into a column."""


def _box(parent: QWidget | None, icon: QMessageBox.Icon, title: str, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setIcon(icon)
    box.setWindowTitle(title)
    box.setText(title)
    box.setInformativeText(text)
    box.setStyleSheet(_LOOK)
    return box


def show_error(parent: QWidget | None, title: str, text: str) -> None:
    """Say what happened, where, and what to do."""
    _box(parent, QMessageBox.Icon.Warning, title, text).exec()


def ask_to_save(parent: QWidget, title: str) -> QMessageBox.StandardButton:
    """Ask what to do with unsaved changes: Save, Discard or Cancel."""
    box = _box(
        parent,
        QMessageBox.Icon.Question,
        QCoreApplication.translate("messages", "Save the changes to {title}?").format(title=title),
        QCoreApplication.translate("messages", "What is not saved is lost."),
    )
    box.setStandardButtons(Button.Save | Button.Discard | Button.Cancel)
    box.setDefaultButton(Button.Save)
    return Button(box.exec())


def ask_to_recover(parent: QWidget, title: str, when: str) -> bool:
    """Ask whether work that was not saved should be taken up again."""
    box = _box(
        parent,
        QMessageBox.Icon.Question,
        QCoreApplication.translate("messages", "Take up unsaved work?"),
        QCoreApplication.translate(
            "messages", "{title} was being edited on {when} when the program ended without saving."
        ).format(title=title, when=when),
    )
    take = box.addButton(
        QCoreApplication.translate("messages", "Take it up"), QMessageBox.ButtonRole.AcceptRole
    )
    box.addButton(
        QCoreApplication.translate("messages", "Throw it away"), QMessageBox.ButtonRole.DestructiveRole
    )
    box.setDefaultButton(take)
    box.exec()
    return box.clickedButton() is take
