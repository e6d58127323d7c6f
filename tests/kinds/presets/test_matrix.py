"""The matrix of products, versions and features says what presets and the product table say."""

import pytest

from virtdesigner.kinds.presets import MARKS, PRESETS, Cell, matrix
from virtdesigner.kinds.presets.matrix import NO, YES

ROWS = matrix().rows
each = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.preset)


def cell(preset: str, column: str) -> Cell:
    return matrix().row(preset).cells[column]


def test_every_hypervisor_and_container_engine_has_one_row() -> None:
    expected = [one.id for one in PRESETS.values() if one.kind in ("hypervisor", "container-engine")]
    assert [row.preset for row in ROWS] == expected
    assert len({row.label for row in ROWS}) == len(ROWS)


def test_columns_have_codes_of_their_own_and_stand_together_by_group() -> None:
    codes = [column.code for column in matrix().columns]
    assert len(set(codes)) == len(codes)
    assert all(column.label and column.group for column in matrix().columns)
    assert {
        "placement",
        "technique",
        "kernel",
        "nested_paging",
        "drivers",
        "cpu",
        "memory",
        "licence",
    } <= set(codes)


@each
def test_each_cell_is_in_words_and_has_a_source(row: object) -> None:
    for found in getattr(row, "cells", {}).values():
        assert found.text
        assert found.codes
        assert found.source.mark in MARKS
        assert found.source.document


@each
def test_cells_belong_to_columns(row: object) -> None:
    assert set(getattr(row, "cells", {})) <= {column.code for column in matrix().columns}


def test_every_column_says_something_of_some_product_and_differs_between_two() -> None:
    for column in matrix().columns:
        words = {row.cells[column.code].text for row in ROWS if column.code in row.cells}
        assert len(words) > 1, column.code


@pytest.mark.parametrize(("preset", "column", "codes"), [
    ("esx-2", "technique", ("binary-translation",)),
    ("esx-2", "needs", ("nothing",)),
    ("esxi-8", "needs", ("hardware-assist",)),
    ("workstation-17", "needs", ("hardware-assist", "host-os")),
    ("hyper-v-2008", "needs", ("hardware-assist",)),
    ("xen-pv", "kernel", ("modified-tied",)),
    ("xen-hvm", "kernel", ("unmodified",)),
    ("power5", "kernel", ("unmodified",)),
    ("docker", "kernel", ("shared",)),
    ("openvz", "needs", ("kernel-linux",)),
    ("xen-pv", "drivers", ("driver-domain",)),
    ("esxi-8", "drivers", ("monolithic",)),
    ("virtual-server-2005", "placement", ("hosted",)),
    ("xen-pv", "cpu", (YES,)),
    ("esxi-8", "cpu", ("cpu_add",)),
    ("esx-2", "memory", (NO,)),
    ("hyper-v-2025", "memory", (YES,)),
    ("esx-2", "page_sharing", (YES,)),
    ("esxi-8", "page_sharing", (NO,)),
    ("xen-pvhvm", "technique", ("hybrid",)),
    ("zvm-7", "weight", ("100", "guest")),
    ("power10", "weight", ("128", "guest")),
    ("esxi-8", "weight", ("1000", "vcpu")),
    ("esx-2", "years", ("2003", "2006")),
    ("solaris-2005", "limits_cpu", (NO,)),
    ("solaris", "limits_cpu", (YES,)),
])  # fmt: skip
def test_what_is_so_of_which_product(preset: str, column: str, codes: tuple[str, ...]) -> None:
    assert cell(preset, column).codes == codes


def test_nobody_ported_windows_to_paravirtual_xen() -> None:
    assert "windows" not in cell("xen-pv", "guests").codes
    assert "windows" in cell("xen-hvm", "guests").codes


def test_columns_that_do_not_apply_have_no_cell() -> None:
    assert "nested_paging" not in matrix().row("docker").cells
    assert "limits_cpu" not in matrix().row("esxi-8").cells


def test_words_are_those_of_the_fields() -> None:
    assert cell("xen-pv", "technique").text == "Paravirtual"
    assert cell("esxi-8", "architectures").text == "x86"
    assert cell("esx-2", "years").text == "2003–2006"
    assert cell("esxi-8", "years").text == "since 2022"


def test_a_row_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        matrix().row("esxi-99")
