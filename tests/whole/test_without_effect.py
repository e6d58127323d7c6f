"""What can be set and doesn't matter to a run yet: exactly the fields that say so."""

from collections.abc import Iterator
from typing import Any

from virtdesigner.kinds import KINDS
from virtdesigner.model.fields import specs
from virtdesigner.model.link import LINK_KINDS

WITHOUT_EFFECT = {
    "ContainerRuntime.system",
    "DiskGroup.failed_disks",
    "ExternalNetwork.latency",
    "ExternalNetwork.rate",
    "Hba.queue_depth",
    "HostSystem.cpu",
    "HostSystem.memory",
    "MemoryPolicy.compression",
    "MemoryPolicy.compression_cache",
    "MemoryPolicy.large_pages",
    "MemoryPolicy.overhead",
    "MemoryPolicy.swapping",
    "MemoryPolicy.thresholds",
    "Nic.queues",
    "Nic.virtual_functions",
    "PoolCpu.limit",
    "PoolCpu.reservation",
    "PoolCpu.shares",
    "PoolMemory.limit",
    "PoolMemory.reservation",
    "PoolMemory.shares",
    "Processor.exit_cycles",
    "Processor.generation",
    "Scaling.cooldown",
    "Scaling.in_below",
    "Scaling.maximum",
    "Scaling.minimum",
    "Scaling.out_above",
    "Shaping.average",
    "Shaping.burst",
    "Shaping.peak",
    "SharedAdapter.cycles",
    "SharedAdapter.threaded",
    "VirtualDisk.queue_depth",
    "VirtualMachine.fault",
    "VirtualNic.reservation",
    "VirtualSwitch.io_control",
    "VirtualSwitch.nat",
    "VirtualSwitch.teaming",
    "VirtualSwitch.vxlan",
    "Vlan.teaming",
}
"""Record or part, and field."""


def _pending(record: Any) -> Iterator[str]:
    for field in specs(record):
        if field.pending:
            yield f"{record.__name__}.{field.name}"
        if field.part is not None:
            yield from _pending(field.part)


def test_these_fields_have_no_effect_in_a_run_yet() -> None:
    records = (*KINDS.values(), *LINK_KINDS.values())
    assert {name for record in records for name in _pending(record)} == WITHOUT_EFFECT
