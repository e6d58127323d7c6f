"""CPU time of looking for all findings of 10,000 elements, and for their fixes, as after each edit."""

import time

from tests.benchmarks.yardstick import report
from tests.ui.canvas.sites import site
from virtdesigner.rules.findings import find
from virtdesigner.rules.findings.fixes import fix


def test_findings_of_ten_thousand_elements() -> None:
    design = site(220, 40)
    assert len(design.elements) >= 10_000
    find(site(1, 1))  # brings networkx in
    start = time.thread_time()
    findings = find(design)
    found = time.thread_time()
    mended = sum(bool(fix(design, finding)) for finding in findings)
    report(f"findings of {len(design.elements)} elements", 1000 * (found - start))
    report(f"{mended} fixes of {len(findings)} findings", 1000 * (time.thread_time() - found))
    assert mended
