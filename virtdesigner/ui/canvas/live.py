"""What a frame says of elements: a reading for those in view, the heat of all for the overview."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from virtdesigner.engine.arrays import Floats, total
from virtdesigner.engine.frame import Frame
from virtdesigner.model.design import Design
from virtdesigner.model.parts import GuestMemory, MachineMemory, Processor, VirtualCpus
from virtdesigner.rules.visibility import machine_of
from virtdesigner.ui.canvas.badges import badge
from virtdesigner.ui.canvas.readings import NOTHING, LinkReading, Metric, Reading

if TYPE_CHECKING:
    from virtdesigner.engine.compiled import Compiled


class Rows:
    """Where elements of a design are found in the frames of one compilation; good for all of these."""

    def __init__(self, compiled: "Compiled", design: Design) -> None:
        self.compiled = compiled
        self.design = design
        self.guests = _rows(compiled.guest_ids)
        self.hosts = _rows(compiled.host_ids)
        self.links = _rows(compiled.link_ids)
        self.luns = _rows(compiled.lun_ids)
        self.vcpus = np.array([self._cores(id) for id in compiled.guest_ids], float)
        self.sizes = np.array([self._size(id) for id in compiled.guest_ids], float)
        machines = (machine_of(design, id) if id in design.elements else None for id in compiled.guest_ids)
        around = zip(compiled.guest_ids, machines, strict=True)
        rows = [self.guests.get(vm.id, -1) if vm and vm.id != id else -1 for id, vm in around]
        self.around = np.array(rows, dtype=np.int64)
        # One more for guests without a host, whose row is -1.
        speeds = [self._part(id, Processor, "relative_speed", 1) for id in compiled.host_ids]
        self.speeds = np.array([*speeds, 1.0], float)
        self.cables = {id: self._link_rows(id, "cable") for id in compiled.host_ids}
        space = compiled.stores.space
        self.thin = frozenset(space.lun[space.growth > 0].tolist())
        self.disks = {id: self._lun_rows(id) for id in compiled.guest_ids}

    def fits(self, frame: Frame, design: Design) -> bool:
        """Whether these are still right for a frame and the design shown."""
        return frame.compiled is self.compiled and design is self.design

    def with_content(self, cores: Floats) -> Floats:
        """CPU of guests (guests,), that of containers added to their VM's."""
        inside = np.flatnonzero(self.around >= 0)
        return cores + total(cores[inside], self.around[inside], cores.size)

    def _cores(self, id: str) -> float:
        """VCPUs of a guest; the cores of a server whose workload runs on it bare."""
        bare = self._part(id, Processor, "sockets", 0) * self._part(id, Processor, "cores_per_socket", 0)
        return self._part(id, VirtualCpus, "count", bare)

    def _size(self, id: str) -> float:
        """MiB of a guest, or of a server whose workload runs on it bare."""
        return self._part(id, GuestMemory, "size", self._part(id, MachineMemory, "size", 0))

    def _part(self, id: str, part: Any, field: str, absent: float) -> float:
        element = self.design.elements.get(id)
        carried = element.carried(part) if element else ()
        return float(getattr(carried[0], field)) if carried else absent

    def _link_rows(self, id: str, kind: str) -> list[int]:
        if id not in self.design.elements:
            return []
        links = (link.id for link in self.design.links_of(id) if link.kind == kind)
        return [self.links[link] for link in links if link in self.links]

    def _lun_rows(self, id: str) -> list[int]:
        if id not in self.design.elements:
            return []
        links = (link.target for link in self.design.links_of(id) if link.kind == "disk")
        return [self.luns[lun] for lun in links if lun in self.luns]

    def busiest_link(self, frame: Frame, id: str, kind: str) -> float | None:
        """Utilisation of the busiest link of a kind at an element; None when it has none."""
        return _highest(frame.links.utilisation, self._link_rows(id, kind))

    def busiest_store(self, frame: Frame, id: str) -> float | None:
        """Of a server or array: the busiest of its own LUNs and its fibre links."""
        children = self.design.children(id)
        own = _highest(frame.luns.utilisation, [self.luns[child] for child in children if child in self.luns])
        fibre = self.busiest_link(frame, id, "fibre")
        return max((value for value in (own, fibre) if value is not None), default=None)


class Live:
    """Readings of one frame. Elements that the frame does not know have none."""

    def __init__(self, frame: Frame, rows: Rows) -> None:
        self._frame = frame
        self._rows = rows
        guests = frame.guests
        cores = rows.vcpus * rows.speeds[guests.host]
        self._cpu = _shares(rows.with_content(guests.cpu_granted), cores)
        self._wanted = _shares(rows.with_content(guests.cpu_demand), cores)
        self._memory = _shares(guests.memory_active, rows.sizes)

    def reading(self, id: str) -> Reading:
        """What an element's card shows."""
        rows = self._rows
        if id not in rows.design.elements:
            return NOTHING
        if (row := rows.hosts.get(id)) is not None:
            return self._host(id, row)
        if (row := rows.guests.get(id)) is not None:
            return self._guest(id, row)
        if (row := rows.luns.get(id)) is not None:
            return self._lun(row)
        return Reading(
            network=rows.busiest_link(self._frame, id, "cable"), storage=rows.busiest_store(self._frame, id)
        )

    def links(self, ids: Iterable[str]) -> dict[str, LinkReading]:
        """What those of the links that the frame knows carry."""
        links, rows = self._frame.links, self._rows.links
        return {
            id: LinkReading(
                float(links.used[rows[id]]),
                float(links.capacity[rows[id]]),
                float(links.utilisation[rows[id]]),
            )
            for id in ids
            if id in rows
        }

    def heats(self, metric: Metric) -> Mapping[str, float]:
        """How hot each guest and each LUN is in one respect, as a share of 1: all at once."""
        found = dict(self._guest_heats(metric))
        if metric == "storage":
            utilisation = self._frame.luns.utilisation
            found |= {id: _share(float(utilisation[row]), 1) for id, row in self._rows.luns.items()}
        return found

    def _guest_heats(self, metric: Metric) -> Iterable[tuple[str, float]]:
        ids = self._frame.compiled.guest_ids
        if metric == "cpu":
            return zip(ids, self._wanted, strict=True)
        if metric == "memory":
            return zip(ids, self._memory, strict=True)
        if metric == "network":
            busiest = [_highest(self._frame.links.utilisation, rows) for rows in self._rows.cables.values()]
            at_host = [*(value or 0.0 for value in busiest), 0.0]
            hosts = self._frame.guests.host.tolist()
            return ((id, at_host[host]) for id, host in zip(ids, hosts, strict=True))
        utilisation = self._frame.luns.utilisation
        return ((id, _highest(utilisation, rows) or 0.0) for id, rows in self._rows.disks.items())

    def _host(self, id: str, row: int) -> Reading:
        hosts, bare = self._frame.hosts, self._rows.guests.get(id)
        return Reading(
            cpu=_share(float(hosts.cpu_used[row]), float(hosts.cpu_capacity[row])),
            memory=_share(float(hosts.memory_used[row]), float(hosts.memory_total[row])),
            network=self._rows.busiest_link(self._frame, id, "cable"),
            storage=self._rows.busiest_store(self._frame, id),
            badge=None if bare is None else badge(self._frame, self._rows.design, bare),
        )

    def _lun(self, row: int) -> Reading:
        luns = self._frame.luns
        busy = _share(float(luns.utilisation[row]), 1)
        if row not in self._rows.thin:
            return Reading(storage=busy)
        used, capacity = float(luns.used[row]), float(luns.capacity[row])
        return Reading(storage=busy, space=_share(used, capacity), held=round(used))

    def _guest(self, id: str, row: int) -> Reading:
        frame, rows = self._frame, self._rows
        host = int(frame.guests.host[row])
        at_host = rows.cables[frame.compiled.host_ids[host]] if host >= 0 else []
        return Reading(
            cpu=self._cpu[row],
            wanted=self._wanted[row],
            memory=self._memory[row],
            network=_highest(frame.links.utilisation, at_host),
            storage=_highest(frame.luns.utilisation, rows.disks[id]),
            badge=badge(frame, rows.design, row),
        )


def _rows(ids: Sequence[str]) -> dict[str, int]:
    return {id: row for row, id in enumerate(ids)}


def _shares(part: Floats, whole: Floats) -> list[float]:
    """Whole per cents, so that a card is painted again only when a figure that it shows has changed."""
    share = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    result: list[float] = np.round(np.clip(share, 0, 1), 2).tolist()
    return result


def _share(part: float, whole: float) -> float:
    return round(min(max(part / whole, 0.0), 1.0), 2) if whole > 0 else 0.0


def _highest(utilisation: Floats, rows: Sequence[int]) -> float | None:
    return _share(max(float(utilisation[row]) for row in rows), 1) if rows else None
