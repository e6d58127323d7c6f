"""All cases, in the order of MODELS.md's sections."""

from collections import Counter
from collections.abc import Iterable, Sequence

from virtdesigner.insight.validation import (
    barham,
    cpu,
    felter,
    hosts,
    memory,
    network,
    overhead,
    shared_luns,
    sharing,
    storage,
    techniques,
)
from virtdesigner.insight.validation.case import Case, Outcome


def all_cases() -> tuple[Case, ...]:
    """Every case, in the order of MODELS.md's sections."""
    found = (cpu, techniques, barham, felter, memory, overhead, sharing, network, storage, shared_luns, hosts)
    return tuple(case for section in found for case in section.CASES)


def unexpected(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes that say something new: failed without a reason known, or passed in spite of one."""
    return tuple(found for found in outcomes if found.passed == bool(found.case.reason))


def counts(outcomes: Sequence[Outcome]) -> Counter[tuple[str, str, bool]]:
    """How many outcomes there are of each kind, run and passed."""
    return Counter((found.case.kind, found.case.run, found.passed) for found in outcomes)
