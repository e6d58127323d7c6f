"""Storage array: disks that several servers share."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import flag, hidden, part, quantity
from virtdesigner.model.parts import ArrayCache, DiskGroup, Hba, Nic


class StorageArray(Element):
    """Disks behind controllers with a cache, reached over fibre channel or Ethernet."""

    label = "Storage array"
    group = "Physical"
    card = (320, 72)
    opens = True

    kind: Literal["storage-array"] = hidden("storage-array", "Kind of element.")
    powered_on: bool = flag(True, "Switched on.", label="Power")
    cache: ArrayCache = part(ArrayCache(), "Its read cache.", label="Cache")
    hbas: tuple[Hba, ...] = part(
        (Hba(id="fc0", name="fc0"), Hba(id="fc1", name="fc1")),
        "Its fibre-channel ports.",
        label="Fibre-channel ports",
    )
    nics: tuple[Nic, ...] = part((), "Its Ethernet ports.", label="Network adapters")
    vlan_id: int = quantity(
        0, "", 0, 4094, "VLAN that I/O over its Ethernet ports (iSCSI, NFS) is in; 0: no tag.",
        label="Storage VLAN",
    )  # fmt: skip
    disk_groups: tuple[DiskGroup, ...] = part(
        (DiskGroup(id="group0", name="Disk group 1", disks=12, raid="10"),), "Its disks.", label="Disk groups"
    )
