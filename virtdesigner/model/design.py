"""Design: one immutable state of everything drawn, with the look-ups that everybody needs.

An edit makes a new Design that shares every untouched record and table with the old one, so that a snapshot
costs nothing and can't change under whoever holds it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from virtdesigner.model.change import Change, combined
from virtdesigner.model.element import Element
from virtdesigner.model.errors import IntegrityError, StaleChangeError
from virtdesigner.model.link import Link
from virtdesigner.model.parts import NamedPart, Part
from virtdesigner.model.placement import Placement, View, placement_id
from virtdesigner.model.record import Record
from virtdesigner.model.references import Reference, references
from virtdesigner.model.settings import SETTINGS_ID, Settings
from virtdesigner.model.snapshot import Snapshot
from virtdesigner.model.trace import Trace

if TYPE_CHECKING:
    import networkx

TABLES = ("elements", "links", "placements", "traces", "snapshots", "settings")

ASIDE = frozenset({"placements", "snapshots"})
"""Tables that no run and no finding depends on."""

PartType = TypeVar("PartType", bound=Part)
Derived = TypeVar("Derived")
Table = dict[str, Record]
Index = dict[str, dict[str, str]]
References = tuple[Reference, ...]


class Design:
    """Immutable tables of records by id. Make one from records with `Design.of`, edit it with `edited`."""

    def __init__(self, tables: Mapping[str, Table], children: Index, referrers: Index) -> None:
        """Use `Design.of` or `edited`; the indexes must fit the tables."""
        self._tables = tables
        self._children = children
        self._referrers = referrers
        self._derived: dict[Callable[[Design], Any], Any] = {}

    @classmethod
    def of(cls, records: Mapping[str, Iterable[Record]] = MappingProxyType({})) -> "Design":
        """A design of the given records by table. Raises IntegrityError when they don't fit together."""
        empty = cls({table: {} for table in TABLES}, {}, {})
        return empty.edited([Change(table, r.id, None, r) for table, rows in records.items() for r in rows])

    @property
    def elements(self) -> Mapping[str, Element]:
        """Elements by id."""
        return self._tables["elements"]  # type: ignore[return-value]

    @property
    def links(self) -> Mapping[str, Link]:
        """Links by id."""
        return self._tables["links"]  # type: ignore[return-value]

    @property
    def placements(self) -> Mapping[str, Placement]:
        """Placements by id (see `placement_id`)."""
        return self._tables["placements"]  # type: ignore[return-value]

    @property
    def traces(self) -> Mapping[str, Trace]:
        """Recorded loads by id."""
        return self._tables["traces"]  # type: ignore[return-value]

    @property
    def snapshots(self) -> Mapping[str, Snapshot]:
        """Snapshots of guests by id."""
        return self._tables["snapshots"]  # type: ignore[return-value]

    def snapshots_of(self, element: str) -> Sequence[Snapshot]:
        """The snapshots of an element, oldest first."""
        own = (self.snapshots[id] for id, table in self.referrers(element).items() if table == "snapshots")
        return sorted(own, key=lambda snapshot: (snapshot.taken, snapshot.name, snapshot.id))

    @property
    def settings(self) -> Settings:
        """The settings; the defaults when the design holds none."""
        return self._tables["settings"].get(SETTINGS_ID, Settings())  # type: ignore[return-value]

    def table(self, name: str) -> Mapping[str, Record]:
        """The records of a table by id."""
        return self._tables[name]

    def children(self, id: str | None) -> Sequence[str]:
        """Ids of what lies directly in an element, or in the design itself (None), oldest first."""
        return tuple(self._children.get(id or "", ()))

    def named(self, name: str) -> Element:
        """The element of a name. Raises KeyError where none has it, or several have."""
        found = [element for element in self.elements.values() if element.name == name]
        if len(found) != 1:
            raise KeyError(f"{len(found) or 'no'} elements are called {name!r}")
        return found[0]

    def descendants(self, id: str) -> Iterator[str]:
        """Ids of all that lies in an element, at any depth, parents before children."""
        for child in self.children(id):
            yield child
            yield from self.descendants(child)

    def ancestors(self, id: str) -> Iterator[Element]:
        """What an element lies in, nearest first."""
        parent = self.elements[id].parent
        while parent is not None:
            element = self.elements[parent]
            yield element
            parent = element.parent

    def referrers(self, id: str) -> Mapping[str, str]:
        """Ids of the records that refer to a record, each with its table."""
        return self._referrers.get(id, {})

    def links_of(self, id: str) -> Iterator[Link]:
        """The links that start or end at an element, oldest first."""
        return (link for link in self.links_naming(id) if id in (link.source, link.target))

    def links_naming(self, id: str) -> Iterator[Link]:
        """The links that name an element, as an end or otherwise, oldest first."""
        return (self.links[key] for key, table in self.referrers(id).items() if table == "links")

    def placement(self, element: str, view: View = "physical") -> Placement | None:
        """Where an element is drawn in a view, if it has been placed there."""
        return self.placements.get(placement_id(view, element))

    def carrying(self, part_type: type[PartType]) -> Iterator[tuple[Element, PartType]]:
        """Every element that carries parts of a type, once for each such part."""
        return ((element, part) for element in self.elements.values() for part in element.carried(part_type))

    def carrier(self, id: str, part_type: type[Part]) -> Element | None:
        """The nearest of an element and its ancestors that carries parts of a type."""
        own = self.elements[id]
        return next((e for e in (own, *self.ancestors(id)) if e.carried(part_type)), None)

    @property
    def graph(self) -> "networkx.MultiDiGraph[str]":
        """Elements as nodes, containment and links as edges; see `model.graph`."""
        from virtdesigner.model.graph import build_graph

        return self.derived(build_graph)

    def derived(self, make: "Callable[[Design], Derived]") -> Derived:
        """What `make` computes from this design, computed once: a design never changes."""
        if make not in self._derived:
            self._derived[make] = make(self)
        return self._derived[make]  # type: ignore[no-any-return]

    def edited(self, changes: Iterable[Change]) -> "Design":
        """The design after `changes`, judged at the end only.

        Raises StaleChangeError when a change expects another state, IntegrityError when the result would hold
        a dangling reference, a cycle of parents, or a link to a part that isn't there.
        """
        group = combined(changes)
        self._check_current(group)
        named = [_references(change.after) for change in group]
        design = Design(self._changed_tables(group), *self._changed_indexes(group, named))
        design._check(group, named)
        return design

    def _check_current(self, changes: Sequence[Change]) -> None:
        for change in changes:
            current = self._tables[change.table].get(change.id)
            if current is not change.before and current != change.before:
                raise StaleChangeError(f"{change.table} {change.id} is no longer what the edit expects")

    def _changed_tables(self, changes: Sequence[Change]) -> Mapping[str, Table]:
        touched = {change.table for change in changes}
        tables = {name: dict(rows) if name in touched else rows for name, rows in self._tables.items()}
        for change in changes:
            if change.after is None:
                del tables[change.table][change.id]
            else:
                tables[change.table][change.id] = change.after
        return tables

    def _changed_indexes(self, changes: Sequence[Change], named: Sequence[References]) -> tuple[Index, Index]:
        children, referrers = _IndexEdit(self._children), _IndexEdit(self._referrers)
        for change, after in zip(changes, named, strict=True):
            children.move(change, _parent_key(change.before), _parent_key(change.after))
            referrers.move(change, _target_keys(_references(change.before)), _target_keys(after))
        return children.index, referrers.index

    def _check(self, changes: Sequence[Change], named: Sequence[References]) -> None:
        for change, after in zip(changes, named, strict=True):
            if change.after is None:
                self._check_nothing_refers_to(change)
            else:
                self._check_references(change, after)
        self._check_parents({change.id for change in changes if change.table == "elements"})
        self._check_link_parts(changes)

    def _check_nothing_refers_to(self, change: Change) -> None:
        for id, table in self.referrers(change.id).items():
            raise IntegrityError(f"{table} {id} still refers to {change.id}, which would be removed")

    def _check_references(self, change: Change, named: References) -> None:
        assert change.after is not None
        if change.after.id != change.id:
            raise IntegrityError(f"{change.table} {change.id} holds a record with the id {change.after.id}")
        for reference in named:
            if reference.id not in self._tables[reference.table]:
                raise IntegrityError(
                    f"{change.table} {change.id}: {reference.path} names {reference.id}, which isn't there"
                )

    def _check_parents(self, ids: Collection[str]) -> None:
        for id in ids & self.elements.keys():
            seen, current = {id}, self.elements[id].parent
            while current is not None:
                if current in seen:
                    raise IntegrityError(f"elements {id} would lie in itself")
                seen.add(current)
                current = self.elements[current].parent

    def _check_link_parts(self, changes: Sequence[Change]) -> None:
        links = {c.id for c in changes if c.table == "links"}
        for change in changes:
            if change.table == "elements" and change.before is not None and change.after is not None:
                links.update(id for id, table in self.referrers(change.id).items() if table == "links")
        for link in (self.links[id] for id in links if id in self.links):
            for end, part in ((link.source, link.source_part), (link.target, link.target_part)):
                if part and all(part != own.id for own in self.elements[end].named_parts()):
                    raise IntegrityError(f"links {link.id}: {end} has no part {part!r}")


class _IndexEdit:
    """An index under change: copies only the rows that it touches."""

    def __init__(self, index: Index) -> None:
        self.index = dict(index)
        self._own: set[str] = set()

    def move(self, change: Change, before: tuple[str, ...], after: tuple[str, ...]) -> None:
        if before == after:
            return
        for key in before:
            self._row(key).pop(change.id, None)
        for key in after:
            self._row(key)[change.id] = change.table

    def _row(self, key: str) -> dict[str, str]:
        if key not in self._own:
            self._own.add(key)
            self.index[key] = dict(self.index.get(key, ()))
        return self.index[key]


def _parent_key(record: Record | None) -> tuple[str, ...]:
    return (record.parent or "",) if isinstance(record, Element) else ()


def _references(record: Record | None) -> References:
    return () if record is None else tuple(references(record))


def _target_keys(named: References) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reference.id for reference in named))


def part_of(element: Element, part_id: str) -> NamedPart | None:
    """The part of an element with an id, if it has one."""
    return next((part for part in element.named_parts() if part.id == part_id), None)
