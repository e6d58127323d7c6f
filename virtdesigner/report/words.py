"""Words: the sentence that a code with parameters becomes, in English or through a translator.

Templates are `str.format` texts over the parameters of a message. Ids become names, kinds become nouns.
Format specifications: `{count:guest|guests}` one or many; `{share:%}` a share of 1 in per cent; `{size:MiB}`,
`{size:GiB}` a size in the unit that reads best; `{response:s}` a time in seconds; `{vlan:vlan}` a VLAN id;
`{kind:a}`, `{kind:A}` a noun with its article.
`{reason}` is the sentence of another message, given by its code (`reason`) and its parameters (`reason_...`).
No sentence ends with a full stop: whoever shows several puts them together.
"""

from collections.abc import Callable, Mapping
from string import Formatter
from types import MappingProxyType
from typing import Any

from virtdesigner.kinds import KINDS
from virtdesigner.model.design import Design, part_of
from virtdesigner.model.element import Element
from virtdesigner.model.fields import spec
from virtdesigner.model.link import Link
from virtdesigner.model.messages import Message, Value
from virtdesigner.model.parts import SYSTEMS, Processor, Virtualisation
from virtdesigner.report import quantities
from virtdesigner.report.words_claims import CLAIMS
from virtdesigner.report.words_design import COUNTED, DESIGN, LINK_NOUNS
from virtdesigner.report.words_findings import FINDINGS
from virtdesigner.report.words_fixes import FIXES, REPAIRS
from virtdesigner.report.words_import import IMPORT
from virtdesigner.report.words_memory import RECLAIMED
from virtdesigner.report.words_run import RUN

TEMPLATES: Mapping[str, str] = MappingProxyType(
    {**CLAIMS, **DESIGN, **FINDINGS, **IMPORT, **RUN, **RECLAIMED}
)
"""Code to its English template."""

ID_PARAMETERS = frozenset(
    {"element", "guest", "host", "hypervisor", "lun", "switch", "parent", "server", "peer", "array", "store"}
    | {"victim", "neighbour", "other", "source", "target", "cluster"}
)
"""Parameters that hold the id of an element, and are shown by its name."""

KIND_PARAMETERS = frozenset({"kind", "parent_kind", "source_kind", "target_kind", "kinds"})
"""Parameters that hold the name of a kind ("" for the design itself), or several with commas between."""

CHOICE_PARAMETERS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        **{name: dict(spec(Virtualisation, name).choices) for name in ("product", "technique", "placement")},
        "architecture": dict(spec(Processor, "architecture").choices),
        "family": SYSTEMS,
        "host_family": SYSTEMS,
    }
)
"""Parameters that hold one of the values of a field, with the label of each."""

Names = Callable[[str], str]
"""Gives the name of an element by its id."""

Translate = Callable[[str], str]
"""Gives a template (or a kind's label) in another language."""


def _english(text: str) -> str:
    return text


def sentence(message: Message, names: Names, translate: Translate = _english) -> str:
    """The message in words, beginning with a capital letter unless it begins with somebody's name.

    A code without a template is shown as it is, with its parameters.
    """
    words = _clause(message, names, translate)
    return words if TEMPLATES.get(message.code, "{").startswith("{") else words[:1].upper() + words[1:]


def _clause(message: Message, names: Names, translate: Translate) -> str:
    template = TEMPLATES.get(message.code)
    if template is None:
        return " ".join([message.code, *(f"{name}={value}" for name, value in message.parameters)])
    return _filled(template, message, names, translate)


def fix(message: Message, names: Names, translate: Translate = _english) -> str:
    """What to do about it in words; "" where nothing general can be said."""
    template = FIXES.get(message.code, "")
    return _filled(template, message, names, translate) if template else ""


def repair(message: Message, names: Names, translate: Translate = _english) -> str:
    """What the fix of a finding does in words; "" for a finding that can't be mended without asking."""
    template = REPAIRS.get(message.code, "")
    return _filled(template, message, names, translate) if template else ""


def names_of(design: Design) -> Names:
    """Names of the elements of a design; a link is called by what it joins, an unknown id by itself."""

    def name(id: str) -> str:
        if id in design.elements:
            return design.elements[id].name
        return _link_name(design, design.links[id]) if id in design.links else id

    return name


def in_words(message: Message, design: Design) -> str:
    """A message about elements of a design as a sentence."""
    return sentence(message, names_of(design))


def _link_name(design: Design, link: Link) -> str:
    """The two ends, each with its part where it has one: "esx-01 nic0 – sw-1"."""
    ends = ((link.source, link.source_part), (link.target, link.target_part))
    return " – ".join(_end_name(design.elements[id], part) for id, part in ends)


def _end_name(element: Element, part_id: str) -> str:
    part = part_of(element, part_id)
    return f"{element.name} {part.name}" if part else element.name


def noun(kind: str, translate: Translate = _english) -> str:
    """What a kind is called inside a sentence: "virtual machine", "LUN"; "" is the design itself."""
    if not kind:
        return translate("the design itself")
    return _inside(translate(KINDS[kind].label) if kind in KINDS else kind.replace("-", " "))


def _inside(label: str) -> str:
    """A label as it stands inside a sentence: small, unless it begins with an abbreviation."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def counted(kind: str, count: int, translate: Translate = _english) -> str:
    """How many of a kind of element or link: "1 cluster", "9 network cables"."""
    return _Words().vformat(translate(COUNTED[kind]), (), {"count": count})


class _Noun(str):
    """A noun that takes an article."""

    __slots__ = ()

    def with_article(self) -> str:
        if self.startswith(("the ", "a ", "an ")):
            return str(self)
        return f"{'an' if self[:1].lower() in 'aeiou' else 'a'} {self}"


class _Values(dict[str, Any]):
    """Values for a template. Words are shown while painting: a gap there is better than no window."""

    def __missing__(self, name: str) -> str:
        return "..."


class _Words(Formatter):
    """Puts values into a template as the module's docstring says."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, _Noun) and format_spec:
            phrase = value.with_article()
            return phrase[:1].upper() + phrase[1:] if format_spec == "A" else phrase
        if "|" in format_spec:
            return format_spec.split("|")[0 if value == 1 else 1]
        return quantities.shown(value, format_spec) if isinstance(value, int | float) else str(value)


def _filled(template: str, message: Message, names: Names, translate: Translate) -> str:
    values: dict[str, Any] = dict(message.parameters)
    shown = _Values((name, _shown(name, value, values, names, translate)) for name, value in values.items())
    return _Words().vformat(translate(template), (), shown)


def _shown(name: str, value: Value, values: Mapping[str, Value], names: Names, translate: Translate) -> Any:
    """One parameter as the template wants it: names for ids, nouns for kinds, a sentence for a reason."""
    if name in ID_PARAMETERS:
        return names(str(value))
    if name in KIND_PARAMETERS:
        return _nouns(str(value), translate)
    if name in CHOICE_PARAMETERS:
        return translate(CHOICE_PARAMETERS[name].get(str(value), str(value)))
    if name == "link":
        return _Noun(translate(LINK_NOUNS[str(value)]) if value in LINK_NOUNS else names(str(value)))
    if name == "fields":
        return ", ".join(_field_words(str(values["kind"]), path, translate) for path in str(value).split(","))
    if name == "reason":
        inner = ((key[7:], each) for key, each in values.items() if key.startswith("reason_"))
        return _clause(Message(str(value), tuple(inner)), names, translate)
    return value


def _nouns(kinds: str, translate: Translate) -> _Noun:
    known = [kind for kind in kinds.split(",") if kind in KINDS or not kind] or [kinds]
    if len(known) == 1:
        return _Noun(noun(known[0], translate))
    phrases = [_Noun(noun(kind, translate)).with_article() for kind in known]
    return _Noun(f"{', '.join(phrases[:-1])} {translate('or')} {phrases[-1]}")


def _field_words(kind: str, path: str, translate: Translate) -> str:
    """The label of a field named by its path: "memory.size" of a VM is "memory size"."""
    words, record = [], KINDS.get(kind)
    for step in path.split("."):
        if record is None or step not in record.model_fields:
            words.append(step)
            continue
        field = spec(record, step)
        words.append(_inside(translate(field.label)))
        record = field.part  # type: ignore[assignment]
    return " ".join(words)
