"""Cases of MODELS.md section 7: power, and slots of a cluster with high availability."""

from collections.abc import Callable
from typing import Final

from virtdesigner.engine import failover_capacity, host_slots, power_w, slot_size
from virtdesigner.insight.validation.case import Case
from virtdesigner.insight.validation.lab import WALKS, Lab, run
from virtdesigner.model.parts import Power

CURVES: Final[dict[str, tuple[str, int, float]]] = {
    # Half way between two points of the published curve: 35 %, 35 %, 75 %.
    "hp-ml110-g4": ("HP ML110 G4", 35, (96 + 99.5) / 2),
    "hp-ml110-g5": ("HP ML110 G5", 35, (105 + 110) / 2),
    "ibm-x3550": ("IBM x3550", 75, (170 + 189) / 2),
}


def _drawn(curve: str, load: float, cores: int) -> float:
    """W of a server whose VM keeps a share of its cores busy."""
    lab = Lab().host(cores=cores, power=Power.model_validate({"curve": curve}))
    lab.guest("vm", cpu=load * cores / WALKS, count=cores)
    return float(run(lab)[1].hosts.power[0])


def _energy(hosts: int, seconds: float, draw: Callable[[str, float], float]) -> float:
    """KWh of a fleet, half of each HP ML110, at full load."""
    watts = hosts / 2 * (draw("hp-ml110-g4", 1.0) + draw("hp-ml110-g5", 1.0))
    return watts * seconds / 3600.0 / 1000.0


def _fleet(hosts: int, seconds: float) -> float:
    return _energy(hosts, seconds, power_w)


def _simulated_fleet(hosts: int, seconds: float, load: float) -> float:
    return _energy(hosts, seconds, lambda curve, _full: _drawn(curve, load, 2))


_RESERVED_MHZ: Final = (2000.0, 2000.0, 1000.0, 1000.0, 1000.0)
_RESERVED_MIB: Final = (1024.0, 1024.0, 2048.0, 1024.0, 1024.0)


def _slots(ghz: float, gib: float, largest_ghz: float, largest_gib: float) -> float:
    slot = slot_size((*_RESERVED_MHZ, largest_ghz * 1000), (*_RESERVED_MIB, largest_gib * 1024), (0.0,) * 6)
    return host_slots(ghz * 1000, gib * 1024, slot)


def _failures(first: int, second: int, third: int, powered_on: int) -> float:
    return failover_capacity((first, second, third), powered_on)


SPEC: Final = "SPECpower_ssj2008 by way of CloudSim; MODELS.md section 7"
CLOUDSIM: Final = "CloudSim, PlanetLab 20110303, all at full power; MODELS.md section 7"
VSPHERE: Final = "vSphere availability guide, admission control by slots; MODELS.md section 7"

CASES: Final = (
    *(
        Case(
            f"power-{curve}", f"{name} at {load} %", SPEC, {"curve": curve, "utilisation": load / 100}, watts,
            power_w,
            "W",
        )
        for curve, (name, load, watts) in CURVES.items()
    ),
    *(
        Case(
            f"power-{curve}-simulated", f"{name} whose VM keeps it {load} % busy", SPEC,
            {"curve": curve, "load": load / 100, "cores": 2}, watts, _drawn, "W", 1e-6, run="simulation",
        )
        for curve, (name, load, watts) in CURVES.items()
    ),
    Case("fleet-day", "800 servers for a day", CLOUDSIM, {"hosts": 800, "seconds": 86_400.0}, 2419.2, _fleet,
    "kWh"),
    Case(
        "fleet-day-less-a-frame", "800 servers for a day less one frame of 300 s", CLOUDSIM,
        {"hosts": 800, "seconds": 86_100.0}, 2410.80, _fleet, "kWh",
    ),
    Case(
        "fleet-simulated", "800 servers for a day, the two models simulated", CLOUDSIM,
        {"hosts": 800, "seconds": 86_400.0, "load": 1.0}, 2419.2, _simulated_fleet, "kWh", 1e-6,
        run="simulation",
    ),
    *(
        Case(
            f"ha-slots-{name}", f"Slots of a host of {ghz:g} GHz and {gib:g} GB", VSPHERE,
            {"ghz": ghz, "gib": gib, "largest_ghz": 2.0, "largest_gib": 2.0}, slots, _slots,
        )
        for name, ghz, gib, slots in (("h1", 9.0, 9.0, 4.0), ("h2", 9.0, 6.0, 3.0), ("h3", 6.0, 6.0, 3.0))
    ),
    Case(
        "ha-failover", "Hosts of 4, 3, 3 slots that can fail with 5 VMs", VSPHERE,
        {"first": 4, "second": 3, "third": 3, "powered_on": 5}, 1.0, _failures,
    ),
)  # fmt: skip
"""Every case of this section."""
