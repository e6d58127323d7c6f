"""Compiling after an edit gives the same arrays as compiling anew, and reuses what the edit left alone."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.compiled import Compiled, compile_topology
from virtdesigner.model.change import Change, add, remove, update
from virtdesigner.model.design import Design
from virtdesigner.model.parts import DiskGroup, Flow


def _design() -> Design:
    plan = Plan()
    name = host(plan, disk_groups=(DiskGroup(id="g", name="g"),))
    host(plan, "other", scheduler="xen-credit", drivers="driver-domain")
    plan.lun("lun", "h", backing="g")
    for guest in ("one", "two", "three"):
        plan.guest(guest, name, image="debian", reads=5.0, flows=(Flow(id="f", name="f", rate=1.0),))
        plan.link("disk", f"{guest}/disk0", "lun")
    return plan.design()


def _arrays(table: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The arrays and plain values of the tables of a compiled design, each with its path."""
    if isinstance(table, dict):
        for name, value in table.items():
            yield from _arrays(value, f"{path}.{name}")
    elif hasattr(table, "_fields"):
        for name in table._fields:
            yield from _arrays(getattr(table, name), f"{path}.{name}")
    elif isinstance(table, tuple) and table and isinstance(table[0], np.ndarray):
        for number, value in enumerate(table):
            yield f"{path}[{number}]", value
    else:
        yield path, table


def _tables(compiled: Compiled) -> Iterator[tuple[str, Any]]:
    for name in Compiled.__dataclass_fields__:
        if name != "design":
            yield from _arrays(getattr(compiled, name), name)


def assert_same(one: Compiled, other: Compiled) -> None:
    for (path, left), (same_path, right) in zip(_tables(one), _tables(other), strict=True):
        assert path == same_path
        if isinstance(left, np.ndarray):
            assert left.dtype == right.dtype, path
            assert np.array_equal(left, right, equal_nan=left.dtype.kind == "f"), path
        else:
            assert left == right, path


def _part(design: Design, name: str, part: str, **values: Any) -> Change:
    element = design.elements[ident(name)]
    return update("elements", element, element.replace(**{part: getattr(element, part).replace(**values)}))


OWN: tuple[tuple[str, dict[str, Any]], ...] = (
    ("cpus", {"count": 7}),
    ("cpus", {"shares": 3.0, "limit": 0.5, "reservation": 0.1}),
    ("memory", {"size": 2000.0, "reservation": 10.0, "limit": 1500.0, "tools": False}),
    ("workload", {"cpu": 3.0, "user_share": 10.0, "system_calls": 5.0, "threads": 1}),
    ("workload", {"reads": 70.0, "writes": 60.0, "working_set": 1.0, "image_size": 9.0}),
    ("workload", {"low": 1.0, "period": 7.0, "duty": 3.0, "noise": 2.0, "start": 4.0, "backlog": 5.0}),
)


@pytest.mark.parametrize(("part", "values"), OWN)
def test_figures_of_a_guest_are_patched_in(part: str, values: dict[str, Any]) -> None:
    before = _design()
    after = before.edited([_part(before, "two", part, **values)])
    previous = compile_topology(before)
    found = compile_topology(after, previous)
    assert found.design is after
    assert found.flows is previous.flows
    assert_same(found, compile_topology(after))
    assert any(
        not np.array_equal(a, b) for (_, a), (_, b) in zip(_tables(found), _tables(previous), strict=True)
    )


SHARED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("workload", {"flows": ()}),
    ("workload", {"block": 64.0}),
    ("workload", {"random_share": 7.0}),
    ("workload", {"image": "other"}),
    ("workload", {"pattern": "batch"}),
)


@pytest.mark.parametrize(("part", "values"), SHARED)
def test_figures_that_others_share_are_compiled_anew(part: str, values: dict[str, Any]) -> None:
    before = _design()
    after = before.edited([_part(before, "two", part, **values)])
    assert_same(compile_topology(after, compile_topology(before)), compile_topology(after))


def _edits(design: Design) -> dict[str, list[Change]]:
    two, server = design.elements[ident("two")], design.elements[ident("h")]
    link = next(iter(design.links.values()))
    plan = Plan()
    plan.guest("four", "h hv")
    return {
        "moved": [update("elements", two, two.replace(parent=ident("other hv")))],
        "switched off": [update("elements", two, two.replace(powered_on=False))],
        "no workload": [update("elements", two, two.replace(workload=None))],
        "faster server": [_part(design, "h", "processor", relative_speed=2.0)],
        "server off": [update("elements", server, server.replace(powered_on=False))],
        "unplugged": [remove("links", link)],
        "added": [add("elements", plan.elements[0])],
        "renamed": [update("elements", two, two.replace(name="other name"))],
        "nothing": [],
    }


@pytest.mark.parametrize("name", list(_edits(_design())))
def test_any_edit_gives_what_compiling_anew_gives(name: str) -> None:
    before = _design()
    after = before.edited(_edits(before)[name])
    assert_same(compile_topology(after, compile_topology(before)), compile_topology(after))


def test_the_previous_arrays_stay_as_they_were() -> None:
    before = _design()
    previous, untouched = compile_topology(before), compile_topology(before)
    compile_topology(before.edited([_part(before, "one", "workload", cpu=9.0, reads=1.0)]), previous)
    assert_same(previous, untouched)
