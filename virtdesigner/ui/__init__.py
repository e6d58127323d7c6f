"""The desktop application: the only place that imports PySide6 or pyqtgraph."""
