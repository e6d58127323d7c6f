"""Random designs made from the declarations alone: what may be drawn, set, named and joined.

A kind or link that is declared tomorrow is drawn tomorrow, without a line here.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from hypothesis import assume
from hypothesis import strategies as st

from tests.declared_values import LETTERS, Names, filled, values
from virtdesigner.kinds import KINDS
from virtdesigner.model.change import add, update
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.fields import FieldSpec, specs
from virtdesigner.model.link import LINK_KINDS, Link
from virtdesigner.model.parts import Hba, Nic, VirtualHba, VirtualNic
from virtdesigner.model.placement import Placement, View, placement_id
from virtdesigner.model.settings import Settings
from virtdesigner.model.trace import COLUMNS, Trace
from virtdesigner.rules.containment import DESIGN, ONE_EACH, PARENTS
from virtdesigner.rules.links import LINKS, End, link_refusal
from virtdesigner.rules.snapshots import can_have_snapshots, take_snapshot

Joint = tuple[str, End, End]
"""A kind of link with one of the ends that its rule allows on either side."""

_NEVER = {(Nic, VirtualHba), (Hba, VirtualNic)}
"""Parts that no link joins though each is allowed at its end: adapters of Ethernet and of fibre channel."""

JOINTS: Sequence[Joint] = [
    (kind, source, target)
    for kind, rule in LINKS.items()
    for source in rule.sources
    for target in rule.targets
    if (source.part, target.part) not in _NEVER
]
"""Every way in which two kinds of element can be linked."""

_VIEWS: tuple[View, ...] = ("physical", "logical", "network", "storage", "memory")
_TRIES = 8

ids = st.uuids().map(str)

traces = st.builds(
    Trace.record,
    st.text(LETTERS, min_size=1, max_size=12),
    st.floats(0.001, 1e6),
    st.integers(0, 4).flatmap(
        lambda length: st.dictionaries(
            st.sampled_from(COLUMNS),
            st.lists(st.floats(0, 1e6, width=32), min_size=length, max_size=length),
            max_size=2,
        )
    ),
)


_heads = st.tuples(st.text(LETTERS, min_size=1, max_size=12), *[st.text(LETTERS, max_size=12)] * 2)
"""Name, time and note of a snapshot."""


@dataclass
class _Site:
    """Elements being put where they may lie."""

    draw: st.DrawFn
    elements: dict[str, Element] = field(default_factory=dict)

    def put(self, kind: str) -> Element:
        """A new element of a kind, in one that is there if it may lie there, else in a new one."""
        made = KINDS[kind].model_validate(
            {"id": self.draw(ids), "name": f"{kind} {len(self.elements)}", "parent": self._home(kind)}
        )
        self.elements[made.id] = made
        return made

    def _home(self, kind: str) -> str | None:
        here = [e.id for e in self.elements.values() if e.kind in PARENTS[kind] and self._has_room(e, kind)]
        joins = self.draw(st.sampled_from((True, True, True, False)))
        if here and joins:
            return self.draw(st.sampled_from(here))
        above = self.draw(st.sampled_from(sorted(PARENTS[kind], key=_depth)))
        return None if above == DESIGN else self.put(above).id

    def _has_room(self, parent: Element, kind: str) -> bool:
        same = (e for e in self.elements.values() if e.parent == parent.id and e.kind == kind)
        return kind not in ONE_EACH.get(parent.kind, ()) or next(same, None) is None


@cache
def _depth(kind: str) -> int:
    """How many elements a kind takes around it at least: what is shrunk becomes flat."""
    return 0 if kind == DESIGN else 1 + min(_depth(above) for above in PARENTS[kind] if above != kind)


def _names_in(elements: Mapping[str, Element], recordings: Collection[Trace]) -> Names:
    def named(field: FieldSpec) -> Sequence[str]:
        if field.table == "traces":
            return [trace.id for trace in recordings]
        return [e.id for e in elements.values() if not field.kinds or e.kind in field.kinds]

    return named


@st.composite
def _bare(draw: st.DrawFn, holding: Sequence[str], most: int, fields: int | None) -> tuple[Design, Names]:
    """Elements without links, and what their fields and those of links may name."""
    site = _Site(draw)
    for kind in (*holding, *draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=most))):
        site.put(kind)
    recordings = draw(st.lists(traces, max_size=1))
    names = _names_in(site.elements, recordings)
    elements = [draw(filled(element, names, fields)) for element in site.elements.values()]
    return Design.of({"elements": elements, "traces": recordings}), names


@st.composite
def designs(draw: st.DrawFn, holding: Sequence[str] = (), most: int = 4, fields: int | None = 3) -> Design:
    """Any design that the declarations allow, with elements, links, placements, recordings and settings.

    holding: kinds that it has in any case. most: further elements, with what they lie in, and links.
    fields: so many fields of each record are set at random, None for all.
    """
    design, names = draw(_bare(holding, most, fields))
    for kind in draw(st.lists(st.sampled_from(sorted(LINKS)), max_size=most)):
        if ways := _ways(design, kind, LINKS[kind].sources, LINKS[kind].targets):
            design = draw(_linked(design, ways, names, fields))
    return draw(_furnished(design, names, fields))


@st.composite
def joined(draw: st.DrawFn, joint: Joint, fields: int | None = None) -> Design:
    """A design that holds a certain link, its fields set at random."""
    kind, source, target = joint
    for _ in range(_TRIES):
        bare, names = draw(_bare((target.kind, source.kind), 1, 0))
        design = draw(_equipped(draw(_equipped(bare, source)), target))
        if ways := _ways(design, kind, (source,), (target,)):
            return draw(_furnished(draw(_linked(design, ways, names, fields)), names, fields))
    assume(False)
    raise AssertionError("never reached")


@st.composite
def _equipped(draw: st.DrawFn, design: Design, end: End) -> Design:
    """The design with all choices of the elements of an end made at random, and a part there for the link."""
    changes = []
    for element in (own for own in design.elements.values() if own.kind == end.kind):
        own = specs(type(element))
        new = {each.name: draw(values(type(element), each)) for each in own if each.form == "choice"}
        if end.part and not element.carried(end.part):
            name = next(each.name for each in own if each.part is end.part)
            new[name] = (end.part(id=f"{name}0", name=name),)
        changes.append(update("elements", element, element.replace(**new)))
    return design.edited(changes)


@st.composite
def _furnished(draw: st.DrawFn, design: Design, names: Names, fields: int | None) -> Design:
    """With placements, settings and snapshots."""
    spots = []
    for id in design.elements:
        if draw(st.booleans()):
            view = draw(st.sampled_from(_VIEWS))
            spots.append(
                draw(filled(Placement(id=placement_id(view, id), view=view, element=id), names, fields))
            )
    settings = [draw(filled(Settings(), names, fields))] if draw(st.booleans()) else []
    design = design.edited([add("placements", s) for s in spots] + [add("settings", s) for s in settings])
    guests = [element.id for element in design.elements.values() if can_have_snapshots(element)]
    for id in draw(st.lists(st.sampled_from(guests), max_size=2)) if guests else ():
        design = design.edited(take_snapshot(design, id, *draw(_heads)))
    return design


@st.composite
def _linked(draw: st.DrawFn, design: Design, ways: list[Link], names: Names, fields: int | None) -> Design:
    """With one more link, its fields set as far as the rules allow it then."""
    plain = draw(st.sampled_from(ways)).replace(id=draw(ids))
    link = draw(filled(plain, names, fields))
    return design.edited([add("links", plain if link_refusal(design, link) else link)])


def _ways(design: Design, kind: str, sources: Sequence[End], targets: Sequence[End]) -> list[Link]:
    """Every link of a kind between such ends that the rules allow."""
    starts, stops = list(_ends(design, sources)), list(_ends(design, targets))
    pairs = [(start, stop) for start in starts for stop in stops]
    if LINKS[kind].either_way:
        pairs += [(stop, start) for start, stop in pairs]
    made = (_link(kind, *pair) for pair in pairs)
    return [link for link in made if link_refusal(design, link) is None]


def _link(kind: str, source: tuple[str, str], target: tuple[str, str]) -> Link:
    return LINK_KINDS[kind](
        id="00000000-0000-0000-0000-000000000000",
        source=source[0], source_part=source[1], target=target[0], target_part=target[1],
    )  # fmt: skip


def _ends(design: Design, ends: Sequence[End]) -> Iterator[tuple[str, str]]:
    for end in ends:
        for element in (own for own in design.elements.values() if own.kind == end.kind):
            parts = [part.id for part in element.carried(end.part)] if end.part else [""]
            yield from ((element.id, part) for part in parts)
