"""Fields that a kind says mean nothing in it change neither a run nor a finding."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.engine.designs import Plan, host, ident
from tests.frames import arrays
from virtdesigner.engine.simulation import Simulation
from virtdesigner.kinds import KINDS
from virtdesigner.model.change import update
from virtdesigner.model.design import Design
from virtdesigner.model.fields import FieldSpec, spec, specs
from virtdesigner.model.parts import Flow, HostSystem, Nic, Part, SharedAdapter

STEPS = 15


def _design() -> Design:
    """Short of memory, with traffic of containers in a VM and on a server, and by way of an I/O server."""
    plan = Plan()
    plan.switch("sw")
    name = host(
        plan, "h", cores=4, memory=2048.0, drivers="driver-domain", nics=(Nic(id="nic0", name="nic0"),)
    )
    plan.io_server("vios", name)
    plan.virtual_switch("sea", "vios", shared_adapter=SharedAdapter(cycles=9.0))
    plan.guest("vm", name, cpu=0.5, vcpus=2, memory=8192.0, working_set=90.0, flows=_flows())
    plan.virtual_switch("bridge", "vm")
    plan.engine("docker", "vm")
    plan.container("inside", "docker", cpu=0.5, memory=512.0, working_set=90.0, flows=_flows())
    plan.server("bare", cores=2, nics=(Nic(id="nic0", name="nic0"),), host_system=HostSystem())
    plan.virtual_switch("host bridge", "bare")
    plan.engine("lxc", "bare")
    plan.container("outside", "lxc", cpu=0.5, memory=512.0, working_set=90.0)
    for kind, one, other in (
        ("cable", "h/nic0", "sw"),
        ("cable", "bare/nic0", "sw"),
        ("uplink", "sea", "h/nic0"),
        ("uplink", "host bridge", "bare/nic0"),
        ("vnic", "vm/nic0", "sea"),
        ("uplink", "bridge", "vm/nic0"),
        ("vnic", "inside/nic0", "bridge"),
        ("vnic", "outside/nic0", "host bridge"),
    ):
        plan.link(kind, one, other)
    return plan.design()


def _flows() -> tuple[Flow, ...]:
    return (Flow(id="f", name="f", rate=200.0, packet=400.0, peer=ident("outside")),)


DESIGN = _design()


def _hidden() -> Iterator[tuple[str, str, str]]:
    for kind in KINDS.values():
        for field in specs(kind):
            yield from ((kind.model_fields["kind"].default, field.name, name) for name in field.without)


HIDDEN = tuple(_hidden())


def _other(field: FieldSpec, value: Any) -> Any:
    if field.form == "flag":
        return not value
    if field.form == "choice":
        return next(choice for choice, _ in field.choices if choice != value)
    return field.minimum if value != field.minimum else field.maximum


def _run(design: Design) -> list[bytes]:
    simulation = Simulation(design, dt=1.0)
    return [b"".join(column.tobytes() for column in arrays(simulation.step())) for _ in range(STEPS)]


@pytest.fixture(scope="module")
def usual() -> list[bytes]:
    return _run(DESIGN)


def _with(element: Any, part: str, name: str) -> Any:
    """The element with another value of a field in a part, or in every one of several."""

    def changed(one: Part) -> Part:
        return one.replace(**{name: _other(spec(type(one), name), getattr(one, name))})

    value = getattr(element, part)
    return element.replace(
        **{part: tuple(map(changed, value)) if isinstance(value, tuple) else changed(value)}
    )


@pytest.mark.parametrize(("kind", "part", "name"), HIDDEN)
def test_what_is_hidden_has_no_effect(kind: str, part: str, name: str, usual: list[bytes]) -> None:
    of_kind = [element for element in DESIGN.elements.values() if element.kind == kind]
    assert of_kind, "the design has no such element"
    for element in of_kind:
        assert _run(DESIGN.edited([update("elements", element, _with(element, part, name))])) == usual


@pytest.mark.parametrize(
    ("part", "name"), [(part, name) for kind, part, name in HIDDEN if kind == "container"]
)
def test_it_has_one_where_it_is_shown(part: str, name: str, usual: list[bytes]) -> None:
    vm = DESIGN.elements[ident("vm")]
    if name == "emulation_cycles":
        vm = _with(vm, "nics", "adapter")
    other = DESIGN.edited([update("elements", DESIGN.elements[vm.id], vm)])
    base = usual if name != "emulation_cycles" else _run(other)
    assert _run(other.edited([update("elements", vm, _with(vm, part, name))])) != base


def test_what_is_named_is_there() -> None:
    for kind, part, name in HIDDEN:
        field = spec(KINDS[kind], part)
        assert field.part is not None
        assert name in field.part.model_fields
        assert name not in [inner.name for inner in field.inner]
