"""A component, and one that can be named."""

from typing import ClassVar

from virtdesigner.model.fields import hidden, text
from virtdesigner.model.record import Frozen

MEBIBYTES_MAX = 2.0**36
MEGABITS_MAX = 1e7


class Part(Frozen):
    """A component. label: what the inspector's section is called."""

    label: ClassVar[str] = ""


class NamedPart(Part):
    """A component that may occur several times; its id is unique in its element."""

    id: str = hidden(..., "Identity within the element.", maximum=100)
    name: str = text("", "What people call it.", label="Name", minimum=1)
