"""What a person at a terminal sees of a run: the live view, and the summary of long ones."""

from io import StringIO

import numpy as np
import pytest
from rich.console import Console, RenderableType

from tests.frames import compiled, frame
from virtdesigner.cli import run_tables
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.insight.bottlenecks import Bottleneck
from virtdesigner.kinds import PhysicalServer, VirtualMachine
from virtdesigner.model.design import Design
from virtdesigner.model.record import new_id
from virtdesigner.report.results import Results, results
from virtdesigner.report.tally import Tally

HOST = PhysicalServer(id=new_id(), name="esx-01")
GUESTS = tuple(VirtualMachine(id=new_id(), name=f"vm-{number:02}") for number in range(15))
DESIGN = Design.of({"elements": [HOST, *GUESTS]})
OF = compiled(guests=tuple(guest.id for guest in GUESTS), hosts=(HOST.id,), design=DESIGN)


def of_a_moment() -> Frame:
    """vm-00 loses most of its time to the CPU, the others 1 % more progress each."""
    lost = np.zeros((len(GUESTS), len(CAUSES)))
    lost[:, CAUSES.index("cpu")] = 0.8 - 0.01 * np.arange(len(GUESTS))
    return frame(
        OF,
        time=90,
        guests_lost=lost,
        guests_progress=1 - lost.sum(axis=1),
        guests_limited_by=[CAUSES.index("cpu")] * len(GUESTS),
        guests_cpu_ready=[0.25] * len(GUESTS),
        hosts_cpu_used=[24],
        hosts_cpu_capacity=[32],
        hosts_power=[364.4],
    )


def of_a_run(*found: Bottleneck) -> Results:
    tally = Tally(of_a_moment())
    tally.add(of_a_moment())
    whole = results(tally, seed=1, step=1)
    return Results(**{name: getattr(whole, name) for name in Results.__slots__} | {"bottlenecks": found})


def text_of(view: RenderableType) -> str:
    console = Console(file=StringIO(), width=160)
    console.print(view)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def lines_with(text: str, word: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines() if word in line]


def test_the_live_view_says_how_far_the_run_is() -> None:
    assert "90 s simulated, 15% of the run" in text_of(run_tables.live_view(of_a_moment(), 0.15))


def test_the_live_view_shows_the_hosts() -> None:
    # 24 of 32 cores; memory of a size of 0 has no share.
    ((name, cpu, memory, _, watts, unit),) = lines_with(
        text_of(run_tables.live_view(of_a_moment(), 0)), "esx"
    )
    assert (name, cpu, memory, watts, unit) == ("esx-01", "75%", "-", "364", "W")


def test_the_live_view_shows_the_slowest_guests_first_with_what_holds_them_back() -> None:
    shown = lines_with(text_of(run_tables.live_view(of_a_moment(), 0)), "vm-")
    assert [line[0] for line in shown] == [guest.name for guest in GUESTS[: run_tables.SHOWN]]
    # 1 - 0.8 of its time is left to vm-00; it is ready, and waits, for a quarter.
    assert shown[0][1:4] == ["20%", "CPU", "25%"]


def test_the_summary_shows_the_slowest_and_says_of_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    run_tables.show_results(DESIGN, of_a_run())
    out = capsys.readouterr().out
    assert "The 12 slowest of 15 guests" in out
    assert [line[0] for line in lines_with(out, "vm-")] == [guest.name for guest in GUESTS[:12]]
    assert lines_with(out, "vm-00")[0][1:3] == ["20.0%", "CPU"]
    assert "Nothing holds any guest back." in out


def test_a_bottleneck_names_its_worst_victims_and_counts_the_others(
    capsys: pytest.CaptureFixture[str],
) -> None:
    victims = tuple(guest.id for guest in GUESTS[:6])
    run_tables.show_results(DESIGN, of_a_run(Bottleneck("cpu", HOST.id, victims, 0.5)))
    out = capsys.readouterr().out
    assert "- esx-01: 6 guests wait for CPU 50 % of the time: vm-00, vm-01, vm-02, vm-03 and 2 more" in out
    assert "Nothing holds" not in out


def test_many_bottlenecks_are_cut_short(capsys: pytest.CaptureFixture[str]) -> None:
    found = [Bottleneck("cpu", HOST.id, (guest.id,), 0.5) for guest in GUESTS]
    run_tables.show_results(DESIGN, of_a_run(*found))
    out = capsys.readouterr().out
    assert out.count("- esx-01: 1 guest waits") == 12
    assert "and 3 more; --json has them all" in out


def test_a_name_is_text_and_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    host = HOST.replace(name="[red]esx")
    run_tables.show_results(
        Design.of({"elements": [host, *GUESTS]}), of_a_run(Bottleneck("cpu", HOST.id, (), 1))
    )
    assert "- [red]esx: 0 guests wait" in capsys.readouterr().out


def test_a_guest_that_is_switched_off_is_off_and_no_figure_of_progress(
    capsys: pytest.CaptureFixture[str],
) -> None:
    off = VirtualMachine(id=new_id(), name="spare", powered_on=False)
    design = Design.of({"elements": [HOST, off]})
    idle = frame(compiled(guests=(off.id,), hosts=(HOST.id,), design=design), guests_progress=[1])
    tally = Tally(idle)
    tally.add(idle)
    run_tables.show_results(design, results(tally, seed=1, step=1))
    (line,) = lines_with(capsys.readouterr().out, "spare")
    assert line[1:3] == ["off", "-"]
    (now,) = lines_with(text_of(run_tables.live_view(idle, 0.5)), "spare")
    assert now[1:3] == ["off", "-"]
