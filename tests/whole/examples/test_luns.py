"""Internal and external LUNs: the spindles and the adapter are named, each by those who wait for it."""

import pytest

from tests.whole.examples.shipped import bottleneck, example, named, results
from virtdesigner.report.words import names_of

SLUG = "internal-and-external-luns"
MAIL, MEDIA = ([f"{name}-{number:02}" for number in range(1, 4)] for name in ("mail", "media"))


def victims_of(element: str) -> list[str]:
    names = names_of(example(SLUG))
    found = (each for each in results(SLUG).bottlenecks if names(each.element) == element)
    return sorted(names(id) for each in found for id in each.victims)


def test_the_spindles_are_the_bottleneck_of_the_internal_lun() -> None:
    # MODELS.md section 5: 133 IOPS a disk fully random; at 95 % a read takes that much less, within 10 %.
    # Three reads to a write, which costs 4 in RAID 5.
    usable = 6 * 133 / (0.75 + 0.25 * 4)
    lun = named(results(SLUG).storage, "internal-01")
    assert lun.iops == pytest.approx(usable, rel=0.10)
    assert lun.utilisation == pytest.approx(1.0, abs=0.01)
    assert victims_of("internal-01") == MAIL


def test_the_adapter_is_the_bottleneck_of_the_array() -> None:
    adapter = named(results(SLUG).links, "esx-01 fc0 – fc-1")
    # 2G carries 200 MB/s each direction.
    assert adapter.capacity == pytest.approx(200 * 8)
    assert adapter.utilisation == pytest.approx(1.0, abs=0.01)
    assert bottleneck(SLUG, "storage") == ("esx-01 fc0 – fc-1", MEDIA)


def test_the_array_itself_is_idle() -> None:
    assert named(results(SLUG).storage, "external-01").utilisation < 0.05


def test_each_waits_for_its_own_storage_alone() -> None:
    latencies = {guest.name: guest.storage_latency_ms for guest in results(SLUG).guests}
    # Little's law: the queue of 32 is full.
    served = named(results(SLUG).storage, "internal-01").iops
    assert latencies["mail-01"] == pytest.approx(32 / served * 1000, rel=0.02)
    assert max(latencies[name] for name in MEDIA) < 1.0
