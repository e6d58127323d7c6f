"""How much of an Ethernet link's rate carries payload. Source: MODELS.md section 4."""

from typing import Final, TypeVar

from virtdesigner.engine.arrays import Floats

Number = TypeVar("Number", float, Floats)

IP_TCP_HEADERS: Final = 40
"""[C] Bytes of IPv4 and TCP header within the MTU."""

TCP_TIMESTAMPS: Final = 12
"""[C] Bytes of the timestamp option within the MTU."""

FRAME_OVERHEAD: Final = 38
"""[C] Bytes on the wire beside the MTU: header 14, checksum 4, preamble 8, gap 12."""

VLAN_TAG: Final = 4
"""[C] Bytes of an 802.1Q tag on the wire."""

VXLAN_OVERHEAD: Final = 50
"""[P] Bytes that VXLAN puts around a frame."""


def goodput(mtu: Number, *, timestamps: bool = True, tagged: bool = False, vxlan: bool = False) -> Number:
    """Return the share (0 to 1) of a link's rate that TCP payload gets in full frames.

    mtu: (links,) bytes, of the inner network with VXLAN; tagged: the frames carry a VLAN tag.
    Source: [C] MODELS.md section 4.
    """
    payload = mtu - IP_TCP_HEADERS - (TCP_TIMESTAMPS if timestamps else 0)
    return payload / (mtu + FRAME_OVERHEAD + (VLAN_TAG if tagged else 0) + (VXLAN_OVERHEAD if vxlan else 0))


def goodput_mb_s(
    rate: float, mtu: float, *, timestamps: bool = True, vlan: bool = False, vxlan: bool = False
) -> float:
    """Return what TCP payload gets (Mb/s) of an Ethernet link of `rate` (Mb/s) in full frames of an MTU.

    timestamps: the TCP option is on; vlan: frames carry a tag; vxlan: they are wrapped, and `mtu` is that of
    the inner network. Source: MODELS.md section 4 [C]: (MTU - 52)/(MTU + 38).
    """
    return rate * goodput(mtu, timestamps=timestamps, tagged=vlan, vxlan=vxlan)
