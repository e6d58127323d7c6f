"""The inspector's edits: each one undoable step with a name, or a reason why not."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from virtdesigner.kinds.presets import Preset, apply_preset
from virtdesigner.kinds.workloads import TEMPLATES, workload
from virtdesigner.model.change import Change
from virtdesigner.model.edits import free_name
from virtdesigner.model.element import Element
from virtdesigner.model.fields import FieldSpec, specs
from virtdesigner.model.messages import Message
from virtdesigner.model.parts import (
    DiskGroup,
    Flow,
    Hba,
    NamedPart,
    Nic,
    VirtualCpus,
    VirtualDisk,
    VirtualHba,
    VirtualNic,
    Workload,
    Zone,
)
from virtdesigner.model.record import Record
from virtdesigner.ui.document import Document
from virtdesigner.ui.panels.inspector.subject import Path, Subject, value_at
from virtdesigner.ui.panels.inspector.texts import field_text, problem, text, text_problem
from virtdesigner.ui.wording import in_words, name_of

_TYPED_FORMS = ("quantity", "text")

_FRESH: dict[type[NamedPart], tuple[str, str]] = {
    Nic: ("nic0", "nic0"),
    Hba: ("fc0", "fc0"),
    DiskGroup: ("group0", "Disk group 1"),
    VirtualNic: ("nic0", "Adapter 1"),
    VirtualHba: ("fc0", "Port 1"),
    VirtualDisk: ("disk0", "Disk 1"),
    Zone: ("zone0", "Zone 1"),
    Flow: ("flow0", "Flow 1"),
}
"""Part to the id and name that the first of its kind takes."""

_FIGURES = (
    "cpu", "user_share", "system_calls", "page_faults", "page_table_writes", "context_switches",
    "working_set", "dirty_rate", "writable_set", "image_size", "reads", "writes", "block", "random_share",
)  # fmt: skip
"""What a template says of a workload; how the load goes over time is left as it is."""


class Edits:
    """Makes edits of a document, and says in words why one was refused."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._refusals: list[Message] = []
        document.refused.connect(self._hear)

    def set(self, subject: Subject, path: Path, field: FieldSpec, value: Any) -> str:
        """Give all records of a subject a value. Returns why not, "" when it is done."""
        reason = problem(field, value) or self._text_problem(subject, field, path, value)
        if reason:
            return reason
        name = text("Set {field} of {names}").format(
            field=_inside(field_text(field.label)), names=self._names(subject)
        )
        merge = f"{path} {subject.ids}" if field.form in _TYPED_FORMS else ""
        return self._make(name, lambda: subject.setting(self.document.design, path, value), merge)

    def add_part(self, subject: Subject, path: Path, field: FieldSpec) -> str:
        """Add a part to all records: the optional one, or one more of several."""
        name = text("Add to {field} of {names}") if field.form == "parts" else text("Add {field} to {names}")
        return self._restructure(name, subject, path, field, lambda record: _with_part(record, path, field))

    def remove_part(self, subject: Subject, path: Path, field: FieldSpec, place: int | None = None) -> str:
        """Take the optional part away, or the one at a place of several."""
        name = (
            text("Remove from {field} of {names}") if place is not None else text("Remove {field} of {names}")
        )
        return self._restructure(
            name, subject, path, field, lambda record: _without_part(value_at(record, path), place)
        )

    def fill_in_template(self, subject: Subject, path: Path) -> str:
        """Give workloads the figures of the template that each names."""
        field = next(f for f in specs(Workload) if f.name == "template")
        name = text("Use template figures for {names}")
        return self._restructure(name, subject, path, field, lambda record: _from_template(record, path))

    def apply_preset(self, subject: Subject, preset: Preset) -> str:
        """Give elements the figures of a preset."""
        name = text("Use preset {preset} for {names}")
        name = name.format(preset=field_text(preset.label), names=self._names(subject))

        def changes() -> Sequence[Change]:
            design = self.document.design
            return [
                change for id in subject.ids for change in apply_preset(design, design.elements[id], preset)
            ]

        return self._make(name, changes)

    def _restructure(self, name: str, subject: Subject, path: Path, field: FieldSpec, new: Any) -> str:
        name = name.format(field=_inside(field_text(field.label)), names=self._names(subject))

        def changes() -> Sequence[Change]:
            design = self.document.design
            return subject.replacing(design, {r.id: (path, new(r)) for r in subject.records(design)})

        return self._make(name, changes)

    def _make(self, name: str, changes: Any, merge: str = "") -> str:
        try:
            made = changes()
        except ValidationError as error:
            return "; ".join(str(each["msg"]) for each in error.errors())
        self._refusals.clear()
        if self.document.do(name, made, merge):
            return ""
        return " ".join(in_words(refusal, self.document.design) for refusal in self._refusals)

    def _hear(self, refusals: tuple[Message, ...]) -> None:
        self._refusals[:] = refusals

    def _text_problem(self, subject: Subject, field: FieldSpec, path: Path, value: Any) -> str:
        if field.form != "text":
            return ""
        holder = value_at(subject.records(self.document.design)[0], path[:-1])
        marks = type(holder).model_fields[field.name].metadata
        limits = {name: getattr(mark, name) for mark in marks for name in _LIMITS if hasattr(mark, name)}
        return text_problem(
            limits.get("pattern"), limits.get("min_length", 0), limits.get("max_length", 10**6), value
        )

    def _names(self, subject: Subject) -> str:
        if subject.table == "settings":
            return text("the design")
        if len(subject.ids) == 1:
            return name_of(self.document.design, subject.ids[0])
        return text("{count} elements").format(count=len(subject.ids))


_LIMITS = ("pattern", "min_length", "max_length")


def _inside(label: str) -> str:
    """A label as it is written inside a sentence: abbreviations and "vCPUs" keep their letters."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _with_part(record: Record, path: Path, field: FieldSpec) -> Any:
    present = value_at(record, path)
    if field.form == "part":
        return present or _usual_part(field)
    part_type = field.part
    assert part_type is not None
    assert issubclass(part_type, NamedPart)
    id, name = _FRESH[part_type]
    used = {part.id for part in record.named_parts()} if isinstance(record, Element) else set()
    used |= {part.id for part in present}
    fresh = part_type(id=free_name(id, used), name=free_name(name, {part.name for part in present}))
    return (*present, fresh)


def _usual_part(field: FieldSpec) -> Any:
    assert field.part is not None
    return field.default if field.default is not None else field.part()


def _without_part(present: Any, place: int | None) -> Any:
    return None if place is None else (*present[:place], *present[place + 1 :])


def _from_template(record: Record, path: Path) -> Workload:
    now: Workload = value_at(record, path)
    if now.template not in TEMPLATES:
        return now
    vcpus = sum(cpus.count for cpus in record.carried(VirtualCpus)) if isinstance(record, Element) else 0
    usual = workload(now.template, vcpus=vcpus or None)
    flows = usual.flows
    if now.flows:
        first = now.flows[0].replace(rate=flows[0].rate, packet=flows[0].packet)
        flows = (first, *now.flows[1:])
    return now.replace(flows=flows, **{name: getattr(usual, name) for name in _FIGURES})
