"""The shipped example, and the command line as a function."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from virtdesigner import resources
from virtdesigner.cli import main


class Done(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def example() -> Path:
    return resources.path("examples", "two-hosts.vdt")


@pytest.fixture
def virtdesigner(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run a headless command with the given words."""

    def run(*words: object) -> Done:
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        return Done(code, printed.out, printed.err)

    return run
