"""Fixes that confirm what was assumed, or add a missing record."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from virtdesigner.model.change import Change, add, update
from virtdesigner.model.design import Design
from virtdesigner.model.link import Member
from virtdesigner.model.record import new_id
from virtdesigner.rules.findings.finding import Finding
from virtdesigner.rules.findings.fixes.values import Fix


def _confirm_element(design: Design, finding: Finding) -> Sequence[Change]:
    element = design.elements[finding.elements[0]]
    return (update("elements", element, element.replace(assumed=())),)


def _confirm_link(design: Design, finding: Finding) -> Sequence[Change]:
    link = design.links[finding.elements[0]]
    return (update("links", link, link.replace(assumed=())),)


def _make_member(_: Design, finding: Finding) -> Sequence[Change]:
    service, worker = finding.elements
    return (add("links", Member(id=new_id(), source=worker, target=service)),)


RECORDS: Mapping[str, Fix] = MappingProxyType(
    {
        "assumed-element": _confirm_element,
        "assumed-fields": _confirm_element,
        "assumed-link": _confirm_link,
        "worker-no-member": _make_member,
    }
)
"""Code to its fix."""
