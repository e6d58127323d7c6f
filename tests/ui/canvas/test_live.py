from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication

from tests.building import Drawing, id_of
from tests.ui.canvas.conftest import Hand
from tests.ui.canvas.sites import arranged, branch_office, frame_of, named, site
from virtdesigner import load as load_design
from virtdesigner import resources
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model import edits
from virtdesigner.model.design import Design
from virtdesigner.model.parts import HostSystem, VirtualCpus, Workload
from virtdesigner.ui.canvas import CanvasView
from virtdesigner.ui.canvas.facts import amount, caption, load, portion, rate, subtitle, vlan_positions
from virtdesigner.ui.canvas.live import Live, Rows
from virtdesigner.ui.canvas.readings import Badge, LinkReading, Reading


@pytest.fixture
def design() -> Design:
    return arranged(branch_office())


def reading(design: Design, name: str, **guests: Any) -> Reading:
    frame = frame_of(design, **guests)
    return Live(frame, Rows(frame.compiled, design)).reading(named(design, name))


def test_a_guest_shows_its_share_of_its_own_vcpus_and_memory(design: Design) -> None:
    # Two vCPUs at speed 1.0: 0.9 of 2 cores granted, 1.5 wanted; 1024 of 4096 MiB.
    shown = reading(
        design,
        "db-01",
        cpu_granted={"db-01": 0.9},
        cpu_demand={"db-01": 1.5},
        memory_active={"db-01": 1024},
    )
    assert (shown.cpu, shown.wanted, shown.memory) == (0.45, 0.75, 0.25)


def test_a_slower_host_makes_a_smaller_whole(design: Design) -> None:
    server = design.elements[named(design, "esx-02")]
    processor = server.processor.replace(relative_speed=0.5)  # type: ignore[attr-defined]
    slower = design.edited(edits.replace(design, server, processor=processor))
    shown = reading(slower, "db-01", cpu_granted={"db-01": 0.5})
    assert shown.cpu == 0.5  # of 2 vCPUs x 0.5


def test_a_host_shows_what_is_used_of_what_it_has(design: Design) -> None:
    frame = frame_of(design)
    shown = reading(design, "esx-01")
    assert shown.cpu == round(float(frame.hosts.cpu_used[0] / frame.hosts.cpu_capacity[0]), 2)
    assert shown.memory == round(float(frame.hosts.memory_used[0] / frame.hosts.memory_total[0]), 2)


def test_a_vm_shows_what_its_containers_use() -> None:
    drawing = Drawing().add("physical-server", "host").add("hypervisor", "hv", "host")
    drawing.add("virtual-machine", "vm", "hv", cpus=VirtualCpus(count=4), workload=None)
    drawing.add("container-engine", "engine", "vm")
    for name in ("a", "b"):
        work = Workload(cpu=1, user_share=100, system_calls=0, page_faults=0, page_table_writes=0,
                        context_switches=0, reads=0, writes=0)  # fmt: skip
        drawing.add("container", name, "engine", workload=work)
    frame = Simulation(drawing.design).step()
    live = Live(frame, Rows(frame.compiled, drawing.design))
    # 2 cores, and 3 % for what page walks cost more (MODELS.md section 2: t0), of 4 vCPUs.
    assert live.reading(id_of("vm")).cpu == pytest.approx(2 * 1.03 / 4, abs=0.01)
    assert live.reading(id_of("a")).cpu == pytest.approx(1.03 / 2, abs=0.01)


def test_a_bare_server_shows_what_is_used_of_what_it_has() -> None:
    # 8 of its 32 cores, and 64 GiB with the host OS, of 256.
    work = Workload(cpu=8, working_set=24, reads=0, writes=0)
    system = HostSystem(memory=2621.44, cpu=0)
    design = Drawing().add("physical-server", "bare", workload=work, host_system=system).design
    frame = Simulation(design).step()
    live = Live(frame, Rows(frame.compiled, design))
    shown = live.reading(id_of("bare"))
    assert (shown.cpu, shown.memory) == (0.25, 0.25)
    assert live.heats("cpu")[id_of("bare")] == 0.25
    assert live.heats("memory")[id_of("bare")] == 0.24


def test_a_switch_shows_its_busiest_cable(design: Design) -> None:
    frame = frame_of(design)
    cables = [id for id, link in design.links.items() if link.kind == "cable"]
    own = [id for id in cables if named(design, "sw-1") in (design.links[id].source, design.links[id].target)]
    busiest = max(float(frame.links.utilisation[frame.compiled.link_ids.index(id)]) for id in own)
    assert reading(design, "sw-1").network == round(busiest, 2)


def test_a_lun_and_its_array_show_how_busy_the_disks_are(design: Design) -> None:
    frame = frame_of(design)
    own = [float(value) for value in frame.luns.utilisation]
    assert reading(design, "LUN-2").storage == round(own[1], 2)
    assert (reading(design, "array-1").storage or 0) >= max(own)


@pytest.mark.parametrize(
    ("fields", "badge"),
    [
        ({"limited_by": "cpu", "lost": 0.31, "cpu_ready": 0.31}, Badge("ready 31 %", severe=True)),
        ({"limited_by": "cpu", "lost": 0.06, "cpu_ready": 0.06}, Badge("ready 6 %", severe=False)),
        ({"limited_by": "cpu", "lost": 0.2, "limiter": "app-02"}, Badge("app-02 busy", severe=True)),
        ({"limited_by": "costop", "lost": 0.07, "cpu_costop": 0.04}, Badge("co-stop 4 %", severe=False)),
        ({"limited_by": "limit", "lost": 0.2}, Badge("limit", severe=True)),
        ({"limited_by": "memory", "lost": 0.2, "memory_swapped": 2048}, Badge("swap 2 GiB", severe=True)),
        ({"limited_by": "storage", "lost": 0.2, "limiter": "LUN-3"}, Badge("LUN-3 busy", severe=True)),
        ({"limited_by": "network", "lost": 0.2}, Badge("network", severe=True)),
        ({"limited_by": "network", "lost": 0.2, "limiter": "db-01"}, Badge("network", severe=True)),
        ({"memory_ballooned": 6144}, Badge("balloon 6 GiB", severe=False)),
        ({"cpu_ready": 0.08}, Badge("ready 8 %", severe=False)),
        ({"cpu_ready": 0.04}, None),
        ({"limited_by": "cpu", "lost": 0.04}, None),
        ({"memory_ballooned": 10}, None),
    ],
)
def test_the_badge_names_what_limits_a_guest(
    design: Design, fields: dict[str, Any], badge: Badge | None
) -> None:
    shown = reading(design, "db-01", **{name: {"db-01": value} for name, value in fields.items()})
    assert shown.badge == badge


def test_the_badge_tells_a_full_lun_from_a_busy_one() -> None:
    design = load_design(resources.path("examples", "thin-and-full.vdt"))
    simulation = Simulation(design, dt=30.0)
    for _ in range(10):
        frame = simulation.step()
    live = Live(frame, Rows(frame.compiled, design))
    assert live.reading(named(design, "log-01")).badge == Badge("datastore-01 full", severe=True)
    assert live.reading(named(design, "web-01")).badge is None


@pytest.mark.parametrize("steps", [1, 10])
def test_a_lun_with_thin_disks_shows_the_space_they_take(steps: int) -> None:
    """Disks of 320 GiB on one of 160, which is full after five minutes."""
    design = load_design(resources.path("examples", "thin-and-full.vdt"))
    simulation = Simulation(design, dt=30.0)
    for _ in range(steps):
        frame = simulation.step()
    shown = Live(frame, Rows(frame.compiled, design)).reading(named(design, "datastore-01"))
    used = float(frame.luns.used[0])
    assert (shown.held, shown.space) == (round(used), round(used / 160, 2))
    assert (shown.space == 1.0) == (steps == 10)


def test_a_part_is_told_in_the_unit_of_the_whole() -> None:
    assert portion(98 * 1024, 160 * 1024) == "98/160 GiB"
    assert portion(512 * 1024, 8 * 1024**2) == "0.5/8 TiB"


def test_a_lun_without_thin_disks_shows_no_space(design: Design) -> None:
    assert (reading(design, "LUN-2").space, reading(design, "LUN-2").held) == (None, None)


def test_show_frame_brings_the_cards_up_to_date_and_none_takes_it_away(view: CanvasView) -> None:
    card = view.canvas.cards[named(view.document.design, "db-01")]
    view.show_frame(frame_of(view.document.design, cpu_ready={"db-01": 0.2}))
    assert card.reading.badge == Badge("ready 20 %", severe=False)
    view.show_frame(None)
    assert card.reading == Reading()
    assert view.canvas.links._readings == {}


def test_a_badge_is_painted(view: CanvasView) -> None:
    design = view.document.design
    view.show_frame(frame_of(design))
    rect = view.canvas.rects[named(design, "db-01")]
    place = view.mapFromScene(rect.right - 40, rect.y - 8)
    before = view.grab().toImage().pixelColor(place).name()
    view.show_frame(frame_of(design, cpu_ready={"db-01": 0.2}))
    after = view.grab().toImage().pixelColor(place).name()
    assert (before, after) == (view.look.colour("card3").name(), view.look.colour("warning_fill").name())


def test_a_congested_link_is_labelled(view: CanvasView) -> None:
    busy = LinkReading(used=9400, capacity=10_000, utilisation=0.94)
    assert busy.is_congested
    assert load(busy.used, busy.capacity) == "9.4 / 10 Gb/s"
    assert not LinkReading(used=8900, capacity=10_000, utilisation=0.89).is_congested


def test_only_what_is_in_view_is_brought_up_to_date(canvas: Callable[[Design], CanvasView]) -> None:
    view = canvas(arranged(site(20, 40)))
    hand = Hand(view)
    view.reveal(hand.id("vm-01-001"))
    view.show_frame(frame_of(view.document.design))
    cards = view.canvas.cards
    assert cards[hand.id("vm-01-001")].reading != Reading()
    assert cards[hand.id("vm-20-040")].reading == Reading()
    view.reveal(hand.id("vm-20-040"))
    assert cards[hand.id("vm-20-040")].reading != Reading()


def test_a_frame_of_another_design_is_borne(view: CanvasView) -> None:
    other = site(2, 3)
    kept = [e for e in other.elements.values() if e.kind == "physical-switch"]
    view.show_frame(frame_of(Design.of({"elements": kept})))
    cards, design = view.canvas.cards, view.document.design
    assert {cards[named(design, name)].reading.cpu for name in ("db-01", "esx-02", "web-01")} == {None}


def test_an_edit_while_a_frame_is_shown_is_borne(hand: Hand) -> None:
    frame = frame_of(hand.design)
    hand.view.show_frame(frame)
    hand.view.document.do("Delete", edits.delete(hand.design, [hand.id("esx-02")]))
    hand.view.show_frame(frame)
    assert hand.view.canvas.cards[hand.id("esx-01")].reading.cpu is not None


@pytest.mark.parametrize("metric", ["cpu", "memory", "network", "storage"])
def test_the_overview_has_a_heat_for_every_guest_in_every_respect(design: Design, metric: Any) -> None:
    frame = frame_of(design)
    live = Live(frame, Rows(frame.compiled, design))
    heats = live.heats(metric)
    assert set(frame.compiled.guest_ids) <= heats.keys()
    for id in frame.compiled.guest_ids:
        shown = live.reading(id)
        expected = shown.wanted if metric == "cpu" else getattr(shown, metric)
        assert heats[id] == expected


def test_heat_follows_the_respect_chosen(view: CanvasView) -> None:
    view.show_frame(frame_of(view.document.design))
    card = view.canvas.cards[named(view.document.design, "esx-01")]
    view.set_heat("memory")
    assert card.heat == card.reading.memory
    view.set_heat("cpu")
    assert card.heat == card.reading.cpu


def test_the_same_figures_paint_nothing_again(view: CanvasView) -> None:
    frame = frame_of(view.document.design)
    view.show_frame(frame)
    view.repaint()
    QCoreApplication.processEvents()
    painted = SimpleNamespace(count=0)
    view.canvas.changed.connect(lambda _: setattr(painted, "count", painted.count + 1))
    view.show_frame(frame)
    QCoreApplication.processEvents()
    assert painted.count == 0


def test_lines_below_the_name() -> None:
    design = branch_office()
    lines = {element.name: subtitle(element) for element in design.elements.values()}
    assert lines["esx-01"] == "2 × 16 cores · 256 GiB · 2 × 10G"
    assert lines["sw-1"] == "10G · 48 ports"
    assert lines["array-1"] == "12 × SSD RAID 10 · 2 × FC 16G"
    assert lines["LUN-1"] == "1 TiB"
    assert lines["ESXi 8"] == "hardware-assisted"
    assert lines["db-01"] == "2 vCPUs · 4 GiB"


def test_units_are_chosen_to_keep_figures_short() -> None:
    assert [amount(value) for value in (512, 1024, 6144, 1_572_864)] == [
        "512 MiB",
        "1 GiB",
        "6 GiB",
        "1.5 TiB",
    ]
    assert [rate(value) for value in (100, 1000, 2500, 25_000)] == ["100M", "1G", "2.5G", "25G"]
    assert load(40, 100) == "40 / 100 Mb/s"


def test_a_vlan_is_called_by_its_number_once() -> None:
    design = branch_office()
    vlans = [caption(e) for e in design.elements.values() if e.kind == "vlan"]
    assert vlans[:3] == ["VLAN 10 web", "VLAN 20 app", "VLAN 120 db"]
    numbered = design.elements[named(design, "web")].replace(name="VLAN 10")
    assert caption(numbered) == "VLAN 10"


def test_a_vlan_keeps_its_colour_when_another_comes() -> None:
    def places(*numbers: int) -> Mapping[int, int]:
        drawing = Drawing().add("physical-server", "host").add("hypervisor", "hv", "host")
        drawing.add("virtual-switch", "switch", "hv")
        for number in numbers:
            drawing.add("vlan", f"vlan-{number}", "switch", vlan_id=number)
        return vlan_positions(drawing.design)

    before, after = places(10, 20, 120), places(5, 10, 20, 99, 120)
    assert {vlan: after[vlan] for vlan in before} == before
    # 10, 16 and 22 would all take the same place; as long as there are places, no two do.
    assert len(set(places(10, 16, 22).values())) == 3
