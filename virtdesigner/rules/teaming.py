"""Teaming: which of its usable uplinks a virtual switch sends an adapter's traffic through."""

from zlib import crc32

Adapter = tuple[str, str]
"""An adapter: ids of the element and of the part."""


def pick(policy: str, count: int, rank: int, adapter: Adapter, peer: Adapter | None) -> int:
    """The place of the uplink that is taken among `count` usable ones, which are in their order.

    rank: place of the adapter among the ports of its switch on its host. Source: MODELS.md section 4.
    By load starts out as by originating port: moving flows away from a busy uplink is the engine's part.
    Hashes are of ids, so that neither renaming nor reloading moves anything; that of both ends is the same
    both ways.
    """
    if policy == "explicit-failover":
        return 0
    if policy == "source-mac":
        return _hash(adapter) % count
    if policy == "ip-hash":
        return (_hash(adapter) ^ (_hash(peer) if peer else 0)) % count
    return rank % count


def _hash(adapter: Adapter) -> int:
    return crc32(" ".join(adapter).encode())
