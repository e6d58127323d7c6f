"""Workers of a cloud service: copies of one of its members, added and taken away by number."""

from collections.abc import Iterator, Sequence

from virtdesigner.kinds import CloudService, VirtualMachine
from virtdesigner.model.change import Change, add, combined, update
from virtdesigner.model.design import Design
from virtdesigner.model.edits import copy, delete, paste
from virtdesigner.model.element import Element
from virtdesigner.model.link import Member
from virtdesigner.model.messages import Message
from virtdesigner.model.parts import GuestMemory, MachineMemory
from virtdesigner.model.record import new_id
from virtdesigner.rules.fitting import Fitted, fitted
from virtdesigner.rules.relocate import relocate
from virtdesigner.rules.visibility import host_in_cluster, hypervisor_on, server_of


def add_workers(design: Design, service: str, count: int) -> Fitted:
    """Copy the worker of a service `count` times: switched on, its members, where most memory is free.

    VMs go to the hosts of the worker's cluster, or stay on its own. Links that a copy can't have there are
    left out and told. Nothing is added when the service names no worker.
    """
    worker = worker_of(design, service)
    if worker is None:
        return Fitted(())
    free = _free_memory(design, worker)
    changes, left_out, now = list[Change](), list[Message](), design
    for _ in range(count):
        host = max(free, key=lambda id: free[id], default=None)
        made = fitted(now, _one_more(now, service, worker, host))
        if host is not None:
            free[host] -= _claim(worker)
        changes += made.changes
        left_out += made.left_out
        now = now.edited(made.changes)
    return Fitted(combined(changes), tuple(left_out))


def remove_workers(design: Design, service: str, count: int) -> Sequence[Change]:
    """Delete the last `count` copies of a service's worker; never the worker, nothing of another kind."""
    found = copies(design, service)
    return delete(design, found[max(len(found) - count, 0) :]) if count > 0 else ()


def copies(design: Design, service: str) -> Sequence[str]:
    """Ids of the members of a service that are of its worker's kind, without the worker, by name."""
    worker = worker_of(design, service)
    if worker is None:
        return ()
    members = (design.elements[link.source] for link in design.links_of(service) if isinstance(link, Member))
    found = [member for member in members if member.id != worker.id and member.kind == worker.kind]
    # Numbers grow: worker-100 comes after worker-99.
    return [member.id for member in sorted(found, key=lambda member: (len(member.name), member.name))]


def worker_of(design: Design, service: str) -> Element | None:
    """The member of a service that its workers are copies of, if it names one."""
    own = design.elements[service]
    return design.elements[own.worker] if isinstance(own, CloudService) and own.worker else None


def _one_more(design: Design, service: str, worker: Element, host: str | None) -> list[Change]:
    changes = list(paste(design, copy(design, [worker.id]), worker.parent))
    made = next(change.after for change in changes if isinstance(change.after, Element))
    changes.append(update("elements", made, switched := made.replace(powered_on=True)))
    changes += _membership(changes, made.id, service)
    return [*changes, *_brought(design.edited(changes), switched, host)]


def _membership(changes: Sequence[Change], copied: str, service: str) -> Iterator[Change]:
    """The link to the service, unless the copy has it from its original."""
    links = (change.after for change in changes if isinstance(change.after, Member))
    if not any((link.source, link.target) == (copied, service) for link in links):
        yield add("links", Member(id=new_id(), source=copied, target=service))


def _brought(design: Design, copied: Element, host: str | None) -> Sequence[Change]:
    """The edit that puts a copy on a host: into its hypervisor, or, in a cluster's pool, by naming it."""
    if host is None or server_of(design, copied.id) == host or not isinstance(copied, VirtualMachine):
        return ()
    if host_in_cluster(design, copied):
        return [update("elements", copied, copied.replace(host=host))]
    return relocate(design, [copied.id], hypervisor_on(design, host))


def _free_memory(design: Design, worker: Element) -> dict[str, float]:
    """The servers that may run copies of a VM, each with the MiB that no guest on it claims."""
    own = server_of(design, worker.id)
    if own is None or not isinstance(worker, VirtualMachine):
        return {}
    cluster = design.elements[own].parent
    hosts = [id for id in design.children(cluster) if _is_able(design, id)] if cluster else [own]
    free = {id: sum(part.size for part in design.elements[id].carried(MachineMemory)) for id in hosts}
    for guest, memory in design.carrying(GuestMemory):
        host = server_of(design, guest.id)
        if host in free and not any(around.carried(GuestMemory) for around in design.ancestors(guest.id)):
            free[host] -= memory.size
    return free


def _claim(worker: Element) -> float:
    return sum(part.size for part in worker.carried(GuestMemory))


def _is_able(design: Design, id: str) -> bool:
    """Whether a server can take another guest: it is on, in service, and runs a hypervisor."""
    element = design.elements[id]
    in_service = getattr(element, "powered_on", True) and not getattr(element, "maintenance", False)
    return bool(in_service) and hypervisor_on(design, id) is not None
