"""Classes of servers, switches and storage arrays that stand for no product. Every figure is an estimate."""

from collections.abc import Mapping
from typing import Any

from virtdesigner.kinds.presets.preset import GENERIC, Preset, Source, computed, estimated, published, whole
from virtdesigner.model.parts import ArrayCache, DiskGroup, Hba, MachineMemory, Nic, Power, Processor

_MIDDLING = "A machine of middling size of its kind"


def _generic(
    id: str,
    kind: str,
    label: str,
    years: tuple[int, int | None],
    values: Mapping[str, Any],
    *sources: Source,
    says: str = "Chosen for the class, not measured on one.",
) -> Preset:
    """A preset whose figures without a source of their own are estimates."""
    bare = Preset(id, kind, f"{label} (generic)", GENERIC, *years, values, sources)
    paths = [path for path, _ in bare.figures() if bare.source_of(path) is None]
    rest = estimated(" ".join(["since", "until", *dict.fromkeys(paths)]), says, _MIDDLING)
    return Preset(id, kind, bare.label, GENERIC, *years, values, (*sources, rest))


def _server(
    id: str,
    label: str,
    years: tuple[int, int | None],
    processor: Mapping[str, Any],
    memory: float,
    watts: tuple[float, float],
    *sources: Source,
) -> Preset:
    return _generic(
        id,
        "physical-server",
        label,
        years,
        whole(
            processor=Processor.model_validate(processor),
            memory=MachineMemory(size=memory),
            power=Power(idle=watts[0], peak=watts[1]),
        ),
        *sources,
    )


_SERVERS = (
    _server(
        "x86-today",
        "x86 server, 2 x 32 cores",
        (2023, None),
        {"architecture": "x86", "sockets": 2, "cores_per_socket": 32, "clock": 2.6, "relative_speed": 1.2,
         "hyperthreading": True, "hardware_assist": True, "nested_paging": True, "direct_io": True},
        524_288.0,
        (150.0, 700.0),
    ),
    _server(
        "power5-server",
        "POWER5 server",
        (2004, 2010),
        {"architecture": "power", "model": "POWER5", "sockets": 4, "cores_per_socket": 2, "clock": 1.65,
         "relative_speed": 0.3, "hyperthreading": True, "hardware_assist": True, "nested_paging": False,
         "direct_io": True},
        65_536.0,
        (900.0, 1300.0),
        published("processor.clock", "POWER5 at 1.65 GHz.", "MODELS.md 4, Shared Ethernet adapter"),
    ),
    _server(
        "power-server",
        "POWER server",
        (2021, None),
        {"architecture": "power", "model": "Power10", "sockets": 2, "cores_per_socket": 12, "clock": 3.4,
         "relative_speed": 1.6, "hyperthreading": True, "hardware_assist": True, "nested_paging": True,
         "direct_io": True},
        1_048_576.0,
        (600.0, 1600.0),
    ),
    _server(
        "z-server-2006",
        "IBM Z server of 2006",
        (2005, 2008),
        {"architecture": "z", "model": "System z9", "sockets": 2, "cores_per_socket": 8, "clock": 1.7,
         "relative_speed": 0.4, "hardware_assist": True, "nested_paging": True, "direct_io": True},
        65_536.0,
        (4000.0, 6000.0),
    ),
    _server(
        "z-server",
        "IBM Z server",
        (2022, None),
        {"architecture": "z", "model": "z16", "sockets": 4, "cores_per_socket": 8, "clock": 5.2,
         "relative_speed": 1.8, "hyperthreading": True, "hardware_assist": True, "nested_paging": True,
         "direct_io": True},
        2_097_152.0,
        (4000.0, 9000.0),
    ),
)  # fmt: skip


def _ethernet(gigabits: int, ports: int, years: tuple[int, int | None]) -> Preset:
    return _generic(
        f"ethernet-{gigabits}g",
        "physical-switch",
        f"Ethernet switch {gigabits}G, {ports} ports",
        years,
        whole(fabric="ethernet", ports=ports, port_speed=gigabits * 1000.0),
        computed("port_speed", f"{gigabits} Gb/s each direction.", "The name of the class"),
    )


def _fibre(gigabits: int, ports: int, years: tuple[int, int | None]) -> Preset:
    return _generic(
        f"fibre-channel-{gigabits}g",
        "physical-switch",
        f"Fibre-channel switch {gigabits}G, {ports} ports",
        years,
        whole(fabric="fibre-channel", ports=ports),
    )


_SWITCHES = (
    _ethernet(1, 48, (1999, None)),
    _ethernet(10, 48, (2008, None)),
    _ethernet(25, 48, (2016, None)),
    _ethernet(100, 32, (2015, None)),
    _fibre(2, 16, (2001, 2008)),
    _fibre(8, 24, (2008, 2016)),
    _fibre(16, 24, (2011, None)),
    _fibre(32, 24, (2016, None)),
)


def _array(
    id: str,
    label: str,
    years: tuple[int, int | None],
    cache: tuple[float, float],
    speed: str,
    nics: int,
    groups: tuple[dict[str, Any], ...],
) -> Preset:
    rates = {"2": 200, "16": 1600, "32": 3200}
    hbas = tuple(Hba.model_validate({"id": f"fc{n}", "name": f"fc{n}", "speed": speed}) for n in range(4))
    values = whole(
        cache=ArrayCache(hit_share=cache[0], hit_latency=cache[1]),
        hbas=hbas,
        nics=tuple(Nic(id=f"nic{n}", name=f"nic{n}", speed=25_000.0) for n in range(nics)),
        disk_groups=tuple(
            DiskGroup.model_validate({"id": f"group{n}", "name": f"Disk group {n + 1}", **group})
            for n, group in enumerate(groups)
        ),
    )
    source = published(
        "hbas.speed", f"{speed}G carries {rates[speed]} MB/s each direction.", "MODELS.md 5, Fibre channel"
    )
    return _generic(id, "storage-array", label, years, values, source)


_ARRAYS = (
    _array(
        "array-2006", "Array of 2006, hard disks", (2003, 2010), (20, 0.5), "2", 0,
        ({"device": "hdd", "disks": 14, "capacity": 146.0, "raid": "5", "rpm": 15_000.0},
         {"device": "hdd", "disks": 14, "capacity": 300.0, "raid": "5", "rpm": 10_000.0}),
    ),
    _array(
        "array-hybrid", "Entry hybrid array", (2012, None), (30, 0.5), "16", 2,
        ({"device": "sata-ssd", "disks": 4, "capacity": 960.0, "raid": "10"},
         {"device": "hdd", "disks": 20, "capacity": 1800.0, "raid": "6", "rpm": 10_000.0}),
    ),
    _array(
        "array-ssd", "Midrange SSD array", (2014, None), (40, 0.3), "16", 4,
        ({"device": "sata-ssd", "disks": 24, "capacity": 3840.0, "raid": "6"},),
    ),
    _array(
        "array-nvme", "All-flash NVMe array", (2018, None), (40, 0.2), "32", 8,
        ({"device": "nvme", "disks": 24, "capacity": 7680.0, "raid": "6"},),
    ),
)  # fmt: skip

PRESETS: tuple[Preset, ...] = (*_SERVERS, *_SWITCHES, *_ARRAYS)
