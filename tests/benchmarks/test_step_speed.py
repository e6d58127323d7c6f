"""CPU time of a compile and of a step at the size of a large design: 10,000 guests on 1,000 hosts.

The bounds are several times what a quiet machine needs, as in test_sharing_speed.
"""

import time
from functools import cache
from itertools import count, cycle

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.engine.designs import Plan, ident
from virtdesigner.engine.compiled import compile_topology
from virtdesigner.engine.simulation import Simulation
from virtdesigner.kinds.workloads import TEMPLATES
from virtdesigner.model.change import update
from virtdesigner.model.design import Design
from virtdesigner.model.parts import DiskGroup, Flow, Hba, Workload

HOSTS, GUESTS_PER_HOST = 1_000, 10

pytestmark = pytest.mark.benchmark(timer=time.process_time)


@cache
def large() -> Design:
    """Return hosts with a template each in turn, a third of them short of cores, some of memory."""
    plan = Plan()
    plan.switch("sw")
    plan.switch("fc", fabric="fibre-channel")
    plan.array("array", *(DiskGroup(id=f"g{n}", name=f"g{n}", disks=200, device="nvme") for n in range(10)))
    plan.link("fibre", "array/fc0", "fc")
    for number in range(10):
        plan.lun(f"lun{number}", "array", backing=f"g{number}")
    for number in range(HOSTS):
        _host(plan, number)
    return plan.design()


def _host(plan: Plan, number: int) -> None:
    name = f"h{number}"
    plan.server(name, cores=(8, 16, 64)[number % 3], memory=131_072.0, hbas=(Hba(id="fc0", name="fc0"),))
    plan.hypervisor(f"{name} hv", name, context_switch=0.05)
    plan.virtual_switch(f"{name} vs", f"{name} hv")
    plan.link("uplink", f"{name} vs", f"{name}/nic0")
    plan.link("cable", f"{name}/nic0", "sw")
    plan.link("fibre", f"{name}/fc0", "fc")
    for place in range(GUESTS_PER_HOST):
        guest = f"vm{number}-{place}"
        template = list(TEMPLATES.values())[(number + place) % len(TEMPLATES)]
        load = {key: getattr(template, key) for key in type(template).model_fields if key != "flows"}
        flow = Flow(id="flow0", name="Clients", rate=template.flows[0].rate)
        plan.guest(guest, f"{name} hv", vcpus=4, memory=16_384.0, **(load | {"flows": (flow,), "noise": 5.0}))
        plan.link("vnic", f"{guest}/nic0", f"{name} vs")
        plan.link("disk", f"{guest}/disk0", f"lun{number % 10}")


def test_compile(benchmark: BenchmarkFixture) -> None:
    records = large()

    def compile_anew() -> None:
        compile_topology(records.edited(()))  # a design of its own, so that nothing is remembered

    benchmark.pedantic(compile_anew, rounds=3, warmup_rounds=1)


def test_edit_of_a_figure(benchmark: BenchmarkFixture) -> None:
    """An edit of one guest's figure, as the inspector makes it, with the state carried over."""
    records = large()
    guest = next(e for e in records.elements.values() if e.name == "vm500-3")
    workload = guest.carried(Workload)[0]
    simulation = Simulation(records)
    loads = count(1)

    def swap() -> None:
        other = guest.replace(workload=workload.replace(cpu=1.0 + next(loads) / 100.0))
        simulation.swap(records.edited([update("elements", guest, other)]))

    benchmark.pedantic(swap, rounds=5, warmup_rounds=1)


def test_edit_of_a_place(benchmark: BenchmarkFixture) -> None:
    """A guest dragged to another host and back, which may change the way of any traffic."""
    records = large()
    guest = next(e for e in records.elements.values() if e.name == "vm500-3")
    away = guest.replace(parent=ident("h501 hv"))
    moved = records.edited([update("elements", guest, away)])
    designs = cycle((moved, records))
    simulation = Simulation(records)

    def swap() -> None:
        simulation.swap(next(designs).edited(()))  # a design of its own, so that nothing is remembered

    benchmark.pedantic(swap, rounds=3, warmup_rounds=1)


def test_step(benchmark: BenchmarkFixture) -> None:
    simulation = Simulation(large())
    benchmark.pedantic(simulation.step, rounds=10, warmup_rounds=2)
