"""The help as Markdown: for each kind a page from its paragraph in `resources/docs` and its declaration."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from virtdesigner import resources
from virtdesigner.kinds import KINDS
from virtdesigner.model.fields import SET, FieldSpec, specs
from virtdesigner.report.quantities import number, size

TOPICS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "workloads": "Workloads",
        "processors-under-load": "Processors under load",
        "storage-under-load": "Storage under load",
        "space-and-paths": "Space and paths",
        "why-is-it-slow": "Why is it slow",
        "runs-and-proof": "Runs and proof",
        "notes-and-today": "Lecture notes and today",
    }
)
"""What is good to know: file in `resources/docs` to title, in the order of the help."""

_SIZES = ("MiB", "GiB")
_PLAIN = ("quantity", "choice", "text", "flag", "ref")


def kind_page(kind: str) -> str:
    """The page about a kind of element: what it is, then what can be set. Raises KeyError if unknown."""
    record = KINDS[kind]
    paragraph = resources.path("docs", "kinds", f"{kind}.md").read_text(encoding="utf-8")
    return "\n".join([f"# {record.label}", "", paragraph, *_sections(record)])


def topic_page(topic: str) -> str:
    """The page about what is good to know of all kinds. Raises KeyError if unknown."""
    title = TOPICS[topic]
    words = resources.path("docs", f"{topic}.md").read_text(encoding="utf-8")
    return f"# {title}\n\n{words}"


def _sections(record: Any) -> Iterator[str]:
    own = [field for field in specs(record) if field.form in _PLAIN and field.name not in ("name", "notes")]
    yield from _section("What can be set", own)
    for field in specs(record):
        if field.part is not None:
            yield from _section(field.label, [f for f in field.inner if f.form in _PLAIN], field.doc)


def _section(title: str, fields: list[FieldSpec], doc: str = "") -> Iterator[str]:
    if fields:
        yield f"\n## {title}\n"
        if doc:
            yield f"{doc}\n"
        by_name = {field.name: field for field in fields}
        yield from (f"- **{field.label}**: {_about(field, by_name)}" for field in fields)


def _about(field: FieldSpec, fields: Mapping[str, FieldSpec]) -> str:
    """What a field is, its bounds and its default, in a line; fields: all of its section, by name."""
    words = [field.doc]
    if field.form == "choice":
        words.append(f"One of: {', '.join(label for _, label in field.choices)}.")
    if field.form == "quantity":
        words.append(f"{_bounds(field)}; {_default(field)}.")
    if field.estimate:
        words.append("The default is an estimate.")
    words.extend(_condition(fields[name], values) for name, values in field.when)
    return " ".join(words)


def _condition(other: FieldSpec, values: Sequence[str | None]) -> str:
    """With what in another field a field means something, in a sentence."""
    if SET in values:
        return f"It counts where {other.label} is set."
    if None in values:
        return f"It counts where {other.label} is empty."
    choices = dict(other.choices)
    return f"It counts where {other.label} is: {', '.join(choices[str(value)] for value in values)}."


def _bounds(field: FieldSpec) -> str:
    assert field.minimum is not None
    assert field.maximum is not None
    return f"{_amount(field.minimum, field)} to {_amount(field.maximum, field)}"


def _default(field: FieldSpec) -> str:
    if field.default is None:
        return f"empty means {field.none}" if field.none else "usually empty"
    return f"usually {_amount(field.default, field)}"


def _amount(value: float, field: FieldSpec) -> str:
    if field.unit in _SIZES and (value == 0 or value >= 1):
        return size(value, field.unit)
    return f"{number(value)} {field.unit}".strip()
