"""The designs of simulated cases: nothing in them does more than it was asked for."""

import pytest

from virtdesigner.insight.validation.lab import XEN, Lab, adapter, id_of, of_guest, run, total_of
from virtdesigner.kinds import Hypervisor, PhysicalServer, VirtualMachine
from virtdesigner.rules.fabric import Fabric
from virtdesigner.rules.findings import find


def test_fields_go_to_the_parts_that_have_them() -> None:
    design = Lab().host(cores=3, clock=2.0, memory=1024.0, idle_tax=50.0, **XEN).design
    server, hypervisor = design.elements[id_of("host")], design.elements[id_of("hv")]
    assert isinstance(server, PhysicalServer)
    assert isinstance(hypervisor, Hypervisor)
    assert (server.processor.cores_per_socket, server.processor.clock) == (3, 2.0)
    assert server.memory.size == 1024.0
    assert hypervisor.virtualisation.product == "xen"
    assert hypervisor.memory_policy.idle_tax == 50.0


def test_a_guest_takes_claims_load_and_adapters() -> None:
    lab = (
        Lab().host().guest("vm", cpu=0.5, count=2, memory_limit=512.0, reads=10.0, nics=adapter(shares=75.0))
    )
    vm = lab.design.elements[id_of("vm")]
    assert isinstance(vm, VirtualMachine)
    assert (vm.cpus.count, vm.memory.limit, vm.nics[0].shares) == (2, 512.0, 75.0)
    assert vm.workload is not None
    assert (vm.workload.cpu, vm.workload.reads) == (0.5, 10.0)


def test_a_misspelt_field_is_refused() -> None:
    with pytest.raises(ValueError, match="cors"):
        Lab().host(cors=4)


def test_an_idle_guest_uses_nothing_and_a_run_ends_in_time() -> None:
    simulation, frame = run(Lab().host().guest("vm"), 7.0)
    assert simulation.time == frame.time == 7.0
    assert total_of(frame, "cpu_granted") == 0.0
    assert of_guest(frame, "progress", "vm") == 1.0


def test_a_plugged_guest_reaches_its_clients() -> None:
    design = Lab().host().guest("vm", nics=adapter()).network().plug("vm").design
    assert design.derived(Fabric) is not None
    codes = {finding.code for finding in find(design) if finding.severity == "error"}
    assert not codes


def test_a_container_takes_native_time_beside_a_vm() -> None:
    lab = Lab().host(sockets=2, cores_per_socket=4).guest("vm", cpu=1.0).container("box", cpu=1.0)
    lab.container("second", cpu=1.0)
    _, frame = run(lab, 3.0)
    # Nested paging costs a VM 3 % of page walks; 8 cores are enough for all.
    assert [of_guest(frame, "cpu_overhead", name) for name in ("vm", "box", "second")] == pytest.approx(
        [1.03, 1.0, 1.0]
    )
    assert len(lab.design.elements) == 6
