"""Findings about cloud services: members that are missing, and scaling rules that can't work."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from virtdesigner.kinds import CloudService
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.parts import VirtualCpus
from virtdesigner.rules.findings.finding import Finding, error, info, warning
from virtdesigner.rules.findings.residents import is_on


def members(design: Design) -> Mapping[str, list[Element]]:
    """What each cloud service consists of. Ask with `design.derived`."""
    found: defaultdict[str, list[Element]] = defaultdict(list)
    for link in design.links.values():
        if link.kind == "member":
            found[link.target].append(design.elements[link.source])
    return found


def _services(design: Design) -> Iterator[tuple[CloudService, list[Element]]]:
    for service in design.elements.values():
        if isinstance(service, CloudService):
            yield service, design.derived(members).get(service.id, [])


def service_empty(design: Design) -> Iterator[Finding]:
    """A service that consists of nothing."""
    for service, inside in _services(design):
        if not inside:
            yield info("service-empty", service.id, element=service.id)


def worker_no_member(design: Design) -> Iterator[Finding]:
    """A worker that the service doesn't contain."""
    for service, inside in _services(design):
        id, worker = service.id, service.worker
        if worker is not None and worker not in {member.id for member in inside}:
            yield warning("worker-no-member", id, worker, field="worker", element=id, guest=worker)


def scaling_bounds(design: Design) -> Iterator[Finding]:
    """A rule that contradicts itself."""
    for service, _ in _services(design):
        rule, id = service.scaling, service.id
        if rule and rule.minimum > rule.maximum:
            yield error(
                "scaling-minimum-over-maximum",
                id,
                field="scaling.minimum",
                element=id,
                minimum=rule.minimum,
                maximum=rule.maximum,
            )
        if rule and rule.in_below >= rule.out_above:
            yield error(
                "scaling-flaps",
                id,
                field="scaling.in_below",
                element=id,
                in_below=rule.in_below / 100,
                out_above=rule.out_above / 100,
            )


def scaling_without_spares(design: Design) -> Iterator[Finding]:
    """A rule that may start members, of which none is switched off and waiting."""
    for service, inside in _services(design):
        guests = [member for member in inside if member.carried(VirtualCpus)]
        running = sum(map(is_on, guests))
        if service.scaling and guests and running == len(guests) < service.scaling.maximum:
            yield warning(
                "scaling-without-spares",
                service.id,
                field="scaling.maximum",
                element=service.id,
                count=running,
                maximum=service.scaling.maximum,
            )
