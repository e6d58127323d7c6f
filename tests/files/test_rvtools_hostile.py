"""Workbooks made to hurt: refused early, from the archive's directory or while it is looked through."""

import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from virtdesigner.files.errors import ImportRefusedError
from virtdesigner.files.importers import import_file
from virtdesigner.files.importers.rvtools.importing import read_rvtools
from virtdesigner.files.limits import MEBIBYTE, Limits

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="vInfo" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/worksheet"'
        ' Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
MACHINE = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>VM</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>only</t></is></c></row>'
)


def workbook(path: Path, rows: str, dimension: str = "A1:A2", stuffing: int = 0) -> Path:
    """A workbook with one sheet and a part of `stuffing` MiB of nothing."""
    sheet = (
        f'<worksheet xmlns="{_SHEET}"><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in {**_PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            archive.writestr(name, text)
        if stuffing:
            with archive.open("xl/media/image.bin", "w") as part:
                for _ in range(stuffing):
                    part.write(bytes(MEBIBYTE))
    return path


@pytest.mark.parametrize("dimension", ["A1:CD1048576", "A1:XFD1048576", "A1"])
def test_a_declared_size_is_not_believed(tmp_path: Path, dimension: str) -> None:
    result = import_file(workbook(tmp_path / "a.xlsx", MACHINE, dimension))
    assert result.report.read["virtual-machine"] == 1


def test_empty_formatted_rows_to_the_very_bottom_do_no_harm(tmp_path: Path) -> None:
    last = '<row r="1048576"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"/></row>'
    assert import_file(workbook(tmp_path / "a.xlsx", MACHINE + last)).report.read["virtual-machine"] == 1


def test_a_cell_in_the_last_corner_is_refused(tmp_path: Path) -> None:
    corner = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    with pytest.raises(ImportRefusedError, match="spans 1,048,576 rows and 16,384 columns"):
        import_file(workbook(tmp_path / "a.xlsx", MACHINE + corner))


def quickly(refused: Callable[[], object]) -> None:
    """Run it in under 2 s and 300 MiB."""
    tracemalloc.start()
    before = time.process_time()
    refused()
    assert time.process_time() - before < 2
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 300 * MEBIBYTE


def test_a_bomb_is_refused_from_its_directory(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", MACHINE, stuffing=520)
    assert path.stat().st_size < 4 * MEBIBYTE

    def refused() -> None:
        with pytest.raises(ImportRefusedError, match="would unpack to 520 MiB"):
            import_file(path)

    quickly(refused)


def test_a_part_that_expands_beyond_belief_is_refused_below_the_limit_too(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match=r"xl/media/image.bin, which unpacks to 100 MiB"):
        import_file(workbook(tmp_path / "a.xlsx", MACHINE, stuffing=100))


def test_a_directory_that_lies_is_found_out(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", MACHINE, stuffing=100)
    content = bytearray(path.read_bytes())
    entry = content.rfind(b"PK\x01\x02")  # the last entry of the directory: the stuffing
    struct.pack_into("<I", content, entry + 24, 1000)  # its unpacked size
    path.write_bytes(content)

    def refused() -> None:
        with pytest.raises(ImportRefusedError, match="damaged"):
            import_file(path)

    quickly(refused)


def test_limits_are_settings(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", MACHINE)
    with pytest.raises(ImportRefusedError, match="in 5 files; at most"):
        read_rvtools(path, Limits(members=4))


def test_formulas_and_entities_are_not_followed(tmp_path: Path) -> None:
    formula = '<row r="3"><c r="A3" t="str"><f>WEBSERVICE("http://x.invalid")</f><v>safe</v></c></row>'
    design = import_file(workbook(tmp_path / "a.xlsx", MACHINE + formula)).design
    assert {"only", "safe"} <= {element.name for element in design.elements.values()}
