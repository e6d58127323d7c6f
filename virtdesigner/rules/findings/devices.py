"""Findings about adapters given to guests: whole ones, and virtual functions (SR-IOV).

That there are no more of these than an adapter has is a rule, see `rules.handing_over`.
"""

from collections import defaultdict
from collections.abc import Iterator

from virtdesigner.kinds import VirtualMachine
from virtdesigner.model.design import Design, part_of
from virtdesigner.model.link import Passthrough
from virtdesigner.model.parts import Hba, Processor
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
