"""`virtdesigner import`: an inventory becomes a design file and a report."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from virtdesigner import load

Command = Callable[..., Any]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A small RVTools export as a folder of CSV."""
    folder = tmp_path / "export"
    folder.mkdir()
    tables = {
        "RVTools_tabvHost.csv": [
            [
                "Host",
                "Cluster",
                "Speed",
                "# CPU",
                "Cores per CPU",
                "# Cores",
                "# Memory",
                "# NICs",
                "ESX Version",
            ],
            ["esx-01", "c1", "2400", "2", "8", "16", "131072", "2", "VMware ESXi 8.0.1"],
        ],
        "RVTools_tabvInfo.csv": [
            ["VM", "Powerstate", "Template", "CPUs", "Memory", "Host", "Cluster", "VM UUID", "Network #1"],
            ["web-01", "poweredOn", "False", "2", "4096", "esx-01", "c1", "uuid-1", "prod"],
            ["db-01", "poweredOff", "False", "4", "8192", "esx-01", "c1", "uuid-2", "prod"],
        ],
    }
    for name, rows in tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def test_a_folder_of_csv_becomes_a_design(virtdesigner: Command, export: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.vdt"
    done = virtdesigner("import", export, "-o", out, "--json")
    assert done.code == 0
    assert done.json["read"]
    assert {"web-01", "db-01", "esx-01"} <= {element.name for element in load(out).elements.values()}


def test_the_import_runs(virtdesigner: Command, export: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.vdt"
    virtdesigner("import", export, "-o", out)
    found = virtdesigner("simulate", out, "--for", "5s", "--json").json
    web = next(guest for guest in found["guests"] if guest["name"] == "web-01")
    assert min(web["cpu_granted"], web["memory_active"], web["network_granted"], web["iops_granted"]) > 0


def test_the_report_is_shown_in_words(virtdesigner: Command, export: Path, tmp_path: Path) -> None:
    done = virtdesigner("import", export, "-o", tmp_path / "out.vdt")
    assert done.out.splitlines()[-1].startswith("Read ")
    assert "out.vdt" in done.err


@pytest.mark.parametrize("name", ["absent.xlsx", "notes.txt"])
def test_what_cannot_be_imported_is_one_message(virtdesigner: Command, tmp_path: Path, name: str) -> None:
    if name == "notes.txt":
        (tmp_path / name).write_text("hello")
    done = virtdesigner("import", tmp_path / name, "-o", tmp_path / "out.vdt")
    assert done.code == 2
    assert name in done.err
    assert not (tmp_path / "out.vdt").exists()


def test_a_workbook_that_was_cut_off_is_called_damaged(virtdesigner: Command, tmp_path: Path) -> None:
    (tmp_path / "cut.xlsx").write_bytes(b"PK\x03\x04 and no more")
    done = virtdesigner("import", tmp_path / "cut.xlsx", "-o", tmp_path / "out.vdt")
    assert done.code == 2
    assert "cut.xlsx is no workbook (.xlsx), or it is damaged" in done.err


def test_a_design_is_written_as_vdt_only(virtdesigner: Command, export: Path, tmp_path: Path) -> None:
    done = virtdesigner("import", export, "-o", tmp_path / "out.json")
    assert done.code == 2
    assert done.err.startswith(f"virtdesigner: {tmp_path / 'out.json'}: ")
    assert ".vdt" in done.err
