"""Delay: how long packets take over links that others use, and back. Source: MODELS.md section 4."""

from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, quotient, rows_of, total
from virtdesigner.engine.compile.flows import Flows
from virtdesigner.engine.estimates import HOP_QUEUE_PACKETS
from virtdesigner.engine.phases.routes import Routes
from virtdesigner.engine.queueing import hop_latency


class Delay(NamedTuple):
    """What the wait of each guest's packets follows from: what goes over links and what they can carry."""

    flows: Flows
    routes: Routes
    load: Floats
    room: Floats
    guests: int

    def of_guests(self) -> Floats:
        """Return the mean time (guests,) ms until a packet is answered.

        There and back through its systems and what lies outside; there over each busy hop, M/M/1. Links carry
        each direction by itself, and nothing is said of what a flow gets back: an answer waits for nobody.
        Flows weigh as much as they would send; 0 for a guest without any. Source: MODELS.md section 4.
        """
        rows = rows_of((self.flows.rate > 0.0) & ~self.flows.is_cut)
        flows = self.flows
        # In s for each Mb of a packet, so that one sum over a route serves packets of every size.
        has = self.room > 0.0
        service = np.where(has, 1.0 / np.where(has, self.room, 1.0), 0.0)
        waits = hop_latency(service, self.load * service, HOP_QUEUE_PACKETS * service)
        by_route = np.append(total(waits[self.routes.link], self.routes.on_route, self.routes.routes), 0.0)
        # Flows that cross nothing have -1, the last place.
        packet_ms = by_route[self.routes.of_flow[rows]] / flows.packets[rows] * 1000.0
        rate, guest = flows.rate[rows], flows.guest[rows]
        whole = total(rate, guest, self.guests)
        spent = total(rate * (packet_ms + flows.fixed_ms[rows]), guest, self.guests)
        return quotient(spent, whole)
