"""How busy what guests share is, and who uses most of it, in designs small enough to add up."""

import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner import load, resources
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.insight.shared_things import parts_of, told, users_of


def example(slug: str) -> tuple[Frame, dict[str, str]]:
    """The tenth step of an example, and the ids of its elements by name."""
    design = load(resources.path("examples", f"{slug}.vdt"))
    simulation = Simulation(design)
    frame = [simulation.step() for _ in range(10)][-1]
    return frame, {element.name: element.id for element in design.elements.values()}


def contended() -> Plan:
    """Two guests that ask for 3 and 2 of four cores, and one that does nothing."""
    plan = Plan()
    home = host(plan, cores=4)
    for name, cores in (("large", 3.0), ("small", 2.0), ("idle", 0.0)):
        plan.guest(name, home, cpu=cores, vcpus=4)
    return plan


def test_a_server_says_what_is_asked_given_and_there() -> None:
    frame = Simulation(contended().design()).step()
    busy, first, second = told(frame, [ident("h")])
    assert (busy.code, busy["cores"]) == ("host-gives", 4)
    # 5 cores, and what each takes longer for being virtual
    assert float(busy["wanted"]) == pytest.approx(5, rel=0.1)
    assert float(busy["given"]) == pytest.approx(4, rel=0.02)
    assert [user["neighbour"] for user in (first, second)] == [ident("large"), ident("small")]


def test_those_who_use_a_server_are_those_who_get_cores_of_it() -> None:
    frame = Simulation(contended().design()).step()
    assert users_of(frame, ident("h"), "cpu") == {ident("large"), ident("small")}
    assert users_of(frame, "nobody", "cpu") == frozenset()


def test_a_pool_says_what_its_limit_is() -> None:
    plan = Plan()
    host(plan, cores=8)
    plan.pool("pool", "h hv", cpu_limit=2.0)
    plan.guest("vm", "pool", cpu=4.0, vcpus=4)
    full, user = told(Simulation(plan.design()).step(), [ident("pool")])
    assert (full.code, full["limit"]) == ("pool-limited", 2)
    assert (user.code, user["neighbour"]) == ("group-user", ident("vm"))


def test_an_array_tells_of_its_lun_and_who_asks_for_most_of_it() -> None:
    frame, ids = example("slow-lun")
    parts = parts_of(frame.compiled.design, ids["array-01"])
    assert ids["datastore-01"] in parts
    (busy,) = (said for said in told(frame, sorted(parts)) if said.code == "lun-busy")
    assert busy["lun"] == ids["datastore-01"]
    assert float(busy["utilisation"]) > 0.95
    assert users_of(frame, ids["datastore-01"], "storage") >= {ids["report-01"], ids["db-01"]}


def test_a_fibre_switch_tells_of_the_links_at_it() -> None:
    frame, ids = example("internal-and-external-luns")
    first, *_ = told(frame, sorted(parts_of(frame.compiled.design, ids["fc-1"])))
    assert (first.code, first["capacity"]) == ("link-full", 1600)
    assert float(first["used"]) == pytest.approx(1600, rel=0.01)


def test_a_hypervisor_stands_for_its_server() -> None:
    plan = Plan()
    host(plan, cores=4)
    assert ident("h") in parts_of(plan.design(), ident("h hv"))
    assert parts_of(plan.design(), "no-element") == {"no-element"}
