"""Shared adapters and own ones: what packets cost by adapter, who is bound to a server, what NPIV gives.

Cycles are those of MODELS.md section 4.
"""

from functools import cache

import pytest

from tests.whole.examples.shipped import example, id_of, named, results
from virtdesigner import find, simulate
from virtdesigner.kinds import VirtualMachine
from virtdesigner.model.change import Change, update
from virtdesigner.model.design import Design
from virtdesigner.model.parts import Processor
from virtdesigner.report.explaining import explain_run
from virtdesigner.report.results import GuestResult, Results
from virtdesigner.report.words import names_of, sentence

SLUG = "shared-and-own-adapters"

RECEIVED, SENT = (rate * 1e6 / 8 / 900 for rate in (800.0, 400.0))
"""Packets of 900 bytes a second of each gateway."""


def guest(name: str) -> GuestResult:
    return named(results(SLUG).guests, name)


def cores(cycles: float) -> float:
    """Cycles a second on esx-01, in reference cores."""
    (processor,) = example(SLUG).elements[id_of(example(SLUG), "esx-01")].carried(Processor)
    return cycles / (processor.clock * 1e9) * processor.relative_speed


def saved(dearer: str, cheaper: str) -> float:
    """Cores that one gateway takes more than another."""
    return guest(f"gw-{dearer}").cpu_granted - guest(f"gw-{cheaper}").cpu_granted


def test_all_gateways_do_the_same() -> None:
    for name in ("gw-emulated", "gw-paravirtual", "gw-sriov"):
        assert guest(name).progress == pytest.approx(1.0)
        assert guest(name).network_granted == pytest.approx(400.0)


def test_a_paravirtual_adapter_saves_the_emulation() -> None:
    # 10,000 cycles a packet, either way.
    assert saved("emulated", "paravirtual") == pytest.approx(cores(10_000 * (RECEIVED + SENT)), rel=1e-6)


def test_a_virtual_function_saves_the_hypervisors_work_on_what_comes_in() -> None:
    # 1,400 cycles a packet received and 200 sent through the hypervisor; 200 by the function, either way.
    assert saved("paravirtual", "sriov") == pytest.approx(cores(1200 * RECEIVED), rel=1e-6)


def test_the_virtual_function_alone_binds_its_vm_to_the_server() -> None:
    (finding,) = (finding for finding in find(example(SLUG)) if finding.code == "cannot-migrate")
    assert finding.message["element"] == id_of(example(SLUG), "gw-sriov")


def test_who_shares_a_queue_waits_for_the_greedy_one_and_who_has_an_own_one_does_not() -> None:
    assert guest("db-npiv").progress == pytest.approx(1.0)
    # db-shared and backup-01 fill the queue of esx-01 on datastore-01 half and half.
    assert guest("db-shared").iops_granted == pytest.approx(guest("backup-01").iops_granted, rel=1e-3)
    assert guest("db-shared").progress < 0.8
    # A port of its own takes as much CPU an I/O as the host's.
    per_io = [each.cpu_granted / each.iops_granted for each in (guest("db-npiv"), guest("db-shared"))]
    assert per_io[0] == pytest.approx(per_io[1], rel=1e-3)


def moved(**disk: str) -> list[Change]:
    """The edit that changes how db-npiv reaches its disk."""
    vm = example(SLUG).elements[id_of(example(SLUG), "db-npiv")]
    assert isinstance(vm, VirtualMachine)
    return [update("elements", vm, vm.replace(disks=(vm.disks[0].replace(**disk),)))]


@cache
def without_port() -> Design:
    """db-npiv by the adapters of its host, as everybody."""
    return example(SLUG).edited(moved(hba=""))


@cache
def on_the_datastore() -> Results:
    """The same with its disk on datastore-01, in the queue of its host."""
    design = without_port()
    link = next(k for k in design.links_of(id_of(design, "db-npiv")) if k.kind == "disk")
    lun = id_of(design, "datastore-01")
    return simulate(design.edited([update("links", link, link.replace(target=lun))]), 60)


def test_the_lun_is_masked_to_the_port_and_the_host_does_not_see_it() -> None:
    assert not [finding for finding in find(example(SLUG)) if finding.severity == "error"]
    (refused,) = [finding for finding in find(without_port()) if finding.severity == "error"]
    assert refused.code == "lun-not-visible"
    stopped = named(simulate(without_port(), 10).guests, "db-npiv")
    assert (stopped.progress, stopped.limited_by) == (0.0, "storage")


def test_in_the_queue_of_its_host_it_would_wait_like_the_others() -> None:
    found = on_the_datastore()
    third = named(found.storage, "datastore-01").iops / 3
    for name in ("db-npiv", "db-shared", "backup-01"):
        assert named(found.guests, name).iops_granted == pytest.approx(third, rel=1e-3)
    assert named(found.guests, "db-npiv").progress < 0.9


def test_the_explanation_names_the_backup_first() -> None:
    design = example(SLUG)
    found = explain_run(design, id_of(design, "db-shared"), 60)
    said = [sentence(told, names_of(design)) for told in found.chain]
    assert said[2].startswith("backup-01 takes 30 % of the disks' time, and asks for 1")
