"""Handing over: adapters of a server that are given to a guest, whole or as a virtual function or port."""

from collections.abc import Iterator

from virtdesigner.model.design import Design, part_of
from virtdesigner.model.link import Link, Passthrough
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import Hba, Nic, VirtualNic
from virtdesigner.rules.plugging import home_of
from virtdesigner.rules.visibility import server_of


def adapter_fits(design: Design, link: Link) -> Message | None:
    """Why an adapter can't be handed over as a link says.

    It goes to guests of its own server, a network one to a network one. A whole one serves nobody else; of
    virtual ones there are as many as the adapter has.
    Codes: "adapter-of-another-server", "wrong-adapter" (guest, server), "plugged-in-already" (element, part),
    "adapter-in-use" (server, part, peer), "adapter-given-away" (server, part, guest), "no-virtual-function"
    (server, part, count), "no-virtual-port" (server, part).
    """
    assert isinstance(link, Passthrough)
    if server_of(design, link.target) != link.source:
        return message("adapter-of-another-server", guest=link.target, server=link.source)
    own = part_of(design.elements[link.source], link.source_part)
    there = part_of(design.elements[link.target], link.target_part)
    if there is not None and isinstance(own, Nic) != isinstance(there, VirtualNic):
        return message("wrong-adapter", guest=link.target, server=link.source)
    if any(_is_plugged_in(other, link) for other in design.links_of(link.target)):
        return message("plugged-in-already", element=link.target, part=link.target_part)
    return _whole_fits(design, link) if link.mode == "whole" else _virtual_fits(design, link, own)


def _is_plugged_in(other: Link, link: Passthrough) -> bool:
    ends = (other.source, other.source_part)
    return bool(link.target_part) and other.kind == "vnic" and ends == (link.target, link.target_part)


def _whole_fits(design: Design, link: Passthrough) -> Message | None:
    user = next((user for user in _users(design, link) if user != link.target), None)
    if user is None and not any(True for _ in _others(design, link)):
        return None
    where = {"server": link.source, "part": link.source_part}
    return message("adapter-in-use", **where, peer=user or link.target)


def _users(design: Design, link: Passthrough) -> Iterator[str]:
    """What else makes use of an adapter: guests, and virtual switches (by what they are switches of)."""
    for other in _others(design, link):
        yield other.target
    for used in design.links_of(link.source):
        if used.kind == "uplink" and (used.target, used.target_part) == (link.source, link.source_part):
            home = home_of(design, used.source)
            yield home.id if home is not None and home.id == link.target else used.source


def _others(design: Design, link: Passthrough) -> Iterator[Passthrough]:
    """Other links that hand over the same adapter."""
    for other in design.links_of(link.source):
        if isinstance(other, Passthrough) and other.id != link.id and other.source_part == link.source_part:
            yield other


def _virtual_fits(design: Design, link: Passthrough, own: object) -> Message | None:
    where = {"server": link.source, "part": link.source_part}
    others = list(_others(design, link))
    if owner := next((other for other in others if other.mode == "whole"), None):
        return message("adapter-given-away", **where, guest=owner.target)
    if isinstance(own, Nic) and own.virtual_functions <= len(others):
        return message("no-virtual-function", **where, count=own.virtual_functions)
    if isinstance(own, Hba) and not own.npiv:
        return message("no-virtual-port", **where)
    return None
