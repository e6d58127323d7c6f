"""The inspector: what is selected, why it is slow, and every field of it, made from the declarations."""

from virtdesigner.ui.panels.inspector.inspector import Inspector

__all__ = ["Inspector"]
