"""Fixes of what is reserved beyond capacity: all reservations lowered together (MODELS.md section 1)."""

import math
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from virtdesigner.kinds import ResourcePool
from virtdesigner.model import edits
from virtdesigner.model.change import Change
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.rules.findings.claims import claimants
from virtdesigner.rules.findings.finding import Finding
from virtdesigner.rules.findings.fixes.values import Fix

_STEP = 1000
"""Reservations are rounded down to a thousandth, so that their sum stays within."""


def _all_claimants(design: Design, id: str) -> Iterator[Element]:
    for element in claimants(design, id):
        yield element
        if isinstance(element, ResourcePool):
            yield from _all_claimants(design, element.id)


def _scaled(design: Design, id: str, part: str, pool_part: str, factor: float) -> Iterator[Change]:
    for element in _all_claimants(design, id):
        name = pool_part if isinstance(element, ResourcePool) else part
        claim: Any = getattr(element, name)
        if claim.reservation:
            lower = math.floor(claim.reservation * factor * _STEP) / _STEP
            yield from edits.replace(design, element, **{name: claim.replace(reservation=lower)})


def _lower_cpu(design: Design, finding: Finding) -> Sequence[Change]:
    factor = float(finding.message["capacity"]) / float(finding.message["reserved"])
    return tuple(_scaled(design, finding.elements[0], "cpus", "cpu", factor))


def _lower_memory(design: Design, finding: Finding) -> Sequence[Change]:
    factor = float(finding.message["size"]) / float(finding.message["reserved"])
    return tuple(_scaled(design, finding.elements[0], "memory", "memory", factor))


CLAIMS: Mapping[str, Fix] = MappingProxyType(
    {"cpu-over-reserved": _lower_cpu, "memory-over-reserved": _lower_memory}
)
"""Code to its fix."""
