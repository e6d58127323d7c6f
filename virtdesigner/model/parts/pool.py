"""What a resource pool claims for its children."""

from virtdesigner.model.fields import quantity
from virtdesigner.model.parts.base import MEBIBYTES_MAX, Part


class PoolCpu(Part):
    """A pool's claim on the CPUs of its parent (MODELS.md section 1)."""

    label = "CPU"

    shares: float | None = quantity(
        None,
        "",
        0,
        1e9,
        "Weight against its siblings; empty: normal, as for a VM of 4 vCPUs.",
        label="Shares",
        none="normal",
    )
    reservation: float = quantity(
        0,
        "cores",
        0,
        1e6,
        "Met whatever the others do.",
        label="Reservation",
    )
    limit: float | None = quantity(
        None, "cores", 0, 1e6, "Never exceeded by its children together.", label="Limit", none="no limit",
    )  # fmt: skip


class PoolMemory(Part):
    """A pool's claim on the memory of its parent (MODELS.md section 3)."""

    label = "Memory"

    shares: float | None = quantity(
        None,
        "",
        0,
        1e12,
        "Weight against its siblings; empty: normal, as for a VM of 16 GiB.",
        label="Shares",
        none="normal",
    )
    reservation: float = quantity(
        0,
        "MiB",
        0,
        MEBIBYTES_MAX,
        "Never reclaimed from its children.",
        label="Reservation",
    )
    limit: float | None = quantity(
        None, "MiB", 0, MEBIBYTES_MAX, "Machine memory its children never exceed together.", label="Limit",
        none="no limit",
    )  # fmt: skip
