"""The matrix of products, versions, techniques and features: what the presets and the product table say.

Nothing is said here that isn't said there: each cell is read from a preset's values or a product's row, and
names the source of that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from virtdesigner.kinds.presets.preset import Preset, Source, estimated
from virtdesigner.kinds.presets.products import CONTAINER_PRODUCTS, PRODUCTS, ContainerProduct, Product
from virtdesigner.kinds.presets.registry import PRESETS
from virtdesigner.kinds.weights import WEIGHTS
from virtdesigner.model.fields import spec
from virtdesigner.model.parts import (
    SYSTEMS,
    ContainerRuntime,
    LiveChanges,
    MemoryPolicy,
    Part,
    Processor,
    Virtualisation,
)

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a product is or does: codes, the same in words, and where it is said."""

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    source: Source

    @property
    def text(self) -> str:
        """The words of the cell, in a line."""
        return ", ".join(self.labels)


@dataclass(frozen=True, slots=True)
class Column:
    """A feature: its code, what it is called, and the group of features that it belongs to."""

    code: str
    label: str
    group: str


@dataclass(frozen=True, slots=True)
class Row:
    """A version of a product: the id of its preset, what it is called, and its cells by column code.

    A column that doesn't apply to the product has no cell: a container engine has no nested paging.
    """

    preset: str
    label: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Products by features."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def row(self, preset: str) -> Row:
        """The row of a preset. Raises KeyError when there is none."""
        found = {row.preset: row for row in self.rows}
        return found[preset]


_LICENCES = {"commercial": "Commercial", "free": "Free of charge", "open-source": "Open source"}
_NEEDS = {"hardware-assist": "VT-x or AMD-V", "host-os": "Host OS", "nothing": "Nothing more"}
_TYPES = {"hypervisor": "Hypervisor", "container-engine": "Container engine"}
_PRODUCT_GROUP, _PLATFORM, _MEMORY, _LIVE = "Product", "Platform", "Memory", "While running"

Read = Callable[[Preset], Cell | None]


@cache
def matrix() -> Matrix:
    """Every preset of a hypervisor or container engine by every feature."""
    chosen = (preset for preset in PRESETS.values() if preset.kind in _TYPES)
    return Matrix(tuple(column for column, _ in _COLUMNS), tuple(_row(preset) for preset in chosen))


def _row(preset: Preset) -> Row:
    cells = {column.code: read(preset) for column, read in _COLUMNS}
    return Row(preset.id, preset.label, {code: cell for code, cell in cells.items() if cell is not None})


def _product(preset: Preset) -> Product | ContainerProduct:
    if preset.kind == "hypervisor":
        return PRODUCTS[preset.values["virtualisation"].product]
    return CONTAINER_PRODUCTS[preset.values["runtime"].product]


def _stated(codes: tuple[str, ...], labels: tuple[str, ...], preset: Preset, says: str) -> Cell:
    """A cell from the product's row, under the document that it names."""
    product = _product(preset)
    return Cell(codes, labels, Source(product.mark, (), says, product.document))


def _type(preset: Preset) -> Cell:
    return _stated((preset.kind,), (_TYPES[preset.kind],), preset, "What it runs guests by.")


def _vendor(preset: Preset) -> Cell:
    return Cell((preset.group,), (preset.group,), estimated("", "Who makes it."))


def _licence(preset: Preset) -> Cell:
    code = _product(preset).licence
    return Cell((code,), (_LICENCES[code],), estimated("", "On what terms it is had."))


def _years(preset: Preset) -> Cell:
    source = preset.source_of("since") or estimated("since", "When it was current.")
    if preset.until is None:
        return Cell((str(preset.since), ""), (f"since {preset.since}",), source)
    return Cell((str(preset.since), str(preset.until)), (f"{preset.since}–{preset.until}",), source)


def _architectures(preset: Preset) -> Cell | None:
    product = _product(preset)
    if not isinstance(product, Product):
        return None
    words = dict(spec(Processor, "architecture").choices)
    codes = product.architectures
    return _stated(codes, tuple(words[code] for code in codes), preset, "What it is made for.")


def _guests(preset: Preset) -> Cell:
    """Families of guest systems; under a paravirtual technique those that nobody ported don't count."""
    product = _product(preset)
    codes: tuple[str, ...]
    if isinstance(product, ContainerProduct):
        codes = (product.kernel,)
    else:
        ported = preset.values["virtualisation"].technique in product.unmodified
        codes = tuple(code for code in product.guests if ported or code != "windows")
    return _stated(codes, tuple(SYSTEMS[code] for code in codes), preset, "Systems that it runs.")


def _needs(preset: Preset) -> Cell:
    product = _product(preset)
    if isinstance(product, ContainerProduct):
        code = f"kernel-{product.kernel}"
        words = f"{SYSTEMS[product.kernel]} kernel" + (", patched" if product.patched else "")
        return _stated((code,), (words,), preset, "Its containers share the kernel of their host.")
    needed = _needed(preset.values["virtualisation"], product)
    codes = tuple(code for code, is_needed in needed if is_needed) or ("nothing",)
    return _stated(codes, tuple(_NEEDS[code] for code in codes), preset, "What it can't do without.")


def _needed(part: Virtualisation, product: Product) -> tuple[tuple[str, bool], ...]:
    by_hardware = part.technique in ("hardware-assisted", "hybrid") and "x86" in product.architectures
    return (
        ("hardware-assist", product.needs_assist or by_hardware),
        ("host-os", part.placement == "hosted"),
    )


def _kernel(preset: Preset) -> Cell:
    """What must be done to a guest's kernel, and whether it then runs on this product alone."""
    product = _product(preset)
    if isinstance(product, ContainerProduct):
        return _stated(("shared",), ("Shared with the host",), preset, "Containers have none of their own.")
    if preset.values["virtualisation"].technique in product.unmodified:
        return _stated(("unmodified",), ("Unmodified",), preset, "Guests run as they are delivered.")
    code = "modified-tied" if product.tied else "modified"
    words = "Modified for this product alone" if product.tied else "Modified"
    return _stated((code,), (words,), preset, "Guests need a kernel that knows hypercalls.")


def _weight(preset: Preset) -> Cell | None:
    if preset.kind != "hypervisor":
        return None
    weight = WEIGHTS[preset.values["virtualisation"].scheduler]
    words = f"{weight.value:g} a {'vCPU' if weight.each == 'vcpu' else 'guest'}"
    source = Source(weight.mark, (), "What a guest weighs unless it is set.", weight.document)
    return Cell((f"{weight.value:g}", weight.each), (words,), source)


def _field(field: str, part: type[Part], name: str) -> Read:
    """A column that shows one field of a part: a choice in its words, a flag as yes or no."""
    declared = spec(part, name)

    def read(preset: Preset) -> Cell | None:
        if field not in preset.values:
            return None
        value: Any = getattr(preset.values[field], name)
        source = preset.source_of(f"{field}.{name}")
        if source is None:
            return None
        if isinstance(value, bool):
            return Cell((YES if value else NO,), ("Yes" if value else "No",), source)
        return Cell((str(value),), (dict(declared.choices).get(value, str(value)),), source)

    return read


def _changes(add: str, remove: str) -> Read:
    """A column of what can be added and taken away while a guest runs."""
    words = {YES: "Add and remove", add: "Add only", remove: "Remove only", NO: "No"}

    def read(preset: Preset) -> Cell | None:
        part = preset.values.get("live_changes")
        source = preset.source_of(f"live_changes.{add}") or preset.source_of(f"live_changes.{remove}")
        if not isinstance(part, LiveChanges):
            return None
        up, down = getattr(part, add), getattr(part, remove)
        code = (YES if down else add) if up else (remove if down else NO)
        return Cell((code,), (words[code],), source or estimated("", "Not offered by the product."))

    return read


def _column(code: str, label: str, group: str, read: Read) -> tuple[Column, Read]:
    return Column(code, label, group), read


def _of(field: str, part: type[Part], name: str, group: str) -> tuple[Column, Read]:
    return _column(name, spec(part, name).label, group, _field(field, part, name))


_COLUMNS: tuple[tuple[Column, Read], ...] = (
    _column("type", "Type", _PRODUCT_GROUP, _type),
    _column("vendor", "Vendor", _PRODUCT_GROUP, _vendor),
    _column("licence", "Licence", _PRODUCT_GROUP, _licence),
    _column("years", "Years", _PRODUCT_GROUP, _years),
    _column("architectures", "Architectures", _PLATFORM, _architectures),
    _of("virtualisation", Virtualisation, "placement", _PLATFORM),
    _of("virtualisation", Virtualisation, "technique", _PLATFORM),
    _column("needs", "Needs", _PLATFORM, _needs),
    _column("kernel", "Guest kernel", _PLATFORM, _kernel),
    _column("guests", "Guest systems", _PLATFORM, _guests),
    _of("virtualisation", Virtualisation, "drivers", _PLATFORM),
    _of("virtualisation", Virtualisation, "scheduler", _PLATFORM),
    _column("weight", "Normal weight", _PLATFORM, _weight),
    _of("virtualisation", Virtualisation, "nested_paging", _MEMORY),
    _of("memory_policy", MemoryPolicy, "overhead", _MEMORY),
    _of("memory_policy", MemoryPolicy, "page_sharing", _MEMORY),
    _of("memory_policy", MemoryPolicy, "ballooning", _MEMORY),
    _of("memory_policy", MemoryPolicy, "compression", _MEMORY),
    _of("memory_policy", MemoryPolicy, "swapping", _MEMORY),
    _of("runtime", ContainerRuntime, "limits_memory", _MEMORY),
    _of("runtime", ContainerRuntime, "limits_cpu", _PLATFORM),
    _column("cpu", "CPUs", _LIVE, _changes("cpu_add", "cpu_remove")),
    _column("memory", "Memory", _LIVE, _changes("memory_add", "memory_remove")),
    _of("live_changes", LiveChanges, "shares", _LIVE),
)
"""Each feature, and how its cell is read from a preset."""
