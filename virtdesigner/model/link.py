"""Links: connections between two elements, or between parts of them. Links alone hold connection."""

from typing import Annotated, Literal

from pydantic import Field

from virtdesigner.model.fields import choice, hidden, quantity, ref
from virtdesigner.model.record import UUID_PATTERN, Record


class BaseLink(Record):
    """What all links share: two ends, each an element and, where it has several, one of its parts."""

    id: str = Field(pattern=UUID_PATTERN, json_schema_extra={"form": "hidden"})
    source: str = ref("Element it starts at.", label="From", cascade=True)
    source_part: str = hidden("", "Part of the source, empty for the element itself.", maximum=100)
    target: str = ref("Element it ends at.", label="To", cascade=True)
    target_part: str = hidden("", "Part of the target, empty for the element itself.", maximum=100)


class Cable(BaseLink):
    """An Ethernet cable."""

    kind: Literal["cable"] = hidden("cable", "Kind of link.")


class Uplink(BaseLink):
    """A network adapter that a virtual switch sends through."""

    kind: Literal["uplink"] = hidden("uplink", "Kind of link.")
    role: Literal["active", "standby"] = choice(
        "active",
        {"active": "Active", "standby": "Standby"},
        "A standby uplink carries traffic when no active one can.",
        label="Role",
    )
    order: int = quantity(0, "", 0, 100, "Place among the uplinks of its role.", label="Order")


class Vnic(BaseLink):
    """A virtual network adapter plugged into a VLAN or a virtual switch."""

    kind: Literal["vnic"] = hidden("vnic", "Kind of link.")


class Fibre(BaseLink):
    """A fibre-channel cable."""

    kind: Literal["fibre"] = hidden("fibre", "Kind of link.")


class DiskLink(BaseLink):
    """A virtual disk that lies on a LUN."""

    kind: Literal["disk"] = hidden("disk", "Kind of link.")
    via: str | None = ref(
        "Virtual I/O server whose virtual disk adapter it passes.",
        label="By way of",
        kinds=("virtual-io-server",),
        default=None,
        none="the hypervisor",
    )


class Passthrough(BaseLink):
    """An adapter of a server handed to a guest or a virtual I/O server: whole, or a part of it."""

    kind: Literal["passthrough"] = hidden("passthrough", "Kind of link.")
    mode: Literal["whole", "virtual"] = choice(
        "whole",
        {"whole": "Whole adapter", "virtual": "Virtual function (SR-IOV) or port (NPIV)"},
        "A whole adapter serves nobody else; of a virtual function or port it has several.",
        label="Mode",
    )
    vlan_id: int = quantity(0, "", 0, 4094, "VLAN that a virtual function is in; 0: no tag.", label="VLAN id")


class Member(BaseLink):
    """A guest, LUN or VLAN that a cloud service consists of."""

    kind: Literal["member"] = hidden("member", "Kind of link.")


Link = Cable | Uplink | Vnic | Fibre | DiskLink | Passthrough | Member
AnyLink = Annotated[Link, Field(discriminator="kind")]
"""Any link, told apart by `kind`: for reading files."""

LINK_KINDS: dict[str, type[Link]] = {
    "cable": Cable,
    "uplink": Uplink,
    "vnic": Vnic,
    "fibre": Fibre,
    "disk": DiskLink,
    "passthrough": Passthrough,
    "member": Member,
}
