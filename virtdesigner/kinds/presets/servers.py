"""Servers over the years, as they were measured: SPECpower_ssj2008 results."""

from typing import Any, NamedTuple

from virtdesigner.kinds.presets.preset import Preset, computed, estimated, published, whole
from virtdesigner.model.parts import MachineMemory, Power, Processor


class Result(NamedTuple):
    """A published SPECpower_ssj2008 result, and what its processor can do.

    tested: date of submission as published. cores, threads: of the whole machine. clock: MHz. memory: GB.
    operations: ssj_ops at full load. watts: idle and at full load. generation: whose exits it has.
    assist: VT-x or AMD-V; nested: EPT or NPT; direct: VT-d or AMD-Vi. years: first and last it was current.
    """

    id: str
    label: str
    group: str
    system: str
    tested: str
    model: str
    sockets: int
    cores: int
    threads: int
    clock: int
    memory: int
    operations: int
    watts: tuple[float, float]
    generation: str
    features: tuple[bool, bool, bool]
    years: tuple[int, int | None]


_NONE, _ASSIST, _ALL = (False, False, False), (True, False, False), (True, True, True)

# fmt: off
RESULTS: tuple[Result, ...] = (
    Result("dl380-g4", "HP ProLiant DL380 G4", "Hewlett-Packard",
           "ProLiant DL380 G4 (3.8GHz, Intel Xeon processor)", "Apr 8, 2009", "Intel Xeon 3.8GHz",
           2, 2, 4, 3800, 8, 26_880, (226, 394), "prescott", _NONE, (2005, 2006)),
    Result("cx2266-n2", "Colfax CX2266-N2", "Colfax", "CX2266-N2", "Dec 11, 2007", "AMD Opteron 2216HE",
           2, 4, 4, 2400, 16, 95_853, (164, 276), "other", _ASSIST, (2006, 2008)),
    Result("dl380-g5", "HP ProLiant DL380 G5", "Hewlett-Packard",
           "ProLiant DL380 G5 (3.00GHz, Intel Xeon 5160 processor)", "Apr 8, 2009", "Intel Xeon 5160",
           2, 4, 4, 3000, 8, 159_151, (172, 258), "merom", _ASSIST, (2006, 2009)),
    Result("pe-2950-iii", "Dell PowerEdge 2950 III", "Dell",
           "PowerEdge 2950 III (Intel Xeon E5440)", "Dec 11, 2007", "Intel Xeon E5440",
           2, 8, 8, 2833, 16, 305_413, (157, 276), "penryn", _ASSIST, (2007, 2009)),
    Result("pe-r710", "Dell PowerEdge R710", "Dell",
           "PowerEdge R710 (Intel Xeon X5570, 2.93 GHz)", "Mar 30, 2009", "Intel Xeon X5570",
           2, 8, 16, 2933, 12, 541_345, (75.6, 237), "nehalem", _ALL, (2009, 2012)),
    Result("x3650-m3", "IBM System x3650 M3", "IBM", "IBM System x3650 M3", "Apr 7, 2010", "Intel Xeon X5670",
           2, 12, 24, 2933, 12, 922_152, (66.3, 238), "westmere", _ALL, (2010, 2012)),
    Result("ucs-c220-m3", "Cisco UCS C220 M3", "Cisco", "UCS C220 M3", "Oct 17, 2012", "Intel Xeon E5-2660",
           2, 16, 32, 2200, 24, 1_443_280, (59.5, 261), "sandy-bridge", _ALL, (2012, 2014)),
    Result("rx2540-m1", "Fujitsu PRIMERGY RX2540 M1", "Fujitsu",
           "FUJITSU Server PRIMERGY RX2540 M1", "Oct 21, 2014", "Intel Xeon E5-2699 v3",
           2, 36, 72, 2300, 64, 3_257_627, (39, 271), "other", _ALL, (2014, 2016)),
    Result("pe-r730", "Dell PowerEdge R730", "Dell",
           "PowerEdge R730 (Intel Xeon E5-2699 v4)", "Apr 15, 2016", "Intel Xeon E5-2699 v4",
           2, 44, 88, 2200, 128, 3_341_589, (44.9, 269), "other", _ALL, (2016, 2018)),
    Result("sr650", "Lenovo ThinkSystem SR650", "Lenovo",
           "ThinkSystem SR650 (Intel Xeon Platinum 8176 CPU 2.10 GHz)", "Jul 11, 2017",
           "Intel Xeon Platinum 8176",
           2, 56, 112, 2100, 192, 5_025_064, (57.7, 357), "other", _ALL, (2017, 2021)),
    Result("dl385-gen10", "HPE ProLiant DL385 Gen10", "Hewlett Packard Enterprise",
           "ProLiant DL385 Gen10", "May 1, 2018", "AMD EPYC 7601",
           2, 64, 128, 2200, 128, 4_295_252, (81.1, 298), "other", _ALL, (2018, 2020)),
    Result("rx2530-m6", "Fujitsu PRIMERGY RX2530 M6", "Fujitsu",
           "PRIMERGY RX2530 M6", "Apr 28, 2021", "Intel Xeon Platinum 8380",
           2, 80, 160, 2300, 256, 7_573_884, (131, 580), "other", _ALL, (2021, None)),
)
# fmt: on

REFERENCE = next(result for result in RESULTS if result.id == "rx2540-m1")
"""The system whose cores have the relative speed 1.0."""


def _speed(result: Result) -> float:
    """Operations of a core against those of the reference's."""
    reference = REFERENCE.operations / REFERENCE.cores
    return round(result.operations / result.cores / reference, 3)


def _processor(result: Result) -> Processor:
    assist, nested, direct = result.features
    values: dict[str, Any] = {
        "architecture": "x86",
        "model": result.model,
        "generation": result.generation,
        "sockets": result.sockets,
        "cores_per_socket": result.cores // result.sockets,
        "clock": result.clock / 1000,
        "relative_speed": _speed(result),
        "hyperthreading": result.threads > result.cores,
        "hardware_assist": assist,
        "nested_paging": nested,
        "direct_io": direct,
    }
    return Processor.model_validate(values)


def _server(result: Result) -> Preset:
    document = f"SPECpower_ssj2008, {result.system}, {result.tested}"
    idle, peak = result.watts
    return Preset(
        id=result.id,
        kind="physical-server",
        label=result.label,
        group=result.group,
        since=result.years[0],
        until=result.years[1],
        values=whole(
            processor=_processor(result),
            memory=MachineMemory(size=result.memory * 1024.0),
            power=Power(curve="linear", idle=idle, peak=peak),
        ),
        sources=(
            published(
                "processor processor.sockets processor.cores_per_socket processor.clock memory.size",
                f"{result.sockets} x {result.model}, {result.cores} cores, {result.threads} threads, "
                f"{result.clock} MHz, {result.memory} GB.",
                document,
            ),
            computed(
                "processor.relative_speed",
                f"{result.operations:,} ssj_ops / {result.cores} cores, against {REFERENCE.operations:,} / "
                f"{REFERENCE.cores} of {REFERENCE.label}.",
                document,
            ),
            published(
                "power.idle power.peak", f"{idle:g} W at active idle, {peak:g} W at full load.", document
            ),
            estimated("power.curve", "Linear between idle and full load; measured points lie around it."),
            estimated(
                "processor.generation processor.hardware_assist processor.nested_paging processor.direct_io",
                "What this generation of processors can do.",
            ),
            estimated("since until", "From its introduction to that of its successor."),
        ),
        note="Memory is as tested; adapters and disks are left as they are.",
    )


PRESETS: tuple[Preset, ...] = tuple(_server(result) for result in RESULTS)
