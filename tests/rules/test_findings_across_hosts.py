"""Findings and fixes where something spans hosts: distributed switches, pools of clusters, I/O servers."""

import pytest

from tests.building import Drawing, id_of, two_hosts, two_hosts_and_array
from tests.rules.finding_cases import cpus, memory
from tests.rules.finding_cases_of_platforms import NO_ASSIST, cluster, xen
from tests.rules.finding_cases_of_ways import THREE_NICS
from tests.rules.test_findings import found, only
from tests.rules.test_fixes import begun, first
from virtdesigner.model.design import Design
from virtdesigner.model.link import Uplink
from virtdesigner.model.parts import PoolCpu, VirtualDisk, VirtualHba
from virtdesigner.report.words import names_of, sentence
from virtdesigner.rules.findings import Finding
from virtdesigner.rules.findings.fixes import fix


def distributed(role: str = "active", parts: tuple[str, ...] = ("nic2",)) -> Drawing:
    """`two_hosts` in a cluster, each with adapters on the distributed switch `dvs`."""
    drawing = cluster(0).add("virtual-switch", "dvs", "rack")
    for name in ("host-a", "host-b"):
        drawing.set(name, nics=(*THREE_NICS, THREE_NICS[0].replace(id="nic3", name="nic3")))
        for order, part in enumerate(parts):
            drawing.link("cable", f"{name}:{part}", "tor")
            drawing.link("uplink", "dvs", f"{name}:{part}", role=role, order=order)
    return drawing


def uplinks(design: Design, host: str) -> list[tuple[str, str]]:
    links = (link for link in design.links_of(id_of("dvs")) if isinstance(link, Uplink))
    return [(link.target_part, link.role) for link in links if link.target == id_of(host)]


def mended(design: Design, finding: Finding) -> Design:
    history = begun(design)
    assert history.do("Fix", fix(design, finding))
    return history.topology.design


@pytest.mark.parametrize("code", ["single-uplink", "standby-only"])
def test_a_distributed_switch_is_judged_host_by_host(code: str) -> None:
    drawing = distributed("standby")
    said = found(drawing, code)
    assert [finding.elements for finding in said] == [
        (id_of("dvs"), id_of("host-a")),
        (id_of("dvs"), id_of("host-b")),
    ]
    names = names_of(drawing.design)
    for finding, host in zip(said, ("host-a", "host-b"), strict=True):
        assert f"on {host}" in sentence(finding.message, names)


def test_only_the_named_hosts_uplinks_are_made_active() -> None:
    drawing = distributed("standby", ("nic2", "nic3"))
    second = found(drawing, "standby-only")[1]
    after = mended(drawing.design, second)
    assert uplinks(after, "host-a") == [("nic2", "standby"), ("nic3", "standby")]
    assert uplinks(after, "host-b") == [("nic2", "active"), ("nic3", "standby")]


def test_a_distributed_switch_gets_its_second_uplink_on_the_named_host() -> None:
    drawing = distributed()
    after = mended(drawing.design, found(drawing, "single-uplink")[1])
    assert [part for part, _ in uplinks(after, "host-a")] == ["nic2"]
    assert [part for part, _ in uplinks(after, "host-b")] == ["nic2", "nic3"]


def test_vms_of_a_clusters_pool_claim_from_the_host_that_they_name() -> None:
    # 20 + 20 of the 32 cores of host-a; the pool has enough of the 64 of both
    drawing = cluster(40.0)
    for name in ("a1", "a2"):
        placed = {"parent": id_of("pool"), "host": id_of("host-a")}
        drawing.set(name, cpus=cpus(reservation=20.0), **placed)
    finding = only(drawing, "cpu-over-reserved")
    assert finding.elements == (id_of("host-a"),)
    assert (finding.message["reserved"], finding.message["capacity"]) == (40.0, 32.0)
    after = mended(drawing.design, finding)
    # four fifths of each
    claims = [after.elements[id_of(name)].cpus.reservation for name in ("a1", "a2")]  # type: ignore[attr-defined]
    assert claims == [16.0, 16.0]
    drawing.set("a2", host=id_of("host-b"))
    assert not found(drawing, "cpu-over-reserved")


def test_memory_of_a_clusters_pool_counts_on_the_host_too() -> None:
    size = float(two_hosts().elements["host-a"].memory.size)  # type: ignore[attr-defined]
    drawing = cluster(0).set("a1", memory=memory(size=size, reservation=size))
    drawing.set("a1", parent=id_of("pool"), host=id_of("host-a"))
    # 2048 MiB are the hypervisor's
    assert [(f.elements, f.message["size"]) for f in found(drawing, "memory-over-reserved")] == [
        ((id_of("host-a"),), size - 2048)
    ]


def test_what_lies_in_the_servers_own_pool_is_counted_once() -> None:
    drawing = cluster(0).add("resource-pool", "own", "hv-a", cpu=PoolCpu(reservation=20.0))
    drawing.set("a1", parent=id_of("own"), host=id_of("host-a"), cpus=cpus(reservation=20.0))
    assert not found(drawing, "cpu-over-reserved")


def test_a_technique_must_suit_guests_of_the_clusters_pools() -> None:
    drawing = xen("unmodified", "windows").add("cluster", "rack").add("resource-pool", "pool", "rack")
    drawing.set("host-a", parent=id_of("rack"))
    for name in ("a1", "a2", "a3", "a4"):
        drawing.set(name, parent=id_of("pool"), host=id_of("host-a"))
    after = mended(drawing.design, first(drawing.design, "kernel-unmodified")).elements[id_of("hv-a")]
    assert after.virtualisation.technique == "hybrid"  # type: ignore[attr-defined]
    drawing.set("host-a", processor=NO_ASSIST)
    assert fix(drawing.design, first(drawing.design, "kernel-unmodified")) == ()


def through_io_server(*given: str) -> Drawing:
    """a1's disk passes a virtual I/O server that has some of the host's adapters to itself."""
    drawing = two_hosts_and_array().add("virtual-io-server", "vios", "hv-a").unlink("disk a1")
    for hba in given:
        drawing.link("passthrough", f"host-a:{hba}", "vios")
    return drawing.link("disk", "a1:disk0", "lun-box", via=id_of("vios"))


def test_one_adapter_of_an_io_server_is_a_single_path_and_no_cable_mends_that() -> None:
    drawing = through_io_server("hba1")
    finding = only(drawing, "single-path")
    assert finding.elements == (id_of("host-a"), id_of("box"))
    assert fix(drawing.design, finding) == ()
    assert not found(through_io_server("hba0", "hba1"), "single-path")


def test_a_virtual_port_is_a_single_path_whatever_its_host_has() -> None:
    drawing = two_hosts_and_array().set("a1", hbas=(VirtualHba(id="fc0", name="fc0"),))
    drawing.link("passthrough", "host-a:hba1", "a1:fc0", mode="virtual")
    assert not found(drawing, "single-path")
    drawing.set("a1", disks=(VirtualDisk(id="disk0", name="Disk 1", hba="fc0"),))
    assert only(drawing, "single-path").elements == (id_of("host-a"), id_of("box"))
