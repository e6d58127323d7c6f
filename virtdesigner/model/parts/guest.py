"""What a guest consists of: virtual processors, memory, adapters, disks."""

from typing import Literal

from virtdesigner.model.fields import choice, flag, quantity, text
from virtdesigner.model.parts.base import MEBIBYTES_MAX, MEGABITS_MAX, NamedPart, Part


class VirtualCpus(Part):
    """The processors of a guest and its claim on its host's (MODELS.md section 1)."""

    label = "Compute"

    count: int = quantity(2, "", 1, 1024, "Virtual CPUs.", label="vCPUs")
    shares: float | None = quantity(
        None,
        "",
        0,
        1e9,
        "Weight against its siblings; empty: normal for the scheduler.",
        label="Shares",
        none="normal",
    )
    reservation: float = quantity(0, "cores", 0, 1e6, "Met whatever the others do.", label="Reservation")
    limit: float | None = quantity(None, "cores", 0, 1e6, "Never exceeded.", label="Limit", none="no limit")


class GuestMemory(Part):
    """The memory of a guest and its claim on its host's (MODELS.md section 3)."""

    label = "Memory"

    size: float = quantity(4096, "MiB", 1, MEBIBYTES_MAX, "Memory the guest sees.", label="Size")
    shares: float | None = quantity(
        None,
        "",
        0,
        1e12,
        "Weight against its siblings; empty: normal, 10 per MiB.",
        label="Shares",
        none="normal",
    )
    reservation: float = quantity(0, "MiB", 0, MEBIBYTES_MAX, "Never reclaimed.", label="Reservation")
    limit: float | None = quantity(
        None, "MiB", 0, MEBIBYTES_MAX, "Machine memory never exceeded.", label="Limit", none="no limit"
    )
    tools: bool = flag(True, "Guest tools are installed, so the balloon can work.", label="Guest tools")
    balloon_limit: float = quantity(
        65, "%", 0, 100, "Most of its memory that the balloon may take.", label="Balloon limit"
    )


class VirtualNic(NamedPart):
    """A network adapter of a guest."""

    label = "Network adapters"

    adapter: Literal["paravirtual", "emulated"] = choice(
        "paravirtual",
        {"paravirtual": "Paravirtual (vmxnet3, virtio)", "emulated": "Emulated (e1000)"},
        "How it is presented; an emulated adapter costs more CPU a packet.",
        label="Adapter",
    )
    shares: float = quantity(50, "", 1, 100, "Weight against other traffic on the same link.", label="Shares")
    reservation: float = quantity(
        0, "Mb/s", 0, MEGABITS_MAX, "Kept for it on its uplink, with network I/O control.",
        label="Reservation",
    )  # fmt: skip
    limit: float | None = quantity(
        None, "Mb/s", 0, MEGABITS_MAX, "Most it may send.", label="Limit", none="no limit"
    )
    emulation_cycles: float = quantity(
        10_000,
        "cycles",
        0,
        1e7,
        "What emulation adds to a packet, if the adapter is emulated.",
        label="Emulation",
        estimate=True,
    )


class VirtualHba(NamedPart):
    """A virtual fibre-channel port of a guest, with an address of its own (NPIV), or a whole adapter."""

    label = "Virtual fibre-channel ports"


class VirtualDisk(NamedPart):
    """A disk of a guest."""

    label = "Disks"

    capacity: float = quantity(40, "GiB", 0.001, 1e6, "Size the guest sees.", label="Size")
    thin: bool = flag(True, "Space is taken only when written.", label="Thin")
    written: float = quantity(
        25, "%", 0, 100, "What of a thin disk is written at the start of a run.", label="Written",
        estimate=True,
    )  # fmt: skip
    growth: float = quantity(
        5, "%", 0, 100, "Writes that go to new blocks, by which a thin disk grows.", label="Growth",
        estimate=True,
    )  # fmt: skip
    adapter: Literal["paravirtual", "emulated"] = choice(
        "paravirtual",
        {"paravirtual": "Paravirtual (pvscsi, virtio)", "emulated": "Emulated (LSI, IDE)"},
        "How it is presented; an emulated adapter costs more CPU an I/O.",
        label="Adapter",
    )
    hba: str = text(
        "",
        "Id of the virtual fibre-channel port that it is reached by; empty: by the host's own.",
        label="Fibre-channel port",
        descriptive=False,
    )
    queue_depth: int = quantity(
        64, "", 1, 65_536, "I/Os that its driver may have outstanding (AIX 3, Linux 16, IBM i 32 as a "
        "client of a virtual I/O server).",
        label="Queue depth",
    )  # fmt: skip
    shares: float = quantity(
        1000, "", 1, 1e6, "Weight against other disks where a queue or the disks below are full.",
        label="Shares",
    )  # fmt: skip
    limit: float | None = quantity(
        None, "IOPS", 1, 1e8, "Most I/Os a second.", label="IOPS limit", none="no limit"
    )
    share: float = quantity(
        1, "", 0, 1e6, "Its part of the guest's I/O, against its other disks.", label="I/O share"
    )
    guest_cycles: float = quantity(
        20_000, "cycles", 0, 1e8, "What an I/O costs inside the guest.", label="CPU of an I/O", estimate=True
    )
    host_cycles: float | None = quantity(
        None,
        "cycles",
        0,
        1e8,
        "What an I/O costs outside the guest; empty: 15,000 paravirtual, 60,000 emulated.",
        label="CPU of an I/O outside",
        none="usual",
        estimate=True,
    )
