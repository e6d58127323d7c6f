import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.engine.overhead import TECHNIQUES
from virtdesigner.insight.address_map import (
    MACHINE_PAGES,
    PAGES,
    STATES,
    TABLES,
    Page,
    address_map,
    translation,
)
from virtdesigner.insight.memory_holders import Held

AMOUNTS = st.lists(st.floats(0, 1e5), min_size=6, max_size=6)


def held(*amounts: float, id: str = "guest") -> Held:
    """A guest with amounts of active, idle, shared, ballooned, swapped and unused memory."""
    return Held(id, sum(amounts), *amounts)


def count(pages: tuple[Page, ...]) -> dict[str, int]:
    return {state: n for state in STATES if (n := sum(page.state == state for page in pages))}


@given(AMOUNTS)
def test_virtual_pages_are_in_a_row_and_physical_ones_each_once(amounts: list[float]) -> None:
    pages = address_map(held(*amounts))
    assert [page.vpn for page in pages] == list(range(PAGES))
    assert sorted(page.ppn for page in pages) == list(range(PAGES))


@given(AMOUNTS)
def test_only_pages_in_memory_have_a_machine_page_and_only_shared_ones_the_same(amounts: list[float]) -> None:
    pages = address_map(held(*amounts))
    for page in pages:
        assert (page.mpn is not None) == (page.state in ("active", "idle", "shared"))
        assert page.mpn is None or 0 <= page.mpn < MACHINE_PAGES
    own = [page.mpn for page in pages if page.state in ("active", "idle")]
    shared = [page.mpn for page in pages if page.state == "shared"]
    assert len(set(own)) == len(own)
    assert not set(own) & set(shared)
    assert all(shared.count(mpn) <= 2 for mpn in shared)


@given(AMOUNTS)
def test_every_state_that_there_is_has_a_page(amounts: list[float]) -> None:
    there = {state for state, amount in zip(STATES, amounts, strict=True) if amount > 0}
    assert set(count(address_map(held(*amounts)))) == (there or {"unused"})


def test_pages_are_in_proportion() -> None:
    # A half, a quarter, an eighth and an eighth of 24 pages.
    assert count(address_map(held(4, 2, 0, 1, 1, 0))) == {
        "active": 12,
        "idle": 6,
        "ballooned": 3,
        "swapped": 3,
    }


def test_two_shared_pages_lie_in_one() -> None:
    shared = [page.mpn for page in address_map(held(0, 0, 1, 0, 0, 0))]
    assert len(set(shared)) == PAGES // 2


def test_machine_pages_are_scattered_and_stay_where_they_are() -> None:
    first, again = (address_map(held(1, 1, 1, 1, 1, 1)) for _ in range(2))
    assert first == again
    machine = [page.mpn for page in first if page.mpn is not None]
    assert machine != sorted(machine)
    assert address_map(held(1, 1, 1, 1, 1, 1, id="another")) != first


@pytest.mark.parametrize(
    ("technique", "kind"),
    [
        ("nested", "nested"),
        ("hosted-nested", "nested"),
        ("hybrid-nested", "nested"),
        ("shadowed", "shadow"),
        ("binary-translation", "shadow"),
        ("hosted-binary-translation", "shadow"),
        ("paravirtual", "direct"),
        ("paravirtual-64", "direct"),
        ("container", "plain"),
        ("native", "plain"),
    ],
)
def test_who_translates_addresses(technique: str, kind: str) -> None:
    assert translation(technique) == kind


def test_every_technique_has_tables_of_which_the_cpu_walks_some() -> None:
    for technique in TECHNIQUES:
        assert any(table.used for table in TABLES[translation(technique)])


def test_the_hypervisor_keeps_the_shadow_and_the_guest_its_own() -> None:
    keepers = {table.span: table.keeper for table in TABLES["shadow"]}
    assert keepers == {"vpn-ppn": "guest", "ppn-mpn": "hypervisor", "vpn-mpn": "hypervisor"}
