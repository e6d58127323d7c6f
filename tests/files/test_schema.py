"""The JSON schema: current, right about what is written, and of use to other programs."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.files.designs import example, uid
from virtdesigner import resources
from virtdesigner.files import document
from virtdesigner.files.schema import PARTS, main, schema, schema_text


def test_the_committed_schema_is_current() -> None:
    stored = resources.path(*PARTS).read_text(encoding="utf-8")
    assert stored == schema_text(), "run: python -m virtdesigner.files.schema"


def test_it_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_a_saved_design_follows_it() -> None:
    jsonschema.validate(json.loads(document.dumps(example())), schema())


@pytest.mark.parametrize(
    ("field", "value"), [("kind", "spaceship"), ("memory", {"size": 0}), ("colour", "red"), ("id", "7")]
)
def test_what_reading_refuses_it_refuses(field: str, value: object) -> None:
    raw = json.loads(document.dumps(example()))
    next(record for record in raw["elements"] if record["id"] == uid("vm"))[field] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(raw, schema())
    with pytest.raises(document.DocumentError):
        document.loads(json.dumps(raw))


def test_units_labels_and_bounds_of_the_declarations_are_in_it() -> None:
    clock = schema()["$defs"]["Processor"]["properties"]["clock"]
    assert {"unit": "GHz", "title": "Clock", "minimum": 0.1, "maximum": 10}.items() <= clock.items()
    product = schema()["$defs"]["Virtualisation"]["properties"]["product"]
    assert product["labels"]["kvm"] == "KVM"


def test_running_the_module_writes_it_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(resources, "find_root", lambda _package: tmp_path)
    main()
    written = tmp_path.joinpath(*PARTS)
    assert written.read_text(encoding="utf-8") == schema_text()
    assert capsys.readouterr().out == f"{written}\n"
