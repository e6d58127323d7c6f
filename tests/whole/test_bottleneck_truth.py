"""What is named as the bottleneck is it: lifting the named limit raises the progress of the named victims."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.building import DISK_GROUP, Drawing, guest, host, id_of
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.insight.bottlenecks import Bottleneck, bottlenecks
from virtdesigner.model.change import Change, update
from virtdesigner.model.design import Design
from virtdesigner.model.parts import (
    Flow,
    GuestMemory,
    MachineMemory,
    Nic,
    Processor,
    VirtualCpus,
    Workload,
)

STEPS = 80
"""Steps of a second until a run is steady: the slowest thing is reclaiming a few GiB at 64 MiB/s."""

RISE = 0.05
"""Progress that a victim must gain, as a share of what it wants."""

QUIET: dict[str, Any] = {"cpu": 0.5, "reads": 0, "writes": 0, "working_set": 10, "image_size": 0}


def work(**fields: Any) -> Workload:
    """A steady workload that wants little of anything but what is given."""
    return Workload.model_validate(QUIET | fields)


def site(**fields: Any) -> Drawing:
    return host(host(Drawing().add("physical-switch", "tor"), "a", **fields), "b")


def short_of_cpu() -> Design:
    # 2 x 4 cores are wanted of 4.
    drawing = site(processor=Processor(sockets=1, cores_per_socket=4))
    for name in ("a1", "a2"):
        guest(drawing, name, "a", cpus=VirtualCpus(count=4), workload=work(cpu=4))
    return drawing.design


def short_of_memory() -> Design:
    # 2 x 8 GiB x 90 % in use and 2 GiB for the hypervisor, of 12 GiB.
    drawing = site(memory=MachineMemory(size=12 * 1024.0))
    for name in ("a1", "a2"):
        guest(drawing, name, "a", memory=GuestMemory(size=8192), workload=work(working_set=90))
    return drawing.design


def short_of_network() -> Design:
    # 3000 Mb/s are to go over an adapter of 1000.
    slow = tuple(Nic(id=id, name=id, speed=1000) for id in ("nic0", "nic1"))
    drawing = site(nics=slow)
    flow = Flow(id="flow0", name="Copy", peer=id_of("b1"), rate=3000, packet=1400)
    guest(drawing, "a1", "a", workload=work(flows=(flow,)))
    return guest(drawing, "b1", "b", workload=work()).design


def short_of_storage() -> Design:
    # 2000 random reads/s of two hard disks, each good for a few hundred.
    disks = DISK_GROUP.replace(device="hdd", disks=2, raid="0")
    drawing = site(disk_groups=(disks,))
    return guest(drawing, "a1", "a", workload=work(reads=2000, random_share=100)).design


def short_by_limit() -> Design:
    # 2 cores are wanted where 1 is allowed.
    return guest(site(), "a1", "a", cpus=VirtualCpus(count=2, limit=1), workload=work(cpu=2)).design


def users_of_slow_storage() -> Design:
    # 60 users who think for 0.1 s, each request 10 reads, of two hard disks.
    disks = DISK_GROUP.replace(device="hdd", disks=2, raid="0")
    drawing = site(disk_groups=(disks,))
    load = work(reads=1000, random_share=100, users=60, think_time=0.1)
    return guest(drawing, "a1", "a", workload=load).design


def users_of_a_full_host() -> Design:
    # 2 x 30 users who think for 0.1 s, 40 ms of CPU a request, on 4 cores: 100 requests/s.
    drawing = site(processor=Processor(sockets=1, cores_per_socket=4))
    for name in ("a1", "a2"):
        load = work(cpu=4, users=30, think_time=0.1)
        guest(drawing, name, "a", cpus=VirtualCpus(count=4), workload=load)
    return drawing.design


def lifted(design: Design, found: Bottleneck) -> Design:
    """The design with the named limit of the named element raised, and nothing else."""
    return design.edited(_LIFTS[found.resource](design, found.element))


def _more_cores(design: Design, id: str) -> Sequence[Change]:
    server: Any = design.elements[id]
    more = server.processor.replace(sockets=server.processor.sockets * 4)
    return [update("elements", server, server.replace(processor=more))]


def _more_memory(design: Design, id: str) -> Sequence[Change]:
    server: Any = design.elements[id]
    more = server.memory.replace(size=server.memory.size * 4)
    return [update("elements", server, server.replace(memory=more))]


def _faster_adapters(design: Design, id: str) -> Sequence[Change]:
    link, changes = design.links[id], []
    for end, part in ((link.source, link.source_part), (link.target, link.target_part)):
        own: Any = design.elements[end]
        if not part:
            changes.append(update("elements", own, own.replace(port_speed=40_000.0)))
            continue
        nics = tuple(nic.replace(speed=40_000.0) if nic.id == part else nic for nic in own.nics)
        changes.append(update("elements", own, own.replace(nics=nics)))
    return changes


def _more_disks(design: Design, id: str) -> Sequence[Change]:
    lun: Any = design.elements[id]
    store: Any = design.elements[lun.parent]
    groups = tuple(g.replace(disks=g.disks * 20) if g.id == lun.backing else g for g in store.disk_groups)
    return [update("elements", store, store.replace(disk_groups=groups))]


def _no_limit(design: Design, id: str) -> Sequence[Change]:
    own: Any = design.elements[id]
    return [update("elements", own, own.replace(cpus=own.cpus.replace(limit=None)))]


_LIFTS = {
    "cpu": _more_cores,
    "memory": _more_memory,
    "network": _faster_adapters,
    "storage": _more_disks,
    "limit": _no_limit,
}


def run(simulation: Simulation) -> Frame:
    for _ in range(STEPS):
        frame = simulation.step()
    return frame


def progress(frame: Frame, ids: Sequence[str]) -> list[float]:
    return [float(frame.guests.progress[frame.compiled.guest_ids.index(id)]) for id in ids]


@pytest.mark.parametrize(
    ("resource", "design"),
    [
        ("cpu", short_of_cpu()),
        ("memory", short_of_memory()),
        ("network", short_of_network()),
        ("storage", short_of_storage()),
        ("limit", short_by_limit()),
        ("storage", users_of_slow_storage()),
        ("cpu", users_of_a_full_host()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_lifting_the_named_limit_raises_the_progress_of_the_named_victims(
    resource: str, design: Design
) -> None:
    simulation = Simulation(design, seed=1)
    steady = run(simulation)
    worst = bottlenecks(steady)[0]
    assert worst.resource == resource
    before = progress(steady, worst.victims)
    simulation.swap(lifted(design, worst))
    after = progress(run(simulation), worst.victims)
    assert all(new > old + RISE for old, new in zip(before, after, strict=True)), (before, after)


@pytest.mark.parametrize("resource", ["cpu", "memory"])
def test_lifting_something_else_changes_nothing(resource: str) -> None:
    """The other way round: more of what is not short does not help."""
    design = short_of_cpu() if resource == "cpu" else short_of_memory()
    simulation = Simulation(design, seed=1)
    steady = run(simulation)
    worst = bottlenecks(steady)[0]
    before = progress(steady, worst.victims)
    other = _more_memory if resource == "cpu" else _more_cores
    simulation.swap(design.edited(other(design, worst.element)))
    assert progress(run(simulation), worst.victims) == pytest.approx(before, abs=RISE)
