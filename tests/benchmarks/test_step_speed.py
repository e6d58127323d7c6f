"""CPU time of a compile and of a step at the size of a large design: 10,000 guests on 1,000 hosts.

The bounds are several times what a quiet machine needs, as in test_sharing_speed.
"""

import time
from functools import cache

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.engine.designs import Plan
from virtdesigner.engine.compiled import compile_topology
from virtdesigner.engine.simulation import Simulation
from virtdesigner.kinds.workloads import TEMPLATES
from virtdesigner.model.design import Design
from virtdesigner.model.parts import DiskGroup, Flow, Hba

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
    assert benchmark.stats.stats.min < 3.0


def test_step(benchmark: BenchmarkFixture) -> None:
    simulation = Simulation(large())
    benchmark.pedantic(simulation.step, rounds=10, warmup_rounds=2)
    assert benchmark.stats.stats.min < 0.5
