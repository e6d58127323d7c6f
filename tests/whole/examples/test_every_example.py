"""What holds for all examples: they say what they are for, have no findings but meant ones, look tidy."""

from itertools import combinations
from pathlib import Path

import pytest

from tests.whole.examples.shipped import example, results
from virtdesigner import find, resources
from virtdesigner.files.document import dumps
from virtdesigner.model.layout import extents
from virtdesigner.model.packing import Rect

FOLDER = resources.path("examples")
SLUGS = sorted(path.stem for path in FOLDER.glob("*.vdt"))

MEANT: dict[str, set[str]] = {
    # An office on a budget: too much on one server, wide builds, no second path to the array.
    "two-hosts": {"memory-over-allocated", "single-path", "wider-than-socket"},
    # More memory given out than is there, to VMs of which some can't balloon, is what it shows.
    "overcommitted-memory": {"memory-over-allocated", "no-guest-tools"},
    # One adapter to the array, and one switch behind it, is what it shows.
    "internal-and-external-luns": {"single-path", "single-point-storage"},
    "users-who-wait": {"single-path", "single-point-storage"},
    # More disk space given out than there is, and a run in which it is taken, is what it shows.
    "thin-and-full": {"lun-over-allocated"},
    # A VM bound to its server by its adapter, and one with a single port of its own, is what it shows.
    "shared-and-own-adapters": {"cannot-migrate", "single-path"},
    # The host OS below all guests is what it shows.
    "hosted-and-bare-metal": {"single-point-system"},
    # One adapter and one owner for all partitions is what it shows.
    "shared-ethernet-adapter": {"single-uplink", "single-point-network", "single-point-io-server"},
}
"""Example to the codes of the findings that are its point."""

GRID = 4
"""px that everything on the canvas is placed on."""


def test_the_list_of_examples_names_each_once() -> None:
    listed = (FOLDER / "order.txt").read_text(encoding="utf-8").split()
    assert sorted(listed) == SLUGS
    assert listed[0] == "two-hosts"


@pytest.mark.parametrize("slug", SLUGS)
def test_says_what_it_is_for(slug: str) -> None:
    settings = example(slug).settings
    assert 5 <= len(settings.name) <= 40
    assert settings.description.endswith(".")
    assert 60 <= len(settings.description) <= 400


def test_titles_differ() -> None:
    assert len({example(slug).settings.name for slug in SLUGS}) == len(SLUGS)


@pytest.mark.parametrize("slug", SLUGS)
def test_has_no_findings_but_those_it_is_about(slug: str) -> None:
    found = find(example(slug))
    assert not [finding.message for finding in found if finding.severity == "error"]
    assert {finding.code for finding in found} == MEANT.get(slug, set())


@pytest.mark.parametrize("slug", SLUGS)
def test_is_as_the_program_would_save_it(slug: str) -> None:
    assert dumps(example(slug)) == Path(FOLDER / f"{slug}.vdt").read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", SLUGS)
def test_names_tell_its_machines_and_guests_apart(slug: str) -> None:
    kinds = {"physical-server", "physical-switch", "storage-array", "virtual-machine", "container", "lun"}
    names = [element.name for element in example(slug).elements.values() if element.kind in kinds]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("slug", SLUGS)
def test_everything_has_a_place_on_the_grid(slug: str) -> None:
    design = example(slug)
    for id, element in design.elements.items():
        placement = design.placement(id)
        assert placement is not None, element.name
        assert (placement.x % GRID, placement.y % GRID) == (0, 0), element.name


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_lies_on_anything_else(slug: str) -> None:
    design = example(slug)
    rects = extents(design)
    parents = {element.parent for element in design.elements.values()}
    for parent in parents:
        solid = [id for id in design.children(parent) if not design.elements[id].lies_behind]
        for one, other in combinations(solid, 2):
            assert not _overlap(rects[one], rects[other]), (
                design.elements[one].name,
                design.elements[other].name,
            )


def _overlap(a: Rect, b: Rect) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom


@pytest.mark.parametrize("slug", SLUGS)
def test_runs_a_minute_and_every_guest_has_a_host(slug: str) -> None:
    found = results(slug, 60)
    assert found.guests
    assert all(guest.host for guest in found.guests)
