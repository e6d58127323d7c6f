"""The public samples of RVTools exports, each with quirks of its own. Skipped where they are absent."""

from pathlib import Path

import pytest

from virtdesigner.files.document import dumps, loads
from virtdesigner.files.importers import Imported, import_file
from virtdesigner.kinds import PhysicalServer, VirtualMachine, Vlan
from virtdesigner.report.words import TEMPLATES
from virtdesigner.rules.findings import find


def sample(shared: Path, name: str) -> Imported:
    path = shared / "samples" / "rvtools" / name
    if not path.is_file():
        pytest.skip(f"needs {name}")
    return import_file(path)


@pytest.mark.parametrize("name", ["kubev2v-example1.xlsx", "rvtools-small-complete.xlsx"])
def test_samples_make_whole_designs_without_errors(shared: Path, name: str) -> None:
    result = sample(shared, name)
    assert dumps(loads(dumps(result.design))) == dumps(result.design)
    assert not [finding for finding in find(result.design) if finding.severity == "error"]
    assert all(note.message.code in TEMPLATES for note in result.report.notes)
    for found in result.design.elements.values():
        if isinstance(found, VirtualMachine):
            assert found.workload is not None
            assert min(found.workload.cpu, found.workload.writes, found.workload.flows[0].rate) > 0


def test_the_anonymised_sample_spreads_machines_over_the_hosts_it_lists(shared: Path) -> None:
    design = sample(shared, "kubev2v-example1.xlsx").design
    hosts = [e for e in design.elements.values() if isinstance(e, PhysicalServer)]
    assert [(h.processor.sockets, h.processor.cores_per_socket, h.memory.size) for h in hosts] == [
        (2, 16, 261_797)
    ] * 7
    guests = [e for e in design.elements.values() if isinstance(e, VirtualMachine)]
    assert len(guests) == 9
    assert all("parent" in guest.assumed for guest in guests)
    busy = next(guest for guest in guests if guest.name == "vm-8")
    assert busy.workload is not None
    assert busy.workload.cpu == pytest.approx(3304 / 2295)  # vCPU: 3,304 MHz of cores of 2,295 MHz


def test_the_small_sample_keeps_its_vlans_and_odd_limits(shared: Path) -> None:
    design = sample(shared, "rvtools-small-complete.xlsx").design
    vlans = {(e.name, e.vlan_id) for e in design.elements.values() if isinstance(e, Vlan)}
    assert vlans == {("sample-app-net", 101), ("sample-db-net", 102), ("sample-backup-net", 103)}
    database = next(e for e in design.elements.values() if e.name == "sample-db-01")
    assert isinstance(database, VirtualMachine)
    assert (database.cpus.limit, database.memory.limit, database.memory.reservation) == (None, None, 0)
    assert database.workload is not None
    assert (database.workload.template, database.workload.working_set) == (
        "oltp-database",
        87.5,
    )  # 14 of 16 GiB
