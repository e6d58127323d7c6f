"""Virtual I/O server: a driver domain that owns adapters and serves them to other guests."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import flag, hidden, part
from virtdesigner.model.parts import GuestMemory, VirtualCpus, VirtualNic


class VirtualIoServer(Element):
    """A partition with CPUs of its own, through which guests reach the adapters that it is given."""

    label = "Virtual I/O server"
    group = "Platform"
    card = (220, 64)
    opens = True

    kind: Literal["virtual-io-server"] = hidden("virtual-io-server", "Kind of element.")
    powered_on: bool = flag(True, "Switched on.", label="Power")
    cpus: VirtualCpus = part(VirtualCpus(), "Its processors.", label="Compute")
    memory: GuestMemory = part(
        GuestMemory(), "Its memory.", label="Memory", without=("tools", "balloon_limit")
    )
    nics: tuple[VirtualNic, ...] = part((), "Its own network adapters.", label="Network adapters")
