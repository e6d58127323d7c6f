"""CONCEPTS P4: guest kernels in ring 1 under binary translation and 32-bit Xen, 3 under 64-bit Xen, else 0.

Applications run directly in ring 3 in every case; root mode is another set of rings, never a ring of its own.
"""

import pytest

from tests.building import Drawing, flow, id_of, two_hosts
from virtdesigner.model.parts import HostSystem, Processor, Virtualisation
from virtdesigner.rules.privilege import (
    KERNEL_RINGS,
    Bits,
    Case,
    Mode,
    Party,
    Seat,
    Way,
    residents,
    seats,
    way,
)

Where = tuple[int, Mode]


def where(case: Case, party: Party) -> Where:
    (found,) = [(seat.ring, seat.mode) for seat in seats(case) if seat.party == party]
    return found


def parties(case: Case) -> set[Party]:
    return {seat.party for seat in seats(case)}


@pytest.mark.parametrize(
    ("case", "kernel", "hypervisor"),
    [
        (Case("binary-translation", "32"), (1, "shared"), (0, "shared")),
        (Case("binary-translation", "64"), (1, "shared"), (0, "shared")),
        (Case("paravirtual", "32"), (1, "shared"), (0, "shared")),
        (Case("paravirtual", "64"), (3, "shared"), (0, "shared")),
        (Case("hardware-assisted", "32"), (0, "guest"), (0, "root")),
        (Case("hardware-assisted", "64"), (0, "guest"), (0, "root")),
        (Case("hybrid", "64"), (0, "guest"), (0, "root")),
    ],
)
def test_rings_of_guest_kernels_and_hypervisors(case: Case, kernel: Where, hypervisor: Where) -> None:
    assert where(case, "guest-kernel") == kernel
    assert where(case, "hypervisor") == hypervisor
    assert where(case, "guest-applications")[0] == 3


@pytest.mark.parametrize("way_and_bits", list(KERNEL_RINGS))
def test_applications_run_in_ring_3_of_the_set_that_their_kernel_has(way_and_bits: tuple[Way, Bits]) -> None:
    case = Case(*way_and_bits)
    assert where(case, "guest-applications") == (3, where(case, "guest-kernel")[1])


def test_there_is_no_ring_below_0() -> None:
    cases = [
        Case(*key, drivers=d) for key in KERNEL_RINGS for d in ("monolithic", "driver-domain", "host-os")
    ]
    assert {seat.ring for case in cases for seat in seats(case)} <= {0, 1, 2, 3}


def test_containers_are_processes_on_the_kernel_of_the_host() -> None:
    assert seats(Case("container")) == (
        Seat("containers", 3, "shared"),
        Seat("host-system", 0, "shared", True),
    )


def test_a_bare_servers_kernel_has_ring_0_to_itself() -> None:
    assert where(Case("native"), "host-system") == (0, "shared")


def test_a_hosted_hypervisor_runs_beside_the_host_os() -> None:
    case = Case("binary-translation", placement="hosted", drivers="host-os")
    assert where(case, "host-system") == where(case, "hypervisor") == (0, "shared")
    assert where(case, "host-process") == (3, "shared")
    assisted = case._replace(way="hardware-assisted")
    assert where(assisted, "host-system") == (0, "root")


@pytest.mark.parametrize(
    ("product", "expected"), [("xen", (3, "root")), ("hyper-v", (0, "guest")), ("sel4", (3, "root"))]
)
def test_driver_domains(product: str, expected: Where) -> None:
    case = Case("hardware-assisted", drivers="driver-domain", product=product)
    assert where(case, "driver-domain") == expected


def test_the_driver_domain_of_a_paravirtual_xen_is_a_paravirtual_guest() -> None:
    assert where(Case("paravirtual", drivers="driver-domain", product="xen"), "driver-domain") == (
        3,
        "shared",
    )


@pytest.mark.parametrize(
    ("case", "where_drivers_are"),
    [
        (Case("hardware-assisted"), "hypervisor"),
        (Case("hardware-assisted", drivers="driver-domain", product="xen"), "driver-domain"),
        (Case("hardware-assisted", placement="hosted", drivers="host-os"), "host-system"),
        (Case("container"), "host-system"),
    ],
)
def test_drivers_are_in_one_place(case: Case, where_drivers_are: Party) -> None:
    assert [seat.party for seat in seats(case) if seat.drivers] == [where_drivers_are]


@pytest.mark.parametrize("architecture", ["power", "z", "arm"])
def test_others_than_x86_have_a_level_for_hypervisors(architecture: str) -> None:
    case = Case("paravirtual", "64", architecture=architecture)  # type: ignore[arg-type]
    assert where(case, "guest-kernel") == (0, "guest")
    assert where(case, "hypervisor") == (0, "root")


@pytest.mark.parametrize(
    ("technique", "codes"),
    [
        ("binary-translation", ["translated", "called", "emulated", "resumed"]),
        ("hardware-assisted", ["executed", "exited", "handled", "entered"]),
        ("paravirtual", ["hypercall", "validated", "returned"]),
    ],
)
def test_the_way_of_a_privileged_instruction(technique: str, codes: list[str]) -> None:
    assert [step.code for step in way(Case(technique))] == codes  # type: ignore[arg-type]


@pytest.mark.parametrize("technique", ["binary-translation", "hardware-assisted", "paravirtual", "hybrid"])
@pytest.mark.parametrize("hosted", [True, False])
@pytest.mark.parametrize("inner", [True, False])
def test_every_step_is_at_somebody_who_is_there(technique: str, hosted: bool, inner: bool) -> None:
    case = Case(technique, placement="hosted" if hosted else "bare-metal", inner=inner)  # type: ignore[arg-type]
    assert {step.party for step in way(case)} <= parties(case)
    assert ("world-switch" in [step.code for step in way(case)]) == hosted
    assert (way(case)[0].code == "system-call") == inner


def found(drawing: Drawing, server: str = "host-a") -> list[tuple[Case, int]]:
    return [(case, len(guests)) for case, guests in residents(drawing.design, id_of(server))]


def test_guests_of_a_host_are_grouped_by_how_they_run() -> None:
    drawing = (
        two_hosts().set("a1", bits="32").set("hv-a", virtualisation=Virtualisation(technique="paravirtual"))
    )
    groups = found(drawing)
    assert [(case.way, case.bits, count) for case, count in groups] == [
        ("paravirtual", "32", 1),
        ("paravirtual", "64", 3),
    ]


def test_containers_in_a_vm_and_on_a_server() -> None:
    drawing = two_hosts().add("container-engine", "inner", "a1").add("container", "cart", "inner")
    drawing.add("physical-server", "plain", host_system=HostSystem())
    drawing.add("container-engine", "outer", "plain").add("container", "shop", "outer")
    inner = [case for case, _ in found(drawing) if case.inner]
    assert [(case.way, "containers" in parties(case)) for case in inner] == [("hardware-assisted", True)]
    assert found(drawing, "plain") == [(Case("container"), 1)]


def test_a_hybrid_without_hardware_is_paravirtual() -> None:
    drawing = two_hosts().set("hv-a", virtualisation=Virtualisation(technique="hybrid"))
    assert {case.way for case, _ in found(drawing)} == {"hybrid"}
    drawing.set("host-a", processor=Processor(hardware_assist=False))
    assert {case.way for case, _ in found(drawing)} == {"paravirtual"}


def test_a_hypervisor_without_guests_and_software_on_a_bare_server() -> None:
    drawing = Drawing().add("physical-server", "host").add("hypervisor", "hv", "host")
    assert found(drawing, "host") == [(Case("hardware-assisted", product="esxi"), 0)]
    drawing.add("physical-server", "bare", workload=flow(None)).add("physical-server", "idle")
    assert found(drawing, "bare") == [(Case("native"), 1)]
    assert found(drawing, "idle") == []
