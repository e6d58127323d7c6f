"""Parts: the components inside an element.

What an element is to the simulation, it is by the parts it carries: a processor, memory, adapters, disks, a
workload. Parts hold properties only; links say what is connected to what, `parent` what lies in what.
"""

from virtdesigner.model.parts.base import MEBIBYTES_MAX, MEGABITS_MAX, NamedPart, Part
from virtdesigner.model.parts.guest import GuestMemory, VirtualCpus, VirtualDisk, VirtualNic
from virtdesigner.model.parts.machine import ArrayCache, DiskGroup, Hba, MachineMemory, Nic, Power, Processor
from virtdesigner.model.parts.platform import MemoryPolicy, Virtualisation
from virtdesigner.model.parts.workload import Flow, Workload

__all__ = [
    "MEBIBYTES_MAX",
    "MEGABITS_MAX",
    "ArrayCache",
    "DiskGroup",
    "Flow",
    "GuestMemory",
    "Hba",
    "MachineMemory",
    "MemoryPolicy",
    "NamedPart",
    "Nic",
    "Part",
    "Power",
    "Processor",
    "VirtualCpus",
    "VirtualDisk",
    "VirtualNic",
    "Virtualisation",
    "Workload",
]
