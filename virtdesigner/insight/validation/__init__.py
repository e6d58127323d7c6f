"""Model validation: what was published beside what the models make of it. Source: MODELS.md section 11.

The command line prints this table and the window shows it:

    from virtdesigner.insight.validation import all_cases

    for case in all_cases():
        print(case.title, case.outcome().passed)
"""

from virtdesigner.insight.validation.case import Case, Outcome
from virtdesigner.insight.validation.table import all_cases, counts, unexpected

__all__ = ["Case", "Outcome", "all_cases", "counts", "unexpected"]
