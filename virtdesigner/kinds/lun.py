"""LUN: a logical drive cut from a disk group."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import choice, flag, hidden, quantity, ref, text


class Lun(Element):
    """A logical drive of a server or an array; with a file system on it, a datastore."""

    label = "LUN"
    group = "Storage"
    card = (132, 44)

    kind: Literal["lun"] = hidden("lun", "Kind of element.")
    backing: str = text(
        "group0", "Id of the disk group that it is cut from.", label="Disk group", descriptive=False
    )
    capacity: float = quantity(1024, "GiB", 0.001, 1e9, "Size.", label="Size")
    datastore: bool = flag(
        True, "It carries a file system that guests' disks are files in.", label="Datastore", descriptive=True
    )
    queue_depth: int = quantity(
        32,
        "",
        1,
        65_536,
        "I/Os that one host may have outstanding (MODELS.md section 5).",
        label="Queue depth",
    )
    outstanding: int = quantity(
        32,
        "",
        1,
        65_536,
        "I/Os that one host may have under way at once when several VMs run on it (MODELS.md section 5).",
        label="Queue depth with several VMs",
    )
    io_control: bool = flag(
        False,
        "Hosts shorten their queues by the shares of the disks that they have on it when it is congested.",
        label="Storage I/O control",
    )
    congestion: float = quantity(
        30, "ms", 5, 100, "Latency from which storage I/O control acts.", label="Congestion threshold"
    )
    multipathing: Literal["fixed", "most-recently-used", "round-robin"] = choice(
        "fixed",
        {
            "fixed": "Fixed (the preferred path)",
            "most-recently-used": "Most recently used",
            "round-robin": "Round robin (every 1000 I/Os)",
        },
        "Which of several paths a host's I/O takes; round robin spreads it over all of them.",
        label="Multipathing",
    )
    preferred_port: str = text(
        "",
        "Id of the array's port whose paths are preferred; empty: those of the fewest cables, then by id.",
        label="Preferred port",
        descriptive=False,
    )
    hosts: tuple[str, ...] = ref(
        "Servers, and VMs with a virtual port of their own, that see it; none named: all that are connected.",
        label="Masking",
        kinds=("physical-server", "virtual-machine"),
        default=(),
        none="all connected",
    )
