"""CPU time of reading an inventory of 1,000 machines, and of saving and opening one of 800."""

from pathlib import Path

from tests.benchmarks.yardstick import milliseconds, report
from tests.rvtools_sheets import inventory, write_workbook
from virtdesigner.files.document import dumps, loads
from virtdesigner.files.importers import import_file


def test_a_thousand_machines(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "export.xlsx", inventory(guests=1000, hosts=25))
    assert import_file(path).report.read["virtual-machine"] == 1000
    report(
        "import of 1,000 machines (5,000 ms wanted at most)", milliseconds(lambda: import_file(path), times=3)
    )


def test_saving_and_opening_eight_hundred(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "export.xlsx", inventory(guests=800, hosts=20))
    design = import_file(path).design
    text = dumps(design)
    assert len(loads(text).elements) == len(design.elements)
    report("saving 800 machines", milliseconds(lambda: dumps(design), times=3))
    report("opening 800 machines", milliseconds(lambda: loads(text), times=3))
