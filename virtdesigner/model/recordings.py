"""Adding recorded loads to a design, and having guests play them."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import cycle

from virtdesigner.model.change import Change, add
from virtdesigner.model.design import Design
from virtdesigner.model.edits import replace
from virtdesigner.model.element import Element
from virtdesigner.model.fields import specs
from virtdesigner.model.parts import VirtualCpus, Workload
from virtdesigner.model.trace import Trace


def add_recordings(design: Design, traces: Sequence[Trace], guests: Collection[str] = ()) -> Sequence[Change]:
    """Add recordings that the design doesn't hold yet; `guests` (ids of elements) then play them.

    One recording is played by all of them; several are handed out in order, and again from the first when
    there are more guests. A guest without a workload gets one. Anything else without one is passed over.
    """
    fresh = {trace.id: trace for trace in traces if trace.id not in design.traces}
    return [*(add("traces", trace) for trace in fresh.values()), *_played(design, traces, guests)]


def players(design: Design, ids: Collection[str]) -> Sequence[str]:
    """Those of some elements that can play a recording, in the order given: guests, and what has a load."""
    found = (design.elements[id] for id in ids if id in design.elements)
    return [element.id for element in found if _can_play(element)]


def _can_play(element: Element) -> bool:
    is_guest = bool(element.carried(VirtualCpus)) and bool(_workload_field(type(element)))
    return is_guest or bool(element.carried(Workload))


def _played(design: Design, traces: Sequence[Trace], guests: Collection[str]) -> Iterator[Change]:
    for id, trace in zip(players(design, guests), cycle(traces), strict=False):
        element = design.elements[id]
        field = _workload_field(type(element))
        workload: Workload = getattr(element, field) or Workload()
        playing = workload.replace(pattern="trace", trace=trace.id)
        if playing != getattr(element, field):
            yield from replace(design, element, **{field: playing})


@cache
def _workload_field(kind: type[Element]) -> str:
    """The field of a kind that holds its workload, "" when it has none."""
    return next((field.name for field in specs(kind) if field.part is Workload), "")
