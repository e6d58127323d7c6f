"""Cases of MODELS.md section 4: goodput, sharing of links, the shared Ethernet adapter."""

from math import ceil
from typing import Any, Final

from virtdesigner.engine import (
    Bridging,
    bridged_mib_s,
    bridging_processors,
    cycles_per_byte,
    goodput_mb_s,
    hop_latency,
    max_min_rates,
)
from virtdesigner.engine.shared_ethernet import CYCLES_PER_BYTE
from virtdesigner.insight.validation.case import BRIDGING, EXACT, WEIGHTED, Case
from virtdesigner.insight.validation.lab import PURE, Lab, adapter, id_of, of_guest, run, total_of
from virtdesigner.model.parts import Flow, GuestMemory, Nic, Processor, SharedAdapter, VirtualCpus, Workload

PUBLISHED: Final = 1e-4
"""Tolerance of figures that were published with four digits."""


def _sent(rate: float, mtu: int, vlan: int) -> float:
    """Payload (Mb/s) of a VM that sends more than its host's cable carries."""
    lab = Lab().host(cores=32, nics=(Nic(id="nic0", name="nic0", speed=rate),)).network(rate, mtu, vlan)
    lab.guest(
        "vm",
        count=32,
        nics=adapter(),
        flows=(Flow(id="flow0", name="Clients", rate=4 * rate, packet=9000.0),),
    )
    return of_guest(run(lab.plug("vm"))[1], "network_granted", "vm")


def _beside(own: float, other: float, rate: float) -> float:
    """Payload (Mb/s) of a VM's adapter with some shares beside another's on one full uplink."""
    lab = Lab().host(cores=32, nics=(Nic(id="nic0", name="nic0", speed=rate),)).network(rate)
    for name, shares in (("own", own), ("other", other)):
        flows = (Flow(id="flow0", name="Clients", rate=4 * rate, packet=9000.0),)
        lab.guest(name, count=16, nics=adapter(shares=shares), flows=flows).plug(name)
    return of_guest(run(lab)[1], "network_granted", "own")


def _share(mtu: float, *, timestamps: bool = True, vlan: bool = False, vxlan: bool = False) -> float:
    return goodput_mb_s(1.0, mtu, timestamps=timestamps, vlan=vlan, vxlan=vxlan)


def _without_timestamps(rate: float, mtu: float) -> float:
    return goodput_mb_s(rate, mtu, timestamps=False)


def _line(first: float, second: float, flow: int) -> float:
    """Three flows over two links in a row: one over both, one over each."""
    return max_min_rates([first, second], [[0, 1], [0], [1]])[flow]


def _weighted_line(capacity: float, weight: float, other: float) -> float:
    return max_min_rates([capacity], [[0], [0]], weights=[weight, other])[0]


def _bridged(mtu: int, *, duplex: bool, threaded: bool, clock_ghz: float, processors: float) -> float:
    """Throughput at which the adapter's owner is full."""
    return bridged_mib_s(processors, clock_ghz, Bridging(mtu, duplex, threaded))


def _named(way: Bridging, between: str) -> str:
    parts = (
        str(way.mtu),
        "duplex" if way.duplex else "simplex",
        "threaded" if way.threaded else "unthreaded",
    )
    return between.join(parts)


def _processors(rate: float, mtu: int, clock_ghz: float) -> float:
    """Whole processors that bridging a full link in one direction takes, threaded."""
    mib_s = goodput_mb_s(rate, mtu) * 1e6 / 8 / 2**20
    return ceil(bridging_processors(mib_s, clock_ghz, Bridging(mtu, duplex=False, threaded=True)))


def _bridged_byte(mtu: int, clock_ghz: float, rate: float, *, duplex: bool, threaded: bool) -> float:
    """Cycles of a byte through a simulated virtual I/O server, from how busy it is and what it carries."""
    lab = Lab().host(
        cores=8, clock=clock_ghz, product="power-hypervisor", drivers="driver-domain", architecture="power"
    )
    server: dict[str, Any] = {"cpus": VirtualCpus(count=1), "memory": GuestMemory(size=1024.0)}
    lab.add("virtual-io-server", "vios", "hv", **server)
    lab.add("virtual-switch", "sea", "vios", mtu=mtu, shared_adapter=SharedAdapter(threaded=threaded))
    lab.add("physical-switch", "tor", mtu=mtu).link("uplink", "sea", "host/nic0")
    lab.link("cable", "host/nic0", "tor")
    lab.guest("client", nics=adapter(), count=4, flows=(_stream(rate),)).link("vnic", "client/nic0", "sea")
    if duplex:
        nics = (Nic(id="nic0", name="nic0"),)
        load = Workload.model_validate(PURE | {"cpu": 0.0, "flows": (_stream(rate, "client"),)})
        processor = Processor(sockets=1, cores_per_socket=8)
        lab.add("physical-server", "other", nics=nics, processor=processor, workload=load)
        lab.link("cable", "other/nic0", "tor")
    frame = run(lab, 10.0)[1]
    utilisation = of_guest(frame, "cpu_granted", "vios")
    mib_s = total_of(frame, "network_granted") * 1e6 / 8 / 2**20
    return cycles_per_byte(1.0, utilisation, clock_ghz, mib_s)


def _stream(rate: float, peer: str | None = None) -> Flow:
    return Flow(id="flow0", name="Stream", rate=rate, packet=9000.0, peer=id_of(peer) if peer else None)


FRAMES: Final = "(MTU - 52)/(MTU + 38); MODELS.md section 4"
AIX: Final = "IBM AIX, adapter performance guidelines: payload of gigabit Ethernet"
IBM: Final = "IBM, planning for shared Ethernet adapters; MODELS.md section 4"
FAIR: Final = "Max-min fairness by hand; MODELS.md section 4"

CASES: Final = (
    Case("goodput-1500", "Payload at MTU 1500", FRAMES, {"mtu": 1500.0}, 0.9415, _share, "", PUBLISHED),
    Case("goodput-9000", "Payload at MTU 9000", FRAMES, {"mtu": 9000.0}, 0.9900, _share, "", PUBLISHED),
    Case(
        "goodput-vlan", "Payload at MTU 1500 with a VLAN tag", FRAMES, {"mtu": 1500.0, "vlan": True},
        1448 / 1542,
        _share,
    ),
    Case(
        "goodput-vxlan", "Payload at MTU 1500 within VXLAN", FRAMES, {"mtu": 1500.0, "vxlan": True},
        1448 / 1588,
        _share,
    ),
    *(
        Case(
            f"aix-{mtu:.0f}", f"Measured payload of gigabit Ethernet at MTU {mtu:.0f}", AIX,
            {"rate": 1000.0, "mtu": mtu}, measured, _without_timestamps, "Mb/s", 0.01,
        )
        for mtu, measured in ((1500.0, 948.0), (9000.0, 989.0))
    ),
    *(
        Case(
            f"link-{mtu}-{vlan}", f"A full 10 Gb/s cable at MTU {mtu}{', tagged' if vlan else ''}", FRAMES,
            {"rate": 10_000.0, "mtu": mtu, "vlan": vlan}, expected, _sent, "Mb/s", PUBLISHED,
            run="simulation",
        )
        for mtu, vlan, expected in ((1500, 0, 9415.0), (9000, 0, 9900.0), (1500, 10, 10_000 * 1448 / 1542))
    ),
    Case(
        "adapter-shares", "An adapter of 75 shares beside one of 25 on a full uplink",
        "vSphere networking guide; MODELS.md section 4", {"own": 75.0, "other": 25.0, "rate": 1000.0},
        0.75 * 941.5, _beside, "Mb/s", WEIGHTED, run="simulation",
    ),
    *(
        Case(
            f"max-min-{flow}", f"{what} of links of 1 and 2", FAIR, {"first": 1.0, "second": 2.0,
            "flow": flow},
            rate, _line, "", EXACT,
        )
        for flow, what, rate in ((0, "A flow over both", 0.5), (1, "A flow over the first", 0.5),
                                 (2, "A flow over the second", 1.5))
    ),
    Case(
        "max-min-weighted", "A flow of weight 3 beside one of 1", FAIR,
        {"capacity": 100.0, "weight": 3.0, "other": 1.0}, 75.0, _weighted_line, "", EXACT,
    ),
    Case(
        "hop", "A hop that is half busy takes twice as long", "M/M/1; MODELS.md section 4",
        {"service": 0.1, "utilisation": 0.5}, 0.2, hop_latency, "ms",
    ),
    *(
        Case(
            f"sea-{_named(way, '-')}",
            f"Throughput of a shared Ethernet adapter at MTU {_named(way, ', ')}", IBM,
            {**way._asdict(), "clock_ghz": 1.65, "processors": 1.0}, rate, _bridged, "MiB/s", BRIDGING,
            "calibrated",
        )
        # 1.65 * 10^9 cycles/s over 11.2, 8.6, 5.0, 3.8, 9.3, 7.4, 3.6, 2.9 cycles/byte and 2^20.
        for way, rate in zip(
            CYCLES_PER_BYTE, (140.5, 183.0, 314.7, 414.1, 169.2, 212.6, 437.1, 542.6), strict=True
        )
    ),
    *(
        Case(
            f"sea-{_named(way, '-')}-simulated",
            f"Cycles of a byte through a virtual I/O server at MTU {_named(way, ', ')}", IBM,
            {**way._asdict(), "clock_ghz": 1.65, "rate": 400.0}, cycles, _bridged_byte, "cycles", BRIDGING,
            "calibrated", "simulation",
        )
        for way, cycles in CYCLES_PER_BYTE.items()
    ),
    *(
        Case(
            f"sea-sizing-{gigabits}", f"Whole processors of 1.65 GHz for {gigabits} Gb/s at MTU 1500", IBM,
            {"rate": 1000.0 * gigabits, "mtu": 1500, "clock_ghz": 1.65}, float(gigabits), _processors, "",
            BRIDGING,
        )
        for gigabits in (1, 2)
    ),
)  # fmt: skip
"""Every case of this section."""
