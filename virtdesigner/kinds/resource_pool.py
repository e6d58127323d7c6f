"""Resource pool: guests that share what is set aside for them."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import hidden, part
from virtdesigner.model.parts import PoolCpu, PoolMemory


class ResourcePool(Element):
    """Shares, reservation and limit for the guests and pools in it; only siblings compete."""

    label = "Resource pool"
    group = "Platform"
    card = (220, 64)
    opens = True

    kind: Literal["resource-pool"] = hidden("resource-pool", "Kind of element.")
    cpu: PoolCpu = part(PoolCpu(), "Its claim on CPU.", label="CPU")
    memory: PoolMemory = part(PoolMemory(), "Its claim on memory.", label="Memory")
