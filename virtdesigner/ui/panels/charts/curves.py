"""Which curves a chart shows of a subject: metrics, units, names, and how figures are scaled."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from virtdesigner.engine.frame import Frame
from virtdesigner.engine.recording import Table
from virtdesigner.model.parts import VirtualCpus
from virtdesigner.ui.panels.charts.subjects import Resource, Subject

GIB: Final = 1024.0


class Curve(NamedTuple):
    """One curve. factor: what figures are multiplied by; colour: place among the curve colours.

    apart: it has another unit, and is divided by a power of ten to fit the scale of the others.
    """

    metric: str
    label: Any  # QT_TRANSLATE_NOOP gives the text itself, but is declared to give an object
    colour: int
    factor: float = 1.0
    apart: bool = False


class Plan(NamedTuple):
    """What a chart shows: title, unit, curves, and the capacity that the scale reaches."""

    title: str
    unit: str
    curves: tuple[Curve, ...]
    capacity: float = 0.0


_TITLES: Final[Mapping[Resource, Any]] = {
    "cpu": QT_TRANSLATE_NOOP("charts", "CPU {name}"),
    "memory": QT_TRANSLATE_NOOP("charts", "Memory {name}"),
    "network": QT_TRANSLATE_NOOP("charts", "Network {name}"),
    "storage": QT_TRANSLATE_NOOP("charts", "Storage {name}"),
}

_RECLAIMED: Final = (
    Curve("memory_ballooned", QT_TRANSLATE_NOOP("charts", "ballooned"), 4, 1 / GIB),
    Curve("memory_compressed", QT_TRANSLATE_NOOP("charts", "compressed"), 3, 1 / GIB),
    Curve("memory_swapped", QT_TRANSLATE_NOOP("charts", "swapped"), 1, 1 / GIB),
    Curve("memory_shared", QT_TRANSLATE_NOOP("charts", "shared"), 2, 1 / GIB),
)

_CURVES: Final[Mapping[tuple[Table, Resource], tuple[Any, tuple[Curve, ...]]]] = {
    ("guests", "cpu"): (
        QT_TRANSLATE_NOOP("charts", "cores"),
        (
            Curve("cpu_granted", QT_TRANSLATE_NOOP("charts", "granted"), 0),
            Curve("cpu_demand", QT_TRANSLATE_NOOP("charts", "wanted"), 2),
            Curve("cpu_ready", QT_TRANSLATE_NOOP("charts", "ready"), 1),
        ),
    ),
    ("guests", "memory"): (
        "GiB",
        (Curve("memory_active", QT_TRANSLATE_NOOP("charts", "active"), 0, 1 / GIB), *_RECLAIMED),
    ),
    ("guests", "network"): (
        "Mb/s",
        (
            Curve("network_granted", QT_TRANSLATE_NOOP("charts", "sent"), 0),
            Curve("network_demand", QT_TRANSLATE_NOOP("charts", "wanted"), 2),
        ),
    ),
    ("guests", "storage"): (
        "ms",
        (
            Curve("storage_latency", QT_TRANSLATE_NOOP("charts", "latency"), 1),
            Curve("iops_granted", "IOPS", 0, apart=True),
        ),
    ),
    ("hosts", "cpu"): (
        "%",
        (
            Curve("cpu_used", QT_TRANSLATE_NOOP("charts", "used"), 0),
            Curve("cpu_ready", QT_TRANSLATE_NOOP("charts", "ready, mean of guests"), 1, 100),
        ),
    ),
    ("hosts", "memory"): (
        "GiB",
        (
            Curve("memory_used", QT_TRANSLATE_NOOP("charts", "used"), 0, 1 / GIB),
            *_RECLAIMED,
        ),
    ),
    ("hosts", "network"): (
        "Mb/s",
        (Curve("network_granted", QT_TRANSLATE_NOOP("charts", "sent"), 0),),
    ),
    ("hosts", "storage"): ("IOPS", (Curve("iops_granted", QT_TRANSLATE_NOOP("charts", "I/O of guests"), 0),)),
    ("links", "network"): ("Mb/s", (Curve("used", QT_TRANSLATE_NOOP("charts", "used"), 0),)),
    ("luns", "storage"): (
        "ms",
        (Curve("latency", QT_TRANSLATE_NOOP("charts", "latency"), 1), Curve("iops", "IOPS", 0, apart=True)),
    ),
}


def plan(frame: Frame, resource: Resource, subject: Subject, name: str) -> Plan:
    """What the chart of a resource shows of a subject called `name`."""
    unit, curves = _CURVES[subject.table, resource]
    title = _translated(_TITLES[resource]).format(name=name)
    capacity = _capacity(frame, resource, subject)
    if (subject.table, resource) == ("hosts", "cpu"):
        curves = (curves[0]._replace(factor=100 / capacity if capacity else 0.0), *curves[1:])
        capacity = 100.0
    if (subject.table, resource) == ("guests", "cpu"):
        curves = tuple(c._replace(factor=capacity) if c.metric == "cpu_ready" else c for c in curves)
    shown = tuple(curve._replace(label=_translated(curve.label)) for curve in curves)
    return Plan(title, _translated(unit), shown, capacity)


def _capacity(frame: Frame, resource: Resource, subject: Subject) -> float:
    """What there is of a resource, in the chart's unit; 0 where nothing bounds it."""
    compiled, hosts = frame.compiled, frame.hosts
    if subject.table == "guests":
        if resource != "cpu" or subject.id not in compiled.design.elements:
            return 0.0
        return float(sum(c.count for c in compiled.design.elements[subject.id].carried(VirtualCpus)))
    if subject.table == "hosts" and resource in ("cpu", "memory"):
        row = compiled.host_ids.index(subject.id)
        return float(hosts.cpu_capacity[row] if resource == "cpu" else hosts.memory_total[row] / GIB)
    if subject.table == "links":
        return float(frame.links.capacity[compiled.link_ids.index(subject.id)])
    return 0.0


def _translated(words: str) -> str:
    return QCoreApplication.translate("charts", words)
