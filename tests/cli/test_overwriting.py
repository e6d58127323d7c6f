"""What is there already is not overwritten unless somebody says --force."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from virtdesigner.__main__ import main
from virtdesigner.cli.overwriting import SHOWN, keep_existing
from virtdesigner.files.errors import SaveError
from virtdesigner.report.csv_tables import files_in
from virtdesigner.ui import app

Command = Callable[..., Any]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """The least that can be imported: one server in a folder of CSV."""
    folder = tmp_path / "export"
    folder.mkdir()
    head = "Host,Cluster,Speed,# CPU,Cores per CPU,# Cores,# Memory,# NICs,ESX Version"
    host = "esx-01,c1,2400,2,8,16,131072,2,VMware ESXi 8.0.1"
    (folder / "RVTools_tabvHost.csv").write_text(f"{head}\n{host}\n", encoding="utf-8")
    (folder / "RVTools_tabvInfo.csv").write_text(
        "VM,Powerstate,Host\nweb,poweredOn,esx-01\n", encoding="utf-8"
    )
    return folder


def test_an_import_keeps_the_design_that_is_there(
    virtdesigner: Command, export: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.vdt"
    out.write_text("mine", encoding="utf-8")
    refused = virtdesigner("import", export, "-o", out)
    assert (refused.code, out.read_text(encoding="utf-8")) == (2, "mine")
    place = f"virtdesigner: {out} exists already: "
    assert refused.err == f"{place}name another place, or overwrite it with --force.\n"
    assert virtdesigner("import", export, "-o", out, "--force").code == 0
    assert out.read_text(encoding="utf-8") != "mine"


def test_a_run_keeps_the_tables_that_are_there(virtdesigner: Command, example: Path, tmp_path: Path) -> None:
    words = ("simulate", example, "--for", "2s", "--json", "--csv", tmp_path)
    assert virtdesigner(*words).code == 0, "a folder alone is in nobody's way"
    assert sorted(tmp_path.iterdir()) == sorted(files_in(tmp_path))
    before = {file: file.stat().st_mtime_ns for file in tmp_path.iterdir()}
    refused = virtdesigner(*words)
    assert refused.code == 2
    assert refused.out == "", "refused before the run, not after it"
    assert f"and {len(before) - SHOWN} more exist already" in refused.err
    assert {file: file.stat().st_mtime_ns for file in tmp_path.iterdir()} == before
    assert virtdesigner(*words, "--force").code == 0


def test_a_picture_keeps_the_one_that_is_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    taken: list[Path] = []

    def take(_file: Path, out: Path, *_: object) -> int:
        taken.append(out)
        return 0

    monkeypatch.setattr(app, "screenshot", take)
    out = tmp_path / "site.png"
    words = ["screenshot", "site.vdt", "-o", str(out)]
    assert main(words) == 0
    out.write_bytes(b"mine")
    assert main(words) == 2
    assert f"{out} exists already" in capsys.readouterr().err
    assert len(taken) == 1
    assert main([*words, "--force"]) == 0


def test_what_is_not_there_is_free(tmp_path: Path) -> None:
    keep_existing([tmp_path / "new.vdt"], force=False)
    with pytest.raises(SaveError, match="exists already"):
        keep_existing([tmp_path], force=False)
