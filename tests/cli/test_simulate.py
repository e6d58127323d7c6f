"""`virtdesigner simulate`: results by the schema, tables, CSV, and what stops a run."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from virtdesigner import resources
from virtdesigner.kinds import PhysicalServer, VirtualMachine
from virtdesigner.model.design import Design
from virtdesigner.model.record import new_id

Command = Callable[..., Any]


def test_results_follow_the_schema(virtdesigner: Command, example: Path) -> None:
    schema = json.loads(resources.path("schema", "results.schema.json").read_text(encoding="utf-8"))
    done = virtdesigner("simulate", example, "--for", "20s", "--json")
    assert done.code == 0
    jsonschema.validate(done.json, schema)
    assert done.json["seconds"] == 20
    assert {host["name"] for host in done.json["hosts"]} == {"esx-01", "esx-02"}
    for guest in done.json["guests"]:
        assert sum(guest["lost"].values()) == pytest.approx(1 - guest["progress"], abs=1e-9)


def test_the_same_seed_gives_the_same_results(virtdesigner: Command, example: Path) -> None:
    words = ("simulate", example, "--for", "10s", "--json", "--seed")
    assert virtdesigner(*words, 7).out == virtdesigner(*words, 7).out
    assert virtdesigner(*words, 7).out != virtdesigner(*words, 8).out


def test_the_overloaded_host_of_the_example_is_named(virtdesigner: Command, example: Path) -> None:
    found = virtdesigner("simulate", example, "--for", "5m", "--json").json
    names = {row["id"]: row["name"] for row in (*found["hosts"], *found["guests"])}
    worst = found["bottlenecks"][0]
    assert (worst["resource"], names[worst["element"]]) == ("cpu", "esx-02")
    assert "db-01" in {names[victim] for victim in worst["victims"]}
    assert worst["share"] > 0.05
    on_the_other = {guest["name"] for guest in found["guests"] if names[guest["host"]] == "esx-01"}
    assert not on_the_other & {names[victim] for victim in worst["victims"]}


def test_the_summary_says_it_in_words(virtdesigner: Command, example: Path) -> None:
    out = virtdesigner("simulate", example, "--for", "5m").out
    assert "esx-02" in out
    assert "guests wait for CPU" in out
    assert "db-01" in out


def test_csv_holds_the_means_and_the_course(virtdesigner: Command, example: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    done = virtdesigner("simulate", example, "--for", "5s", "--json", "--csv", folder)
    with (folder / "guests.csv").open(encoding="utf-8", newline="") as file:
        means = list(csv.DictReader(file))
    assert [row["name"] for row in means] == [guest["name"] for guest in done.json["guests"]]
    with (folder / "guests-over-time.csv").open(encoding="utf-8", newline="") as file:
        course = list(csv.DictReader(file))
    assert len(course) == 5 * len(means)
    granted = [float(row["cpu_granted"]) for row in course if row["name"] == "db-01"]
    mean = next(guest["cpu_granted"] for guest in done.json["guests"] if guest["name"] == "db-01")
    assert sum(granted) / 5 == pytest.approx(mean, rel=1e-4)


def test_a_csv_folder_that_cannot_be_written(virtdesigner: Command, example: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    done = virtdesigner("simulate", example, "--for", "5s", "--csv", blocked)
    assert done.code == 2
    assert "can't be written" in done.err
    assert example.name not in done.err, "the design is not to blame"
    assert "Traceback" not in done.err


def test_a_design_without_a_server_has_nothing_to_run(virtdesigner: Command, tmp_path: Path) -> None:
    from virtdesigner import save

    guest = VirtualMachine(id=new_id(), name="alone")
    save(Design.of({"elements": [guest]}), tmp_path / "alone.vdt")
    done = virtdesigner("simulate", tmp_path / "alone.vdt", "--json")
    assert done.code == 1
    assert done.json["findings"]


@pytest.mark.parametrize("content", [None, b"", b"no json", b"[]", b"\xff\xfe", b'{"format": 999}'])
def test_what_is_no_design_is_one_message(
    virtdesigner: Command, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "x.vdt"
    if content is not None:
        path.write_bytes(content)
    done = virtdesigner("simulate", path)
    assert done.code == 2
    assert "x.vdt" in done.err
    assert "Traceback" not in done.err


def test_nothing_but_results_goes_to_a_pipe(virtdesigner: Command, example: Path) -> None:
    assert virtdesigner("simulate", example, "--for", "5s", "--json").err == ""


def test_a_design_with_errors_runs_and_says_so(virtdesigner: Command, tmp_path: Path) -> None:
    from virtdesigner import save
    from virtdesigner.model.parts import DiskGroup

    # RAID 6 needs four disks.
    group = DiskGroup(id="group0", name="Disks", raid="6", disks=2)
    server = PhysicalServer(id=new_id(), name="esx-01", disk_groups=(group,))
    save(Design.of({"elements": [server]}), tmp_path / "x.vdt")
    done = virtdesigner("simulate", tmp_path / "x.vdt", "--for", "2s", "--json")
    assert done.code == 0
    assert done.json["hosts"]
    assert "error" in done.err
    assert "esx-01" in done.err


def test_a_full_disk_is_not_the_fault_of_the_design(
    virtdesigner: Command, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("virtdesigner.cli.simulate_command.print_json", full)
    done = virtdesigner("simulate", example, "--for", "2s", "--json")
    assert done.code == 2
    assert done.err.strip() == "virtdesigner: The output can't be written: No space left on device."
