"""Putting a preset's figures into an element, or into one of its parts: an edit like any other."""

from collections.abc import Mapping, Sequence
from typing import Any

from virtdesigner.kinds.presets.preset import PART, Preset
from virtdesigner.kinds.presets.registry import PRESETS
from virtdesigner.model.change import Change
from virtdesigner.model.design import Design
from virtdesigner.model.edits import free_name, replace
from virtdesigner.model.element import Element
from virtdesigner.model.fields import specs
from virtdesigner.model.parts import NamedPart, Part


def apply_preset(
    design: Design, element: Element, preset: Preset, part: str | None = None
) -> Sequence[Change]:
    """The edit that gives an element the values of a preset; no change where it has them already.

    Parts are replaced whole, but what they refer to stays, and parts that something is connected to keep
    their ids and names. An element that still has its first name, or that of a preset, is renamed. A part's
    preset changes the part with the id `part`, or all of its class. Raises ValueError when it is for another
    kind.
    """
    if preset.kind.startswith(PART):
        values = _part_values(element, preset, part)
    else:
        values = _element_values(design, element, preset)
    changed = {name: value for name, value in values.items() if getattr(element, name) != value}
    return replace(design, element, **changed) if changed else ()


def _element_values(design: Design, element: Element, preset: Preset) -> dict[str, Any]:
    if preset.kind != element.kind:
        raise ValueError(f"preset {preset.id} is for {preset.kind}, not for {element.kind}")
    used = _parts_in_use(design, element)
    values = {name: _merged(getattr(element, name), value, used) for name, value in preset.values.items()}
    return values | {"preset": preset.id, "name": _name(design, element, preset)}


def _part_values(element: Element, preset: Preset, part: str | None) -> dict[str, Any]:
    wanted = preset.kind.removeprefix(PART)
    field = next((f for f in specs(type(element)) if f.part is not None and f.part.__name__ == wanted), None)
    if field is None:
        raise ValueError(f"preset {preset.id} is for a part {wanted}, which {element.kind} hasn't")
    return {field.name: tuple(_with(old, preset.values, part) for old in getattr(element, field.name))}


def _with(old: NamedPart, values: Mapping[str, Any], part: str | None) -> NamedPart:
    return old.replace(**values) if part in (None, old.id) else old


def _merged(old: Any, new: Any, used: frozenset[str]) -> Any:
    if isinstance(new, tuple):
        return _merged_parts(old, new, used)
    return _keeping_references(old, new) if isinstance(new, Part) and type(old) is type(new) else new


def _keeping_references(old: Part, new: Part) -> Part:
    kept = {field.name: getattr(old, field.name) for field in specs(type(old)) if field.form == "ref"}
    return new.replace(**kept) if kept else new


def _merged_parts(
    old: tuple[NamedPart, ...], new: tuple[NamedPart, ...], used: frozenset[str]
) -> tuple[NamedPart, ...]:
    """The new parts under the ids and names of the old ones; old ones in use beyond their number stay."""
    spare = max(0, len(new) - sum(part.id in used for part in old))
    kept: list[NamedPart] = []
    for part in old:
        if part.id in used or spare > 0:
            kept.append(part)
            spare -= part.id not in used
    ids, names = {part.id for part in kept}, {part.name for part in kept}
    result = [_renamed(new[i], part.id, part.name) if i < len(new) else part for i, part in enumerate(kept)]
    for part in new[len(kept) :]:
        fresh = _renamed(part, free_name(part.id, ids), free_name(part.name, names))
        ids.add(fresh.id)
        names.add(fresh.name)
        result.append(fresh)
    return tuple(result)


def _renamed(part: NamedPart, id: str, name: str) -> NamedPart:
    return part.replace(id=id, name=name)


def _parts_in_use(design: Design, element: Element) -> frozenset[str]:
    """Ids of parts that a link ends at, or that a LUN is cut from."""
    ends = {link.source_part for link in design.links_of(element.id) if link.source == element.id}
    ends |= {link.target_part for link in design.links_of(element.id) if link.target == element.id}
    inner = (design.elements[id] for id in design.children(element.id))
    return frozenset(ends | {backing for child in inner if (backing := getattr(child, "backing", ""))})


def _name(design: Design, element: Element, preset: Preset) -> str:
    """The preset's name with a number if it is taken, unless somebody has named the element."""
    if not (_is_first_name(element) or _is_preset_name(element.name)) or _is_name_of(element.name, preset):
        return element.name
    taken = {other.name for other in design.elements.values() if other.id != element.id}
    # Counted from 02 with a hyphen: "ESXi 8" counted on by its own digits would read "ESXi 9".
    return preset.name if preset.name not in taken else free_name(f"{preset.name}-02", taken)


def _is_first_name(element: Element) -> bool:
    """Whether an element has the name that it was drawn with: its kind's, or the last word of it."""
    stem = element.name.rstrip("0123456789").rstrip(" -").casefold()
    kind = element.kind
    return stem in {kind, kind.replace("-", " "), kind.rpartition("-")[2], type(element).label.casefold()}


def _is_preset_name(name: str) -> bool:
    return any(_is_name_of(name, preset) for preset in PRESETS.values())


def _is_name_of(name: str, preset: Preset) -> bool:
    rest = name.removeprefix(preset.name)
    return rest != name and (rest == "" or (rest[0] == "-" and rest[1:].isdigit()))
