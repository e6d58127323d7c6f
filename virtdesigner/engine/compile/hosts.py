"""The table of hosts: physical servers with what their hypervisor sets."""

from typing import Any, Final, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints
from virtdesigner.engine.compile.columns import columns
from virtdesigner.engine.compile.platforms import NATIVE
from virtdesigner.engine.estimates import SLICE_MS
from virtdesigner.engine.memory_state import RULES, Thresholds
from virtdesigner.engine.power import POINTS, power_curve
from virtdesigner.engine.queueing import SWITCH_MS_TODAY
from virtdesigner.kinds import PhysicalServer
from virtdesigner.model.element import Element
from virtdesigner.model.parts import (
    ContainerRuntime,
    HostSystem,
    MachineMemory,
    MemoryPolicy,
    Power,
    Processor,
    Virtualisation,
)


class Hosts(NamedTuple):
    """Servers, arrays (hosts,). cores: physical; speed: reference cores of one; clock: Hz; memory in MiB.

    What fields of the design say, with their marks there; thresholds by MODELS.md section 3 [P], slice_ms by
    section 1 [P], curves by section 7 [P] where the design sets none of its own.

    nodes: sockets, each with its part of cores and memory; far: how much longer work waits for memory of
    another one, crowded: while neighbours keep all other cores busy, shares.

    is_on: as the design wishes; platform: row of the (first) hypervisor.
    system, system_cpu: what hypervisor, host OS and container engine keep, MiB and reference cores.
    slice_ms, switch_ms: of the scheduler, 0 without one. tax: share. reclaim_rate: MiB/s of one guest.
    compressible: share of a guest's pages, 0 without compression; cache: share of a guest's memory that they
    may take compressed; decompress_s: of a page.
    """

    element: Ints
    is_on: Bools
    platform: Ints
    cores: Floats
    nodes: Floats
    far: Floats
    crowded: Floats
    speed: Floats
    clock: Floats
    hyperthreading: Bools
    slice_ms: Floats
    switch_ms: Floats
    memory: Floats
    system: Floats
    system_cpu: Floats
    thresholds: Thresholds
    ballooning: Bools
    swapping: Bools
    page_sharing: Bools
    large_pages: Bools
    compressible: Floats
    cache: Floats
    decompress_s: Floats
    tax: Floats
    reclaim_rate: Floats
    reuse_time: Floats
    fault_parallelism: Floats
    image_share: Floats
    touch_time: Floats
    fill_time: Floats
    curves: Floats

    @property
    def threads(self) -> Floats:
        """Virtual CPUs that can run at once (hosts,)."""
        return np.where(self.hyperthreading, 2.0 * self.cores, self.cores)


BARE: Final = MemoryPolicy(system=0, compression=False)
"""A server without a hypervisor keeps nothing for one, and swaps at the usual rates."""


def compile_hosts(
    servers: list[Element],
    hypervisors: dict[str, Element],
    engines: dict[str, list[ContainerRuntime]],
    row: dict[str, int],
    platform_row: dict[str, int],
) -> Hosts:
    """Make the table of `servers`; row: of elements.

    hypervisors: server id to its (first) hypervisor; engines: to the container engines on its own system.
    """
    above = [hypervisors.get(server.id) for server in servers]
    policies = [_policy(hypervisor) for hypervisor in above]
    # Without a hypervisor or a kernel that holds containers nobody keeps memory free, or takes any back.
    managed = np.array([s.id in hypervisors or s.id in engines for s in servers], dtype=np.float64)
    inner = np.array([_system(server, engines) for server in servers], dtype=np.float64).reshape(-1, 2)
    (memory,) = columns([server.carried(MachineMemory)[0] for server in servers], ("size",))
    kept = _reclaiming(policies)
    return Hosts(
        element=np.array([row[server.id] for server in servers], dtype=np.int64),
        platform=np.array([platform_row[h.id] if h else NATIVE for h in above], dtype=np.int64),
        memory=memory,
        system_cpu=inner[:, 1],
        thresholds=_thresholds(memory, [policy.thresholds for policy in policies], managed),
        **_machines(servers),
        **_schedulers(servers, above, engines),
        **kept | {"system": np.minimum(kept["system"] + inner[:, 0], memory)},
    )


def _machines(servers: list[Element]) -> dict[str, Any]:
    """Return what processors and power supplies of servers are, by column of `Hosts`."""
    sockets, per_socket, speed, clock, threads, far, crowded = columns(
        [server.carried(Processor)[0] for server in servers],
        (
            "sockets", "cores_per_socket", "relative_speed", "clock", "hyperthreading", "far_memory",
            "crowded_cache",
        ),
    )  # fmt: skip
    is_on = [isinstance(server, PhysicalServer) and server.powered_on for server in servers]
    curves = [power_curve(p.curve, p.idle, p.peak) for server in servers for p in server.carried(Power)[:1]]
    return {
        "is_on": np.array(is_on, dtype=np.bool_),
        "cores": sockets * per_socket,
        "nodes": sockets,
        "far": far / 100.0,
        "crowded": crowded / 100.0,
        "speed": speed,
        "clock": clock * 1e9,
        "hyperthreading": threads > 0,
        "curves": np.array(curves, dtype=np.float64).reshape(-1, POINTS),
    }


def _schedulers(
    servers: list[Element], above: list[Element | None], engines: dict[str, list[ContainerRuntime]]
) -> dict[str, Any]:
    """Return time slices and costs of a switch, ms, by column of `Hosts`."""
    found = [hypervisor.carried(Virtualisation)[0] if hypervisor else None for hypervisor in above]
    kernels = [SWITCH_MS_TODAY if server.id in engines else 0.0 for server in servers]
    slices = [SLICE_MS[one.scheduler if one else "cfs"] for one in found]
    switches = [one.context_switch if one else kernel for one, kernel in zip(found, kernels, strict=True)]
    return {
        "slice_ms": np.array(slices, dtype=np.float64),
        "switch_ms": np.array(switches, dtype=np.float64),
    }


def _policy(hypervisor: Element | None) -> MemoryPolicy:
    return next(iter(hypervisor.carried(MemoryPolicy)), BARE) if hypervisor else BARE


def _reclaiming(policies: list[MemoryPolicy]) -> dict[str, Any]:
    """Return how hypervisors take memory back, by column of `Hosts`; system: MiB that they keep."""
    names = (
        "system", "reclaim_rate", "reuse_time", "fault_parallelism", "touch_time", "fill_time",
    )  # fmt: skip
    flags = ("ballooning", "swapping", "page_sharing", "large_pages")
    compression, cache, compressible, decompress, tax, image_share = columns(
        policies,
        (
            "compression", "compression_cache", "compressible", "decompress_time", "idle_tax", "image_share",
        ),
    )  # fmt: skip
    return {
        **dict(zip(names, columns(policies, names), strict=True)),
        **{name: column > 0 for name, column in zip(flags, columns(policies, flags), strict=True)},
        "compressible": np.where(compression > 0, compressible / 100.0, 0.0),
        "cache": cache / 100.0,
        "decompress_s": decompress / 1e6,
        "tax": tax / 100.0,
        "image_share": image_share / 100.0,
    }


def _system(server: Element, engines: dict[str, list[ContainerRuntime]]) -> tuple[float, float]:
    """Return what a server's operating system and its container engines keep: MiB and reference cores."""
    systems = server.carried(HostSystem)
    memory = sum(system.memory for system in systems) + sum(e.system for e in engines.get(server.id, ()))
    return memory, sum(system.cpu for system in systems)


def _thresholds(memory: Floats, rules: list[str], managed: Floats) -> Thresholds:
    """Return where the states of each host's memory begin, by its hypervisor's rule; 0 where nobody cares."""
    by_rule = {rule: make(memory) for rule, make in RULES.items()}
    columns_of = zip(*(by_rule[rule] for rule in by_rule), strict=True)
    chosen = np.array([tuple(by_rule).index(rule) for rule in rules], dtype=np.int64)
    hosts = np.arange(memory.size)
    return Thresholds._make(np.stack(column)[chosen, hosts] * managed for column in columns_of)
