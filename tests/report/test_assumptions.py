"""What an import made up, summed up: a line for each kind of assumption."""

from collections.abc import Sequence

import pytest

from virtdesigner.kinds import Hypervisor, PhysicalServer, PhysicalSwitch
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.link import LINK_KINDS, Cable
from virtdesigner.model.parts import Nic
from virtdesigner.model.record import WHOLE, new_id
from virtdesigner.report.assumptions import NAMED, summed_up
from virtdesigner.report.words import counted, names_of, sentence
from virtdesigner.rules.findings import find


def lines(elements: Sequence[Element], links: Sequence[Cable] = ()) -> list[str]:
    design = Design.of({"elements": elements, "links": links})
    return [sentence(summed, names_of(design)) for summed in summed_up(design, find(design))]


def switches(count: int) -> list[PhysicalSwitch]:
    return [PhysicalSwitch(id=new_id(), name=f"sw-{n}", assumed=(WHOLE,)) for n in range(count)]


def test_few_are_named_and_many_are_counted() -> None:
    (few,) = lines(switches(NAMED))
    assert few.startswith(f"Assumed, not in the source: {NAMED} switches (sw-")
    assert all(f"sw-{n}" in few for n in range(NAMED))
    assert lines(switches(NAMED + 1)) == [f"Assumed, not in the source: {NAMED + 1} switches"]


def test_hypervisors_of_one_name_are_told_by_their_servers() -> None:
    servers = [PhysicalServer(id=new_id(), name=name) for name in ("esx-01", "esx-02")]
    hypervisors = [
        Hypervisor(id=new_id(), name="ESXi", parent=server.id, assumed=("virtualisation",))
        for server in servers
    ]
    (line,) = lines([*servers, *hypervisors])
    assert line.startswith("Assumed, not read: virtualisation of 2 hypervisors (")
    assert {"ESXi on esx-01", "ESXi on esx-02"} == set(line.partition("(")[2].rstrip(")").split(", "))
    assert lines([servers[0], hypervisors[0]]) == ["Assumed, not read: virtualisation of 1 hypervisor (ESXi)"]


def test_other_fields_are_another_kind_of_assumption() -> None:
    one = PhysicalServer(id=new_id(), name="esx-01", assumed=("processor",))
    other = PhysicalServer(id=new_id(), name="esx-02", assumed=("processor", "memory"))
    assert sorted(lines([one, other])) == [
        "Assumed, not read: processor of 1 server (esx-01)",
        "Assumed, not read: processor, memory of 1 server (esx-02)",
    ]


def test_a_link_is_called_by_its_ends() -> None:
    server = PhysicalServer(id=new_id(), name="esx-01", nics=(Nic(id="nic0", name="vmnic0"),))
    switch = PhysicalSwitch(id=new_id(), name="sw-1")
    cable = Cable(id=new_id(), source=server.id, source_part="nic0", target=switch.id, assumed=(WHOLE,))
    assert lines([server, switch], [cable]) == [
        "Assumed, not in the source: 1 network cable (esx-01 vmnic0 – sw-1)"
    ]


@pytest.mark.parametrize("kind", LINK_KINDS)
def test_links_of_every_kind_can_be_counted(kind: str) -> None:
    assert counted(kind, 1).startswith("1 ")
    assert counted(kind, 2) == f"2 {counted(kind, 1)[2:]}s"


def test_abbreviations_stay_as_they_are_written() -> None:
    (line,) = lines([PhysicalSwitch(id=new_id(), name="sw-1", assumed=("mtu",))])
    assert line == "Assumed, not read: MTU of 1 switch (sw-1)"
