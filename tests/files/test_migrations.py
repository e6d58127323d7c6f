"""Older formats: the mechanism with a made-up older format, and the stored sample of every format."""

import json
from pathlib import Path

import pytest

from tests.files.designs import example, same
from virtdesigner.files import document
from virtdesigner.files.errors import DocumentError, NewerFormatError
from virtdesigner.files.migrations import FORMAT, MIGRATIONS, Document, migrate
from virtdesigner.model.parts import Virtualisation

SAMPLES = Path(__file__).parent / "samples"


def from_minus_one(raw: Document) -> Document:
    raw["things"] = raw.pop("stuff")
    return raw


def from_zero(raw: Document) -> Document:
    raw["elements"] = [{"kind": "cluster", **thing} for thing in raw.pop("things")]
    return raw


FAKES = {**MIGRATIONS, -1: from_minus_one, 0: from_zero}


def test_migrations_run_one_after_the_other_up_to_the_current_format() -> None:
    raw = {"format": -1, "stuff": [{"id": "a"}]}
    assert migrate(raw, FAKES) == {"format": FORMAT, "elements": [{"kind": "cluster", "id": "a"}]}


def test_a_current_document_is_left_as_it_is() -> None:
    raw = {"format": FORMAT}
    assert migrate(raw, FAKES) is raw


def test_a_gap_in_the_migrations_is_refused_naming_what_is_known() -> None:
    with pytest.raises(DocumentError, match="format -1 isn't known; this version reads 0, 1, 2"):
        migrate({"format": -1}, {**MIGRATIONS, 0: from_zero})


def test_newer_is_refused() -> None:
    with pytest.raises(NewerFormatError):
        migrate({"format": FORMAT + 1}, FAKES)


def test_an_older_file_is_migrated_before_it_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MIGRATIONS", FAKES)
    identity = "00000000-0000-0000-0000-000000000001"
    design = document.loads(f'{{"format": 0, "things": [{{"id": "{identity}", "name": "old"}}]}}')
    assert design.elements[identity].name == "old"


def test_problems_after_a_migration_have_paths_of_the_current_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MIGRATIONS", FAKES)
    with pytest.raises(DocumentError) as caught:
        document.loads('{"format": 0, "things": [{"id": "short", "name": "old"}]}')
    assert [problem.path for problem in caught.value.problems] == ["elements[0].id"]


def test_every_format_has_a_stored_sample() -> None:
    stored = {path.name for path in SAMPLES.glob("format-*.vdt")}
    assert stored == {f"format-{number}.vdt" for number in (*MIGRATIONS, FORMAT)}


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("format-*.vdt")), ids=lambda path: path.stem)
def test_stored_samples_of_every_format_are_read(path: Path) -> None:
    assert same(document.read(path), example())


def test_the_sample_of_the_current_format_is_written_as_it_is_stored() -> None:
    stored = (SAMPLES / f"format-{FORMAT}.vdt").read_text(encoding="utf-8")
    assert document.dumps(document.loads(stored)) == stored


@pytest.mark.parametrize(("product", "scheduler", "drivers"), [
    ("esxi", "esxi", "monolithic"), ("kvm", "cfs", "monolithic"),
    ("xen", "xen-credit", "driver-domain"), ("hyper-v", "hyper-v", "driver-domain"),
])  # fmt: skip
def test_format_1_took_scheduler_and_drivers_from_the_product(
    product: str, scheduler: str, drivers: str
) -> None:
    server, hypervisor = "00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000b"
    part = {} if product == "esxi" else {"product": product}
    elements = [
        {"id": server, "kind": "physical-server", "name": "s"},
        {"id": hypervisor, "kind": "hypervisor", "name": "h", "parent": server, "virtualisation": part},
    ]
    read = document.loads(json.dumps({"format": 1, "elements": elements})).elements[hypervisor]
    (found,) = read.carried(Virtualisation)
    assert (found.product, found.scheduler, found.drivers) == (product, scheduler, drivers)
