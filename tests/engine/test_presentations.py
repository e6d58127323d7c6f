"""How a LUN comes to a guest: over fibre channel, by a port of its own (NPIV), over Ethernet (iSCSI, NFS).

Rates: 1G fibre channel carries 100 MB/s of 10^6 bytes each direction [P]; a block of 64 KiB is 0.524288 Mb.
"""

import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.parts import ArrayCache, DiskGroup, Flow, Hba, Nic, VirtualDisk, VirtualHba, Zone

MEGABIT = 64 * 1024 * 8 / 1e6
WANTED = 4000.0
"""Reads a second that each guest wants: 2,097 Mb/s."""

FIBRE_MB = 800.0

ETHERNET_MB = 1000.0 * 1448 / 1538
"""Of 1 Gb/s what is left of packets of 1500 bytes without headers and gaps: MODELS.md section 4."""


def _plan(**array: object) -> Plan:
    """A host with a slow port of each kind, and an array that is far faster."""
    plan = Plan()
    nics = (Nic(id="nic0", name="nic0", speed=1000.0),)
    host(plan, "h", cores=64, nics=nics, hbas=(Hba(id="fc0", name="fc0", speed="1"),))
    group = DiskGroup(id="group0", name="g", device="nvme", disks=16, raid="0")
    fast = {
        "hbas": (Hba(id="fc0", name="fc0", speed="32"),),
        "nics": (Nic(id="nic0", name="nic0", speed=100_000.0),),
        "cache": ArrayCache(hit_share=0.0),
    }
    plan.array("array", group, **(fast | array))
    plan.lun("lun", "array", backing="group0", queue_depth=4096)
    return plan


def _fibre(plan: Plan, **san: object) -> Plan:
    plan.switch("san", fabric="fibre-channel", **san)
    plan.link("fibre", "h/fc0", "san")
    plan.link("fibre", "array/fc0", "san")
    return plan


def _ethernet(plan: Plan, **switch: object) -> Plan:
    plan.switch("sw", port_speed=100_000.0, **switch)
    plan.link("cable", "h/nic0", "sw")
    plan.link("cable", "array/nic0", "sw")
    return plan


def _guest(plan: Plan, name: str, **values: object) -> None:
    disk = VirtualDisk.model_validate({"id": "disk0", "name": "d", "queue_depth": 4096} | values)
    plan.guest(name, "h hv", cpu=0.1, vcpus=16, reads=WANTED, block=64.0, disks=(disk,))
    plan.link("disk", f"{name}/disk0", "lun")


def _own_port(plan: Plan, name: str) -> None:
    """A guest that reaches the LUN by a virtual port of its own on the host's adapter."""
    _guest(plan, name, hba="wwpn")
    plan.elements[-1] = plan.elements[-1].replace(hbas=(VirtualHba(id="wwpn", name="wwpn"),))
    plan.link("passthrough", "h/fc0", f"{name}/wwpn", mode="virtual")


def _step(plan: Plan) -> Frame:
    return Simulation(plan.design()).step()


def _iops(frame: Frame, name: str) -> float:
    return float(frame.guests.iops_granted[frame.compiled.row["guests"][ident(name)]])


def _limit(frame: Frame, name: str) -> tuple[str, str]:
    row = frame.compiled.row["guests"][ident(name)]
    return CAUSES[frame.guests.limited_by[row]], frame.compiled.element_ids[frame.guests.limiter[row]]


def test_over_fibre_channel_the_hosts_adapter_is_the_bound() -> None:
    plan = _fibre(_plan())
    for name in ("a", "b"):
        _guest(plan, name)
    frame = _step(plan)
    for name in ("a", "b"):
        assert _iops(frame, name) == pytest.approx(FIBRE_MB / MEGABIT / 2)
        assert _limit(frame, name) == ("storage", ident("fibre h/fc0 san"))


def test_ports_of_guests_share_the_rate_of_the_adapter_that_they_are_on() -> None:
    plan = _fibre(_plan())
    _guest(plan, "plain")
    _own_port(plan, "own")
    frame = _step(plan)
    for name in ("plain", "own"):
        assert _iops(frame, name) == pytest.approx(FIBRE_MB / MEGABIT / 2)


@pytest.mark.parametrize("by", ["masking", "zoning"])
def test_masking_and_zoning_go_by_the_guest_with_a_port_of_its_own(by: str) -> None:
    seen = Zone(id="z", name="z", members=(ident("own"), ident("array")))
    plan = _fibre(_plan(), zones=(seen,) if by == "zoning" else ())
    _guest(plan, "plain")
    _own_port(plan, "own")
    _own_port(plan, "stranger")
    if by == "masking":
        plan.elements = [e.replace(hosts=(ident("own"),)) if e.kind == "lun" else e for e in plan.elements]
    frame = _step(plan)
    assert _iops(frame, "own") == pytest.approx(FIBRE_MB / MEGABIT)
    assert [_iops(frame, name) for name in ("plain", "stranger")] == [0.0, 0.0]
    assert {_limit(frame, name)[0] for name in ("plain", "stranger")} == {"storage"}


def test_over_ethernet_io_shares_the_cable_with_traffic() -> None:
    plan = _ethernet(_plan())
    _guest(plan, "vm")
    frame = _step(plan)
    assert _iops(frame, "vm") == pytest.approx(ETHERNET_MB / MEGABIT)
    assert _limit(frame, "vm") == ("storage", ident("cable h/nic0 sw"))
    # Half of the cable, when somebody else sends as hard towards the host.
    plan.virtual_switch("vs", "h hv")
    plan.link("uplink", "vs", "h/nic0")
    host(plan, "far", cores=16)
    plan.virtual_switch("far vs", "far hv")
    plan.link("uplink", "far vs", "far/nic0")
    plan.link("cable", "far/nic0", "sw")
    plan.guest("peer", "h hv", cpu=0.1)
    plan.link("vnic", "peer/nic0", "vs")
    flow = Flow(id="flow0", name="f", rate=5000.0, peer=ident("peer"))
    plan.guest("sender", "far hv", cpu=0.1, vcpus=8, flows=(flow,))
    plan.link("vnic", "sender/nic0", "far vs")
    assert _iops(_step(plan), "vm") == pytest.approx(ETHERNET_MB / 2 / MEGABIT)


@pytest.mark.parametrize(("allowed", "done"), [("20-30", 1.0), ("10", 0.0)])
def test_storage_over_ethernet_goes_where_its_vlan_may(allowed: str, done: float) -> None:
    plan = _ethernet(_plan(vlan_id=25), vlans=allowed)
    _guest(plan, "vm")
    frame = _step(plan)
    assert _iops(frame, "vm") == pytest.approx(done * ETHERNET_MB / MEGABIT)
    codes = {alarm.code: alarm for alarm in frame.alarms}
    assert ("vlan-not-allowed" in codes) == (done == 0.0)
    if not done:
        assert (codes["vlan-not-allowed"]["switch"], codes["vlan-not-allowed"]["vlan"]) == (ident("sw"), 25)


def test_fibre_channel_knows_no_vlan() -> None:
    plan = _fibre(_plan(vlan_id=25), vlans="10")
    _guest(plan, "vm")
    assert _iops(_step(plan), "vm") == pytest.approx(FIBRE_MB / MEGABIT)


def test_internal_disks_cross_no_cable() -> None:
    plan = _ethernet(_plan())
    group = DiskGroup(id="own", name="own", device="nvme", disks=16, raid="0")
    plan.elements = [
        e.replace(disk_groups=(group,)) if e.kind == "physical-server" else e for e in plan.elements
    ]
    plan.lun("local", "h", backing="own", queue_depth=4096)
    disk = VirtualDisk(id="disk0", name="d", queue_depth=4096)
    plan.guest("vm", "h hv", cpu=0.1, vcpus=16, reads=WANTED, block=64.0, disks=(disk,))
    plan.link("disk", "vm/disk0", "local")
    frame = _step(plan)
    assert _iops(frame, "vm") == WANTED
    assert not frame.links.used.any()


def test_a_virtual_io_server_passes_a_lun_on_and_pays_for_it() -> None:
    plan = _fibre(_plan())
    plan.io_server("vios", "h hv", vcpus=1)
    disk = VirtualDisk(id="disk0", name="d", queue_depth=4096)
    plan.guest("vm", "h hv", cpu=0.1, vcpus=16, reads=500.0, block=64.0, disks=(disk,))
    plan.link("disk", "vm/disk0", "lun", via=ident("vios"))
    frame = _step(plan)
    assert _iops(frame, "vm") == 500.0
    assert frame.guests.cpu_granted[frame.compiled.row["guests"][ident("vios")]] > 0.0
    # Its own queue on the LUN, whoever of its clients fills it.
    assert frame.compiled.stores.queue_keys[0].split(" ")[0] == ident("vios")
