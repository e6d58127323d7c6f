"""What a guest claims is said in the units of its scheduler, beside the fields that hold it in cores."""

from collections.abc import Callable
from typing import Any

from tests.building import id_of
from virtdesigner.model import edits
from virtdesigner.ui.document import Document
from virtdesigner.ui.panels.inspector import Inspector
from virtdesigner.ui.panels.inspector.claim_row import ClaimRow

Make = Callable[..., Inspector]


def _claim(inspector: Inspector) -> ClaimRow:
    assert inspector.form is not None
    assert inspector.form.claim is not None
    return inspector.form.claim


def _schedule(document: Document, scheduler: str) -> None:
    hypervisor: Any = document.design.elements[id_of("hv-a")]
    part = hypervisor.virtualisation.replace(scheduler=scheduler)
    document.do("Schedule", edits.replace(document.design, hypervisor, virtualisation=part))


def _limit(document: Document, name: str, cores: float) -> None:
    guest: Any = document.design.elements[id_of(name)]
    document.do("Limit", edits.replace(document.design, guest, cpus=guest.cpus.replace(limit=cores)))


def test_it_follows_the_claim_and_the_scheduler(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything, "a1")
    said = _claim(inspector).value
    assert said.text() == "2,000 shares, 1,000 a vCPU"
    _limit(everything, "a1", 1.0)
    # 2.6 GHz, of speed 1.0.
    assert said.text().splitlines()[1:] == ["Limit 2,600 MHz"]
    _schedule(everything, "hyper-v")
    assert said.text().splitlines() == ["Weight 100", "Limit 50 % of vCPUs"]
    assert _claim(inspector).toolTip() == "Hyper-V: weight of each VM"
    _schedule(everything, "xen-credit")
    assert said.text().splitlines() == ["Weight 256", "Cap 100 % of a pCPU"]


def test_a_container_has_a_quota(everything: Document, make_inspector: Make) -> None:
    _limit(everything, "cache", 0.5)
    words = _claim(make_inspector(everything, "cache")).value.text()
    assert words.splitlines() == ["Weight 100", "Quota 50 of 100 ms"]


def test_what_nothing_schedules_has_none(everything: Document, make_inspector: Make) -> None:
    assert _claim(make_inspector(everything, "bare")).isHidden()
