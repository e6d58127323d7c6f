"""The examples that come with the program: read once, run once for each length, looked up by name."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Protocol, TypeVar

from virtdesigner import load, resources, simulate
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.insight.bottlenecks import Bottleneck
from virtdesigner.model.design import Design
from virtdesigner.report.results import Results
from virtdesigner.report.words import names_of


class Named(Protocol):
    """A row of a table of results."""

    @property
    def name(self) -> str: ...


Row = TypeVar("Row", bound=Named)


@cache
def example(slug: str) -> Design:
    """The design that ships as `slug`.vdt."""
    return load(resources.path("examples", f"{slug}.vdt"))


@cache
def results(slug: str, seconds: float = 60) -> Results:
    """What a run of an example finds, as means over it."""
    return simulate(example(slug), seconds)


@cache
def frames(slug: str, times: tuple[float, ...]) -> tuple[Frame, ...]:
    """The frames of an example at some times of one run, in rising order."""
    simulation, found = Simulation(example(slug)), []
    for time in times:
        frame = simulation.step()
        while frame.time < time - 1e-9:
            frame = simulation.step()
        found.append(frame)
    return tuple(found)


def named(rows: Iterable[Row], name: str) -> Row:
    """The one row of a table of results that is called `name`."""
    (found,) = (row for row in rows if row.name == name)
    return found


def id_of(design: Design, name: str) -> str:
    """The id of the one element that is called `name`."""
    (found,) = (id for id, element in design.elements.items() if element.name == name)
    return found


def rows(frame: Frame, *names: str) -> list[int]:
    """Rows of guests in the arrays of a frame."""
    return [frame.compiled.row["guests"][id_of(frame.compiled.design, name)] for name in names]


def causes(frame: Frame, *names: str) -> set[str]:
    """What limits guests in a frame."""
    return {CAUSES[cause] for cause in frame.guests.limited_by[rows(frame, *names)]}


def bottleneck(slug: str, resource: str, seconds: float = 60) -> tuple[str, Sequence[str]]:
    """Name of the element that is the worst bottleneck of a resource, and its victims' names, sorted."""
    design, found = example(slug), results(slug, seconds).bottlenecks
    names = names_of(design)
    worst: Bottleneck = next(each for each in found if each.resource == resource)
    return names(worst.element), sorted(names(id) for id in worst.victims)
