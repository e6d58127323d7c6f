"""How long an import takes: 1,000 machines in under 5 s of CPU."""

import time
from pathlib import Path

from tests.rvtools_sheets import inventory, write_workbook
from virtdesigner.files.document import dumps, loads
from virtdesigner.files.importers import import_file

SECONDS = 5.0


def test_a_thousand_machines_are_imported_in_time(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "export.xlsx", inventory(guests=1000, hosts=25))
    before = time.process_time()
    imported = import_file(path)
    spent = time.process_time() - before
    assert imported.report.read["virtual-machine"] == 1000
    assert spent < SECONDS


def test_eight_hundred_machines_are_saved_and_opened_in_time(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "export.xlsx", inventory(guests=800, hosts=20))
    design = import_file(path).design
    before = time.process_time()
    again = loads(dumps(design))
    assert time.process_time() - before < SECONDS / 5
    assert len(again.elements) == len(design.elements)
