"""Elements of one name are told apart by their place."""

from tests.engine.designs import Plan
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.report.telling_apart import place_of, told_apart


def two_servers() -> tuple[Design, dict[str, str]]:
    """A VM "web" on each of two servers, one "db" on the first; and the ids by server and name."""
    plan = Plan()
    for server in ("esx-01", "esx-02"):
        plan.server(server)
        plan.hypervisor(f"hv {server}", server)
        plan.guest(f"web {server}", f"hv {server}")
    plan.guest("db", "hv esx-01")
    ids = {element.name: element.id for element in plan.elements}
    plan.elements = [_called(element) for element in plan.elements]
    return plan.design(), ids


def _called(element: Element) -> Element:
    return element.replace(name="web") if element.name.startswith("web ") else element


def test_twins_are_called_by_the_server_they_are_on() -> None:
    design, ids = two_servers()
    names = told_apart(design)
    assert [names(ids[f"web {server}"]) for server in ("esx-01", "esx-02")] == [
        "web on esx-01",
        "web on esx-02",
    ]


def test_who_has_no_twin_goes_by_its_name() -> None:
    design, ids = two_servers()
    assert told_apart(design)(ids["db"]) == "db"
    assert place_of(design, ids["db"]) == " on esx-01"


def test_on_one_server_they_are_told_by_what_they_lie_in() -> None:
    plan = Plan()
    plan.server("esx-01")
    plan.hypervisor("hv", "esx-01")
    for vm in ("one", "two"):
        plan.guest(vm, "hv")
        plan.engine(f"engine {vm}", vm)
        plan.container(f"web {vm}", f"engine {vm}")
    ids = {element.name: element.id for element in plan.elements}
    plan.elements = [_called(element) for element in plan.elements]
    names = told_apart(plan.design())
    assert [names(ids[f"web {vm}"]) for vm in ("one", "two")] == ["web in engine one", "web in engine two"]


def test_where_no_place_tells_them_apart_the_name_stands_alone() -> None:
    plan = Plan()
    plan.server("web a")
    plan.server("web b")
    plan.elements = [_called(element) for element in plan.elements]
    design = plan.design()
    assert {told_apart(design)(id) for id in design.elements} == {"web"}
    assert {place_of(design, id) for id in design.elements} == {""}
