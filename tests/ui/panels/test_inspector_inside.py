"""The inspector's figures of a VM with containers, and of what is switched off."""

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.ui.panels.inspector.readings import readings


def moment() -> Frame:
    """Two containers that want two cores each in a VM of two vCPUs, beside a VM that is off."""
    plan = Plan()
    home = host(plan, cores=8)
    plan.guest("vm", home, cpu=0.0, vcpus=2)
    plan.engine("engine", "vm")
    for name in ("one", "two"):
        plan.container(name, "engine", cpu=2.0)
    plan.guest("off", home, cpu=1.0, vcpus=2, powered_on=False)
    return Simulation(plan.design()).step()


def words(frame: Frame, name: str) -> dict[str, str]:
    return {reading.label: reading.words for reading in readings(frame, ident(name))}


def test_a_vm_counts_the_cores_of_its_containers_as_its_own() -> None:
    found = words(moment(), "vm")
    got, wanted = (float(word) for word in found["CPU"].removesuffix(" cores").split(" of "))
    # Two vCPUs for the four cores that the two containers want, and a little more under a hypervisor.
    assert got == 2
    assert 4 <= wanted < 5
    assert abs(float(found["Progress"].removesuffix(" %")) - 100 * got / wanted) < 2


def test_a_vm_that_answers_nothing_itself_has_no_response_time() -> None:
    assert not {"Requests", "Response time"} & words(moment(), "vm").keys()
    assert {"Requests", "Response time"} <= words(moment(), "one").keys()


def test_what_is_switched_off_is_off() -> None:
    assert words(moment(), "off") == {"Progress": "Off"}
