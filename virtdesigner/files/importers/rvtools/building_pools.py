"""Resource pools made into elements, each when the first machine in it is."""

from virtdesigner.files.importers.rvtools.building_hosts import BuiltHost
from virtdesigner.files.importers.rvtools.draft import Draft
from virtdesigner.files.importers.rvtools.facts import GuestFacts
from virtdesigner.files.importers.rvtools.pools import PoolFacts, Pools, pool_path
from virtdesigner.kinds import ResourcePool
from virtdesigner.model.parts import PoolCpu, PoolMemory

_MOST_CORES = 1e6
_MOST_MEMORY = 2.0**36
_MOST_SHARES = 1e9


class PoolBuilder:
    """Makes the pools that machines lie in: of their cluster, or of their host when it is in none."""

    def __init__(self, draft: Draft, pools: Pools, clock: float) -> None:
        """clock: MHz of a core of speed 1.0."""
        self._draft, self._pools, self._clock = draft, pools, clock
        self._made: dict[tuple[str, str, tuple[str, ...]], str] = {}

    def home(self, guest: GuestFacts, host: BuiltHost) -> tuple[str, str | None]:
        """What a machine lies in, and the server that it names because its pool spans several."""
        path = pool_path(guest.pool)
        if not path:
            return host.hypervisor, None
        parent = host.cluster or host.hypervisor
        return self._pool(guest, parent, path), host.server if host.cluster else None

    def _pool(self, guest: GuestFacts, root: str, path: tuple[str, ...]) -> str:
        key = (guest.source, root, path)
        if key not in self._made:
            parent = self._pool(guest, root, path[:-1]) if path[:-1] else root
            self._made[key] = self._build(guest, root, path, parent)
        return self._made[key]

    def _build(self, guest: GuestFacts, root: str, path: tuple[str, ...], parent: str) -> str:
        whole = guest.pool.rstrip("/").split("/")
        missing = len(pool_path(guest.pool)) - len(path)
        facts = self._pools.of(guest.source, "/".join(whole[: len(whole) - missing]))
        made = self._draft.add(
            ResourcePool,
            (guest.source, f"pool:{root}/{'/'.join(path)}"),
            path[-1],
            parent,
            cpu=self._cpu(facts),
            memory=_memory(facts),
        )
        return made.id

    def _cpu(self, facts: PoolFacts) -> PoolCpu:
        limit = facts.cpu_limit
        return PoolCpu(
            shares=min(facts.cpu_shares, _MOST_SHARES) if facts.cpu_shares else None,
            reservation=min((facts.cpu_reservation or 0) / self._clock, _MOST_CORES),
            limit=min(limit / self._clock, _MOST_CORES) if limit else None,
        )


def _memory(facts: PoolFacts) -> PoolMemory:
    return PoolMemory(
        shares=min(facts.memory_shares, _MOST_SHARES) if facts.memory_shares else None,
        reservation=min(facts.memory_reservation or 0.0, _MOST_MEMORY),
        limit=min(facts.memory_limit, _MOST_MEMORY) if facts.memory_limit else None,
    )
