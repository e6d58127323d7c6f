"""Findings about what an import made up: one for each record with assumed marks."""

from collections.abc import Iterator

from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.record import WHOLE
from virtdesigner.rules.findings.finding import Finding, info


def assumed_elements(design: Design) -> Iterator[Finding]:
    """Elements that the source doesn't have, and fields that it doesn't say."""
    for element in design.elements.values():
        if element.assumed:
            yield _assumed(element)


def _assumed(element: Element) -> Finding:
    id = element.id
    if WHOLE in element.assumed:
        return info("assumed-element", id, element=id)
    fields = ",".join(element.assumed)
    return info("assumed-fields", id, field=element.assumed[0], element=id, kind=element.kind, fields=fields)


def assumed_links(design: Design) -> Iterator[Finding]:
    """Links that the source doesn't have, or not as they are."""
    for link in design.links.values():
        if link.assumed:
            yield info("assumed-link", link.id, link=link.kind, source=link.source, target=link.target)
