"""Identical pages stored once: how much that frees, and how fast they are found.

Source: MODELS.md section 3.
"""

from typing import Final, TypeVar

from virtdesigner.engine.arrays import Floats
from virtdesigner.engine.estimates import SCAN_MIB_S_PER_GHZ, ZERO_PAGES_MIB

Number = TypeVar("Number", float, Floats)

IMAGE_SHARE: Final = 0.65
"""[C: Waldspurger 2002] Part of an image's pages that a further guest shares: 26 MB of a VM of 40 MB."""

KSM_PAGES: Final = 100
"""[P: Linux kernel] Pages that KSM looks at before it sleeps."""

KSM_SLEEP_MS: Final = 20.0
"""[P: Linux kernel] Time that KSM sleeps then."""


def sharing_reclaimed_mib(guests: Number, image_mib: Number, image_share: Number) -> Number:
    """Return what sharing frees (MiB) over `guests` of one image: zero pages + share * image * (n - 1).

    guests: n, at least 1; image_mib: pages of the image; image_share: 0 to 1. Source: MODELS.md section 3
    [C: Waldspurger 2002, 5.3 + 26 * (n - 1) MB over VMs of 40 MB].
    """
    return ZERO_PAGES_MIB + image_share * image_mib * (guests - 1.0)


def sharing_scan_mib_s(clock_ghz: Number) -> Number:
    """Return how fast ESX looks for identical pages (MiB/s): 4 MB/s for each GHz of a host's clock.

    Source: MODELS.md section 3 [P: Waldspurger 2002].
    """
    return SCAN_MIB_S_PER_GHZ * clock_ghz


def ksm_scan_mib_s(pages: int = KSM_PAGES, sleep_ms: float = KSM_SLEEP_MS) -> float:
    """Return how fast KSM looks for identical pages (MiB/s): `pages` of 4 KiB every `sleep_ms`.

    Source: MODELS.md section 3 [C].
    """
    return pages * 4.0 / 1024.0 / (sleep_ms / 1000.0)
