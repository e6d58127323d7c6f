"""CSV of a run: what spreadsheets make of it, and what can't be written."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.frames import compiled, frame
from virtdesigner.engine.frame import MEMORY_STATES
from virtdesigner.kinds import PhysicalServer
from virtdesigner.model.design import Design
from virtdesigner.model.errors import FileError
from virtdesigner.model.record import new_id
from virtdesigner.report.csv_tables import CourseWriter, safe_cell, write_results
from virtdesigner.report.results import results
from virtdesigner.report.tally import Tally


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ["=1+1", "+A1", "-web", "@cmd", "\tx", "\rx"])
def test_a_name_like_a_formula_becomes_text(name: str) -> None:
    assert safe_cell(name) == f"'{name}"


@given(st.text(st.characters(categories=("L", "N")), min_size=1) | st.floats(allow_nan=False) | st.integers())
def test_other_cells_stay(value: object) -> None:
    assert safe_cell(value) == value


def test_the_course_holds_a_row_a_step_with_states_in_words(tmp_path: Path) -> None:
    server = PhysicalServer(id=new_id(), name="=서버")
    of = compiled(hosts=(server.id,), design=Design.of({"elements": [server]}))
    with CourseWriter(tmp_path) as course:
        for time in (1.0, 2.0):
            course.add(frame(of, time=time, hosts_cpu_used=[time / 3], hosts_memory_state=[time]))
    written = rows(tmp_path / "hosts-over-time.csv")
    assert [row["time"] for row in written] == ["1", "2"]
    assert [row["memory_state"] for row in written] == [MEMORY_STATES[1], MEMORY_STATES[2]]
    assert [row["cpu_used"] for row in written] == ["0.333333", "0.666667"]
    assert {row["name"] for row in written} == {"'=서버"}
    assert rows(tmp_path / "guests-over-time.csv") == []


def test_the_means_have_a_column_for_each_state(tmp_path: Path) -> None:
    server = PhysicalServer(id=new_id(), name="esx-01")
    of = compiled(hosts=(server.id,), design=Design.of({"elements": [server]}))
    tally = Tally(frame(of))
    tally.add(frame(of, dt=5, time=5))
    write_results(results(tally, seed=1, step=5), tmp_path)
    (row,) = rows(tmp_path / "hosts.csv")
    assert row["name"] == "esx-01"
    assert row["memory_state_seconds.high"] == "5.0"
    assert (tmp_path / "guests.csv").read_text(encoding="utf-8").startswith("id,name,")


def test_a_folder_that_is_a_file_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(FileError, match="taken"):
        CourseWriter(tmp_path / "taken")
