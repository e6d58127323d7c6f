"""Parts: the components inside an element.

What an element is to the simulation, it is by the parts it carries: a processor, memory, adapters, disks, a
workload. Parts hold properties only; links say what is connected to what, `parent` what lies in what.
"""

from virtdesigner.model.parts.base import MEBIBYTES_MAX, MEGABITS_MAX, NamedPart, Part
from virtdesigner.model.parts.guest import GuestMemory, VirtualCpus, VirtualDisk, VirtualHba, VirtualNic
from virtdesigner.model.parts.machine import ArrayCache, DiskGroup, Hba, MachineMemory, Nic, Power, Processor
from virtdesigner.model.parts.memory_policy import MemoryPolicy
from virtdesigner.model.parts.platform import ContainerRuntime, LiveChanges, Virtualisation
from virtdesigner.model.parts.pool import PoolCpu, PoolMemory
from virtdesigner.model.parts.service import Scaling
from virtdesigner.model.parts.switching import Shaping, SharedAdapter, Zone
from virtdesigner.model.parts.systems import SYSTEMS, HostSystem, OperatingSystem
from virtdesigner.model.parts.workload import Flow, Workload

__all__ = [
    "MEBIBYTES_MAX",
    "MEGABITS_MAX",
    "SYSTEMS",
    "ArrayCache",
    "ContainerRuntime",
    "DiskGroup",
    "Flow",
    "GuestMemory",
    "Hba",
    "HostSystem",
    "LiveChanges",
    "MachineMemory",
    "MemoryPolicy",
    "NamedPart",
    "Nic",
    "OperatingSystem",
    "Part",
    "PoolCpu",
    "PoolMemory",
    "Power",
    "Processor",
    "Scaling",
    "Shaping",
    "SharedAdapter",
    "VirtualCpus",
    "VirtualDisk",
    "VirtualHba",
    "VirtualNic",
    "Virtualisation",
    "Workload",
    "Zone",
]
