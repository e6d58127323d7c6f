"""A run made by hand on `two_hosts`: host-a is short of CPU, everything else is quiet."""

from typing import Any

import numpy as np

from tests.building import id_of, two_hosts
from tests.frames import compiled, frame
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.recording import Recording

DRAWING = two_hosts()
DESIGN = DRAWING.design
GUESTS = tuple(id_of(name) for name in ("a1", "a2", "b1"))
HOSTS = (id_of("host-a"), id_of("host-b"))
CABLE = DRAWING.link_id("cable host-a:nic0")
LUNS = (id_of("lun-a"), id_of("lun-b"))
OF = compiled(GUESTS, HOSTS, (CABLE,), LUNS, DESIGN)
CPU = CAUSES.index("cpu")


def step(time: float = 1.0, **values: Any) -> Frame:
    """One frame: a1 loses 31 % of its time to the CPU of host-a."""
    lost = np.zeros((3, len(CAUSES)))
    lost[0, CPU] = 0.31
    usual: dict[str, Any] = {
        "guests_host": [0, 0, 1],
        "guests_lost": lost,
        "guests_limited_by": [CPU, 0, 0],
        "guests_limiter": [OF.element_ids.index(HOSTS[0]), -1, -1],
        "guests_cpu_demand": [8, 20, 1],
        "guests_cpu_granted": [5.5, 20, 1],
        "guests_cpu_entitlement": [8, 16, 1],
        "guests_cpu_ready": [0.31, 0.04, 0],
        "guests_memory_active": [2048, 1024, 512],
        "guests_memory_ballooned": [6144, 0, 0],
        "guests_network_demand": [140, 0, 0],
        "guests_network_latency": [0.068, 0, 0],
        "guests_network_granted": [120, 0, 0],
        "guests_progress": [0.69, 1, 1],
        "hosts_cpu_capacity": [32, 32],
        "hosts_cpu_used": [31, 2],
        "hosts_memory_total": [262_144, 262_144],
        "hosts_memory_used": [131_072, 65_536],
        "hosts_power": [390, 140],
        "links_capacity": [10_000],
        "links_used": [9400],
        "links_utilisation": [0.94],
        "luns_iops": [900, 100],
        "luns_latency": [4, 1],
        "luns_utilisation": [0.9, 0.1],
        "luns_queue": [12, 1],
        "luns_used": [512, 1],
        "luns_capacity": [1024, 10],
    }
    return frame(OF, time=time, **(usual | values))


def recorded(steps: int = 120) -> tuple[Frame, Recording]:
    """The last frame of a run of `steps` seconds, and its history."""
    recording = Recording()
    for second in range(1, steps + 1):
        last = step(float(second))
        recording.add(last)
    return last, recording
