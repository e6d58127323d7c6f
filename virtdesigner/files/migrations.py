"""Files of older formats, brought up to date on plain data before anything is typed.

A change of the format, or of a default (fields equal to their default aren't written), takes the next number,
a function here from the format before it, and a stored sample of the old format in the tests, forever.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from virtdesigner.files.errors import DocumentError, NewerFormatError, Problem

FORMAT = 2
"""The format that this version writes."""

Document = dict[str, Any]
Migration = Callable[[Document], Document]

_SCHEDULERS = {"xen": "xen-credit", "kvm": "cfs", "hyper-v": "hyper-v"}
_DRIVER_DOMAINS = ("xen", "hyper-v")


def _from_1(document: Document) -> Document:
    """Say of each hypervisor which scheduler and drivers it has: its product decided that."""
    elements = document.get("elements", [])
    for element in elements if isinstance(elements, list) else []:
        part = element.get("virtualisation") if isinstance(element, dict) else None
        if isinstance(part, dict) and (product := part.get("product")) in _SCHEDULERS:
            part["scheduler"] = _SCHEDULERS[product]
            if product in _DRIVER_DOMAINS:
                part["drivers"] = "driver-domain"
    return document


MIGRATIONS: Mapping[int, Migration] = MappingProxyType({1: _from_1})
"""Format to the function that makes the next format of it. Each gets its own copy and may change it."""


def migrate(
    document: Document, migrations: Mapping[int, Migration] = MIGRATIONS, current: int = FORMAT
) -> Document:
    """The document in the `current` format.

    Raises NewerFormatError, or DocumentError when it doesn't name a format that is known.
    """
    found = format_of(document)
    if found > current:
        raise NewerFormatError(found, current)
    for number in range(found, current):
        if number not in migrations:
            raise DocumentError(
                [Problem("format", f"format {number} isn't known; {_known(migrations, current)}")]
            )
        document = migrations[number](document) | {"format": number + 1}
    return document


def format_of(document: Document) -> int:
    """The number of a document's format. Raises DocumentError when it doesn't say."""
    if "format" not in document:
        raise DocumentError(
            [Problem("", "this is no VirtDesigner design: it doesn't say which format it has")]
        )
    number = document["format"]
    if isinstance(number, bool) or not isinstance(number, int):
        raise DocumentError([Problem("format", "must be a whole number")])
    return number


def _known(migrations: Mapping[int, Migration], current: int) -> str:
    numbers = ", ".join(map(str, [*sorted(migrations), current]))
    return f"this version reads {numbers}"
