"""Declarations: every field of every record says what forms, checks and help need to know."""

from collections.abc import Iterator
from typing import Literal

import pydantic
import pytest

from virtdesigner.kinds import KINDS
from virtdesigner.model.fields import FieldSpec, choice, flag, hidden, part, quantity, ref, spec, specs, text
from virtdesigner.model.link import LINK_KINDS
from virtdesigner.model.parts import Flow, NamedPart, Part
from virtdesigner.model.placement import Placement
from virtdesigner.model.record import Frozen
from virtdesigner.model.settings import Settings
from virtdesigner.model.trace import Trace


class Blade(Part):
    """A part with a field of every form."""

    name: str = text("blade", "Name of it.", label="Name", minimum=1, maximum=5, pattern="^[a-z]*$")
    weight: float = quantity(2.5, "kg", 0, 10, "How heavy.", label="Weight", estimate=True)
    slots: int = quantity(4, "", 1, 8, "How many.", label="Slots", descriptive=True)
    limit: float | None = quantity(None, "W", 0, 100, "At most.", label="Limit", none="no limit")
    side: Literal["left", "right"] = choice(
        "left", {"left": "Left", "right": "Right"}, "Where.", label="Side"
    )
    on: bool = flag(True, "Runs.", label="On")
    peer: str | None = ref("Other.", label="Peer", kinds=("lun",), default=None, none="nobody", cascade=True)
    peers: tuple[str, ...] = ref("Others.", label="Peers", table="traces", default=())
    flow: Flow | None = part(None, "One.", label="Flow")
    flows: tuple[Flow, ...] = part((), "Many.", label="Flows")
    mark: str = hidden("", "Not shown.", maximum=3)


def all_records() -> Iterator[type[pydantic.BaseModel]]:
    """Every kind, link, part and other record."""
    wave: list[type[pydantic.BaseModel]] = [*KINDS.values(), *LINK_KINDS.values(), Placement, Settings, Trace]
    seen = set[type[pydantic.BaseModel]]()
    while wave:
        record = wave.pop()
        if record not in seen:
            seen.add(record)
            yield record
            wave.extend(field.part for field in specs(record) if field.part)


FIELDS = [
    pytest.param(record, field, id=f"{record.__name__}.{field.name}")
    for record in all_records()
    for field in specs(record)
]


def test_fields_keep_the_order_of_their_declaration() -> None:
    assert [field.name for field in specs(Blade)] == list(Blade.model_fields)


def test_a_quantity() -> None:
    weight = spec(Blade, "weight")
    assert (weight.form, weight.unit, weight.minimum, weight.maximum) == ("quantity", "kg", 0, 10)
    assert (weight.label, weight.doc, weight.default) == ("Weight", "How heavy.", 2.5)
    assert (weight.estimate, weight.descriptive, weight.whole, weight.optional) == (True, False, False, False)
    slots = spec(Blade, "slots")
    assert (slots.whole, slots.descriptive, slots.estimate) == (True, True, False)


def test_a_quantity_that_may_be_empty() -> None:
    limit = spec(Blade, "limit")
    assert (limit.optional, limit.none, limit.default) == (True, "no limit", None)


def test_choices_with_their_labels() -> None:
    assert spec(Blade, "side").choices == (("left", "Left"), ("right", "Right"))


def test_references() -> None:
    one, many = spec(Blade, "peer"), spec(Blade, "peers")
    assert (one.table, one.kinds, one.cascade, one.many, one.optional) == (
        "elements",
        ("lun",),
        True,
        False,
        True,
    )
    assert (many.table, many.kinds, many.cascade, many.many) == ("traces", (), False, True)


def test_components() -> None:
    one, many = spec(Blade, "flow"), spec(Blade, "flows")
    assert (one.form, one.part, one.optional) == ("part", Flow, True)
    assert (many.form, many.part, many.many) == ("parts", Flow, True)


def test_an_unknown_field() -> None:
    with pytest.raises(KeyError):
        spec(Blade, "gone")


@pytest.mark.parametrize("values", [
    {"name": ""}, {"name": "toolong"}, {"name": "A"}, {"weight": -0.1}, {"weight": 10.5}, {"weight": "2"},
    {"weight": float("nan")}, {"weight": float("inf")}, {"slots": 1.5}, {"slots": 9}, {"side": "top"},
    {"on": 1}, {"flows": []}, {"mark": "long"}, {"unknown": 1}, {"limit": -1.0},
])  # fmt: skip
def test_values_that_are_not_allowed(values: dict[str, object]) -> None:
    with pytest.raises(pydantic.ValidationError):
        Blade.model_validate(values)
    with pytest.raises(pydantic.ValidationError):
        Blade().replace(**values)


def test_bounds_are_allowed_themselves() -> None:
    assert Blade(weight=0, slots=8).replace(weight=10.0).weight == 10


def test_records_do_not_change() -> None:
    with pytest.raises(pydantic.ValidationError):
        Blade().weight = 3  # type: ignore[misc]


@pytest.mark.parametrize(("record", "field"), FIELDS)
def test_every_field_is_documented(record: type[Frozen], field: FieldSpec) -> None:
    if field.name == "kind" or field.form == "hidden":
        return
    assert field.label[:1].isupper() or field.label[:1] == "v", "sentence case; vCPUs is spelled so"
    assert field.doc.endswith(".")
    assert field.form != "quantity" or (field.minimum is not None and field.maximum is not None)
    assert not field.optional or field.none or field.form == "part", "what does empty mean?"


@pytest.mark.parametrize(("record", "field"), FIELDS)
def test_every_field_is_of_a_plain_type(record: type[Frozen], field: FieldSpec) -> None:
    """Tuples and literals only: records are compared, shared and hashed."""
    annotation = str(record.model_fields[field.name].annotation)
    assert not any(word in annotation for word in ("list[", "dict[", "set[", "Enum"))


@pytest.mark.parametrize("kind", KINDS.values())
def test_every_kind_says_what_it_is(kind: type) -> None:
    assert kind.label  # type: ignore[attr-defined]
    groups = ("Physical", "Platform", "Guests", "Network", "Storage", "Services", "Annotation")
    assert kind.group in groups  # type: ignore[attr-defined]
    assert kind.__doc__


@pytest.mark.parametrize("record", [record for record in all_records() if issubclass(record, NamedPart)])
def test_a_part_that_can_be_named_is_one_of_several(record: type[NamedPart]) -> None:
    holders = [
        field
        for holder in all_records()
        for field in specs(holder)
        if field.part is record and not field.many
    ]
    assert holders == []
