"""Small designs whose frames can be computed by hand. Sources: MODELS.md, the section named in each test."""

from typing import Any

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.overhead import TECHNIQUES, Mix, overhead_factor
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.parts import DiskGroup, Flow, Hba, Nic, Power, VirtualNic, Workload

TRANSLATED = {"technique": "binary-translation"}
"""With user code alone this costs 1.03, and nothing else."""


class Run:
    """The last frame of a run, by name of the element."""

    def __init__(self, plan: Plan, steps: int = 20, dt: float = 1.0) -> None:
        self.simulation = Simulation(plan.design(), dt=dt)
        self.frames = [self.simulation.step() for _ in range(steps)]
        self.frame: Frame = self.frames[-1]

    def row(self, table: str, name: str) -> int:
        return self.simulation.compiled.row[table][ident(name)]

    def guest(self, name: str, column: str) -> Any:
        return getattr(self.frame.guests, column)[self.row("guests", name)]

    def cause(self, name: str) -> str:
        return CAUSES[self.guest(name, "limited_by")]

    def limiter(self, name: str) -> str:
        return self.simulation.compiled.element_ids[self.guest(name, "limiter")]


def test_a_guest_alone_gets_what_it_wants() -> None:
    plan = Plan()
    plan.guest("vm", host(plan, **TRANSLATED), cpu=0.5)
    run = Run(plan)
    assert run.guest("vm", "progress") == 1
    assert run.guest("vm", "cpu_granted") == pytest.approx(0.5 * 1.03)
    assert run.cause("vm") == "none"


def test_driver_domain_and_guest_agree_on_one_core() -> None:
    """Section 0: 0.8 cores with 0.4 beside them on 1 core get 1/1.2 = 0.833, not 0.75."""
    plan = Plan()
    name = host(plan, cores=1, scheduler="xen-credit", drivers="driver-domain", cpu_clock=2.0)
    plan.virtual_switch("vs", name)
    plan.switch("sw")
    plan.link("uplink", "vs", "h/nic0")
    plan.link("cable", "h/nic0", "sw")
    # A packet costs 3.1k cycles inside, 0.2k + 5k outside; 0.4 cores of 2 GHz / 5200 = 153,846 packets/s.
    packets = 0.4 * 2e9 / 5200
    inside = packets * 3100 / 2e9
    flow = Flow(id="f", name="f", rate=packets * 1000 * 8 / 1e6, packet=1000.0)
    # Nested paging costs 1 + 0.03 * (2 - 1) of user code.
    plan.guest("vm", name, cpu=(0.8 - inside) / 1.03, flows=(flow,))
    plan.link("vnic", "vm/nic0", "vs")
    run = Run(plan)
    assert run.guest("vm", "cpu_demand") == pytest.approx(1.2)
    assert run.guest("vm", "progress") == pytest.approx(1 / 1.2, abs=1e-3)
    assert run.cause("vm") == "cpu"
    assert run.limiter("vm") == ident("h")


def test_shares_decide_among_guests_that_want_everything() -> None:
    """Section 1: weights 3 and 1 on one core of 4: 3 cores and 1."""
    plan = Plan()
    name = host(plan, cores=4)
    plan.guest("big", name, cpu=4.0, vcpus=4, cpu_shares=3000.0)
    plan.guest("small", name, cpu=4.0, vcpus=4, cpu_shares=1000.0)
    run = Run(plan)
    assert run.guest("big", "cpu_granted") == pytest.approx(3, rel=0.01)
    assert run.guest("small", "cpu_granted") == pytest.approx(1, rel=0.01)
    assert run.guest("small", "cpu_entitlement") == pytest.approx(1)


def test_reservation_is_met_and_limit_holds() -> None:
    plan = Plan()
    name = host(plan, cores=4)
    plan.guest("reserved", name, cpu=3.0, vcpus=4, cpu_reservation=3.0, cpu_shares=1.0)
    plan.guest("limited", name, cpu=4.0, vcpus=4, cpu_limit=0.5, cpu_shares=1e6)
    for number in range(4):
        plan.guest(f"other{number}", name, cpu=4.0, vcpus=4, cpu_shares=1000.0)
    run = Run(plan)
    assert run.guest("reserved", "cpu_granted") >= 3 * 0.99
    assert run.guest("limited", "cpu_granted") == pytest.approx(0.5, rel=0.01)
    assert run.cause("limited") == "limit"
    assert run.limiter("limited") == ident("limited")
    assert run.frame.hosts.cpu_used[0] == pytest.approx(4, rel=0.01)


def test_two_threads_are_worth_a_quarter_more() -> None:
    """Section 1: 8 runnable vCPUs on 4 cores with hyperthreading: 0.75 * 4 + 0.25 * 8 = 5 cores."""
    plan = Plan()
    name = host(plan, cores=4, cpu_hyperthreading=True)
    plan.guest("vm", name, cpu=8.0, vcpus=8)
    run = Run(plan)
    assert run.frame.hosts.cpu_capacity[0] == pytest.approx(5)
    assert run.guest("vm", "cpu_granted") == pytest.approx(5, rel=0.01)


def test_context_switches_tax_contended_hosts_only() -> None:
    """Section 1: c/(slice + c) = 0.05/(2.8 + 0.05) of 4 cores on KVM."""
    busy, calm = Plan(), Plan()
    for plan, cpu in ((busy, 8.0), (calm, 2.0)):
        plan.guest("vm", host(plan, cores=4, scheduler="cfs", context_switch=0.05), cpu=cpu, vcpus=8)
    assert Run(busy).frame.hosts.cpu_capacity[0] == pytest.approx(4 * (1 - 0.05 / 2.85))
    assert Run(calm).frame.hosts.cpu_capacity[0] == 4


def test_a_guest_too_narrow_is_held_back_by_its_own_vcpus() -> None:
    plan = Plan()
    plan.guest("vm", host(plan, **TRANSLATED), cpu=2.0, vcpus=1)
    run = Run(plan)
    assert run.guest("vm", "progress") == pytest.approx(1 / (2 * 1.03))
    assert run.cause("vm") == "limit"


def test_binary_translation_is_slower_on_kernel_heavy_work() -> None:
    """Section 2, by hand at 2.6 GHz: user .15, 40k system calls, .5k faults, 2k PT writes, 15k switches."""
    mix = Mix(*(np.array([value]) for value in (0.15, 40e3, 0.5e3, 2e3, 15e3)))
    names = list(TECHNIQUES)
    clock, nan = np.array([2.6e9]), np.array([np.nan])

    def h(name: str) -> float:
        return float(overhead_factor(mix, np.array([names.index(name)]), nan, clock)[0])

    translated = 1.03 * 0.15 + 2.0 * 0.85 + (40e3 * 2066 + 500 * 2834 + 2e3 * 391 + 15e3 * 5000) / 2.6e9
    shadowed = 1.05 * 0.15 + 1.02 * 0.85 + (40e3 * 4 + 500 * 10149 + 2e3 * 12733 + 15e3 * 25466) / 2.6e9
    assert h("binary-translation") == pytest.approx(translated)
    assert h("shadowed") == pytest.approx(shadowed)
    assert h("nested") == pytest.approx(0.15 + 1.02 * 0.85 + 0.03)
    assert h("native") == 1
    assert translated > shadowed > h("nested")


def test_kernel_factor_of_the_hypervisor_replaces_the_techniques() -> None:
    plan = Plan()
    plan.guest("vm", host(plan, kernel_factor=3.0), cpu=0.1, user_share=0.0)
    assert Run(plan, 1).guest("vm", "cpu_demand") == pytest.approx(0.1 * (3 + 0.03))


def test_technique_that_the_hardware_lacks_runs_nothing() -> None:
    plan = Plan()
    plan.guest("vm", host(plan, cpu_hardware_assist=False), cpu=0.5)
    run = Run(plan, 1)
    assert run.guest("vm", "progress") == 0
    assert run.cause("vm") == "down"
    assert [alarm.code for alarm in run.frame.alarms] == ["technique-unsupported"]


@pytest.mark.parametrize("why", ["unplaced", "host off"])
def test_guests_without_a_running_host_are_down(why: str) -> None:
    plan = Plan()
    name = host(plan, powered_on=why != "host off")
    plan.guest("vm", None if why == "unplaced" else name, cpu=0.5)
    run = Run(plan, 1)
    assert run.guest("vm", "progress") == 0
    assert run.cause("vm") == "down"
    assert run.guest("vm", "cpu_demand") == 0


def test_a_guest_that_is_switched_off_wants_nothing() -> None:
    plan = Plan()
    plan.guest("vm", host(plan), cpu=0.5, powered_on=False)
    run = Run(plan, 1)
    assert run.guest("vm", "progress") == 1
    assert run.cause("vm") == "none"
    assert run.guest("vm", "cpu_demand") == 0


def test_a_bare_server_pays_no_overhead() -> None:
    plan = Plan()
    plan.server("h", workload=Workload(cpu=2.0, reads=0.0, writes=0.0, user_share=0.0))
    run = Run(plan, 1)
    assert run.guest("h", "cpu_granted") == pytest.approx(2)
    assert run.guest("h", "progress") == 1


def _wired(plan: Plan, name: str, nic: float = 1000.0) -> None:
    host(plan, name, cores=64, nics=(Nic(id="nic0", name="nic0", speed=nic),))
    plan.virtual_switch(f"{name} vs", f"{name} hv")
    plan.link("uplink", f"{name} vs", f"{name}/nic0")
    plan.link("cable", f"{name}/nic0", "sw")


def _sender(plan: Plan, name: str, on: str, rate: float, peer: str | None = None, **nic: Any) -> None:
    flow = Flow(id="f", name="f", rate=rate, packet=1448.0, peer=ident(peer) if peer else None)
    adapter = VirtualNic(id="nic0", name="nic0", **nic)
    plan.guest(name, f"{on} hv", cpu=0.1, vcpus=4, flows=(flow,) if rate else (), nics=(adapter,))
    plan.link("vnic", f"{name}/nic0", f"{on} vs")


def test_a_full_cable_cuts_by_shares() -> None:
    """Section 4: a 1 Gb/s NIC carries 941.5 Mb/s of payload; shares 75 and 25 split it."""
    plan = Plan()
    plan.switch("sw")
    _wired(plan, "h")
    _sender(plan, "big", "h", 1000.0, shares=75.0)
    _sender(plan, "small", "h", 1000.0, shares=25.0)
    run = Run(plan)
    payload = 1000 * (1500 - 52) / (1500 + 38)
    assert run.guest("big", "network_granted") == pytest.approx(payload * 0.75, rel=0.01)
    assert run.guest("small", "network_granted") == pytest.approx(payload * 0.25, rel=0.01)
    assert run.cause("small") == "network"
    assert run.limiter("small") == ident("cable h/nic0 sw")
    assert run.frame.links.utilisation.max() == pytest.approx(1, abs=1e-6)


def test_directions_of_a_cable_do_not_compete() -> None:
    plan = Plan()
    plan.switch("sw")
    _wired(plan, "a")
    _wired(plan, "b")
    _sender(plan, "one", "a", 900.0, "two")
    _sender(plan, "two", "b", 900.0, "one")
    run = Run(plan)
    assert run.guest("one", "progress") == pytest.approx(1)
    assert run.guest("two", "progress") == pytest.approx(1)


def test_traffic_on_one_host_stays_off_the_wire() -> None:
    plan = Plan()
    plan.switch("sw")
    _wired(plan, "h")
    _sender(plan, "one", "h", 5000.0, "two")
    _sender(plan, "two", "h", 0.0)
    run = Run(plan)
    assert run.guest("one", "progress") == 1
    used = dict(zip(run.simulation.compiled.link_ids, run.frame.links.used, strict=True))
    assert used[ident("h vs")] == pytest.approx(5000)
    assert used[ident("cable h/nic0 sw")] == 0
    # Receiving costs the peer CPU: 3.3k cycles inside, 1.4k outside, for 5000 Mb/s / 1448 bytes at 2.6 GHz.
    extra = 5000e6 / 8 / 1448 * 4700 / 2.6e9
    assert run.guest("two", "cpu_demand") == pytest.approx(0.1 * 1.03 + extra)


def test_the_limit_of_an_adapter_is_the_guests_own() -> None:
    plan = Plan()
    plan.switch("sw")
    _wired(plan, "h")
    _sender(plan, "vm", "h", 400.0, limit=100.0)
    run = Run(plan)
    assert run.guest("vm", "network_granted") == pytest.approx(100, rel=0.01)
    assert run.cause("vm") == "limit"


def test_a_flow_without_a_way_stops_its_guest() -> None:
    plan = Plan()
    plan.guest("vm", host(plan), cpu=0.1, flows=(Flow(id="f", name="f", rate=1.0),))
    run = Run(plan, 1)
    assert run.guest("vm", "progress") == 0
    assert run.cause("vm") == "network"
    assert "not-connected" in [alarm.code for alarm in run.frame.alarms]


def _disks(group: DiskGroup, reads: float, writes: float, guests: int = 1, **values: Any) -> Plan:
    plan = Plan()
    name = host(plan, cores=64, disk_groups=(group,))
    plan.lun("lun", "h", backing=group.id, queue_depth=values.pop("queue_depth", 256))
    load = {"block": 4.0, "random_share": 100.0} | values
    for number in range(guests):
        plan.guest(f"vm{number}", name, cpu=0.1, vcpus=8, reads=reads, writes=writes, **load)
        plan.link("disk", f"vm{number}/disk0", "lun")
    return plan


@pytest.mark.parametrize(("raid", "penalty"), [("0", 1), ("10", 2), ("5", 4), ("6", 6)])
def test_raid_takes_its_writes_from_the_disks(raid: str, penalty: int) -> None:
    """Section 5: usable IOPS = raw / (read + penalty * write); 8 disks of 10k rpm, half reads."""
    group = DiskGroup(id="g", name="g", device="hdd", disks=8, raid=raid, rpm=10_000.0)  # type: ignore[arg-type]
    run = Run(_disks(group, 5000.0, 5000.0))
    service_ms = 4.5 + 30_000 / 10_000 + 4 / 1.024 / 150
    usable = 8 * 1000 / service_ms / (0.5 + penalty * 0.5)
    assert run.guest("vm0", "iops_granted") == pytest.approx(usable, rel=0.01)
    assert run.cause("vm0") == "storage"
    assert run.limiter("vm0") == ident("lun")
    assert run.frame.luns.utilisation[0] == pytest.approx(1, abs=1e-6)


def test_guests_share_a_disk_group_equally() -> None:
    group = DiskGroup(id="g", name="g", device="hdd", disks=4, raid="0", device_iops=100.0)
    run = Run(_disks(group, 400.0, 0.0, guests=2))
    assert run.guest("vm0", "iops_granted") == pytest.approx(200, rel=0.01)
    assert run.guest("vm1", "iops_granted") == pytest.approx(200, rel=0.01)


def test_the_queue_of_a_host_bounds_by_little() -> None:
    """Section 5: IOPS <= outstanding / latency: 2 at 0.08 ms = 25,000, far below what 8 NVMe disks could."""
    group = DiskGroup(id="g", name="g", device="nvme", disks=8, raid="0")
    run = Run(_disks(group, 50_000.0, 0.0, queue_depth=2))
    assert run.guest("vm0", "iops_granted") == pytest.approx(2 / 0.08e-3, rel=0.01)
    assert run.frame.luns.utilisation[0] < 0.1


def test_fibre_bounds_what_disks_move() -> None:
    """Section 5: 1G fibre carries 100 MB/s = 800 Mb/s: 64 KiB reads, 1525.9 a second."""
    plan = Plan()
    name = host(plan, cores=64, hbas=(Hba(id="fc0", name="fc0", speed="1"),))
    plan.array("array", DiskGroup(id="g", name="g", device="nvme", disks=24, raid="0"))
    plan.link("fibre", "h/fc0", "array/fc0")
    plan.lun("lun", "array", backing="g")
    plan.guest("vm", name, cpu=0.1, vcpus=8, reads=4000.0, block=64.0)
    plan.link("disk", "vm/disk0", "lun")
    run = Run(plan)
    assert run.guest("vm", "iops_granted") == pytest.approx(100e6 / 65_536, rel=0.01)
    assert run.cause("vm") == "storage"
    assert run.limiter("vm") == ident("fibre h/fc0 array/fc0")


def test_a_disk_without_a_lun_stops_its_guest() -> None:
    plan = Plan()
    plan.guest("vm", host(plan), cpu=0.1, reads=1.0)
    run = Run(plan, 1)
    assert run.guest("vm", "progress") == 0
    assert run.cause("vm") == "storage"


def test_power_follows_the_measured_curve() -> None:
    """Section 7: an ML110 G4 draws 86 W idle, 102 W at half load."""
    plan = Plan()
    plan.server("idle", power=Power(curve="hp-ml110-g4"))
    plan.server("half", power=Power(curve="hp-ml110-g4"), workload=Workload(cpu=2.0, reads=0.0, writes=0.0))
    plan.server("off", power=Power(curve="hp-ml110-g4"), powered_on=False)
    run = Run(plan, 1)
    power = [run.frame.hosts.power[run.row("hosts", name)] for name in ("idle", "half", "off")]
    assert power == pytest.approx([86, 102, 0])


def test_waiting_of_many_vcpus() -> None:
    """Section 1: 16 vCPUs on 16 threads never wait; 64 that want 90 % of them wait 2.4 % on the whole."""
    waits = []
    for guests in (16, 64):
        plan = Plan()
        name = host(plan, cores=16, **TRANSLATED)
        for number in range(guests):
            plan.guest(f"vm{number}", name, cpu=0.9 * 16 / guests / 1.03)
        waits.append(Run(plan).guest("vm0", "cpu_ready"))
    assert waits[0] == 0
    assert waits[1] == pytest.approx(0.024, abs=0.001)


def test_a_backlog_waits_and_is_worked_off() -> None:
    """1.5 cores wanted of 1, for 10 s of 20: all is done late. Two vCPUs try 2 cores, which cost 2.06."""
    plan = Plan()
    name = host(plan, cores=1, **TRANSLATED)
    plan.guest(
        "vm", name, cpu=1.5 / 1.03, vcpus=2, backlog=60.0, pattern="bursts", period=20.0, duty=50.0, low=0.0
    )
    run = Run(plan, 20)
    done = sum(float(frame.guests.cpu_granted[0]) for frame in run.frames)
    assert run.frames[9].guests.progress[0] == pytest.approx(1 / 2.06, rel=0.01)
    assert done == pytest.approx(1.5 * 10, rel=0.01)
    assert run.simulation.state.backlog[0] == pytest.approx(0, abs=0.1)


def test_a_batch_job_ends_and_says_when() -> None:
    plan = Plan()
    plan.guest("vm", host(plan), cpu=2.0, vcpus=4, pattern="batch", work=25.0, start=3.0)
    run = Run(plan, 20)
    assert run.simulation.state.finished[0] == pytest.approx(3 + 25 / 2)
    assert run.simulation.state.work_done[0] == pytest.approx(25)
    assert run.guest("vm", "cpu_demand") == 0


def test_a_light_queue_adds_little_to_a_full_one() -> None:
    """2 disks of 129 IOPS: 32 I/Os of the full queue and one of the other wait 33 / 258 s, not 64 / 258."""
    group = DiskGroup(id="g", name="g", device="hdd", disks=2, raid="0", device_iops=129.0)
    plan = Plan()
    name = host(plan, cores=64, disk_groups=(group,))
    for lun, reads in (("busy", 1000.0), ("light", 5.0)):
        plan.lun(lun, "h", backing="g", queue_depth=32)
        plan.guest(f"vm {lun}", name, cpu=0.1, vcpus=8, reads=reads)
        plan.link("disk", f"vm {lun}/disk0", lun)
    run = Run(plan)
    row = run.row("luns", "busy")
    assert run.frame.luns.latency[row] == pytest.approx(33 / 258 * 1000, rel=0.03)
    assert run.frame.luns.queue[row] <= 32 * 1.02


@pytest.mark.parametrize("pooled", [False, True])
def test_reservations_that_cannot_be_met_are_one_alarm_however_many_passes_there_are(pooled: bool) -> None:
    plan = Plan()
    name = host(plan, cores=4)
    if pooled:
        plan.pool("pool", name)
    for number in range(2):
        plan.guest(f"vm{number}", "pool" if pooled else name, cpu=4.0, vcpus=4, cpu_reservation=3.0)
    one, other = Run(plan, steps=2).frames
    assert [alarm.code for alarm in one.alarms] == ["cpu-reservations-scaled"]
    assert one.alarms[0]["host"] == ident("h")
    assert other.alarms[0] is one.alarms[0]
