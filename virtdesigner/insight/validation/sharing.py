"""Cases of MODELS.md section 3: pages that guests have in common."""

from typing import Final

from virtdesigner.engine import ksm_scan_mib_s, sharing_reclaimed_mib
from virtdesigner.engine.page_sharing import IMAGE_SHARE
from virtdesigner.insight.validation.case import MACRO, Case, Kind
from virtdesigner.insight.validation.lab import Lab, run, total_of

MB: Final = 1e6 / 2**20
"""A megabyte in MiB."""


def _shared(guests: int, image_mib: float) -> float:
    """Memory (MB) that page sharing frees over VMs of one image, once it has looked at all."""
    lab = Lab().host(page_sharing=True, large_pages=False)
    for number in range(guests):
        lab.guest(f"vm {number}", memory_size=40.0, image="linux", image_size=image_mib)
    return total_of(run(lab, 120.0)[1], "memory_shared") / MB


def _scanned(clock: float, seconds: float) -> float:
    """Memory that page sharing has freed after a while, of far more that it could free."""
    lab = Lab().host(page_sharing=True, large_pages=False, clock=clock)
    for number in range(2):
        lab.guest(f"vm {number}", memory_size=8192.0, image="linux", image_size=8192.0)
    return total_of(run(lab, seconds)[1], "memory_shared")


def _mix(guests: int, memory_mb: float, calibrated_share: float) -> float:
    """Memory (MB) freed over a real mix, of which a share of each VM's memory is its image."""
    return sharing_reclaimed_mib(float(guests), memory_mb / guests * calibrated_share * MB, IMAGE_SHARE) / MB


def _identical(guests: int, memory_mb: float) -> float:
    return sharing_reclaimed_mib(float(guests), memory_mb * MB, IMAGE_SHARE) / MB


WALDSPURGER: Final = "Waldspurger 2002; MODELS.md section 3"

NT_IMAGE_SHARE: Final = (673.0 - 5.3) / 9 / IMAGE_SHARE / 204.8
"""[C: Waldspurger 2002] Part of ten Windows NT VMs' memory that is their image, from what sharing freed."""

_APPLICATIONS: Final = "Fewer of their pages are alike; what the VMs have in common was not published."

_REAL_MIXES: Final[tuple[tuple[str, str, int, float, float, Kind, str], ...]] = (
    ("nt", "10 Windows NT VMs of 2048 MB", 10, 2048.0, 673.0, "calibrated", ""),
    ("linux-9", "9 Linux VMs of 1846 MB", 9, 1846.0, 345.0, "predicted", _APPLICATIONS),
    ("linux-5", "5 Linux VMs of 1658 MB", 5, 1658.0, 120.0, "predicted", _APPLICATIONS),
)


CASES: Final = (
    *(
        Case(
            f"sharing-{guests}-identical", f"Freed over {guests} VMs of 40 MB: 5.3 + 26 * {guests - 1}",
            WALDSPURGER,
            {"guests": guests, "memory_mb": 40.0}, 5.3 + 26.0 * (guests - 1), _identical, "MB", 0.01,
            "calibrated",
        )
        for guests in range(1, 11)
    ),
    *(
        Case(
            f"sharing-{guests}-identical-simulated", f"Freed over {guests} VMs of 40 MB on a host",
            WALDSPURGER,
            {"guests": guests, "image_mib": 40.0 * MB}, 5.3 + 26.0 * (guests - 1), _shared, "MB", 0.01,
            "calibrated", "simulation",
        )
        for guests in range(1, 11)
    ),
    *(
        Case(
            f"sharing-{name}", f"Freed over {what}", WALDSPURGER,
            {"guests": guests, "memory_mb": memory, "calibrated_share": NT_IMAGE_SHARE}, freed, _mix, "MB",
            MACRO,
            kind, reason=reason,
        )
        for name, what, guests, memory, freed, kind, reason in _REAL_MIXES
    ),
    Case(
        "sharing-scan-simulated", "Freed in 10 s at 4 MB/s for each GHz of 2.5", WALDSPURGER,
        {"clock": 2.5, "seconds": 10.0}, 100 * MB, _scanned, "MiB", 1e-6, run="simulation",
    ),
    Case(
        "ksm-scan", "KSM looks at 100 pages every 20 ms", "Linux kernel, KSM; MODELS.md section 3",
        {"pages": 100, "sleep_ms": 20.0}, 19.5, ksm_scan_mib_s, "MiB/s", 0.005,
    ),
)  # fmt: skip
"""Every case of page sharing."""
