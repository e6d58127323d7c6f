"""The templates against MODELS.md section 9, and their scaling."""

import re
from pathlib import Path

import pytest

from virtdesigner.kinds.workloads import SIZINGS, TEMPLATES, workload
from virtdesigner.model.fields import spec
from virtdesigner.model.parts import Workload


def test_every_template_of_the_workload_part_but_custom_is_there() -> None:
    offered = [value for value, _ in spec(Workload, "template").choices if value != "custom"]
    assert list(TEMPLATES) == list(SIZINGS) == offered


def test_a_row_is_read_as_the_table_has_it() -> None:
    database = TEMPLATES["oltp-database"]
    # MODELS.md section 9: 4 x .45 | .70 | 60 | 1 | 3 | 15 | 16, 70 % | 40 (1500) | 400 | 40, 400 |
    # 900/400 | 8 | .95
    assert database.cpu == pytest.approx(4 * 0.45)
    assert (database.user_share, database.system_calls, database.page_faults) == (70, 60, 1)
    assert (database.page_table_writes, database.context_switches) == (3, 15)
    assert (SIZINGS["oltp-database"].memory, database.working_set) == (16 * 1024, 70)
    assert (database.dirty_rate, database.writable_set, database.image_size) == (40, 1500, 400)
    assert [(flow.rate, flow.packet, flow.peer) for flow in database.flows] == [(40, 400, None)]
    assert (database.reads, database.writes, database.block, database.random_share) == (900, 400, 8, 95)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_names_itself_and_wants_something(name: str) -> None:
    template = TEMPLATES[name]
    assert template.template == name
    assert template.cpu > 0
    assert template.writes > 0
    assert template.flows[0].rate > 0


ROW = re.compile(r"^\|" + r"([^|\n]*)\|" * 14, re.MULTILINE)
TITLES = {"OLTP database": "oltp-database"}


def _table(shared: Path) -> dict[str, list[list[float]]]:
    """The numbers of each row of the table in MODELS.md section 9, cell by cell."""
    text = (shared / "MODELS.md").read_text(encoding="utf-8").partition("## 9. Workloads")[2]
    rows = [[cell.strip() for cell in found.groups()] for found in ROW.finditer(text.partition("## 10")[0])]
    return {
        cells[0]: [[float(n) for n in re.findall(r"\d*\.?\d+", cell)] for cell in cells[1:]]
        for cells in rows
        if re.search(r"\d", cells[1])
    }


def test_every_template_is_its_row_of_the_published_table(shared: Path) -> None:
    table = _table(shared)
    names = {row: TITLES.get(row, row.lower().replace(" ", "-")) for row in table}
    assert sorted(names.values()) == sorted(TEMPLATES)
    for row, cells in table.items():
        load, size = TEMPLATES[names[row]], SIZINGS[names[row]]
        flow = load.flows[0]
        expected = [
            [size.vcpus, size.load],
            [load.user_share / 100],
            [load.system_calls],
            [load.page_faults],
            [load.page_table_writes],
            [load.context_switches],
            [size.memory / 1024, load.working_set],
            [load.dirty_rate, load.writable_set],
            [load.image_size],
            [flow.rate, flow.packet],
            [load.reads, load.writes],
            [load.block],
            [load.random_share / 100],
        ]
        for found, wanted in zip(cells, expected, strict=True):
            assert found == pytest.approx(wanted), row
        assert load.cpu == pytest.approx(size.vcpus * size.load)


def test_twice_the_cpu_does_twice_the_io_with_the_same_mix() -> None:
    whole = TEMPLATES["web-server"]
    double = workload("web-server", cpu=1.4)
    assert double.cpu == pytest.approx(2 * 0.7)
    assert (double.reads, double.writes, double.dirty_rate) == pytest.approx((20, 30, 16))
    assert double.requests == pytest.approx(2 * whole.requests)
    assert double.flows[0].rate == pytest.approx(240)
    assert double.flows[0].packet == whole.flows[0].packet
    assert (double.system_calls, double.working_set, double.block) == (
        whole.system_calls,
        whole.working_set,
        whole.block,
    )


def test_without_a_cpu_figure_it_is_the_templates_load_on_each_vcpu() -> None:
    assert workload("application-server", vcpus=8).cpu == pytest.approx(8 * 0.40)
    assert workload("build") == TEMPLATES["build"]


def test_an_unknown_template_is_refused() -> None:
    with pytest.raises(KeyError):
        workload("mainframe")
