"""The table of hosts: physical servers with what their hypervisor sets."""

from typing import NamedTuple

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


BARE = MemoryPolicy(system=0, compression=False)
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
    processors = [server.carried(Processor)[0] for server in servers]
    memories = [server.carried(MachineMemory)[0] for server in servers]
    sockets, per_socket, speed, clock, threads, far, crowded = columns(
        processors,
        (
            "sockets", "cores_per_socket", "relative_speed", "clock", "hyperthreading", "far_memory",
            "crowded_cache",
        ),
    )  # fmt: skip
    (memory,) = columns(memories, ("size",))
    slices, switches, policies = _platforms(servers, hypervisors, engines)
    system, ballooning, sharing, tax, rate, reuse, parallel, image_share, touch, fill = columns(
        policies,
        (
            "system", "ballooning", "page_sharing", "idle_tax", "reclaim_rate", "reuse_time",
            "fault_parallelism", "image_share", "touch_time", "fill_time",
        ),
    )  # fmt: skip
    is_on = [isinstance(server, PhysicalServer) and server.powered_on for server in servers]
    # Without a hypervisor or a kernel that holds containers nobody keeps memory free, or takes any back.
    managed = np.array([s.id in hypervisors or s.id in engines for s in servers], dtype=np.float64)
    inner = np.array([_system(server, engines) for server in servers], dtype=np.float64).reshape(-1, 2)
    curves = [power_curve(p.curve, p.idle, p.peak) for server in servers for p in server.carried(Power)[:1]]
    compression, large, cache, compressible, decompress = columns(
        policies, ("compression", "large_pages", "compression_cache", "compressible", "decompress_time")
    )
    return Hosts(
        element=np.array([row[server.id] for server in servers], dtype=np.int64),
        is_on=np.array(is_on, dtype=np.bool_),
        platform=np.array(
            [platform_row[hypervisors[s.id].id] if s.id in hypervisors else NATIVE for s in servers],
            dtype=np.int64,
        ),
        cores=sockets * per_socket,
        nodes=sockets,
        far=far / 100.0,
        crowded=crowded / 100.0,
        speed=speed,
        clock=clock * 1e9,
        hyperthreading=threads > 0,
        slice_ms=np.array(slices, dtype=np.float64),
        switch_ms=np.array(switches, dtype=np.float64),
        memory=memory,
        system=np.minimum(system + inner[:, 0], memory),
        system_cpu=inner[:, 1],
        thresholds=_thresholds(memory, [policy.thresholds for policy in policies], managed),
        ballooning=ballooning > 0,
        swapping=np.array([policy.swapping for policy in policies], dtype=np.bool_),
        page_sharing=sharing > 0,
        large_pages=large > 0,
        compressible=np.where(compression > 0, compressible / 100.0, 0.0),
        cache=cache / 100.0,
        decompress_s=decompress / 1e6,
        tax=tax / 100.0,
        reclaim_rate=rate,
        reuse_time=reuse,
        fault_parallelism=parallel,
        image_share=image_share / 100.0,
        touch_time=touch,
        fill_time=fill,
        curves=np.array(curves, dtype=np.float64).reshape(-1, POINTS),
    )


def _platforms(
    servers: list[Element], hypervisors: dict[str, Element], engines: dict[str, list[ContainerRuntime]]
) -> tuple[list[float], list[float], list[MemoryPolicy]]:
    slices, switches, policies = [], [], []
    for server in servers:
        hypervisor = hypervisors.get(server.id)
        if hypervisor is None:
            found, policy = None, BARE
        else:
            found = hypervisor.carried(Virtualisation)[0]
            policy = next(iter(hypervisor.carried(MemoryPolicy)), BARE)
        kernel = SWITCH_MS_TODAY if server.id in engines else 0.0
        slices.append(SLICE_MS[found.scheduler if found else "cfs"])
        switches.append(found.context_switch if found else kernel)
        policies.append(policy)
    return slices, switches, policies


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
