"""Every kind, field and link that is declared goes into a file and comes back, and the schema allows it."""

import json

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.declared import JOINTS, Joint, designs, joined
from tests.files.designs import same
from virtdesigner.files import document
from virtdesigner.files.schema import schema
from virtdesigner.kinds import KINDS
from virtdesigner.model.design import Design
from virtdesigner.rules.containment import PARENTS
from virtdesigner.rules.links import LINKS

_VALIDATOR = jsonschema.Draft202012Validator(schema())
_few = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def comes_back(design: Design) -> None:
    text = document.dumps(design)
    again = document.loads(text)
    assert same(again, design)
    assert document.dumps(again) == text
    _VALIDATOR.validate(json.loads(text))


@given(designs())
def test_any_design(design: Design) -> None:
    comes_back(design)


@pytest.mark.parametrize("kind", KINDS)
@_few
@given(data=st.data())
def test_a_kind_with_every_field_set(kind: str, data: st.DataObject) -> None:
    comes_back(data.draw(designs((kind,), most=0, fields=None)))


def _named(joint: Joint) -> str:
    kind, *ends = joint
    return " ".join([kind, *(f"{end.kind}:{end.part.__name__ if end.part else ''}" for end in ends)])


@pytest.mark.parametrize("joint", JOINTS, ids=_named)
@_few
@given(data=st.data())
def test_a_link_with_every_field_set(joint: Joint, data: st.DataObject) -> None:
    design = data.draw(joined(joint))
    assert joint[0] in {link.kind for link in design.links.values()}
    comes_back(design)


def test_nothing_that_is_declared_is_missing_here() -> None:
    assert {kind for kind, _source, _target in JOINTS} == LINKS.keys()
    assert PARENTS.keys() == KINDS.keys()
