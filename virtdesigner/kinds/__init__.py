"""The kinds of element that can be drawn, one file each. This list is the only place that knows them all."""

from collections.abc import Mapping
from types import MappingProxyType

from virtdesigner.kinds.cloud_service import CloudService
from virtdesigner.kinds.cluster import Cluster
from virtdesigner.kinds.container import Container
from virtdesigner.kinds.container_engine import ContainerEngine
from virtdesigner.kinds.external_network import ExternalNetwork
from virtdesigner.kinds.hypervisor import Hypervisor
from virtdesigner.kinds.lun import Lun
from virtdesigner.kinds.note import Note
from virtdesigner.kinds.physical_server import PhysicalServer
from virtdesigner.kinds.physical_switch import PhysicalSwitch
from virtdesigner.kinds.resource_pool import ResourcePool
from virtdesigner.kinds.storage_array import StorageArray
from virtdesigner.kinds.virtual_io_server import VirtualIoServer
from virtdesigner.kinds.virtual_machine import VirtualMachine
from virtdesigner.kinds.virtual_switch import VirtualSwitch
from virtdesigner.kinds.vlan import Vlan
from virtdesigner.model.element import Element

_IN_PALETTE_ORDER: tuple[type[Element], ...] = (
    Cluster,
    PhysicalServer,
    PhysicalSwitch,
    StorageArray,
    ExternalNetwork,
    Hypervisor,
    ContainerEngine,
    VirtualIoServer,
    ResourcePool,
    VirtualMachine,
    Container,
    VirtualSwitch,
    Vlan,
    Lun,
    CloudService,
    Note,
)

KINDS: Mapping[str, type[Element]] = MappingProxyType(
    {kind.model_fields["kind"].default: kind for kind in _IN_PALETTE_ORDER}
)
"""Kind name (as in files) to its class, in the order of the palette."""

__all__ = [
    "KINDS",
    "CloudService",
    "Cluster",
    "Container",
    "ContainerEngine",
    "ExternalNetwork",
    "Hypervisor",
    "Lun",
    "Note",
    "PhysicalServer",
    "PhysicalSwitch",
    "ResourcePool",
    "StorageArray",
    "VirtualIoServer",
    "VirtualMachine",
    "VirtualSwitch",
    "Vlan",
]
