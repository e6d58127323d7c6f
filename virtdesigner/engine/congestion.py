"""Storage I/O control: how much a host may have under way on a LUN that is congested."""

from typing import Final, TypeVar

from virtdesigner.engine.arrays import Floats

Number = TypeVar("Number", float, Floats)

LEAST_WINDOW: Final = 4.0
"""[E] I/Os that a host may always have under way on a LUN; MODELS.md section 5."""

GAIN: Final = 0.8
"""[E] Part of the way to its new window that a queue goes in a second: the published control may take any of
0 to 1, and a high one follows the load within seconds without swinging."""

PUSH: Final = 4.0
"""[E] I/Os that a host with the mean share asks for beyond what the latency allows, as many as its least
window: it is what moves windows towards the shares, and keeps latency above the threshold by as much as these
take. A tenth of it would take minutes to get there; ten times as much would undo the threshold."""


def congestion_window(
    window: Number, latency_ms: Number, threshold_ms: Number, push: Number, gain: Number
) -> Number:
    """Return the next window of a host on a LUN: (1 - g) w + g (L / latency * w + beta).

    Not held within bounds yet: the caller keeps it between LEAST_WINDOW and the depth of the queue.
    push: beta, in proportion to the shares of the disks that the host has on the LUN; gain: g, 0 to 1.
    At rest the window is beta / (1 - L / latency), so windows stand to each other as shares do.
    Source: [P: Gulati, Ahmad, Waldspurger 2009, PARDA] MODELS.md section 5.
    """
    return (1.0 - gain) * window + gain * (threshold_ms / latency_ms * window + push)
