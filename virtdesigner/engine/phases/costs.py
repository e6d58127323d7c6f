"""What traffic and I/O cost guests in CPU, per unit of what they move. Source: MODELS.md sections 4 and 5."""

from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, total
from virtdesigner.engine.compiled import Compiled


class Costs(NamedTuple):
    """Reference cores, arrays (guests,): inside the guest and outside.

    sent_*: of all it sends at full load; io_*: of one I/O a second. Arrivals (arrivals,): the flows that end
    at a guest: flow: row; sender, receiver: guests; inside, outside: cores at full load of the sender.
    """

    sent_inside: Floats
    sent_outside: Floats
    io_inside: Floats
    io_outside: Floats
    sender: Ints
    receiver: Ints
    arriving_inside: Floats
    arriving_outside: Floats


def costs(compiled: Compiled, cores_per_cycle: Floats) -> Costs:
    """Work out the costs of guests, on hosts where a cycle a second takes so many cores (guests,)."""
    flows, ios = compiled.flows, compiled.stores.ios
    size = cores_per_cycle.size
    packets = flows.rate * flows.packets
    ends = np.flatnonzero((flows.receiver >= 0) & ~flows.is_cut)
    receiver = flows.receiver[ends]
    at_receiver = packets[ends] * cores_per_cycle[receiver]
    return Costs(
        sent_inside=total(packets * flows.sent_inside, flows.guest, size) * cores_per_cycle,
        sent_outside=total(packets * flows.sent_outside, flows.guest, size) * cores_per_cycle,
        io_inside=total(ios.share * ios.inside, ios.guest, size) * cores_per_cycle,
        io_outside=total(ios.share * ios.outside, ios.guest, size) * cores_per_cycle,
        sender=flows.guest[ends],
        receiver=receiver,
        arriving_inside=at_receiver * flows.received_inside[ends],
        arriving_outside=at_receiver * flows.received_outside[ends],
    )
