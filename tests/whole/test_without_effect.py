"""What can be set and doesn't matter to a run yet: exactly the fields that say so."""

from collections.abc import Iterator
from typing import Any

from virtdesigner.kinds import KINDS
from virtdesigner.model.fields import specs
from virtdesigner.model.link import LINK_KINDS

WITHOUT_EFFECT = {"Hba.queue_depth"}
"""Record or part, and field."""


def _pending(record: Any) -> Iterator[str]:
    for field in specs(record):
        if field.pending:
            yield f"{record.__name__}.{field.name}"
        if field.part is not None:
            yield from _pending(field.part)


def test_these_fields_have_no_effect_in_a_run_yet() -> None:
    records = (*KINDS.values(), *LINK_KINDS.values())
    assert {name for record in records for name in _pending(record)} == WITHOUT_EFFECT
