"""`virtdesigner validate`: exit codes and findings."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from virtdesigner import save
from virtdesigner.kinds import PhysicalServer, StorageArray
from virtdesigner.model.design import Design
from virtdesigner.model.parts import DiskGroup
from virtdesigner.model.record import new_id

Command = Callable[..., Any]


def test_the_example_has_no_errors(virtdesigner: Command, example: Path) -> None:
    done = virtdesigner("validate", example, "--json")
    assert done.code == 0
    assert all(finding["severity"] != "error" for finding in done.json["findings"])


def test_errors_give_1(virtdesigner: Command, tmp_path: Path) -> None:
    # RAID 6 needs four disks.
    group = DiskGroup(id="group0", name="Disks", raid="6", disks=2)
    array = StorageArray(id=new_id(), name="array-1", disk_groups=(group,))
    save(Design.of({"elements": [array, PhysicalServer(id=new_id(), name="s")]}), tmp_path / "x.vdt")
    done = virtdesigner("validate", tmp_path / "x.vdt")
    assert done.code == 1
    assert "array-1" in done.out


def test_unreadable_gives_2(virtdesigner: Command, tmp_path: Path) -> None:
    done = virtdesigner("validate", tmp_path / "absent.vdt")
    assert done.code == 2
    assert "absent.vdt" in done.err
    assert done.out == ""


def test_the_last_line_counts_one_and_many(virtdesigner: Command, tmp_path: Path) -> None:
    save(Design.of(), tmp_path / "empty.vdt")
    # An empty design has no server: one error.
    last = virtdesigner("validate", tmp_path / "empty.vdt").out.splitlines()[-1]
    assert last == "0 elements: 1 error, 0 warnings, 0 infos"
    server = PhysicalServer(id=new_id(), name="s")
    save(Design.of({"elements": [server]}), tmp_path / "one.vdt")
    assert virtdesigner("validate", tmp_path / "one.vdt").out.splitlines()[-1].startswith("1 element: ")


def test_a_finding_that_can_be_mended_says_how(virtdesigner: Command, tmp_path: Path) -> None:
    group = DiskGroup(id="group0", name="Disks", raid="6", disks=2)
    array = StorageArray(id=new_id(), name="array-1", disk_groups=(group,))
    save(Design.of({"elements": [array, PhysicalServer(id=new_id(), name="s")]}), tmp_path / "x.vdt")
    assert (
        "Fix in the window: Give Disks of array-1 4 disks" in virtdesigner("validate", tmp_path / "x.vdt").out
    )
    found = virtdesigner("validate", tmp_path / "x.vdt", "--json").json["findings"]
    # Nothing mechanical gives a server something to run.
    assert {f["code"]: f["fixable"] for f in found} == {"too-few-disks": True, "nothing-to-run": False}
    assert all(f.keys() >= {"code", "severity", "elements", "field", "parameters"} for f in found)


def test_assumptions_are_summed_up_and_counted_apart(virtdesigner: Command, tmp_path: Path) -> None:
    servers = [
        PhysicalServer(id=new_id(), name=f"esx-{n}", assumed=("processor", "memory")) for n in range(4)
    ]
    save(Design.of({"elements": servers}), tmp_path / "x.vdt")
    printed = virtdesigner("validate", tmp_path / "x.vdt").out.splitlines()
    assert "info    Assumed, not read: processor, memory of 4 servers" in printed
    assert printed[-1].endswith("0 infos, 4 assumptions")
    found = virtdesigner("validate", tmp_path / "x.vdt", "--json").json["findings"]
    assert [each["code"] for each in found].count("assumed-fields") == 4, "other programs get them all"
