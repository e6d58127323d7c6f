"""What the application remembers between runs, declared like the fields of a design and kept as JSON."""

import logging
import os
from pathlib import Path
from typing import Final, Literal

import platformdirs
from pydantic import ValidationError

from virtdesigner.model.fields import choice, hidden, quantity
from virtdesigner.model.record import Frozen

VERSION: Final = 1
RECENT_FILES: Final = 10
APPLICATION: Final = "virtdesigner"

_log = logging.getLogger(__name__)


class Settings(Frozen):
    """One state of the settings. geometry, layout: of the window, base64 as Qt gives them."""

    version: Literal[1] = VERSION
    theme: Literal["system", "light", "dark"] = choice(
        "system",
        {"system": "As the system", "light": "Light", "dark": "Dark"},
        "Colours of the interface.",
        label="Theme",
    )
    speed: float = quantity(
        1, "x", 0, 1e9, "Simulated seconds per second; 0: as fast as possible.", label="Speed"
    )
    recent: tuple[str, ...] = hidden((), "Files opened last, newest first.")
    folder: str = hidden("", "Folder of the last file dialog.")
    geometry: str = hidden("", "Size and place of the window.")
    layout: str = hidden("", "Arrangement of the panels.")


class SettingsFile:
    """The settings and the file they are kept in. A file that can't be used gives the defaults.

    `path` None keeps them in memory: for pictures and tests.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.values = _read(path) if path else Settings()

    @classmethod
    def of_user(cls) -> "SettingsFile":
        """The settings of the person who runs the program."""
        return cls(platformdirs.user_config_path(APPLICATION) / "settings.json")

    def update(self, **values: object) -> None:
        """Change some settings and keep them. Raises pydantic.ValidationError when one isn't allowed."""
        self.values = self.values.replace(**values)
        if self.path:
            _write(self.path, self.values)

    def remember(self, path: Path) -> None:
        """Put a file first among the recent ones."""
        own = str(path.absolute())
        others = tuple(recent for recent in self.values.recent if recent != own)
        self.update(recent=(own, *others)[:RECENT_FILES], folder=str(path.absolute().parent))

    def forget(self, path: Path) -> None:
        """Take a file that is gone out of the recent ones."""
        self.update(recent=tuple(recent for recent in self.values.recent if recent != str(path)))


def _read(path: Path) -> Settings:
    try:
        return Settings.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValidationError, UnicodeDecodeError) as error:
        _log.info("settings in %s can't be used, the defaults hold: %s", path, error)
        return Settings()


def _write(path: Path, values: Settings) -> None:
    """Write whole or not at all; a disk that refuses costs the settings, never the work."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".new")
        temporary.write_text(values.model_dump_json(indent=1), encoding="utf-8")
        os.replace(temporary, path)  # noqa: PTH105 - Path.replace is the same call with a worse name
    except OSError as error:
        _log.info("settings can't be kept in %s: %s", path, error)
