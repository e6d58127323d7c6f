"""Cases of Felter 2014: Docker and KVM on one server, simulated. Source: MODELS.md sections 2, 4, 5."""

from typing import Any, Final

from virtdesigner.insight.validation.benchmarks import MIXES
from virtdesigner.insight.validation.case import MACRO, Case
from virtdesigner.insight.validation.lab import PURE, Lab, adapter, disk, id_of, of_guest, run
from virtdesigner.model.parts import DiskGroup, Flow, Nic, Workload

CLOCK: Final = 2.4
KVM: Final[dict[str, Any]] = {"product": "kvm", "scheduler": "cfs"}

UNTUNED: Final = {"disk_reads_most": 47_000.0, "disk_writes_most": 60_000.0}
"""Of the preset of KVM in 2013, calibrated on what was measured."""


def _server(sockets: int, **fields: Any) -> Lab:
    """The server that was measured: eight cores a socket."""
    return Lab().host(sockets=sockets, cores_per_socket=8, clock=CLOCK, **(KVM | fields))


def _computed(benchmark: str, native: float, product: str, sockets: int) -> float:
    """Throughput of a guest as wide as the server; an untuned VM isn't shown the sockets it lies on."""
    lab = _server(sockets, virtual_numa=product != "KVM")
    wide = {"cpu": 8.0 * sockets, "count": 8 * sockets, **MIXES[benchmark].fields()}
    lab = lab.container("guest", **wide) if product == "Docker" else lab.guest("guest", **wide)
    return native * of_guest(run(lab)[1], "progress", "guest")


def _round_trip(product: str, megabits: float) -> float:
    """Microseconds of a small packet there and back, over a link that is all but idle."""
    flow = (Flow(id="flow0", name="Clients", rate=1.0, packet=64.0),)
    lab = _wired(product, {"nics": adapter(), "flows": flow, "count": 4}, megabits)
    return 1000.0 * of_guest(run(lab, 5.0)[1], "network_latency", "guest")


def _wired(product: str, load: dict[str, Any], megabits: float = 10_000.0) -> Lab:
    """A guest on a network: of KVM a VM, else a container, behind address translation if it is Docker's."""
    lab = _server(1).network(speed=megabits)
    if product == "KVM":
        lab.guest("guest", **load).plug("guest")
    else:
        lab.container("guest", **load)
        lab.add("virtual-switch", "bridge", "engine", nat=product == "Docker")
        lab.link("uplink", "bridge", "host/nic0").link("vnic", "guest/nic0", "bridge")
    return lab


def _packet(product: str, packets: float, *, received: bool) -> float:
    """Cycles of a packet of 1448 bytes at one end of its way."""
    flow = {"rate": packets * 1448 * 8 / 1e6, "packet": 1448.0, "id": "flow0", "name": "Stream"}
    own = () if received else (Flow.model_validate(flow),)
    lab = _wired(product, {"nics": adapter(), "flows": own, "count": 4})
    if received:
        load = PURE | {"cpu": 0.0, "flows": (Flow.model_validate(flow | {"peer": id_of("guest")}),)}
        nics = (Nic(id="nic0", name="nic0"),)
        lab.add("physical-server", "other", nics=nics, workload=Workload.model_validate(load))
        lab.link("cable", "other/nic0", "tor")
    return of_guest(run(lab, 5.0)[1], "cpu_granted", "guest") * CLOCK * 1e9 / packets


def _io(product: str, device_iops: float, depth: int, *, writes: bool) -> float:
    """IOPS of blocks of 4 KiB at a depth, on a device that does so many.

    The device is what was measured without a hypervisor, and what Docker then did was the same: that a
    container costs no I/O is shown, not predicted.
    """
    group = {
        "id": "group0",
        "name": "Array",
        "device": "nvme",
        "disks": 1,
        "raid": "0",
        "device_iops": device_iops,
    }
    lab = _server(2, disk_groups=(DiskGroup.model_validate(group),), **UNTUNED)
    lab.add("lun", "lun", "host", queue_depth=depth)
    wanted = {"writes" if writes else "reads": 10 * device_iops}
    load: dict[str, Any] = {
        "block": 4.0,
        "random_share": 100.0,
        "count": 16,
        "disks": disk(queue_depth=depth),
    }
    lab = (lab.container if product == "Docker" else lab.guest)("guest", **(load | wanted))
    return of_guest(run(lab.link("disk", "guest/disk0", "lun"))[1], "iops_granted", "guest")


FELTER: Final = "Felter 2014; MODELS.md section 2"
PACKETS: Final = "Felter 2014, netperf; MODELS.md section 4"
FIO: Final = "Felter 2014, fio at depth 128; MODELS.md sections 2 and 5"

_WALKS: Final = (
    "A VM loses 22 to 29 % of it, and containers 4 %: page walks, and work between threads, cost it far more "
    "than the 3 % of time in walks and 30 % waiting for memory that are assumed [E]."
)

_COMPUTING: Final = (
    (
        "PXZ",
        "user-code",
        76.2,
        "MB/s",
        (("Docker", 73.5, ""), ("KVM", 59.2, _WALKS), ("KVM tuned", 62.2, _WALKS)),
    ),
    (
        "Linpack",
        "linpack",
        290.8,
        "GF",
        (("Docker", 290.9, ""), ("KVM", 241.3, ""), ("KVM tuned", 284.2, "")),
    ),
)

CASES: Final = (
    *(
        Case(
            f"felter-{name.lower()}-{product.lower().replace(' ', '-')}", f"{name}: {product}", FELTER,
            {"benchmark": mix, "native": native, "product": product, "sockets": 2}, measured, _computed, unit,
            MACRO, run="simulation", reason=reason,
        )
        for name, mix, native, unit, results in _COMPUTING
        for product, measured, reason in results
    ),
    *(
        Case(
            f"felter-round-trip-{product.lower()}", f"TCP round trip: {product}", FELTER,
            {"product": product, "megabits": 10_000.0}, measured, _round_trip, "us", MACRO,
            "calibrated", "simulation",
        )
        for product, measured in (("native", 37.7), ("Docker", 73.1), ("KVM", 68.0))
    ),
    *(
        Case(
            f"felter-packet-{'received' if received else 'sent'}-{product.lower()}",
            f"Cycles of a packet {'received' if received else 'sent'}: {product}", PACKETS,
            {"product": product, "packets": 10_000.0, "received": received}, cycles, _packet, "cycles", 0.01,
            "calibrated", "simulation",
        )
        for received, results in (
            (False, (("native", 3100.0), ("KVM", 3300.0), ("Docker", 3700.0))),
            (True, (("native", 3300.0), ("KVM", 4700.0))),
        )
        for product, cycles in results
    ),
    *(
        Case(
            f"felter-{'writes' if writes else 'reads'}-{product.lower()}",
            f"{'Writes' if writes else 'Reads'} of 4 KiB: {product}", FIO,
            {"product": product, "device_iops": device, "depth": 128, "writes": writes}, measured, _io,
            "IOPS", MACRO, "calibrated", "simulation",
        )
        for writes, device, results in (
            (False, 84_000.0, (("Docker", 84_000.0), ("KVM", 47_000.0))),
            (True, 113_000.0, (("Docker", 113_000.0), ("KVM", 60_000.0))),
        )
        for product, measured in results
    ),
)  # fmt: skip
"""Every case of it."""
