"""Group load: what guests in a pool, or containers in a VM, ask of it, get and may get at most."""

from virtdesigner.engine.frame import Frame
from virtdesigner.insight.users import inside_of
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import PoolCpu

REACHED = 0.01
"""Part of a pool's limit that may be missing for it to count as given out [E]."""


def group_load(frame: Frame, element: str) -> Message:
    """Say what a group gives out: "pool-limited" where its limit binds, "group-full" or "group-gives"."""
    rows = inside_of(frame, element)
    given, wanted = (
        float(cores[rows].sum()) for cores in (frame.guests.cpu_granted, frame.guests.cpu_demand)
    )
    limit = pool_limit(frame, element)
    if limit is not None and given >= limit * (1 - REACHED):
        return message("pool-limited", element=element, limit=limit, wanted=wanted)
    code = "group-full" if wanted > given * (1 + REACHED) else "group-gives"
    return message(code, element=element, cores=given, wanted=wanted)


def pool_limit(frame: Frame, element: str) -> float | None:
    """The cores that a resource pool may use at most; None without a limit, and for what is no pool."""
    record = frame.compiled.design.elements.get(element)
    limits = [cpu.limit for cpu in record.carried(PoolCpu)] if record else []
    return next((limit for limit in limits if limit is not None), None)
