"""Server presets against the published SPECpower_ssj2008 results."""

import csv
from pathlib import Path

import pytest

from virtdesigner.kinds.presets import preset
from virtdesigner.kinds.presets.servers import REFERENCE, RESULTS, Result
from virtdesigner.model.parts import MachineMemory, Power, Processor

SAMPLE = Path(__file__).parents[4] / "shared/samples/hardware/SPECpower-full-results.csv"
published = pytest.mark.skipif(not SAMPLE.exists(), reason="needs the SPECpower sample beside the project")
each = pytest.mark.parametrize("result", RESULTS, ids=lambda result: result.id)


def row_of(result: Result) -> list[str]:
    """The one row of the sample that a result was taken from."""
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if row[1] == result.system and row[2] == result.tested]
    found = [row for row in rows if row[11] == str(result.operations)]
    assert len(found) == 1
    return found[0]


@published
@each
def test_its_figures_are_those_that_were_published(result: Result) -> None:
    # Columns 6 to 13: MHz, chips, cores, threads, GB, ssj_ops and watts at full load, watts at active idle.
    idle, peak = result.watts
    expected = (
        result.clock, result.sockets, result.cores, result.threads, result.memory,
        result.operations, peak, idle,
    )  # fmt: skip
    assert tuple(float(value) for value in row_of(result)[6:14]) == expected


@published
@each
def test_its_processor_is_the_published_one(result: Result) -> None:
    words = row_of(result)[5].split()
    assert [word for word in words if word not in (*result.model.split(), "CPU")] == []


@published
@each
def test_it_was_one_machine(result: Result) -> None:
    assert row_of(result)[3] == "1"


def test_there_are_twelve_over_the_years_from_many_vendors() -> None:
    assert len(RESULTS) == 12
    assert len({result.group for result in RESULTS}) >= 7
    years = [result.years[0] for result in RESULTS]
    assert years == sorted(years)
    assert (years[0], years[-1]) == (2005, 2021)


def processor(id: str) -> Processor:
    value = preset(id).values["processor"]
    assert isinstance(value, Processor)
    return value


@pytest.mark.parametrize(("id", "speed"), [
    ("rx2540-m1", 1.0),  # 3257627 / 36 = 90489.6, the reference
    ("pe-r710", 0.748),  # 541345 / 8 = 67668.1; / 90489.6
    ("dl380-g4", 0.149),  # 26880 / 2 = 13440
    ("dl385-gen10", 0.742),  # 4295252 / 64 = 67113.3
    ("rx2530-m6", 1.046),  # 7573884 / 80 = 94673.6
])  # fmt: skip
def test_speed_is_operations_per_core_against_the_reference(id: str, speed: float) -> None:
    assert processor(id).relative_speed == speed
    assert processor(REFERENCE.id).relative_speed == 1.0


@each
def test_the_machine_has_all_its_cores_memory_and_watts(result: Result) -> None:
    values = preset(result.id).values
    assert processor(result.id).sockets * processor(result.id).cores_per_socket == result.cores
    assert processor(result.id).hyperthreading == (result.threads == 2 * result.cores)
    assert values["memory"] == MachineMemory(size=result.memory * 1024)
    assert values["power"] == Power(curve="linear", idle=result.watts[0], peak=result.watts[1])


@each
def test_no_processor_has_nested_paging_without_hardware_assistance(result: Result) -> None:
    chip = processor(result.id)
    assert chip.hardware_assist or not (chip.nested_paging or chip.direct_io)


def test_features_came_in_their_order() -> None:
    """Intel: VT-x with the 5160 in 2006, EPT and VT-d with Nehalem in 2009."""
    flags = [
        (chip.hardware_assist, chip.nested_paging)
        for chip in map(processor, ("dl380-g4", "dl380-g5", "pe-2950-iii", "pe-r710", "x3650-m3"))
    ]
    assert flags == [(False, False), (True, False), (True, False), (True, True), (True, True)]


@each
def test_sources_name_benchmark_system_and_date(result: Result) -> None:
    document = f"SPECpower_ssj2008, {result.system}, {result.tested}"
    for path in ("processor.sockets", "processor.relative_speed", "memory.size", "power.idle", "power.peak"):
        source = preset(result.id).source_of(path)
        assert source is not None
        assert source.document == document
        assert source.mark == ("C" if path == "processor.relative_speed" else "P")
