"""The table of services that grow and shrink with their load."""

from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, total
from virtdesigner.engine.compile.columns import columns
from virtdesigner.kinds import CloudService
from virtdesigner.model.change import update
from virtdesigner.model.design import Design


class Scalings(NamedTuple):
    """Services with a rule, arrays (services,). out_above, in_below: CPU use, 0 to 1; cooldown: s.

    service, guest: (members,) pairs, in the order of ids: that in which they start; the last stops first.
    wished: (services,) members that are on in the design, whose load all that run share.
    """

    out_above: Floats
    in_below: Floats
    minimum: Floats
    maximum: Floats
    cooldown: Floats
    service: Ints
    guest: Ints
    wished: Floats
    keys: tuple[str, ...]


def compile_scalings(design: Design, guest_row: dict[str, int]) -> Scalings:
    """Make the table of services with a rule and members that can run it."""
    services = sorted(
        (e for e in design.elements.values() if isinstance(e, CloudService)), key=lambda e: e.id
    )
    ruled = [(service, service.scaling) for service in services if service.scaling]
    row = {service.id: number for number, (service, _) in enumerate(ruled)}
    members = sorted(
        (row[link.target], guest_row[link.source])
        for link in design.links.values()
        if link.kind == "member" and link.target in row and link.source in guest_row
    )
    pairs = np.array(members, dtype=np.int64).reshape(-1, 2)
    is_on = [bool(getattr(design.elements[id], "powered_on", True)) for id in guest_row]
    wished = total(np.array(is_on, dtype=np.float64)[pairs[:, 1]], pairs[:, 0], len(ruled))
    rules = columns([rule for _, rule in ruled], ("out_above", "in_below", "minimum", "maximum", "cooldown"))
    above, below, minimum, maximum, cooldown = rules
    return Scalings(
        out_above=above / 100.0,
        in_below=below / 100.0,
        minimum=minimum,
        maximum=maximum,
        cooldown=cooldown,
        service=pairs[:, 0],
        guest=pairs[:, 1],
        wished=wished,
        keys=tuple(row),
    )


def with_spares(design: Design) -> Design:
    """The design with the spares of services that scale switched on: they need their ways once they start."""
    scaled = {id for id, e in design.elements.items() if isinstance(e, CloudService) and e.scaling}
    members = {link.source for link in design.links.values() if link.target in scaled}
    spares = (e for e in map(design.elements.__getitem__, members) if not getattr(e, "powered_on", True))
    changes = [update("elements", spare, spare.replace(powered_on=True)) for spare in spares]
    return design.edited(changes) if changes else design
