"""Findings about adapters given to guests: whole ones, virtual functions (SR-IOV), virtual ports (NPIV)."""

from collections import defaultdict
from collections.abc import Iterator

from virtdesigner.kinds import VirtualMachine
from virtdesigner.model.design import Design, part_of
from virtdesigner.model.link import Passthrough
from virtdesigner.model.parts import Hba, Nic, Processor
from virtdesigner.rules.findings.finding import Finding, error, info


def _given(design: Design) -> Iterator[Passthrough]:
    return (link for link in design.links.values() if isinstance(link, Passthrough))


def _is_npiv(design: Design, link: Passthrough) -> bool:
    part = part_of(design.elements[link.source], link.source_part)
    return link.mode == "virtual" and isinstance(part, Hba)


def no_direct_io(design: Design) -> Iterator[Finding]:
    """Adapters given to guests on a server that can't keep their memory accesses apart; NPIV needs none."""
    guests: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for link in _given(design):
        if not _is_npiv(design, link):
            guests[link.source][link.target] = None
    for id, given in guests.items():
        (processor,) = design.elements[id].carried(Processor)
        if not processor.direct_io:
            yield error("no-direct-io", id, *given, field="processor.direct_io", host=id, count=len(given))


def too_many_functions(design: Design) -> Iterator[Finding]:
    """More virtual functions given away than a network adapter has."""
    count: defaultdict[tuple[str, str], int] = defaultdict(int)
    for link in _given(design):
        count[link.source, link.source_part] += link.mode == "virtual"
    for (id, part), used in count.items():
        nic = part_of(design.elements[id], part)
        if isinstance(nic, Nic) and used > nic.virtual_functions:
            yield error(
                "too-many-virtual-functions",
                id,
                field="nics",
                host=id,
                adapter=nic.name,
                count=used,
                functions=nic.virtual_functions,
            )


def no_npiv(design: Design) -> Iterator[Finding]:
    """A virtual fibre-channel port on an adapter without NPIV."""
    for link in _given(design):
        hba = part_of(design.elements[link.source], link.source_part)
        if _is_npiv(design, link) and isinstance(hba, Hba) and not hba.npiv:
            id, guest = link.source, link.target
            yield error("no-npiv", id, guest, field="hbas", host=id, adapter=hba.name, guest=guest)


def cannot_migrate(design: Design) -> Iterator[Finding]:
    """A VM that holds an adapter of its host can't leave it while it runs (MODELS.md section 6)."""
    said = set()
    for link in _given(design):
        guest, part = design.elements[link.target], part_of(design.elements[link.source], link.source_part)
        if isinstance(guest, VirtualMachine) and part and not _is_npiv(design, link) and guest.id not in said:
            said.add(guest.id)
            yield info(
                "cannot-migrate", guest.id, link.source, element=guest.id, host=link.source, adapter=part.name
            )
