"""Resource pools of an export: vInfo names the one of each machine by its path, vRP says what it claims."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from virtdesigner.files.importers.rvtools.columns import Row
from virtdesigner.files.importers.rvtools.sheets import Sheets

PoolPath = tuple[str, ...]
"""Names of pools, outermost first, below the root that every cluster and host has."""

_ROOT = "resources"
_SPLIT = re.compile(r"(?<!%2f)/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PoolFacts:
    """What a pool claims. CPU figures: MHz; memory figures: MiB; shares only where they are its own."""

    cpu_shares: float | None = None
    cpu_reservation: float | None = None
    cpu_limit: float | None = None
    memory_shares: float | None = None
    memory_reservation: float | None = None
    memory_limit: float | None = None


@dataclass
class Pools:
    """Pools by source and the whole path as the export writes it."""

    facts: Mapping[tuple[str, str], PoolFacts] = field(default_factory=dict)

    def of(self, source: str, path: str) -> PoolFacts:
        """What the pool of a path claims: nothing special where vRP doesn't list it."""
        return self.facts.get((source, _key(path)), PoolFacts())


def read_pools(sheets: Sheets) -> Pools:
    """All that vRP lists."""
    rows = ((row, row.text("Resource Pool path") or row.text("Path")) for row in sheets["vRP"])
    return Pools({(row.source, _key(path)): _pool(row) for row, path in rows if path})


def _pool(row: Row) -> PoolFacts:
    return PoolFacts(
        cpu_shares=_own_shares(row, "CPU"),
        cpu_reservation=row.positive("CPU reservation"),
        cpu_limit=row.positive("CPU limit"),
        memory_shares=_own_shares(row, "Mem"),
        memory_reservation=row.positive("Mem reservation"),
        memory_limit=row.positive("Mem limit"),
    )


def _own_shares(row: Row, of: str) -> float | None:
    return row.positive(f"{of} shares") if row.text(f"{of} level").casefold() == "custom" else None


def pool_path(path: str) -> PoolPath:
    """`/DC/Cluster/Resources/Prod/Web` as Prod, Web; nothing for the root itself."""
    names = [name.replace("%2f", "/").replace("%2F", "/").strip() for name in _SPLIT.split(path)]
    folded = [name.casefold() for name in names]
    below = names[folded.index(_ROOT) + 1 :] if _ROOT in folded else []
    return tuple(filter(None, below))


def _key(path: str) -> str:
    return path.strip().strip("/").casefold()
