"""Findings about reservations that nothing keeps. Source: MODELS.md section 1."""

from collections.abc import Iterator

from virtdesigner.kinds import ResourcePool
from virtdesigner.model.design import Design
from virtdesigner.rules.cpu_terms import keeps_reservations
from virtdesigner.rules.findings.finding import Finding, warning
from virtdesigner.rules.findings.residents import Residents


def reservation_not_kept(design: Design) -> Iterator[Finding]:
    """A CPU reservation of a guest or a pool whose scheduler knows only weights and limits."""
    for guest in design.derived(Residents).guests:
        if guest.cpus.reservation:
            yield from _not_kept(design, guest.element.id, "cpus.reservation")
    for element in design.elements.values():
        if isinstance(element, ResourcePool) and element.cpu.reservation:
            yield from _not_kept(design, element.id, "cpu.reservation")


def _not_kept(design: Design, id: str, field: str) -> Iterator[Finding]:
    if not keeps_reservations(design, id):
        yield warning("cpu-reservation-not-kept", id, field=field, element=id)
