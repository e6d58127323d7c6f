"""What is assumed, against arithmetic: enough for what is estimated, with room to spare."""

from pathlib import Path

import pytest

from tests.files.test_rvtools import imported
from tests.rvtools_sheets import inventory
from virtdesigner.files.importers.rvtools.facts import GuestFacts
from virtdesigner.files.importers.rvtools.sizing import (
    arrays_for,
    cores_for,
    disk_group,
    memory_for,
    ports_for,
)
from virtdesigner.files.importers.rvtools.workloads import template_of, workload_of
from virtdesigner.kinds.workloads import TEMPLATES
from virtdesigner.model.parts import Workload


def load(reads: float, writes: float, block: float) -> Workload:
    return Workload(reads=reads, writes=writes, block=block)


@pytest.mark.parametrize(
    ("capacity", "io", "disks"),
    [
        (100, load(10, 10, 8), 8),  # never fewer
        (1000 * 1024, load(10, 10, 8), 381),  # 1,024,000 GiB x 1.25 / 3840 x 8/7 = 380.95
        (100, load(400_000, 200_000, 1), 32),  # (400,000 + 4 x 200,000) x 2 / 75,000
        (100, load(20_000, 5_000, 64), 10),  # (20,000 + 4 x 5,000) x 64 KiB = 2,500 MiB/s; x 2 / 500
    ],
)
def test_disks_are_enough_for_space_io_and_throughput(capacity: float, io: Workload, disks: int) -> None:
    assert disk_group("g", capacity, [io]).disks == disks


def test_arrays_are_enough_for_their_ports() -> None:
    busy = load(40_000, 10_000, 128)  # 6,250 MiB/s, twice that wanted
    assert arrays_for("fibre", [busy]) == 2  # 12,500 / 6,400
    assert arrays_for("ethernet", [busy]) == 4  # 12,500 / 3,125
    assert arrays_for("fibre", []) == 1


def test_servers_fit_what_runs_on_them() -> None:
    assert cores_for(10) == 16  # never fewer
    assert cores_for(130) == 40  # 130 / 4 = 32.5, by eights
    assert memory_for(1) == 64 * 1024
    assert memory_for(100 * 1024) == 128 * 1024  # 125 GiB, by 64
    assert ports_for(50) == 72


def guest(name: str, os: str = "", active: float | None = None) -> GuestFacts:
    return GuestFacts("k", "s", "vInfo row 2", name, True, "", "", "", os, memory_active=active)


@pytest.mark.parametrize(
    ("name", "os", "used", "template"),
    [
        ("SQL01", "", 0.5, "oltp-database"),
        ("srv-db2-prod", "", 0.5, "oltp-database"),
        ("web-frontend", "", 0.5, "web-server"),
        ("k8s-node-3", "", 0.5, "application-server"),
        ("backup01", "", 0.5, "file-server"),
        ("PC-17", "", 0.5, "virtual-desktop"),
        ("u1234", "Microsoft Windows 10 (64-bit)", 0.5, "virtual-desktop"),
        ("u1234", "Microsoft Windows Server 2022", 0.5, "application-server"),
        ("u1234", "", 0.01, "idle"),
        ("u1234", "", None, "application-server"),
        ("webster", "", 0.5, "application-server"),  # a word that only begins like one
    ],
)
def test_names_and_systems_suggest_a_template(name: str, os: str, used: float | None, template: str) -> None:
    assert template_of(guest(name, os), used) == template


def test_a_load_is_the_template_at_the_measured_cpu_and_memory() -> None:
    made = workload_of(guest("sql", active=1024), vcpus=4, memory=4096, cpu=0.9)
    assert (made.cpu, made.working_set) == (0.9, 25)
    assert made.reads == pytest.approx(TEMPLATES["oltp-database"].reads * 0.9 / 1.8)


def test_more_than_all_memory_active_counts_as_all() -> None:
    assert workload_of(guest("sql", active=9000), vcpus=4, memory=4096, cpu=0.9).working_set == 100


def test_hosts_reach_every_array_over_two_fabrics(tmp_path: Path) -> None:
    design = imported(tmp_path, inventory(guests=8, hosts=2, datastores=2)).design
    fabrics = [e for e in design.elements.values() if getattr(e, "fabric", "") == "fibre-channel"]
    assert [fabric.name for fabric in fabrics] == ["Fibre-channel switch DC1 A", "Fibre-channel switch DC1 B"]
    for fabric in fabrics:
        ends = sorted(design.elements[link.source].kind for link in design.links_of(fabric.id))
        assert ends == ["physical-server", "physical-server", "storage-array"]
