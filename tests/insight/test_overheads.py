"""What is said of work that takes longer, and of limits, with the numbers of a run."""

import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.insight.explain import explain
from virtdesigner.model.change import update
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message
from virtdesigner.model.parts import DiskGroup, Processor, VirtualDisk
from virtdesigner.report.words import names_of, sentence
from virtdesigner.rules.cpu_terms import claim_terms


def _said(design: Design, guest: str) -> list[Message]:
    simulation = Simulation(design)
    frame: Frame = [simulation.step() for _ in range(10)][-1]
    return list(explain(frame, ident(guest)))


def _words(design: Design, said: list[Message]) -> list[str]:
    return [sentence(message, names_of(design)) for message in said]


def _wide() -> Plan:
    plan = Plan()
    processor = Processor(sockets=2, cores_per_socket=8, far_memory=40.0)
    plan.guest(
        "vm", host(plan, processor=processor, virtual_numa=False), cpu=12.0, vcpus=12, memory_bound=50.0
    )
    return plan


def test_a_wide_vm_is_told_how_much_of_its_work_waits_for_far_memory() -> None:
    headline, longer, far = _said(_wide().design(), "vm")
    # 1.03 of nested pages and 0.5 x 50 % x 40 % of far memory.
    assert (headline.code, longer.code, far.code) == ("slow-overhead", "work-longer", "far-memory")
    assert longer["factor"] == pytest.approx(1.13)
    assert (far["host"], far["nodes"]) == (ident("h"), 2)
    assert far["share"] == pytest.approx(0.1 / 1.13)


def test_the_far_memory_is_named_in_words() -> None:
    design = _wide().design()
    assert _words(design, _said(design, "vm"))[1:] == [
        "Each second of its CPU work takes 1.13 s under h hv",
        "9 % of its CPU work is waiting for remote memory: it lies on 2 sockets of h",
    ]


def test_too_few_vcpus_are_told_from_a_limit() -> None:
    plan = Plan()
    plan.guest("vm", host(plan, cores=16, cpu_relative_speed=0.5, technique="paravirtual"), cpu=6.0, vcpus=4)
    design = plan.design()
    headline, narrow = _said(design, "vm")
    assert (headline.code, narrow.code) == ("slow-limit", "too-narrow")
    # 4 vCPUs at half the speed do 2 of the 6 cores of work.
    assert headline["share"] == pytest.approx(1 - 2 / 6, rel=0.01)
    assert _words(design, [narrow]) == ["It asks for 6 cores, and runs on 4 vCPUs at most"]


def test_too_few_threads_are_told_from_too_few_vcpus() -> None:
    plan = Plan()
    plan.guest("vm", host(plan, cores=16, technique="paravirtual"), cpu=6.0, vcpus=8, threads=2)
    design = plan.design()
    headline, few = _said(design, "vm")
    # Two threads do 2 of the 6 cores of work, however many of the 8 vCPUs are idle.
    assert (headline.code, few.code, few["lanes"]) == ("slow-limit", "few-threads", 2)
    assert headline["share"] == pytest.approx(1 - 2 / 6, rel=0.01)
    assert _words(design, [few]) == ["It asks for 6 cores, and its work has 2 threads to run in"]


def test_a_container_with_more_to_do_than_its_vm_has_vcpus_says_so() -> None:
    plan = Plan()
    plan.guest("vm", host(plan, cores=16, technique="paravirtual"), cpu=0.0, vcpus=2)
    plan.engine("engine", "vm")
    plan.container("box", "engine", cpu=6.0, vcpus=8)
    _, *said = _said(plan.design(), "box")
    assert [(each.code, each["lanes"]) for each in said] == [("too-narrow", 2)]


def test_the_neighbours_who_crowd_the_caches_are_named_largest_first() -> None:
    plan = Plan()
    name = host(plan, cores=8, cpu_crowded_cache=100.0)
    plan.guest("victim", name, cpu=2.0, vcpus=2, memory_bound=50.0)
    plan.guest("small", name, cpu=1.0, vcpus=2, memory_bound=0.0)
    plan.guest("large", name, cpu=3.0, vcpus=4, memory_bound=0.0)
    plan.guest("tiny", name, cpu=0.1, vcpus=1, memory_bound=0.0)
    design = plan.design()
    design = design.edited(
        [update("settings", design.settings, design.settings.replace(crowded_caches=True))]
    )
    *_, crowded, first, second = _said(design, "victim")
    # 4.1 cores of work, at 1.03, on 8 cores.
    share = 0.5 * 4.1 * 1.03 / 8
    assert crowded.code == "crowded-caches"
    assert crowded["share"] == pytest.approx(share / (1 + share), rel=0.01)
    assert [user["neighbour"] for user in (first, second)] == [ident("large"), ident("small")]
    assert first["cores"] == pytest.approx(3 * 1.03, rel=0.01)


def test_a_container_at_its_quota_hears_how_long_it_stands_still() -> None:
    plan = Plan()
    plan.server("bare", cores=16)
    plan.engine("engine", "bare")
    plan.container("held", "engine", cpu=4.0, vcpus=4, cpu_limit=1.0)
    design = plan.design()
    said = _said(design, "held")
    assert [message.code for message in said] == ["slow-limit", "quota-used-up"]
    assert _words(design, said)[1] == (
        "4 busy threads use up its quota of 100 ms and stand still for 75 ms of each 100 ms"
    )


def test_a_quota_is_the_same_in_a_run_and_in_what_the_guest_claims() -> None:
    """Half a reference core is one of these: 100 ms of each period, which four threads use up after 25."""
    plan = Plan()
    plan.server("bare", cores=16, cpu_relative_speed=0.5)
    plan.engine("engine", "bare")
    plan.container("held", "engine", cpu=2.0, vcpus=4, cpu_limit=0.5)
    design = plan.design()
    (claimed,) = (term for term in claim_terms(design, ident("held")) if term.code == "cpu-limit-quota")
    _, used_up = _said(design, "held")
    assert used_up["quota"] == pytest.approx(claimed["amount"]) == pytest.approx(100.0)
    assert used_up["threads"] == pytest.approx(4)
    assert used_up["stall"] == pytest.approx(75)


def test_a_vm_at_its_limit_hears_it_in_cores() -> None:
    plan = Plan()
    plan.guest("held", host(plan, cores=8), cpu=4.0, vcpus=4, cpu_limit=1.0)
    said = _said(plan.design(), "held")
    assert [message.code for message in said] == ["slow-limit", "limit-reached"]
    assert said[1]["share"] == pytest.approx(0.75)


def test_a_guest_that_waits_for_others_hears_of_its_far_memory_too() -> None:
    plan = _wide()
    for number in range(2):
        plan.guest(f"greedy{number}", "h hv", cpu=16.0, vcpus=8)
    codes = [message.code for message in _said(plan.design(), "vm")]
    assert codes[:2] == ["slow-cpu", "host-cpu"]
    assert "far-memory" in codes


def test_a_vm_whose_way_to_its_disks_is_full_hears_what_goes_through() -> None:
    plan = Plan()
    disks = DiskGroup(id="g", name="g", device="nvme", disks=8, raid="0")
    name = host(plan, disk_groups=(disks,), disk_reads_most=47_000.0, disk_writes_most=60_000.0)
    plan.lun("lun", "h", backing="g", queue_depth=65_536)
    disk = VirtualDisk(id="disk0", name="disk0", queue_depth=65_536, guest_cycles=0.0, host_cycles=0.0)
    plan.guest("vm", name, cpu=0.1, reads=94_000.0, disks=(disk,))
    plan.link("disk", "vm/disk0", "lun")
    design = plan.design()
    said = _said(design, "vm")
    assert [message.code for message in said] == ["slow-overhead", "disk-way-full", "work-longer"]
    assert _words(design, said)[1] == (
        "h hv passes no more than 47,000 IOPS of this mix on to the virtual disks of a VM; vm asks for 94,000"
    )
