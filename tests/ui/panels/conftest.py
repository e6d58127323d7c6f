"""A design with one of everything, and the panels that show it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from tests.building import DISK_GROUP, TWO_HBAS, Drawing, id_of, two_hosts_and_array
from virtdesigner.model.change import add
from virtdesigner.model.design import Design
from virtdesigner.model.parts import Flow, Nic, Workload
from virtdesigner.model.trace import Trace
from virtdesigner.ui.document import Document
from virtdesigner.ui.panels.inspector import Inspector
from virtdesigner.ui.theme import Theme


def one_of_everything() -> Design:
    """`two_hosts_and_array` with a cluster, a VM that is plugged in nowhere, and a recorded trace."""
    drawing: Drawing = two_hosts_and_array().add("cluster", "farm")
    work = Workload(flows=(Flow(id="flow0", name="Clients"),))
    drawing.add("virtual-machine", "loose", "hv-a", workload=work)
    drawing.add("virtual-machine", "bare", workload=None).add("physical-switch", "spare")
    more = DISK_GROUP.replace(id="group1", name="More disks")
    drawing.set("host-a", workload=work, hbas=TWO_HBAS, disk_groups=(DISK_GROUP,))
    drawing.set("box", nics=(Nic(id="nic0", name="nic0"),), disk_groups=(DISK_GROUP, more))
    drawing.add("container-engine", "docker", "host-a").add("container", "cache", "docker")
    drawing.add("virtual-io-server", "vios", "hv-a").add("resource-pool", "pool", "hv-a")
    drawing.add("external-network", "wan").add("cloud-service", "cloud").add("note", "note")
    trace = Trace.record("Monday", 300, {"cpu": [0.5, 1.0]})
    return drawing.design.edited([add("traces", trace)])


SAMPLE = {
    "cluster": "farm",
    "physical-server": "host-a",
    "physical-switch": "spare",
    "storage-array": "box",
    "hypervisor": "hv-a",
    "virtual-machine": "loose",
    "virtual-switch": "vs-a",
    "vlan": "a-vlan10",
    "lun": "lun-box",
    "external-network": "wan",
    "container-engine": "docker",
    "virtual-io-server": "vios",
    "resource-pool": "pool",
    "container": "cache",
    "cloud-service": "cloud",
    "note": "note",
}
"""Kind to the element that stands for it."""


@pytest.fixture
def everything(qapp: object) -> Document:
    """Give `one_of_everything` in a document."""
    document = Document()
    document.adopt(one_of_everything())
    return document


@pytest.fixture(scope="session")
def steady(qapp: QApplication) -> Theme:
    """Give one theme to all tests: dressing the application takes its time."""
    return Theme(qapp, "light")


@pytest.fixture
def make_inspector(steady: Theme) -> Iterator[Callable[..., Inspector]]:
    """Show the inspector of a document, all sections open, with some elements selected by name."""

    made: list[Inspector] = []

    def make(document: Document, *names: str) -> Inspector:
        document.select([id_of(name) for name in names])
        inspector = Inspector(document, steady)
        made.append(inspector)
        inspector.resize(320, 900)
        inspector.show()
        open_all(inspector)
        return inspector

    yield make
    for inspector in made:
        inspector.hide()
        inspector.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def open_all(inspector: Inspector) -> None:
    """Unfold every section, those inside others too."""
    assert inspector.form is not None
    while closed := [section for section in inspector.form.sections.values() if not section.is_open]:
        for section in closed:
            section.set_open(True)
