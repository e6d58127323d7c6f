"""The memory view: who holds a host's memory, and how a guest's pages lie in it."""

from virtdesigner.ui.views.memory.view import MemoryView

__all__ = ["MemoryView"]
