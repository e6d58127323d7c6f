"""The charts panel. Imports pyqtgraph: for after the first paint."""

from virtdesigner.ui.panels.charts.panel import ChartsPanel

__all__ = ["ChartsPanel"]
