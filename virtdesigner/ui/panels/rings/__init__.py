"""The rings panel: who runs in which privilege ring on a host, and what a privileged instruction costs."""

from virtdesigner.ui.panels.rings.panel import RingsPanel

__all__ = ["RingsPanel"]
