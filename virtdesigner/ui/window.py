"""The main window: canvas in the middle, panels round it, what can be done in menus and the bar."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QPoint, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QLabel, QMainWindow, QTabWidget, QToolBar, QVBoxLayout, QWidget

from virtdesigner.model.messages import Message
from virtdesigner.ui.action_list import ENTRIES
from virtdesigner.ui.actions import ActionSet, Submenu, words
from virtdesigner.ui.background import Background
from virtdesigner.ui.banner import Banner
from virtdesigner.ui.bridge import FLAT_OUT, Bridge
from virtdesigner.ui.canvas import CanvasView
from virtdesigner.ui.docks import dock, title_of
from virtdesigner.ui.document import SUFFIX, Document
from virtdesigner.ui.editing import Editing
from virtdesigner.ui.filing import WORKBOOK, Filing
from virtdesigner.ui.inserting import Inserting
from virtdesigner.ui.logs import log_folder
from virtdesigner.ui.panels.findings import FindingsPanel
from virtdesigner.ui.panels.inspector import Inspector
from virtdesigner.ui.panels.palette import Palette
from virtdesigner.ui.panels.timeline import Timeline
from virtdesigner.ui.reach import ReachStrip
from virtdesigner.ui.recovering import Recovering
from virtdesigner.ui.settings import SettingsFile
from virtdesigner.ui.snapshots import Snapshots
from virtdesigner.ui.statusline import StatusLine
from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.theme import Mode, Theme
from virtdesigner.ui.topbar import TopBar
from virtdesigner.ui.views.stack import ViewStack
from virtdesigner.ui.welcome import Welcome
from virtdesigner.ui.wording import in_words
from virtdesigner.ui.workers import Workers

if TYPE_CHECKING:
    from virtdesigner.engine.frame import Frame
    from virtdesigner.engine.runner import RunError
    from virtdesigner.ui.dialogs.help import HelpWindow
    from virtdesigner.ui.panels.charts import ChartsPanel
    from virtdesigner.ui.panels.rings import RingsPanel

_log = logging.getLogger(__name__)

SIZE: Final = QSize(1440, 900)
LAYOUT_VERSION: Final = 3
"""Raise it when panels are added or renamed: an arrangement kept by an older version is then not used."""

LEFT: Final = 232
RIGHT: Final = 320
BOTTOM: Final = 268
PALETTE_SHARE: Final = 70
"""Usual sizes of the panels in px; of the left side, the palette takes so many per cent."""

LEFT_SHARE: Final = 0.19
RIGHT_SHARE: Final = 0.29
"""Most of the window's width that the panels at each side take: the canvas keeps more than half."""


class MainWindow(QMainWindow):
    """The window of one document. `painted`: it has been painted for the first time."""

    painted = Signal()

    def __init__(
        self, document: Document, theme: Theme, settings: SettingsFile, recovery_folder: Path | None = None
    ) -> None:
        super().__init__()
        self.document: Document = document
        self.theme: Theme = theme
        self.settings: SettingsFile = settings
        self._is_painted = False
        self.help: HelpWindow | None = None
        self.bridge: Bridge = Bridge(document, settings.values.speed or FLAT_OUT, self)
        self.canvas: CanvasView = CanvasView(document, theme)
        self.views: ViewStack = ViewStack(document, self.canvas, theme)
        self.editing: Editing = Editing(document, self)
        self.snapshots: Snapshots = Snapshots(document, self)
        self.workers: Workers = Workers(document, self)
        self.filing: Filing = Filing(document, settings, self.canvas, theme, self)
        self.inserting: Inserting = Inserting(document, self.canvas, self)
        self.recovering = Recovering(document, self, recovery_folder)
        self.commands = ActionSet(ENTRIES, self, theme)
        self.commands.fill(self.menuBar())
        self._build_middle()
        self._build_bars()
        self._build_docks()
        self._connect()
        self._restore()
        self._entitle()
        self.commands.refresh()
        self.setAcceptDrops(True)

    def _build_middle(self) -> None:
        self.banner = Banner()
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        self.reach: ReachStrip = ReachStrip(self.document, self.canvas)
        column.addWidget(self.reach)
        column.addWidget(self.views, 1)
        self.setCentralWidget(middle)
        for page in (self.canvas, self.views.logical):
            page.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.welcome = Welcome(
            self.document, self.canvas, self.filing.open_first_example, self.filing.ask_and_import
        )

    def _build_bars(self) -> None:
        self.topbar = TopBar(self.document, self.bridge, self.commands, self.theme)
        bar = QToolBar(self.tr("Tools"))
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setFloatable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.setStyleSheet("QToolBar { padding: 0; spacing: 0; }")
        bar.addWidget(self.topbar)
        self.addToolBar(bar)
        self.status = StatusLine(self.document, self.bridge)
        self.setStatusBar(self.status)

    def _build_docks(self) -> None:
        """Palette over findings on the left, the inspector on the right, charts below the canvas only."""
        self.palette_panel = Palette(self.theme)
        self.findings = FindingsPanel(self.document, self.theme)
        self.inspector = Inspector(self.document, self.theme)
        self.timeline: Timeline = Timeline(self.document)
        self.charts: ChartsPanel | None = None
        self.rings: RingsPanel | None = None
        left, right, below = (
            Qt.DockWidgetArea.LeftDockWidgetArea,
            Qt.DockWidgetArea.RightDockWidgetArea,
            Qt.DockWidgetArea.BottomDockWidgetArea,
        )
        self.setCorner(Qt.Corner.BottomLeftCorner, left)
        self.setCorner(Qt.Corner.BottomRightCorner, right)
        self.docks = {
            "palette": dock("palette", self.tr("Add"), self.palette_panel, self),
            "findings": dock("findings", self.tr("Findings"), self.findings, self),
            "inspector": dock("inspector", self.tr("Inspector"), self.inspector, self, headed=True),
            "charts": dock("charts", self.tr("Charts"), self._waiting_words(), self, headed=True),
            "rings": dock("rings", self.tr("Rings"), QWidget(), self, headed=True),
            "timeline": dock("timeline", self.tr("Timeline"), self.timeline, self, headed=True),
        }
        places = (
            ("palette", left),
            ("findings", left),
            ("inspector", right),
            ("charts", below),
            ("rings", below),
            ("timeline", below),
        )
        for name, area in places:
            self.addDockWidget(area, self.docks[name])
            self.commands.menu("panels").addAction(self.docks[name].toggleViewAction())
        self.setTabPosition(below, QTabWidget.TabPosition.North)
        for name in ("rings", "timeline"):
            self.tabifyDockWidget(self.docks["charts"], self.docks[name])
        self.docks["charts"].raise_()

    def _waiting_words(self) -> QLabel:
        """What stands where charts will be, until they have been brought in."""
        words = QLabel(self.tr("Loading charts..."))
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_role(words, "hint")
        return words

    def _proportion(self) -> None:
        """Give the panels their usual sizes, less in a small window."""
        docks, height = self.docks, self.height()
        both = [docks["palette"], docks["findings"]]
        self.resizeDocks(both, [PALETTE_SHARE, 100 - PALETTE_SHARE], Qt.Orientation.Vertical)
        self._size_sides()
        self.resizeDocks([docks["charts"]], [min(BOTTOM, height * 3 // 10)], Qt.Orientation.Vertical)

    def _size_sides(self) -> None:
        """Give the panels at the sides their usual widths, or less than half of the window together."""
        sides, width = [self.docks["palette"], self.docks["inspector"]], self.width()
        widths = [min(LEFT, round(LEFT_SHARE * width)), min(RIGHT, round(RIGHT_SHARE * width))]
        self.resizeDocks(sides, widths, Qt.Orientation.Horizontal)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep half of a window that gets narrower for the canvas: the panels at the sides shrink."""
        super().resizeEvent(event)
        if self._is_painted and self.views.width() < event.size().width() / 2:
            self._size_sides()

    def _connect(self) -> None:
        document, bridge, canvas, views = self.document, self.bridge, self.canvas, self.views
        for signal in (document.history_changed, document.path_changed, bridge.run_state_changed):
            signal.connect(self.commands.refresh)
        document.selection_changed.connect(lambda _: self.commands.refresh())
        document.path_changed.connect(self._entitle)
        document.history_changed.connect(self._entitle)
        for signal in (document.refused, self.editing.told, self.snapshots.told, self.workers.told):
            signal.connect(self._say_why)
        document.replaced.connect(self._greet)
        self.editing.clipboard_changed.connect(self.commands.refresh)
        bridge.frame_shown.connect(views.show_frame)
        bridge.frame_shown.connect(lambda frame: self.inspector.show_frame(frame, bridge.is_current))
        bridge.frame_shown.connect(self._show_charts)
        bridge.failed.connect(self._show_failure)
        views.zoom_changed.connect(self.status.show_zoom)
        views.shown.connect(lambda _: self.commands.refresh())
        views.memory.run.connect(self.toggle_run)
        canvas.hint.connect(self.status.show_hint)
        for page in (canvas, views.logical):
            page.customContextMenuRequested.connect(self._show_context_menu)
        self.filing.loads.told.connect(self.status.show_hint)
        self.palette_panel.activated_kind.connect(views.place_kind)
        self.findings.reveal.connect(views.reveal)
        self.timeline.chosen.connect(self.go_to)
        self.findings.counted.connect(title_of(self.docks["findings"]).show_count)
        self.topbar.search.chosen.connect(self.go_to)
        self.topbar.heat_chosen.connect(views.set_heat)

    def showEvent(self, event: QShowEvent) -> None:
        """Arrange the panels, unless they were arranged before."""
        super().showEvent(event)
        if not self._is_painted and not self.settings.values.layout:
            self._proportion()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and say so the first time."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def load(self) -> None:
        """Bring in the engine and the charts, in threads; look for findings. For after the first paint."""
        self.bridge.load()
        self.findings.refresh()
        Background(_import_panels, "panels import", self, self._add_panels).start()

    def _add_panels(self, panels: "tuple[type[ChartsPanel], type[RingsPanel]]") -> None:
        charts, rings = panels
        self.charts = charts(self.document, self.theme, self.bridge.moment)
        self.charts.reveal.connect(self.go_to)
        self.rings = rings(self.document, self.theme)
        for name, panel in (("charts", self.charts), ("rings", self.rings)):
            panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            self.docks[name].setWidget(panel)
        self._show_charts(self.bridge.frame)

    def _show_charts(self, frame: "Frame | None") -> None:
        self.timeline.show_run(self.bridge.recording if frame else None)
        if self.charts is not None:
            self.charts.show_frame(frame, self.bridge.recording, self.bridge.is_current)

    def _entitle(self) -> None:
        self.setWindowTitle(f"{self.document.title}[*] - VirtDesigner")
        self.setWindowModified(self.document.is_dirty)

    def _greet(self) -> None:
        self.banner.hide()
        self.palette_panel.list.forget()
        self.status.show_hint("")
        self.canvas.fit()

    def _say_why(self, refusals: tuple[Message, ...]) -> None:
        self.status.show_hint(" ".join(in_words(refusal, self.document.design) for refusal in refusals))

    def _show_failure(self, error: "RunError") -> None:
        _log.error("the run stopped in %s: %s\n%s", error.doing, error.message, error.details)
        doing = {"compile": self.tr("preparing the design"), "step": self.tr("simulating a step")}
        text = self.tr("The run stopped while {doing}: {message}. The design is as it was.")
        self.banner.show_message(
            text.format(doing=doing.get(error.doing, error.doing), message=error.message),
            self.tr("Open log folder"),
            self.open_log_folder,
        )

    def _show_context_menu(self, place: QPoint) -> None:
        self.commands.context_menu(self).popup(self.views.page.mapToGlobal(place))

    def toggle_run(self) -> None:
        """Run, or pause."""
        if self.bridge.is_running:
            self.bridge.pause()
        else:
            self.banner.hide()
            self.bridge.start()

    def ask_for_time(self) -> None:
        """Ask for a simulated time, and go there in the run."""
        from virtdesigner.ui.dialogs.go_to_time import ask_for_time

        time = ask_for_time(self.bridge.time, self)
        if time is not None:
            self.bridge.seek(time)

    def set_speed(self, speed: float) -> None:
        """Set the pace, and keep it for the next start."""
        self.bridge.set_speed(speed)
        self.settings.update(speed=0.0 if speed == FLAT_OUT else speed)

    def set_theme(self, mode: Mode) -> None:
        """Dress the application, and keep that for the next start."""
        self.theme.set_mode(mode)
        self.settings.update(theme=mode)

    def go_to(self, id: str) -> None:
        """Select an element and bring it into view."""
        self.document.select([id])
        self.views.reveal(id)

    def focus_find(self) -> None:
        """Put the cursor into the search field."""
        self.topbar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.topbar.search.selectAll()

    def show_design_settings(self) -> None:
        """Show title, seed and step of the design: the inspector holds them while nothing is selected."""
        self.document.select(())
        self.docks["inspector"].show()
        self.docks["inspector"].raise_()

    def show_help(self) -> None:
        """Open the help beside the window, at the page of what is selected."""
        from virtdesigner.ui.dialogs.help import HelpWindow

        if self.help is None:
            self.help = HelpWindow(self)
        selected = self.editing.elements
        self.help.open_page(self.document.design.elements[selected[0]].kind if selected else "")
        self.help.show()
        self.help.raise_()
        self.help.activateWindow()

    def show_shortcuts(self) -> None:
        """Open the page of keyboard shortcuts."""
        from virtdesigner.ui.dialogs.shortcuts import ShortcutsDialog

        titles = {e.id: words(e.text).replace("&", "") for e in ENTRIES if isinstance(e, Submenu)}
        ShortcutsDialog(self.commands.records(), titles, self).exec()

    def show_products(self) -> None:
        """Open the table of products, their versions, techniques and features."""
        from virtdesigner.ui.dialogs.products import ProductsDialog

        ProductsDialog(self.document.design.settings.period, self).exec()

    def show_model_validation(self) -> None:
        """Open the table of what was published beside what the models make of it."""
        from virtdesigner.ui.dialogs.model_validation import ModelValidationDialog

        ModelValidationDialog(self.theme.palette, self).exec()

    def show_about(self) -> None:
        """Open the page about the program."""
        from virtdesigner.ui.dialogs.about import AboutDialog

        AboutDialog(self).exec()

    def open_log_folder(self) -> None:
        """Show the folder of the log in the system's file browser."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder())))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take designs and workbooks that are dropped onto the window."""
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open or import what was dropped, once the drop is over: a question must not hold up its source."""
        if path := _dropped(event):
            event.acceptProposedAction()
            QTimer.singleShot(0, lambda: self.filing.open(path))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes; then end the run and keep the arrangement."""
        if not self.filing.may_discard():
            event.ignore()
            return
        self.recovering.discard()
        self.bridge.close()
        self._keep_layout()
        super().closeEvent(event)

    def _keep_layout(self) -> None:
        geometry = self.saveGeometry().toBase64().toStdString()
        layout = self.saveState(LAYOUT_VERSION).toBase64().toStdString()
        self.settings.update(geometry=geometry, layout=layout)

    def _restore(self) -> None:
        """Take up size and arrangement of the last time; Qt leaves out what it can't use."""
        self.resize(SIZE.boundedTo(self.screen().availableSize()))
        values = self.settings.values
        self.restoreGeometry(QByteArray.fromBase64(values.geometry.encode()))
        self.restoreState(QByteArray.fromBase64(values.layout.encode()), LAYOUT_VERSION)


def _dropped(event: QDragEnterEvent | QDropEvent) -> Path | None:
    """The one file of a drop that can be opened or imported."""
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path and path.suffix.lower() in (SUFFIX, WORKBOOK) else None


def _import_panels() -> "tuple[type[ChartsPanel], type[RingsPanel]]":
    from virtdesigner.ui.panels.charts import ChartsPanel
    from virtdesigner.ui.panels.rings import RingsPanel

    return ChartsPanel, RingsPanel
