"""Presets: what products and classes of devices set, with the source of every figure.

`presets(kind, period)` is what the palette and the inspector offer, `apply_preset` the edit, `PRODUCTS` what
a product can and needs, `matrix()` the table of products, versions and features.
"""

from virtdesigner.kinds.presets.apply import apply_preset
from virtdesigner.kinds.presets.matrix import Cell, Column, Matrix, Row, matrix
from virtdesigner.kinds.presets.preset import GENERIC, MARKS, PART, Mark, Period, Preset, Source
from virtdesigner.kinds.presets.products import CONTAINER_PRODUCTS, PRODUCTS, ContainerProduct, Product
from virtdesigner.kinds.presets.registry import PRESETS, preset, presets

__all__ = [
    "CONTAINER_PRODUCTS",
    "GENERIC",
    "MARKS",
    "PART",
    "PRESETS",
    "PRODUCTS",
    "Cell",
    "Column",
    "ContainerProduct",
    "Mark",
    "Matrix",
    "Period",
    "Preset",
    "Product",
    "Row",
    "Source",
    "apply_preset",
    "matrix",
    "preset",
    "presets",
]
