"""Every number that can be set changes what a run finds or a finding, or is marked descriptive."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.engine.designs import Plan, host, ident
from tests.frames import arrays
from virtdesigner.engine.simulation import Simulation
from virtdesigner.kinds import KINDS, CloudService, Cluster, Vlan
from virtdesigner.model.change import update
from virtdesigner.model.design import Design
from virtdesigner.model.fields import FieldSpec, specs
from virtdesigner.model.parts import (
    ArrayCache,
    DiskGroup,
    Flow,
    Hba,
    HostSystem,
    Nic,
    Power,
    Processor,
    Scaling,
    Shaping,
    SharedAdapter,
    VirtualDisk,
    VirtualNic,
    Workload,
    Zone,
)
from virtdesigner.model.record import Frozen
from virtdesigner.rules.findings import find
from virtdesigner.rules.links import link_refusal

STEPS = 25

Place = tuple[str, tuple[str, ...], FieldSpec]
"""Id of an element, the fields and places that lead to a part of it, and the field."""


def _design() -> Design:
    """Short of everything somewhere, so that every claim counts."""
    plan = Plan()
    plan._add(Cluster(id=ident("cluster"), name="cluster"))
    seen = Zone(id="z", name="z", members=(ident("crowded"), ident("array")))
    plan.switch("sw", port_speed=1000.0, ports=2, vlans="1-500", zones=(seen,))
    _array(plan)
    _crowded(plan)
    _thin(plan)
    _bare(plan)
    _others_of_the_table(plan)
    design = plan.design()
    return design.edited([update("settings", design.settings, design.settings.replace(crowded_caches=True))])


def _array(plan: Plan) -> None:
    plan.array(
        "array",
        DiskGroup(id="group0", name="g0", device="hdd", disks=2, raid="5", capacity=100.0),
        DiskGroup(id="group1", name="g1", device="nvme", disks=4, raid="0"),
        cache=ArrayCache(hit_share=10.0),
        nics=(Nic(id="nic0", name="nic0", speed=800.0),),
    )
    plan.link("cable", "array/nic0", "sw")
    plan.lun("slow", "array", backing="group0", queue_depth=64, capacity=100.0, io_control=True)
    plan.lun("fast", "array", backing="group1", queue_depth=2)


def _crowded(plan: Plan) -> None:
    """A host short of cores, memory and disks, whose VMs claim what they can."""
    name = host(
        plan,
        "crowded",
        processor=Processor(sockets=2, cores_per_socket=1),
        memory=8192.0,
        hbas=(Hba(id="fc0", name="fc0", speed="1"),),
        parent=ident("cluster"),
        context_switch=0.05,
        system=512.0,
        page_sharing=True,
        idle_tax=50.0,
        touch_time=10.0,
        swap_lun=ident("fast"),
        power=Power(),
    )
    plan.link("fibre", "crowded/fc0", "array/fc0")
    for number in range(3):
        _claimant(plan, f"vm{number}", name)


def _claimant(plan: Plan, name: str, parent: str) -> None:
    pattern = {"vm0": "bursts", "vm1": "daily", "vm2": "batch"}[name]
    plan.guest(
        name, parent, cpu=1.5, vcpus=4, threads=3, memory=4096.0, backlog=20.0, noise=5.0, pattern=pattern,
        period=10.0, duty=30.0, low=10.0, start=1.0, work=20.0, image="debian", image_size=100.0,
        users={"vm1": 50}.get(name), think_time=1.0,
        cpu_reservation=0.2, cpu_limit={"vm0": 0.3}.get(name), cpu_shares={"vm1": 700.0}.get(name),
        mem_limit={"vm0": 2048.0}.get(name), mem_shares={"vm1": 9000.0}.get(name), mem_reservation=1500.0,
        mem_balloon_limit=20.0, working_set=80.0, user_share=50.0, system_calls=20.0, page_faults=1.0,
        page_table_writes=2.0, context_switches=3.0, reads=40.0, writes=10.0, block=8.0, random_share=50.0,
        disks=(VirtualDisk(id="disk0", name="a"), VirtualDisk(id="disk1", name="b")),
    )  # fmt: skip
    plan.link("disk", f"{name}/disk0", "slow")
    plan.link("disk", f"{name}/disk1", "fast")


def _thin(plan: Plan) -> None:
    """A host that translates, with adapters that are too slow for what its VMs send."""
    name = host(
        plan,
        "thin",
        cores=16,
        nics=(Nic(id="nic0", name="nic0", speed=300.0), Nic(id="nic1", name="nic1")),
        disk_groups=(DiskGroup(id="group0", name="g", device="nvme", disks=1, raid="0"),),
        technique="binary-translation",
        scheduler="xen-credit",
        drivers="driver-domain",
        cpu_hyperthreading=True,
        kernel_factor=2.5,
    )
    plan.lun("near", "thin", backing="group0")
    plan.virtual_switch("vs", name, io_control=True)
    shaping = Shaping(average=250.0, peak=300.0, burst=10.0)
    plan._add(Vlan(id=ident("vlan"), name="vlan", parent=ident("vs"), shaping=shaping))
    plan.link("uplink", "vs", "thin/nic0")
    plan.link("cable", "thin/nic0", "sw")
    for number, limit in enumerate((None, 100.0)):
        sender = f"sender{number}"
        flows = (
            Flow(id="f", name="f", rate=400.0),
            Flow(id="g", name="g", rate=30_000.0, peer=ident("sender0")),
        )
        nic = VirtualNic(
            id="nic0", name="nic0", adapter="emulated", limit=limit, shares=20.0, reservation=50.0
        )
        plan.guest(
            sender, name, cpu=1.0, vcpus=8, flows=flows[: 2 if number else 1], nics=(nic,), user_share=50.0,
            system_calls=20.0, page_faults=1.0, page_table_writes=2.0, context_switches=3.0, reads=5.0,
        )  # fmt: skip
        plan.link("vnic", f"{sender}/nic0", "vlan")
        plan.link("disk", f"{sender}/disk0", "near")
    plan.guest("over ethernet", name, cpu=0.1, reads=5.0)
    plan.link("disk", "over ethernet/disk0", "fast")


def _bare(plan: Plan) -> None:
    """A server that runs its workload itself, on disks of its own, and one with adapters to nowhere."""
    group = DiskGroup(id="group0", name="g", device="hdd", disks=1, raid="0", rpm=7200.0)
    work = Workload(cpu=2.0, reads=100.0, writes=50.0, working_set=10.0)
    plan.server("bare", disk_groups=(group,), workload=work, power=Power(idle=50.0, peak=90.0))
    plan.lun("own", "bare", backing="group0")
    own = DiskGroup(id="group0", name="g", device="sata-ssd", disks=1, raid="0", device_iops=120.0)
    plan.server("set", disk_groups=(own,), workload=work)
    plan.lun("own set", "set", backing="group0")


def _others_of_the_table(plan: Plan) -> None:
    """One of each kind that no host above has."""
    for kind in ("external-network", "note"):
        plan._add(KINDS[kind].model_validate({"id": ident(kind), "name": kind}))
    plan.link("cable", "sw", "external-network")
    _pooled(plan)
    _contained(plan)
    _bridged(plan)
    _scaled(plan)


def _pooled(plan: Plan) -> None:
    """A pool of a host that is short of cores and memory, with claims of its own."""
    name = host(plan, "pooled", cores=1, memory=4096.0, host_system=HostSystem(), reclaim_rate=500.0)
    plan.pool(
        "resource-pool", name, cpu_reservation=0.1, mem_reservation=100.0, cpu_limit=0.5, mem_limit=3000.0
    )
    plan.pool("other pool", name, cpu_shares=500.0, mem_shares=50_000.0)
    for guest, parent in (("in pool", "resource-pool"), ("in other", "other pool"), ("beside", name)):
        plan.guest(guest, parent, cpu=1.0, memory=4096.0, working_set=90.0)


def _contained(plan: Plan) -> None:
    """A VM that is too small for the containers in it, and a server with one that swaps."""
    name = host(plan, "outside", cores=2)
    plan.guest("vm", name, cpu=1.0, vcpus=1, memory=1024.0, working_set=50.0)
    plan.engine("container-engine", "vm", system=64.0)
    for number, limit in enumerate((None, 200.0)):
        plan.container(
            f"container{number}", "container-engine", cpu=1.0, memory=512.0, working_set=90.0,
            cpu_shares=(150.0, None)[number], cpu_limit=(None, 0.2)[number], mem_limit=limit,
            cpu_reservation=0.1,
        )  # fmt: skip


def _bridged(plan: Plan) -> None:
    """A virtual I/O server that bridges more than it can, on old processors, beside a broken disk group."""
    broken = DiskGroup(id="group0", name="g", device="sata-ssd", disks=8, raid="5", failed_disks=1)
    own = DiskGroup(id="group1", name="g", device="sata-ssd", disks=8, raid="5")
    name = host(
        plan, "bridging", cores=4, cpu_exit_cycles=4000.0, drivers="driver-domain", disk_groups=(broken, own),
        nics=(Nic(id="nic0", name="nic0"), Nic(id="nic1", name="nic1", virtual_functions=2)),
    )  # fmt: skip
    plan.io_server("virtual-io-server", name, cpu_shares=900.0, cpu_reservation=0.3, cpu_limit=0.8)
    plan.virtual_switch("sea", "virtual-io-server", shared_adapter=SharedAdapter(cycles=9.0))
    plan.link("uplink", "sea", "bridging/nic0")
    plan.switch("access", mtu=1500)
    plan.link("cable", "bridging/nic0", "access")
    plan.link("cable", "access", "external-network")
    disk = VirtualDisk(id="disk0", name="a", queue_depth=4)
    plan.lun("broken", "bridging", backing="group0", queue_depth=512)
    flow = Flow(id="f", name="f", rate=9000.0)
    plan.guest("client", name, cpu=0.5, vcpus=4, flows=(flow,), reads=150_000.0, disks=(disk,))
    plan.link("vnic", "client/nic0", "sea")
    plan.link("disk", "client/disk0", "broken")
    for guest in ("vf0", "vf1"):
        plan.guest(guest, name, cpu=0.1)
        plan.link("passthrough", "bridging/nic1", f"{guest}/nic0", mode="virtual")


def _scaled(plan: Plan) -> None:
    """A service with a member that is off, and load for more."""
    name = host(plan, "scaling", cores=8)
    rule = Scaling(out_above=70, in_below=30, minimum=1, maximum=3, cooldown=4)
    plan._add(CloudService(id=ident("cloud-service"), name="service", scaling=rule))
    for number in range(3):
        plan.guest(f"member{number}", name, cpu=3.0, vcpus=2, powered_on=number == 0)
        plan.link("member", f"member{number}", "cloud-service")


DESIGN = _design()


def _places() -> Iterator[Place]:
    for element in DESIGN.elements.values():
        yield from ((element.id, path, field) for path, field in _numbers(element))


def _numbers(record: Frozen, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], FieldSpec]]:
    for field in specs(type(record)):
        value = getattr(record, field.name)
        if field.form == "quantity" and not field.descriptive:
            yield (*path, field.name), field
        elif isinstance(value, Frozen):
            yield from _numbers(value, (*path, field.name))
        elif field.form == "parts":
            for number, part in enumerate(value):
                yield from _numbers(part, (*path, field.name, str(number)))


def _changed(record: Any, path: tuple[str, ...], value: float) -> Any:
    """A record with the number at the end of a path replaced."""
    if not path:
        return value
    name, *rest = path
    if isinstance(record, tuple):
        place = int(name)
        return (*record[:place], _changed(record[place], tuple(rest), value), *record[place + 1 :])
    return record.replace(**{name: _changed(getattr(record, name), tuple(rest), value)})


def _value(record: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        record = record[int(name)] if isinstance(record, tuple) else getattr(record, name)
    return record


def _others(field: FieldSpec, value: float | None) -> Iterator[float]:
    """Values to try in place of one: double and half of it, and what the bounds allow."""
    assert field.minimum is not None
    assert field.maximum is not None
    base = value or max(field.minimum, 1.0)
    for candidate in (base * 2, base / 2, base * 20, base / 20, base * 1000, 1.0, 100.0):
        other = min(max(candidate, field.minimum), field.maximum)
        other = int(other) if field.whole else other
        if other != value:
            yield other


Seen = list[NDArray[Any]] | str
"""The columns of a frame, or what is said of the design."""


def _seen(design: Design) -> Iterator[Seen]:
    """What a run finds, step by step, then the findings, and what the rules of links refuse."""
    simulation = Simulation(design)
    for _ in range(STEPS):
        yield arrays(simulation.step())
    yield repr([(f.code, f.elements, f.parameters) for f in find(design)])
    yield repr([link_refusal(design, link) for link in design.links.values()])


def _differ(one: Seen, other: Seen) -> bool:
    """Whether more than the last bits of some sums are different."""
    if isinstance(one, str) or isinstance(other, str):
        return one != other
    return not all(np.allclose(*pair, rtol=1e-9, atol=1e-12) for pair in zip(one, other, strict=True))


@pytest.fixture(scope="module")
def usual() -> list[Seen]:
    return list(_seen(DESIGN))


def _by_field() -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for id, path, field in _places():
        owner = _value(DESIGN.elements[id], path[:-1])
        found.setdefault(f"{type(owner).__name__}.{field.name}", []).append((id, path, field))
    return found


FIELDS = _by_field()


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_changes_what_is_found(name: str, usual: list[Seen]) -> None:
    for id, path, field in FIELDS[name]:
        element = DESIGN.elements[id]
        for value in _others(field, _value(element, path)):
            other = _changed(element, path, value)
            found = _seen(DESIGN.edited([update("elements", element, other)]))
            if any(map(_differ, found, usual)):
                return
    pytest.fail(f"{name} changes neither a frame nor a finding: use it, or mark it descriptive")


def test_every_kind_is_there() -> None:
    assert {element.kind for element in DESIGN.elements.values()} == set(KINDS)


def test_every_part_with_fields_is_there() -> None:
    there = set(_there())
    missing = [name for kind in KINDS.values() for name in _declared(kind) if name not in there]
    assert not missing, "no element of the design has these"


def _there() -> Iterator[str]:
    for element in DESIGN.elements.values():
        yield from _fields_of(element)


def _fields_of(record: Frozen) -> Iterator[str]:
    """Every field of a record and of the parts in it, as "Record.field"."""
    for field in specs(type(record)):
        value = getattr(record, field.name)
        yield f"{type(record).__name__}.{field.name}"
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Frozen):
                yield from _fields_of(part)


def _declared(record: Any) -> Iterator[str]:
    for field in specs(record):
        if field.form not in ("part", "parts", "hidden") and not field.descriptive:
            yield f"{record.__name__}.{field.name}"
        elif field.part is not None and field.form in ("part", "parts"):
            yield from _declared(field.part)
