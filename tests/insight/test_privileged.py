"""Cycles of MODELS.md section 2: exits by generation [P: Agesen 2012], operations by technique."""

import pytest

from tests.building import Drawing, id_of, two_hosts
from virtdesigner.insight.privileged import Tolls, tolls
from virtdesigner.model.parts import Processor, Virtualisation
from virtdesigner.rules.privilege import Case, residents


def found(drawing: Drawing) -> Tolls:
    server = id_of("host-a")
    case = residents(drawing.design, server)[0].case
    return tolls(drawing.design, server, case)


def under(bits: str = "64", processor: Processor | None = None, **fields: object) -> Drawing:
    drawing = two_hosts().set("hv-a", virtualisation=Virtualisation.model_validate(fields))
    for name in ("a1", "a2", "a3", "a4"):
        drawing.set(name, bits=bits)
    return drawing.set("host-a", processor=processor) if processor else drawing


def cycles(costs: Tolls) -> dict[str, float]:
    return {toll.operation: toll.cycles for toll in costs.operations}


@pytest.mark.parametrize(
    ("generation", "hardware"), [("prescott", 3963), ("merom", 1579), ("nehalem", 1009), ("westmere", 761)]
)
def test_an_exit_costs_what_its_generation_takes(generation: str, hardware: float) -> None:
    costs = found(under(processor=Processor.model_validate({"generation": generation})))
    assert costs.steps["exit-hardware"] == hardware
    # 3000 cycles in all on Sandy Bridge, of which the hardware takes 784.
    assert costs.steps["exit-software"] == 3000 - 784
    assert cycles(costs)["exit"] == hardware + 3000 - 784


def test_the_processors_own_exit_goes_before_its_generations() -> None:
    costs = found(under(processor=Processor(generation="merom", exit_cycles=500)))
    assert costs.steps["exit-hardware"] == 500


def test_binary_translation_pays_for_calls_and_page_tables_and_never_exits() -> None:
    costs = found(under(technique="binary-translation"))
    assert cycles(costs) == {
        "system-call": 2066,
        "page-fault": 2834,
        "page-table-write": 391,
        "context-switch": 5000,
    }
    assert costs.steps == {"page-table-write": 391, "system-call": 2066}
    assert [toll.operation for toll in costs.operations if toll.estimate] == ["context-switch"]


def test_a_paravirtual_system_call_passes_the_hypervisor_only_in_64_bit_guests() -> None:
    assert cycles(found(under(technique="paravirtual")))["system-call"] == 500
    assert cycles(found(under("32", technique="paravirtual")))["system-call"] == 0


def test_walks_of_page_tables() -> None:
    # Two dimensions of 4 levels: 4*4 + 4 + 4 references; shadow and native page tables: 4.
    assert found(under()).walk == 24
    assert found(under(nested_paging=False)).walk == 4
    assert found(under(technique="binary-translation")).walk == 4


def test_a_hosted_hypervisor_switches_worlds() -> None:
    costs = found(under(placement="hosted", drivers="host-os", processor=Processor(clock=2.0)))
    # 17.3 us at 2 GHz [C: Barham 2003].
    assert costs.steps["world-switch"] == pytest.approx(34_600)


def test_containers_cost_nothing_more() -> None:
    drawing = two_hosts()
    costs = tolls(drawing.design, id_of("host-a"), Case("container"))
    assert set(cycles(costs).values()) == {0}
    assert costs.walk == 4
