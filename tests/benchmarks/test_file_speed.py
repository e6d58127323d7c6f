"""CPU time of saving and opening a design of 10,000 elements: 1,000 ms and 2,000 ms are wanted at most."""

from tests.benchmarks.yardstick import milliseconds, report
from tests.files.estates import estate
from virtdesigner.files.document import dumps, loads


def test_ten_thousand_elements() -> None:
    design = estate()
    text = dumps(design)
    assert len(loads(text).elements) == len(design.elements) >= 10_000
    what = f"{len(design.elements):,} elements, {len(design.links):,} links, {len(text) / 2**20:.0f} MiB"
    report(f"saving {what}", milliseconds(lambda: dumps(design), times=7))
    report(f"opening {what}", milliseconds(lambda: loads(text), times=7))
