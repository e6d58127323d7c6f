"""What a frame names is true: lifting the named limit, from the same state, raises the victim's progress."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.change import update
from virtdesigner.model.design import Design
from virtdesigner.model.parts import DiskGroup, Flow, Nic, Workload

Lift = Callable[[Design, str], Design]


def _with(design: Design, id: str, part: str, **values: Any) -> Design:
    element = design.elements[id]
    return design.edited(
        [update("elements", element, element.replace(**{part: getattr(element, part).replace(**values)}))]
    )


def _more_cores(design: Design, limiter: str) -> Design:
    return _with(design, limiter, "processor", cores_per_socket=64)


def _more_memory(design: Design, limiter: str) -> Design:
    return _with(design, limiter, "memory", size=1e6)


def _no_limit(design: Design, limiter: str) -> Design:
    return _with(design, limiter, "cpus", limit=None)


def _cheaper_technique(design: Design, limiter: str) -> Design:
    return _with(design, limiter, "virtualisation", technique="hardware-assisted")


def _faster_cable(design: Design, limiter: str) -> Design:
    link = design.links[limiter]
    server = design.elements[link.source]
    faster = server.replace(nics=tuple(nic.replace(speed=1e5) for nic in server.nics))  # type: ignore[attr-defined]
    return design.edited([update("elements", server, faster)])


def _more_disks(design: Design, limiter: str) -> Design:
    store = design.elements[design.elements[limiter].parent or ""]
    groups = tuple(group.replace(disks=64) for group in store.disk_groups)  # type: ignore[attr-defined]
    return design.edited([update("elements", store, store.replace(disk_groups=groups))])


def _short_of_cores() -> Plan:
    plan = Plan()
    name = host(plan, cores=2)
    for number in range(3):
        plan.guest(f"vm{number}", name, cpu=1.0)
    return plan


def _short_of_memory() -> Plan:
    plan = Plan()
    name = host(plan, cores=64, memory=8192.0)
    for number in range(3):
        plan.guest(f"vm{number}", name, cpu=0.1, memory=4096.0, working_set=100.0)
    return plan


def _limited() -> Plan:
    plan = Plan()
    plan.guest("vm0", host(plan), cpu=1.0, cpu_limit=0.25)
    return plan


def _translated() -> Plan:
    plan = Plan()
    name = host(plan, technique="binary-translation")
    plan.guest("vm0", name, cpu=0.9, user_share=0.0, system_calls=60.0)
    return plan


def _thin_cable() -> Plan:
    plan = Plan()
    plan.switch("sw", port_speed=1e5)
    name = host(plan, nics=(Nic(id="nic0", name="nic0", speed=100.0),))
    plan.virtual_switch("vs", name)
    plan.link("uplink", "vs", "h/nic0")
    plan.link("cable", "h/nic0", "sw")
    plan.guest("vm0", name, cpu=0.1, flows=(Flow(id="f", name="f", rate=300.0),))
    plan.link("vnic", "vm0/nic0", "vs")
    return plan


def _asked(plan: Plan, users: int, think: float) -> Plan:
    """The same guests, with users who wait for answers."""
    for place, element in enumerate(plan.elements):
        if load := next(iter(element.carried(Workload)), None):
            closed = load.replace(users=users, think_time=think)
            plan.elements[place] = element.replace(workload=closed)
    return plan


def _slow_disks() -> Plan:
    plan = Plan()
    name = host(plan, disk_groups=(DiskGroup(id="g", name="g", device="hdd", disks=2, raid="0"),))
    plan.lun("lun", "h", backing="g", queue_depth=1024)
    plan.guest("vm0", name, cpu=0.1, reads=1000.0)
    plan.link("disk", "vm0/disk0", "lun")
    return plan


def _narrow_way() -> Plan:
    disks = DiskGroup(id="g", name="g", device="nvme", disks=8, raid="0")
    plan = Plan()
    name = host(plan, disk_groups=(disks,), disk_reads_most=500.0)
    plan.lun("lun", "h", backing="g", queue_depth=1024)
    plan.guest("vm0", name, cpu=0.1, reads=1000.0)
    plan.link("disk", "vm0/disk0", "lun")
    return plan


def _wider_way(design: Design, limiter: str) -> Design:
    return _with(design, limiter, "virtualisation", disk_reads_most=None)


@pytest.mark.parametrize(
    ("plan", "cause", "lift"),
    [
        (_short_of_cores, "cpu", _more_cores),
        (_short_of_memory, "memory", _more_memory),
        (_limited, "limit", _no_limit),
        (_translated, "overhead", _cheaper_technique),
        (_thin_cable, "network", _faster_cable),
        (_slow_disks, "storage", _more_disks),
        (lambda: _asked(_short_of_cores(), 100, 0.5), "cpu", _more_cores),
        (lambda: _asked(_short_of_memory(), 40, 0.1), "memory", _more_memory),
        (lambda: _asked(_limited(), 100, 0.5), "limit", _no_limit),
        (lambda: _asked(_thin_cable(), 100, 0.5), "network", _faster_cable),
        (lambda: _asked(_slow_disks(), 20, 0.1), "storage", _more_disks),
        (_narrow_way, "overhead", _wider_way),
    ],
)
def test_lifting_the_named_limit_helps(plan: Callable[[], Plan], cause: str, lift: Lift) -> None:
    design = plan().design()
    tight, lifted = Simulation(design), Simulation(design)
    for _ in range(60):
        frame = tight.step()
        lifted.step()
    row = tight.compiled.row["guests"][ident("vm0")]
    assert CAUSES[frame.guests.limited_by[row]] == cause
    assert frame.guests.lost[row, CAUSES.index(cause)] > 0.05
    lifted.swap(lift(design, tight.compiled.element_ids[frame.guests.limiter[row]]))
    for _ in range(60):
        before, after = tight.step(), lifted.step()
    assert after.guests.progress[row] > before.guests.progress[row] + 0.05
