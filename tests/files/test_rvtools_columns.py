"""Headings in any spelling, and what their cells say."""

import datetime

import pytest

from virtdesigner.files.importers.rvtools.columns import Cell, Row, Table, normalised, number
from virtdesigner.files.importers.rvtools.networks import vlan_id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Provisioned MiB", "Provisioned MB"),
        ("Free % ", "free%"),
        ("VM ID", "vmid"),
        ("# CPU", "#CPU"),
        ("Capacity MiB", "Capacity"),
    ],
)
def test_spellings_of_one_heading_are_one(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


def test_headings_that_differ_stay_apart() -> None:
    assert normalised("# CPU") != normalised("CPU")
    assert normalised("CPU usage %") != normalised("CPU usage")
    assert normalised("MB") == "mb"


@pytest.mark.parametrize(
    ("cell", "decimal_comma", "value"),
    [
        (3.5, False, 3.5),
        (True, False, 1),
        ("1,024", False, 1024),
        ("1,024.5", False, 1024.5),
        ("1.024", True, 1024),
        ("1.024,5", True, 1024.5),
        ("35,5", False, 35.5),
        ("35.5", True, 35.5),
        ("-1", False, -1),
        (" 14 % ", False, 14),
        ("1\u00a0024", True, 1024),
        ("", False, None),
        ("n/a", False, None),
        ("inf", False, None),
        (float("nan"), False, None),
        (None, False, None),
        (datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC), False, None),
    ],
)
def test_numbers_are_read_as_they_are_written(cell: Cell, decimal_comma: bool, value: float | None) -> None:
    assert number(cell, decimal_comma) == value


def row(**cells: Cell) -> Row:
    table = Table("vInfo", list(cells), [list(cells.values())])
    return next(iter(table))


def test_cells_are_asked_for_by_heading_or_by_what_else_it_is_called() -> None:
    found = row(VMName=" web ", CPUs=2.0, Memory="4096", Template="True")
    assert (found.text("VM"), found.text("CPUs"), found.number("Size MiB")) == ("web", "2", 4096)
    assert found.flag("Template")
    assert (found.text("Host"), found.number("Host"), found.flag("Host")) == ("", None, False)
    assert found.where == "vInfo row 2"


def test_zero_and_minus_one_are_nothing() -> None:
    found = row(A=0, B=-1, C=1)
    assert [found.positive(column) for column in "ABC"] == [None, None, 1]


def test_the_first_of_two_headings_alike_counts() -> None:
    table = Table("vInfo", ["VM", "Memory", "memory "], [["a", 1.0, 2.0]])
    assert next(iter(table)).number("Memory") == 1


def test_rows_without_anything_are_passed_over_and_short_ones_are_not_an_error() -> None:
    table = Table("vInfo", ["VM", "Host"], [["", None], ["a"]])
    (found,) = table
    assert (found.line, found.text("VM"), found.text("Host")) == (3, "a", "")


@pytest.mark.parametrize(
    ("text", "vlan"),
    [
        ("101", 101),
        ("", 0),
        ("None", 0),
        ("0", 0),
        ("0-4094", 4095),
        ("10, 20", 4095),
        ("4095", 4095),
        ("99999", 0),
    ],
)
def test_vlans_are_one_all_or_none(text: str, vlan: int) -> None:
    assert vlan_id(text) == vlan
