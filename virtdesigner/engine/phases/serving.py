"""Serving: what driver domains get done of what is asked of them, which is their progress.

A driver domain has no work of its own: it goes at the pace of those whose I/O it carries. Where its
processors hold these back, it is the one that is slow. Source: MODELS.md section 2.
"""

from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, rows_of, total
from virtdesigner.engine.frame import CAUSES
from virtdesigner.engine.phases.attribution import Attribution, cutting
from virtdesigner.engine.phases.work import Work

_CPU, _LIMIT = CAUSES.index("cpu"), CAUSES.index("limit")


class _Cut(NamedTuple):
    """Services that processors hold back (rows,): the pace they would go at else, and whose processors."""

    row: Ints
    pace: Floats
    element: Ints


def served(work: Work, found: Attribution) -> tuple[Floats, Attribution]:
    """Return the progress of all guests (guests,), and what they lost, with that of driver domains in it."""
    services, cut = work.compiled.services, _cut(work)
    if not cut.row.size:
        return work.progress, found
    size, pace = work.progress.size, work.progress[services.guest]
    asked = pace.copy()
    asked[cut.row] = np.maximum(cut.pace, asked[cut.row])
    wanted = total(work.service * asked, services.domain, size)
    done = total(work.service * pace, services.domain, size)
    slow = rows_of((wanted > done * (1.0 + 1e-9)) & work.here.runs)
    progress, lost = work.progress.copy(), found.lost.copy()
    progress[slow] = done[slow] / wanted[slow]
    limiter, limited = found.limiter.copy(), found.limited_by.copy()
    limiter[services.domain[cut.row]] = cut.element
    # Too few vCPUs of its own are its own limit; else others have what it lacks.
    cause = np.where(limiter[slow] == work.compiled.guests.element[slow], _LIMIT, _CPU)
    lost[slow], limited[slow] = 0.0, cause
    lost[slow, cause] = 1.0 - progress[slow]
    return progress, Attribution(lost, limited, limiter)


def _cut(work: Work) -> _Cut:
    rows, paces, elements = [np.zeros(0, dtype=np.int64)], [np.zeros(0)], [np.zeros(0, dtype=np.int64)]
    for held in work.held if work.service.size else ():
        part, layout = held.layout.part["services"], held.layout
        slow = rows_of(held.bounds[part] < 1.0)
        if not slow.size:
            continue
        client = work.compiled.services.guest[layout.rows.services[slow]]
        rows.append(layout.rows.services[slow])
        others = layout.lowest_of_others(held.bounds)[part][slow]
        paces.append(np.minimum(others, work.fixed[client]))
        elements.append(cutting(work, held)[layout.rows.cpu.size :][slow])
    return _Cut(np.concatenate(rows), np.concatenate(paces), np.concatenate(elements))
