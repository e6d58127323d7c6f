"""What virtual switches and fibre-channel fabrics are set to do."""

from virtdesigner.model.fields import flag, quantity, ref
from virtdesigner.model.parts.base import MEGABITS_MAX, NamedPart, Part


class Shaping(Part):
    """A bound on what a port group sends (MODELS.md section 4); a standard switch shapes outbound only."""

    label = "Traffic shaping"

    average: float = quantity(
        1000, "Mb/s", 0.001, MEGABITS_MAX, "Rate that is kept in the long run.", label="Average"
    )
    peak: float = quantity(1000, "Mb/s", 0.001, MEGABITS_MAX, "Rate while a burst lasts.", label="Peak")
    burst: float = quantity(100, "MB", 0, 1e6, "What may be sent above the average at once.", label="Burst")


class SharedAdapter(Part):
    """A shared Ethernet adapter: its virtual I/O server's CPU carries every byte (MODELS.md section 4)."""

    label = "Shared Ethernet adapter"

    threaded: bool = flag(
        True,
        "Packets are handled by kernel threads, fairer beside other work.",
        label="Threaded",
    )
    cycles: float | None = quantity(
        None,
        "cycles/byte",
        0,
        1e6,
        "CPU of a byte that it passes on; empty: measured on POWER5 for its MTU.",
        label="CPU of a byte",
        none="measured",
    )


class Zone(NamedPart):
    """Members of a zone see each other over fibre channel; without any zone all do."""

    label = "Zones"

    members: tuple[str, ...] = ref(
        "Servers, arrays and VMs with a virtual port of their own (NPIV) in the zone.",
        label="Members",
        kinds=("physical-server", "storage-array", "virtual-machine", "virtual-io-server"),
        default=(),
        none="nobody",
    )
