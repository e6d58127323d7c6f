"""Fixes: the edit that mends a finding, for those that can be mended without asking anything."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from virtdesigner.model.change import Change, combined
from virtdesigner.model.design import Design
from virtdesigner.rules.findings.finding import Finding
from virtdesigner.rules.findings.fixes.cabling import CABLES
from virtdesigner.rules.findings.fixes.claiming import CLAIMS
from virtdesigner.rules.findings.fixes.platforms import PLATFORMS
from virtdesigner.rules.findings.fixes.records import RECORDS
from virtdesigner.rules.findings.fixes.storing import STORES
from virtdesigner.rules.findings.fixes.values import VALUES, Fix

FIXES: Mapping[str, Fix] = MappingProxyType({**VALUES, **CLAIMS, **PLATFORMS, **CABLES, **STORES, **RECORDS})
"""Code of a finding to what mends it; `report.words.repair` says it in words."""


def fix(design: Design, finding: Finding) -> Sequence[Change]:
    """The edit that takes a finding of this design away; empty where somebody has to choose."""
    mend = FIXES.get(finding.code)
    return combined(mend(design, finding)) if mend else ()


__all__ = ["FIXES", "Fix", "fix"]
