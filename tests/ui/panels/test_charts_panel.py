"""The charts: whose curves, on which scale, in whose words, how often."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEvent, QEventLoop, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.building import id_of
from tests.ui.panels.runs import CABLE, DESIGN, recorded, step
from virtdesigner.model import edits
from virtdesigner.ui.document import Document
from virtdesigner.ui.palettes import DARK, LIGHT, VLAN_COLOURS
from virtdesigner.ui.panels.charts import ChartsPanel
from virtdesigner.ui.panels.charts.subjects import Subject, subjects
from virtdesigner.ui.theme import Theme

FRAME, RECORDING = recorded()


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def panel(steady: Theme, clock: Callable[[], float]) -> Iterator[ChartsPanel]:
    document = Document()
    document.adopt(DESIGN)
    made = ChartsPanel(document, steady, now=clock)
    made.resize(1060, 260)
    made.show()
    yield made
    made.hide()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def titles(panel: ChartsPanel) -> list[str]:
    return [chart.title.words for chart in panel.charts.values()]


def legend(panel: ChartsPanel, resource: str) -> list[str]:
    return [name for name, _ in panel.charts[resource].legend.entries]  # type: ignore[index]


def test_without_a_run_it_says_what_to_press(panel: ChartsPanel) -> None:
    assert panel.empty.isVisible()
    assert "F5" in panel.empty.text()
    panel.show_frame(FRAME, RECORDING)
    assert panel.empty.isHidden()
    panel.show_frame(None, None)
    assert panel.empty.isVisible()


def test_nothing_selected_shows_the_most_loaded(panel: ChartsPanel) -> None:
    panel.show_frame(FRAME, RECORDING)
    assert titles(panel) == ["CPU host-a", "Memory host-a", "Network host-a nic0 – tor", "Storage lun-a"]
    assert [chart.unit.text() for chart in panel.charts.values()] == ["%", "GiB", "Gb/s", "ms"]


def test_a_guest_shows_its_own_curves(panel: ChartsPanel) -> None:
    panel.show_frame(FRAME, RECORDING)
    panel._document.select([id_of("a1")])
    assert titles(panel) == ["CPU a1", "Memory a1", "Network a1", "Storage a1"]
    assert legend(panel, "cpu") == ["granted", "wanted", "ready"]
    curves = panel.charts["cpu"].plot.curves
    # 5.5 cores granted, 8 wanted, ready 31 % of 2 vCPUs.
    assert [curve.getData()[1][-1] for curve in curves] == pytest.approx([5.5, 8, 0.62], rel=1e-5)


def test_curves_of_another_unit_are_divided_to_fit_and_say_so(panel: ChartsPanel) -> None:
    panel.show_frame(FRAME, RECORDING)
    # 900 IOPS beside 4 ms on a scale up to 5: a thousandth fits.
    assert legend(panel, "storage") == ["latency", "IOPS / 1000"]
    assert panel.charts["storage"].plot.curves[1].getData()[1][-1] == pytest.approx(0.9, rel=1e-5)


def test_a_selected_link_takes_the_network_chart_only(panel: ChartsPanel) -> None:
    panel._document.select([CABLE])
    panel.show_frame(FRAME, RECORDING)
    assert titles(panel)[2] == "Network host-a nic0 – tor"
    assert titles(panel)[0] == "CPU host-a"


def test_the_bottleneck_is_named_and_a_click_selects_it(panel: ChartsPanel) -> None:
    panel.show_frame(FRAME, RECORDING)
    assert panel.bottleneck.text() == "host-a: 1 guest waits for CPU 31 % of the time"
    revealed: list[str] = []
    panel.reveal.connect(revealed.append)
    QTest.mouseClick(panel.bottleneck, Qt.MouseButton.LeftButton)
    assert panel._document.selection == (id_of("host-a"),)
    assert revealed == [id_of("host-a")]


def test_without_a_bottleneck_it_says_so(panel: ChartsPanel) -> None:
    panel.show_frame(step(guests_limiter=[-1, -1, -1]), RECORDING)
    assert panel.bottleneck.isHidden()
    assert panel.calm.isVisible()


@pytest.mark.parametrize(("span", "first"), [(60.0, 59.0), (300.0, 1.0), (0.0, 1.0)])
def test_the_span_can_be_chosen(panel: ChartsPanel, span: float, first: float) -> None:
    panel.show_frame(FRAME, RECORDING)
    panel.set_span(span)
    # 120 s were recorded; the sample just before the span is drawn too, so that the curve begins at the edge.
    assert panel.charts["cpu"].plot.curves[0].xData[0] == first
    assert panel.charts["cpu"].plot.viewRange()[0][1] == max(120.0, span)


def test_it_is_drawn_ten_times_a_second_at_most_and_only_when_seen(panel: ChartsPanel, clock: Clock) -> None:
    later, history = recorded(121)
    panel.show_frame(FRAME, RECORDING)
    curve = panel.charts["cpu"].plot.curves[0]
    panel.show_frame(later, history)
    assert curve.xData[-1] == 120
    clock.now += 0.1
    panel.show_frame(later, history)
    assert curve.xData[-1] == 121
    panel.hide()
    clock.now += 1
    panel.show_frame(FRAME, RECORDING)
    assert curve.xData[-1] == 121


def test_colours_follow_the_theme(panel: ChartsPanel, steady: Theme) -> None:
    panel.show_frame(FRAME, RECORDING)
    plot = panel.charts["cpu"].plot
    assert plot.backgroundBrush().color().name().upper() == LIGHT.panel
    assert plot.curves[0].opts["pen"].color().name().upper() == VLAN_COLOURS[0]
    assert plot.curves[0].opts["pen"].width() == 1
    plot.dress(DARK)
    assert plot.backgroundBrush().color().name().upper() == DARK.panel


def test_a_chart_stays_with_its_element_while_another_is_about_as_loaded() -> None:
    shown = subjects(step(), (), {})
    other = step(hosts_cpu_used=[31, 31.5])
    assert subjects(other, (), shown)["cpu"] == Subject("hosts", id_of("host-a"))
    far = step(hosts_cpu_used=[10, 31.5])
    assert subjects(far, (), shown)["cpu"] == Subject("hosts", id_of("host-b"))


def test_after_an_edit_the_curves_stay_as_those_of_before_without_what_is_gone(panel: ChartsPanel) -> None:
    panel.show_frame(FRAME, RECORDING)
    document = panel._document
    assert panel.past.isHidden()
    document.do("Delete host-a", edits.delete(document.design, [id_of("host-a")]))
    panel.show_frame(FRAME, RECORDING, is_current=False)
    assert panel.past.isVisible()
    # host-a, its cable and its store are gone: host-b and its store are left, and no link.
    shown = [chart.title.words for chart in panel.charts.values() if chart.isVisible()]
    assert shown == ["CPU host-b", "Memory host-b", "Storage lun-b"]
    assert len(panel.charts["cpu"].plot.curves[0].getData()[0]) > 1
    assert panel.bottleneck.isHidden()  # it was on host-a
    assert panel.calm.isHidden()


def test_a_legend_takes_the_lines_that_its_names_need_and_all_charts_the_same(panel: ChartsPanel) -> None:
    panel.show_frame(FRAME, RECORDING)
    QCoreApplication.sendPostedEvents()
    legends = [chart.legend for chart in panel.charts.values()]
    assert legend(panel, "memory")[-1] == "shared"
    needed = max(each.lines_needed for each in legends)
    assert needed > 1
    assert {each.sizeHint().height() for each in legends} == {16 * needed + 2}
    panel.resize(2600, 260)
    QCoreApplication.processEvents()
    assert {each.sizeHint().height() for each in legends} == {18}


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Count, and let pass."""
        self.count += event.type() == QEvent.Type.Paint
        return False


def settle() -> None:
    """Handle events until none is left: a paint may ask for another."""
    dispatcher = QAbstractEventDispatcher.instance()
    assert dispatcher is not None
    while dispatcher.processEvents(QEventLoop.ProcessEventsFlag.AllEvents):
        pass


def test_a_picture_is_painted_once(panel: ChartsPanel, clock: Clock) -> None:
    """Two pictures with other ends of the time axis: two paints, not one more for where things lie."""
    panel.show_frame(FRAME, RECORDING)
    settle()
    paints = Paints(panel.charts["cpu"].plot.viewport())
    for _ in range(2):
        clock.now += 1.0
        panel.set_span(60.0 if panel.span != 60.0 else 300.0)
        settle()
    assert paints.count == 2


def test_where_nothing_moves_zero_lies_at_the_bottom(panel: ChartsPanel) -> None:
    plot = panel.charts["network"].plot
    plot.draw([], 0.0, 60.0, 0.0)
    low, high = plot.getViewBox().viewRange()[1]
    assert low == 0.0 < high
