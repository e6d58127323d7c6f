"""The garbage collector rests while a file is read, and is afterwards as it was."""

import gc
from collections.abc import Iterator

import pytest

from virtdesigner.files import document
from virtdesigner.files.collection import uncollected
from virtdesigner.files.errors import DocumentError


@pytest.fixture(autouse=True)
def collector_as_it_was() -> Iterator[None]:
    was_enabled = gc.isenabled()
    yield
    (gc.enable if was_enabled else gc.disable)()


@pytest.mark.parametrize("was_enabled", [True, False])
def test_it_is_off_inside_and_as_before_outside(was_enabled: bool) -> None:
    (gc.enable if was_enabled else gc.disable)()
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled() is was_enabled


def test_a_file_that_is_refused_leaves_it_on() -> None:
    gc.enable()
    with pytest.raises(DocumentError):
        document.loads('{"format": 1, "elements": [3]}')
    assert gc.isenabled()
