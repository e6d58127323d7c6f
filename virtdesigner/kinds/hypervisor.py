"""Hypervisor: what divides a server among virtual machines."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import hidden, part
from virtdesigner.model.parts import LiveChanges, MemoryPolicy, Virtualisation


class Hypervisor(Element):
    """Software that schedules virtual machines on a server and gives out its memory."""

    label = "Hypervisor"
    group = "Platform"
    card = (220, 64)
    opens = True

    kind: Literal["hypervisor"] = hidden("hypervisor", "Kind of element.")
    virtualisation: Virtualisation = part(Virtualisation(), "How it runs its guests.", label="Virtualisation")
    memory_policy: MemoryPolicy = part(MemoryPolicy(), "How it gives out memory.", label="Memory policy")
    live_changes: LiveChanges = part(
        LiveChanges(), "What of its guests can be changed while they run.", label="Changes while running"
    )
