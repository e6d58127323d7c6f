"""How a guest's pages lie in the machine's memory: an illustration of few pages, by the figures of a frame.

Each page stands for a part of the guest's memory. The guest sees its virtual pages (VPN) in a row; its page
table gives them physical pages (PPN), and the hypervisor gives these machine pages (MPN) scattered over the
host. Which page lies where is drawn from the guest's id, so that it stays while the figures do.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from virtdesigner.engine.counter_random import element_key
from virtdesigner.insight.memory_holders import Held

PAGES: Final = 24
MACHINE_PAGES: Final = 36

State = Literal["active", "idle", "shared", "ballooned", "swapped", "unused"]
STATES: Final[tuple[State, ...]] = ("active", "idle", "shared", "ballooned", "swapped", "unused")

Keeper = Literal["guest", "hypervisor", "host"]
Span = Literal["vpn-ppn", "ppn-mpn", "vpn-mpn"]


class Page(NamedTuple):
    """One page: its virtual and its physical number, and the machine page, None for one that has none."""

    vpn: int
    ppn: int
    mpn: int | None
    state: State


class Table(NamedTuple):
    """A table of addresses: what it translates, who keeps it. used: the CPU walks it."""

    span: Span
    keeper: Keeper
    code: str
    used: bool


TABLES: Final[Mapping[str, tuple[Table, ...]]] = MappingProxyType(
    {
        "shadow": (
            Table("vpn-ppn", "guest", "guest-page-table", False),
            Table("ppn-mpn", "hypervisor", "physical-map", False),
            Table("vpn-mpn", "hypervisor", "shadow-page-table", True),
        ),
        "nested": (
            Table("vpn-ppn", "guest", "guest-page-table", True),
            Table("ppn-mpn", "hypervisor", "nested-page-table", True),
        ),
        "direct": (
            Table("vpn-mpn", "guest", "direct-page-table", True),
            Table("ppn-mpn", "hypervisor", "physical-map", False),
        ),
        "plain": (Table("vpn-mpn", "host", "host-page-table", True),),
    }
)
"""Kind of translation to the tables that there are. direct: a paravirtual guest writes machine addresses into
its own page table, and the hypervisor checks each [P: Barham 2003]."""


def translation(technique: str) -> str:
    """The kind of translation (a key of TABLES) of a row of `engine.overhead.TECHNIQUES`."""
    if technique in ("native", "container"):
        return "plain"
    if technique.endswith("nested"):
        return "nested"
    return "direct" if technique.startswith("paravirtual") else "shadow"


def address_map(held: Held) -> tuple[Page, ...]:
    """The pages of a guest, by virtual number."""
    states = _states(held)
    key = int(element_key(held.id))
    physical = _scattered(key, PAGES, PAGES)
    machine = iter(_scattered(key + 1, MACHINE_PAGES, MACHINE_PAGES))
    pages: list[Page] = []
    pair: int | None = None
    for vpn, state in enumerate(states):
        mpn: int | None = None
        if state in ("active", "idle"):
            mpn = next(machine)
        elif state == "shared":
            # Two of them lie in one machine page: that is what sharing saves.
            mpn, pair = (pair, None) if pair is not None else (next(machine),) * 2
        pages.append(Page(vpn, physical[vpn], mpn, state))
    return tuple(pages)


def _states(held: Held) -> list[State]:
    """The state of each page: of every state that there is at least one, else in proportion."""
    amounts = {state: float(getattr(held, state)) for state in STATES}
    whole = sum(amounts.values())
    present = [state for state in STATES if amounts[state] > 0]
    if not present:
        return ["unused"] * PAGES
    counts = {state: max(1, round(PAGES * amounts[state] / whole)) for state in present}
    while (rest := PAGES - sum(counts.values())) != 0:
        largest = max(counts, key=lambda state: (counts[state], state))
        counts[largest] += 1 if rest > 0 else -1
    return [state for state in present for _ in range(counts[state])]


def _scattered(key: int, count: int, out_of: int) -> list[int]:
    """Numbers below `out_of` in an order that follows from a key: a linear congruence, each once."""
    steps = [step for step in (5, 7, 11, 13, 17, 19, 23, 29) if out_of % step]
    step, start = steps[key % len(steps)], (key // 64) % out_of
    return [(start + step * place) % out_of for place in range(count)]
