"""Plugging in: which virtual switches a guest reaches, and which adapters a virtual switch sends through."""

from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.link import Link, Passthrough
from virtdesigner.model.messages import Message, message
from virtdesigner.rules.visibility import scheduler_of, server_of

BRIDGED = "container-engine"
"""Kind whose switches share an adapter with the system they run in, and with one another."""


def switch_is_in_reach(design: Design, link: Link) -> Message | None:
    """Why an adapter of a guest can't be plugged in where a link says.

    A VM reaches the switches of its hypervisor, of the virtual I/O servers there, and of its server's
    cluster; a container those of its engine; a virtual I/O server those of its hypervisor and its own. A
    guest without a place may be plugged in anywhere: it is judged when it gets one.
    Codes: "adapter-passed-through" (element, part), "switch-on-another-host" (guest, switch),
    "switch-of-another-cluster" (guest, switch, cluster), "switch-of-another" (guest, switch, parent).
    """
    if any(_is_given(other, link.source, link.source_part) for other in design.links_of(link.source)):
        return message("adapter-passed-through", element=link.source, part=link.source_part)
    home, guest = home_of(design, link.target), design.elements[link.source]
    server = server_of(design, guest.id)
    if home is None or _may_reach(design, guest, home, server):
        return None
    parameters = {"guest": link.source, "switch": link.target}
    there = server_of(design, home.id)
    if there is not None and server is not None and there != server:
        return message("switch-on-another-host", **parameters)
    if home.kind == "cluster":
        return message("switch-of-another-cluster", **parameters, cluster=home.id)
    return message("switch-of-another", **parameters, parent=home.id)


def _is_given(link: Link, guest: str, part: str) -> bool:
    """Whether a link hands an adapter of the server to an adapter of a guest."""
    return link.kind == "passthrough" and (link.target, link.target_part) == (guest, part)


def _may_reach(design: Design, guest: Element, home: Element, server: str | None) -> bool:
    if guest.kind == "container":
        return guest.parent is None or home.id == guest.parent
    if server is None:
        return True
    scheduler = scheduler_of(design, guest.id)
    if home.id == scheduler:
        return True
    if guest.kind == "virtual-io-server":
        return home.id == guest.id
    if home.kind == "virtual-io-server":
        return home.parent == scheduler
    return home.kind == "cluster" and home.id == design.elements[server].parent


def home_of(design: Design, id: str) -> Element | None:
    """What a virtual switch, or that of a VLAN, is a switch of: a hypervisor, an engine, a cluster..."""
    element = design.elements[id]
    switch = design.elements[element.parent] if element.kind == "vlan" and element.parent else element
    return design.elements[switch.parent] if switch.parent else None


def uplink_fits(design: Design, link: Link) -> Message | None:
    """Why a virtual switch can't send through an adapter.

    It sends through adapters of the machine that it runs in, a distributed one through those of its cluster's
    servers; none that a guest has to itself, but for the switch of the virtual I/O server that has it.
    Codes: "uplink-of-another-server" (switch, server), "uplink-outside-cluster" (switch, server, cluster),
    "adapter-given-away" (server, part, guest).
    """
    home, machine = home_of(design, link.source), design.elements[link.target]
    if home is not None and home.kind == "cluster":
        if machine.kind != "physical-server" or machine.parent != home.id:
            return message("uplink-outside-cluster", switch=link.source, server=link.target, cluster=home.id)
    elif home is None or machine.id != _machine_around(design, home):
        return message("uplink-of-another-server", switch=link.source, server=link.target)
    owner = owner_of(design, link.target, link.target_part)
    if owner is None or owner.target == home.id:
        return None
    return message("adapter-given-away", server=link.target, part=link.target_part, guest=owner.target)


def _machine_around(design: Design, home: Element) -> str | None:
    return home.parent if home.kind == BRIDGED else server_of(design, home.id)


def owner_of(design: Design, server: str, part: str) -> Passthrough | None:
    """The link by which somebody has an adapter of a server to itself, if somebody has."""
    for link in design.links_of(server):
        if isinstance(link, Passthrough) and link.mode == "whole" and _starts_at(link, server, part):
            return link
    return None


def _starts_at(link: Link, element: str, part: str) -> bool:
    return (link.source, link.source_part) == (element, part)


def shares_its_adapter(design: Design, link: Link) -> bool:
    """Whether an uplink takes its adapter from nobody: a bridge of containers goes out as the system does."""
    home = home_of(design, link.source)
    return home is not None and home.kind == BRIDGED
