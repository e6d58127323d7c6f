"""The forest of CPU pools: hosts, resource pools, VMs that hold containers, and driver domains.

A resource pool of a cluster has a row on each host where guests of it are; what it claims is split over them.
Source: MODELS.md section 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, quotient, total
from virtdesigner.engine.compile.guests import Guests, normal_shares
from virtdesigner.engine.compile.hosts import Hosts
from virtdesigner.engine.compile.seats import Seat, first
from virtdesigner.engine.estimates import MEMORY_SHARES_PER_MIB, POOL_MEMORY_MIB, POOL_VCPUS, SHARES_PER_VM
from virtdesigner.engine.pool_forest import Claims, PoolForest, entitlement
from virtdesigner.kinds.weights import WITHOUT_RESERVATIONS
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.parts import PoolCpu, PoolMemory, Virtualisation


class Pools(NamedTuple):
    """Pools, arrays (pools,): hosts first, in their order, as the roots; then what lies in them.

    element: row in `element_ids`; host: row of the root; guest: row of the VM or driver domain that it is, -1
    for none. own, own_memory: what resource pools claim in all, of cores and MiB; whole: number of the pool
    that the row is a part of. leaf: (guests,) the pool that each guest's own demand is met from at home, -1
    for none. cluster: (hosts,) number of each host's cluster, a host without one counting for itself.
    keys: to find a pool again.
    """

    forest: PoolForest
    element: Ints
    host: Ints
    guest: Ints
    own: Claims
    own_memory: Claims
    whole: Ints
    leaf: Ints
    cluster: Ints
    keys: tuple[str, ...]

    @property
    def has_resource_pools(self) -> bool:
        """Whether there are pools beside hosts and guests."""
        return bool(((self.forest.parent >= 0) & (self.guest < 0)).any())


class Claimed(NamedTuple):
    """What pools claim of the cores around them, guests of their pools', and pools of memory.

    It depends on figures of guests.
    """

    pools: Claims
    guests: Claims
    memory: Claims


_Claim = tuple[float, float, float]
"""Weight, reservation and limit."""

_UNCLAIMED: Final = (1.0, 0.0, np.inf)


@dataclass
class _Collector:
    """Collects pools; a row is made when something is found to lie in it."""

    design: Design
    host_row: dict[str, int]
    parent: list[int] = field(default_factory=list)
    element: list[str] = field(default_factory=list)
    host: list[int] = field(default_factory=list)
    claims: list[_Claim] = field(default_factory=list)
    memory: list[_Claim] = field(default_factory=list)
    found: dict[tuple[str, int], int] = field(default_factory=dict)

    def around(self, seat: Seat) -> int:
        """The pool that a guest competes in: its VM, its resource pool or the host itself; -1 for none."""
        server, carrier = seat.house.server, seat.house.carrier
        if server is None:
            return -1
        host = self.host_row[server.id]
        around = self.of(seat.house.pool, seat.house.platform, host)
        return self.add(carrier.id, host, around) if carrier else around

    def of(self, pool: Element | None, platform: Virtualisation | None, host: int) -> int:
        """The row of a resource pool on a host; the host where there is none."""
        if pool is None:
            return host
        if (pool.id, host) in self.found:
            return self.found[pool.id, host]
        around = self.design.elements[pool.parent] if pool.parent else None
        outer = around if around and around.carried(PoolCpu) else None
        around_it = self.of(outer, platform, host)
        return self.add(pool.id, host, around_it, _claims(pool, platform), _memory_claims(pool))

    def add(
        self, id: str, host: int, parent: int, claims: _Claim = _UNCLAIMED, memory: _Claim = _UNCLAIMED
    ) -> int:
        """The row of an element on a host, made when it isn't there."""
        if (id, host) not in self.found:
            self.found[id, host] = len(self.parent)
            self.parent.append(parent)
            self.element.append(id)
            self.host.append(host)
            self.claims.append(claims)
            self.memory.append(memory)
        return self.found[id, host]


def _memory_claims(pool: Element) -> _Claim:
    """What a resource pool claims of memory; a normal one weighs as much as a VM of 16 GiB."""
    memory = first(pool, PoolMemory) or PoolMemory()
    shares = MEMORY_SHARES_PER_MIB * POOL_MEMORY_MIB if memory.shares is None else memory.shares
    return shares, memory.reservation, np.inf if memory.limit is None else memory.limit


def _claims(pool: Element, platform: Virtualisation | None) -> _Claim:
    """Weight, reservation and limit of a resource pool; a normal one weighs as much as a VM of 4 vCPUs."""
    cpu = first(pool, PoolCpu) or PoolCpu()
    scheduler = platform.scheduler if platform else "esxi"
    whole, per_vcpu = normal_shares(scheduler)
    shares = whole + per_vcpu * POOL_VCPUS if cpu.shares is None else cpu.shares
    reservation = 0.0 if scheduler in WITHOUT_RESERVATIONS else cpu.reservation
    return shares, reservation, np.inf if cpu.limit is None else cpu.limit


def compile_pools(design: Design, seats: list[Seat], row: dict[str, int], host_row: dict[str, int]) -> Pools:
    """Make the table of pools; row: of elements, host_row: of servers."""
    guest_row = {seat.id: number for number, seat in enumerate(seats)}
    collector = _Collector(design, host_row)
    for server, host in host_row.items():
        collector.add(server, host, -1)
    carriers = {seat.carrier for seat in seats}
    leaf = []
    for seat in seats:
        around = collector.around(seat)
        if around >= 0 and (seat.is_driver_domain or seat.id in carriers):
            around = collector.add(seat.id, collector.host[around], around)
        leaf.append(around)
    parent = np.array(collector.parent, dtype=np.int64)
    numbers: dict[str, int] = {}
    guest = np.array([guest_row.get(id, -1) for id in collector.element], dtype=np.int64)
    return Pools(
        forest=PoolForest.of(parent),
        element=np.array([row[id] for id in collector.element], dtype=np.int64),
        host=np.array(collector.host, dtype=np.int64),
        # A server may be a guest itself, but is no pool inside another.
        guest=np.where(parent >= 0, guest, -1),
        own=Claims(*np.array(collector.claims, dtype=np.float64).reshape(-1, 3).T),
        own_memory=Claims(*np.array(collector.memory, dtype=np.float64).reshape(-1, 3).T),
        whole=np.array([numbers.setdefault(id, len(numbers)) for id in collector.element], dtype=np.int64),
        leaf=np.array(leaf, dtype=np.int64),
        cluster=_clusters(design, host_row),
        keys=tuple(f"{id} {host}" for id, host in _pairs(collector, [*host_row])),
    )


def _pairs(collector: _Collector, hosts: list[str]) -> Iterator[tuple[str, str]]:
    """Element and host of each pool."""
    return ((id, hosts[host]) for id, host in zip(collector.element, collector.host, strict=True))


def _clusters(design: Design, host_row: dict[str, int]) -> Ints:
    numbers: dict[str, int] = {}
    clusters = (design.elements[server].parent or server for server in host_row)
    return np.array([numbers.setdefault(id, len(numbers)) for id in clusters], dtype=np.int64)


def part_on(pools: Pools, pool: Ints, host: Ints) -> Ints:
    """Return the rows of the same pools on other hosts (rows,); the host where one has no part there."""
    size = pools.forest.roots.size
    keys = pools.whole * size + pools.host
    order = np.argsort(keys, kind="stable")
    wanted = np.where(pool >= 0, pools.whole[np.maximum(pool, 0)], -1) * size + host
    place = np.minimum(np.searchsorted(keys[order], wanted), keys.size - 1)
    found = order[place]
    return np.where((keys[found] == wanted) & (pool >= 0), found, host)


def claims_of(pools: Pools, guests: Guests, hosts: Hosts) -> Claimed:
    """Return what pools claim, and what guests claim of the pool that they are in."""
    is_pool = np.flatnonzero(pools.guest >= 0)
    row = pools.guest[is_pool]
    claims = Claims(*(column.copy() for column in pools.own))
    claims.weight[is_pool] = guests.shares[row]
    claims.reservation[is_pool] = guests.reservation[row]
    width = guests.vcpus[row] * hosts.speed[pools.host[is_pool]]
    claims.limit[is_pool] = np.minimum(guests.limit[row], width)
    own = Claims(guests.shares.copy(), guests.reservation.copy(), guests.limit.copy())
    # Inside, a VM's own programs count as one more container.
    own.weight[row], own.reservation[row], own.limit[row] = SHARES_PER_VM["cfs"], 0.0, np.inf
    counts = np.bincount(pools.whole)
    if pools.whole.size == 0 or counts.max() < 2:
        return Claimed(claims, own, pools.own_memory)
    due, filled = _due(pools, claims, own, guests, hosts), _filled(pools, guests)
    return Claimed(_split(pools, claims, due, counts), own, _split(pools, pools.own_memory, filled, counts))


def _split(pools: Pools, claims: Claims, due: Floats, counts: Ints) -> Claims:
    """Split what pools claim that lie on several hosts in proportion to what their guests there are due."""
    whole = total(due, pools.whole, counts.size)[pools.whole]
    part = quotient(due, whole, 1.0 / counts[pools.whole])
    # Infinity stays infinite, also times nothing.
    limit = np.where(
        np.isinf(claims.limit), np.inf, np.where(np.isinf(claims.limit), 1.0, claims.limit) * part
    )
    return Claims(claims.weight * part, claims.reservation * part, limit)


def _filled(pools: Pools, guests: Guests) -> Floats:
    """Return the memory (pools,) MiB of the guests in each pool."""
    placed = np.flatnonzero((pools.leaf >= 0) & guests.is_on)
    return _summed_up(pools, total(guests.memory[placed], pools.leaf[placed], pools.whole.size))


def _summed_up(pools: Pools, values: Floats) -> Floats:
    """Add to what is directly in each pool (pools,) what is in the pools inside it."""
    parent = pools.forest.parent
    for tier in reversed(pools.forest.tiers[1:]):
        values += total(values[tier], parent[tier], values.size)
    return values


def _due(pools: Pools, claims: Claims, own: Claims, guests: Guests, hosts: Hosts) -> Floats:
    """Return what each pool (pools,) is due on its host when clusters are seen as one machine."""
    roots = hosts.cores.size
    parent = pools.forest.parent
    # One tree a cluster: its hosts are one root, and the rows of a pool are one pool.
    merged = np.where(parent < 0, pools.cluster[pools.host], pools.whole + roots)
    rows, first_row, number = np.unique(merged, return_index=True, return_inverse=True)
    forest = PoolForest.of(np.where(parent[first_row] < 0, -1, number[parent[first_row]]))
    capacity = np.where(hosts.is_on, hosts.cores * hosts.speed, 0.0)
    clusters = total(capacity, pools.cluster, rows.size)[: forest.roots.size]
    placed = np.flatnonzero(pools.leaf >= 0)
    width = np.where(guests.is_on, guests.lanes, 0.0)[placed] * hosts.speed[guests.home[placed]]
    mine = Claims(*(column[placed] for column in own))
    together = Claims(*(column[first_row] for column in claims))
    found = entitlement(forest, together, clusters, number[pools.leaf[placed]], mine, width)
    return _summed_up(pools, total(found, pools.leaf[placed], parent.size))
