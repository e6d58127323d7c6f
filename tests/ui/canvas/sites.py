"""Designs and frames for the tests of the canvas."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from virtdesigner.engine.frame import CAUSES, Frame, GuestFrame, HostFrame, LinkFrame, LunFrame
from virtdesigner.kinds import KINDS
from virtdesigner.model.change import add
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.layout import arrange
from virtdesigner.model.link import LINK_KINDS, Link
from virtdesigner.model.parts import DiskGroup, Hba
from virtdesigner.model.record import source_id
from virtdesigner.rules.visibility import server_of


def element(kind: str, name: str, parent: Element | None = None, **fields: Any) -> Element:
    above = parent.id if parent else None
    return KINDS[kind](id=source_id("test", f"{above}/{name}"), kind=kind, name=name, parent=above, **fields)


def link(kind: str, source: Element, target: Element, source_part: str = "", target_part: str = "") -> Link:
    id = source_id("test", f"{kind} {source.id}.{source_part} {target.id}.{target_part}")
    return LINK_KINDS[kind](
        id=id, source=source.id, source_part=source_part, target=target.id, target_part=target_part
    )


VLANS = ((10, "web"), (20, "app"), (120, "db"))


def host(name: str, guests: tuple[str, ...]) -> tuple[list[Element], list[Link]]:
    """A server with a hypervisor, a virtual switch of three VLANs, and guests plugged into these in turn."""
    server = element("physical-server", name, hbas=(Hba(id="fc0", name="fc0"),))
    hypervisor = element("hypervisor", "ESXi 8", server)
    switch = element("virtual-switch", "vSwitch0", hypervisor)
    vlans = [element("vlan", label, switch, vlan_id=number) for number, label in VLANS]
    machines = [element("virtual-machine", guest, hypervisor) for guest in guests]
    links = [link("uplink", switch, server, "", "nic0")]
    links += [link("vnic", vm, vlans[n % len(vlans)], "nic0") for n, vm in enumerate(machines)]
    return [server, hypervisor, switch, *vlans, *machines], links


def storage(luns: int = 3) -> list[Element]:
    group = DiskGroup(id="group0", name="Disk group 1", disks=12, raid="10")
    own = element("storage-array", "array-1", disk_groups=(group,))
    return [own, *(element("lun", f"LUN-{n + 1}", own, backing="group0") for n in range(luns))]


def branch_office() -> Design:
    """Two hosts with six guests each, a switch for each, an array on fibre."""
    first, links = host("esx-01", ("web-01", "web-02", "app-01", "file-01", "vdi-01", "vdi-02"))
    second, more = host("esx-02", ("db-01", "build-01", "build-02", "app-02", "report-01", "cache"))
    switches = [element("physical-switch", name) for name in ("sw-1", "sw-2")]
    array = storage()
    links += more
    links += [link("cable", first[0], switches[0], "nic0"), link("cable", second[0], switches[1], "nic0")]
    links += [link("cable", switches[0], switches[1])]
    links += [
        link("fibre", server[0], array[0], "fc0", port) for server, port in ((first, "fc0"), (second, "fc1"))
    ]
    links += [link("disk", vm, array[1 + n % 3], "disk0") for n, vm in enumerate([*first[6:], *second[6:]])]
    return Design.of({"elements": [*first, *second, *switches, *array], "links": links})


def site(hosts: int, guests: int, unplaced: int = 0) -> Design:
    """Many hosts on two switches and one array, and guests that lie nowhere."""
    switches = [element("physical-switch", f"sw-{n + 1}") for n in range(2)]
    fabric = element("physical-switch", "fc-1", fabric="fibre-channel")
    array = storage(8)
    elements: list[Element] = [*switches, fabric, *array]
    links: list[Link] = [link("fibre", array[0], fabric, "fc0")]
    for number in range(hosts):
        own, wired = host(
            f"esx-{number + 1:02}", tuple(f"vm-{number + 1:02}-{n + 1:03}" for n in range(guests))
        )
        elements += own
        links += [
            *wired,
            link("cable", own[0], switches[0], "nic0"),
            link("cable", own[0], switches[1], "nic1"),
            link("fibre", own[0], fabric, "fc0"),
        ]
        links += [link("disk", vm, array[1 + n % 8], "disk0") for n, vm in enumerate(own[6:])]
    elements += [element("virtual-machine", f"spare-{n + 1:03}") for n in range(unplaced)]
    return Design.of({"elements": elements, "links": links})


def arranged(design: Design) -> Design:
    return design.edited([add("placements", placement) for placement in arrange(design)])


def named(design: Design, name: str) -> str:
    return next(e.id for e in design.elements.values() if e.name == name)


def compiled_of(design: Design) -> Any:
    """What the canvas asks of a compiled design: the ids in the order of a frame's rows."""
    kinds = {
        "guest_ids": "virtual-machine",
        "host_ids": "physical-server",
        "lun_ids": "lun",
    }
    tables = {
        table: tuple(id for id, e in design.elements.items() if e.kind == kind)
        for table, kind in kinds.items()
    }
    cables = tuple(id for id, each in design.links.items() if each.kind in ("cable", "fibre"))
    no_disks = SimpleNamespace(lun=np.zeros(0, dtype=int), growth=np.zeros(0))
    return SimpleNamespace(
        element_ids=tuple(design.elements),
        link_ids=cables,
        design=design,
        stores=SimpleNamespace(space=no_disks),
        **tables,
    )


def frame_of(design: Design, **guests: Any) -> Frame:
    """A frame with a load that differs from row to row; `guests` sets fields of GuestFrame by guest name.

    guests: field=dict(guest name: value); `limited_by` takes the name of a cause, `limiter` of an element.
    """
    compiled = compiled_of(design)
    count, hosts = len(compiled.guest_ids), len(compiled.host_ids)
    level = (np.arange(count) * 37 % 100) / 100
    fields: dict[str, Any] = {name: np.zeros(count) for name in GuestFrame.__dataclass_fields__}
    rows = {id: row for row, id in enumerate(compiled.host_ids)}
    fields["host"] = np.array(
        [rows.get(server_of(design, id) or "", -1) for id in compiled.guest_ids], dtype=int
    )
    fields["cpu_demand"] = level * 2
    fields["cpu_granted"] = np.minimum(level * 2, 1.7)
    fields["memory_active"] = (np.arange(count) * 53 % 100) / 100 * 4096
    fields["progress"] = np.ones(count)
    fields["lost"] = np.zeros((count, len(CAUSES)))
    fields["limited_by"] = np.zeros(count, dtype=int)
    fields["limiter"] = np.full(count, -1)
    _set(fields, compiled, design, guests)
    links, luns = len(compiled.link_ids), len(compiled.lun_ids)
    used = (np.arange(links) * 41 % 100) / 100
    busy = (np.arange(luns) * 29 % 100) / 100
    host_level = (np.arange(hosts) * 36 % 100 + 61) % 100 / 100
    return Frame(
        compiled=compiled,
        step=1,
        time=1.0,
        dt=1.0,
        guests=GuestFrame(**fields),
        hosts=HostFrame(
            cpu_capacity=np.full(hosts, 32.0),
            cpu_used=host_level * 32,
            memory_total=np.full(hosts, 262_144.0),
            memory_used=host_level[::-1] * 262_144,
            memory_state=np.zeros(hosts, dtype=int),
            power=np.full(hosts, 200.0),
        ),
        links=LinkFrame(capacity=np.full(links, 10_000.0), used=used * 10_000, utilisation=used),
        luns=LunFrame(
            iops=busy * 1000,
            latency=np.ones(luns),
            utilisation=busy,
            queue=busy,
            used=busy,
            capacity=np.ones(luns),
        ),
        converged=True,
    )


def _set(fields: dict[str, Any], compiled: Any, design: Design, guests: Any) -> None:
    for field, values in guests.items():
        for name, value in values.items():
            row = compiled.guest_ids.index(named(design, name))
            if field == "limited_by":
                fields[field][row] = CAUSES.index(value)
            elif field == "limiter":
                fields[field][row] = compiled.element_ids.index(named(design, value))
            elif field == "lost":
                fields[field][row, 1] = value
            else:
                fields[field][row] = value
