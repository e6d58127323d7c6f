"""The log: a rotating file in the user's log folder, shown under Help."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

import platformdirs

from virtdesigner.ui.settings import APPLICATION

_BYTES: Final = 1_000_000
_KEPT: Final = 3


def log_folder() -> Path:
    """Where the log lies."""
    return platformdirs.user_log_path(APPLICATION)


def start_logging() -> None:
    """Write warnings of everything and messages of our own to the log; without one where the disk refuses."""
    handler: logging.Handler
    try:
        log_folder().mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            log_folder() / f"{APPLICATION}.log",
            maxBytes=_BYTES,
            backupCount=_KEPT,
            encoding="utf-8",
            delay=True,
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger(APPLICATION).setLevel(logging.INFO)
