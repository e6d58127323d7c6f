"""What the inspector says about a field: its tooltip, its bounds, why a value is refused."""

import re
from typing import Any

from PySide6.QtCore import QCoreApplication

from virtdesigner.model.fields import FieldSpec
from virtdesigner.ui.panels.quantities import QuantityError, shown


def text(source: str) -> str:
    """A text of the inspector in the language of the interface."""
    return QCoreApplication.translate("inspector", source)


def field_text(source: str) -> str:
    """A label or a documentation sentence of a declaration in the language of the interface."""
    return QCoreApplication.translate("kinds", source)


def quantity_text(value: float, unit: str) -> str:
    """A quantity in one piece: "64 GiB"."""
    found = shown(value, unit)
    return f"{found.text} {found.unit}".strip()


def tooltip(field: FieldSpec) -> str:
    """Documentation, bounds, default, and whether the default is a rule of thumb."""
    lines = [field_text(field.doc)]
    if field.form == "quantity":
        lines.append(
            text("{bounds}. Default: {default}.").format(bounds=bounds(field), default=_default(field))
        )
    if field.estimate:
        lines.append(text("The default is an estimate: a rule of thumb, not measured."))
    return "\n".join(lines)


def _default(field: FieldSpec) -> str:
    if field.default is None:
        return field_text(field.none)
    return quantity_text(field.default, field.unit)


def bounds(field: FieldSpec) -> str:
    """The bounds of a quantity in words."""
    assert field.minimum is not None
    assert field.maximum is not None
    limits = {
        "low": quantity_text(field.minimum, field.unit),
        "high": quantity_text(field.maximum, field.unit),
    }
    if field.whole:
        return text("A whole number from {low} to {high}").format(**limits)
    return text("From {low} to {high}").format(**limits)


def problem(field: FieldSpec, value: Any) -> str:
    """Why a field can't have a value, in words; "" when it can."""
    if field.form == "quantity" and value is not None:
        return _quantity_problem(field, value)
    return ""


def _quantity_problem(field: FieldSpec, value: float) -> str:
    assert field.minimum is not None
    assert field.maximum is not None
    fits = field.minimum <= value <= field.maximum
    return "" if fits and (not field.whole or isinstance(value, int)) else bounds(field)


def misread(field: FieldSpec, error: QuantityError) -> str:
    """Why what was typed is no quantity of a field."""
    if error.unknown:
        wanted = field.unit or text("a number without unit")
        return text('"{unit}" is no unit here; use {wanted}').format(unit=error.unknown, wanted=wanted)
    return text("Not a number. {bounds}").format(bounds=bounds(field))


def text_problem(pattern: str | None, minimum: int, maximum: int, value: str) -> str:
    """Why a text can't be taken, in words; "" when it can."""
    if len(value) < minimum:
        return text("This can't be empty")
    if len(value) > maximum:
        return text("At most {count} characters").format(count=maximum)
    if pattern and not re.search(pattern, value):
        return text("This isn't written as it should be")
    return ""
