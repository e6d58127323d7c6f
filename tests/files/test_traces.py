"""Recorded loads in each format, from files made by hand; the public ones where they are at hand."""

import io
import tarfile
from pathlib import Path

import pytest

from virtdesigner.files.errors import ImportRefusedError, UnreadableError
from virtdesigner.files.limits import Limits
from virtdesigner.files.traces import TRACES, read_traces
from virtdesigner.model.trace import Trace

BITBRAINS = (
    "Timestamp [ms];\tCPU cores;\tCPU capacity provisioned [MHZ];\tCPU usage [MHZ];\tCPU usage [%];\t"
    "Memory capacity provisioned [KB];\tMemory usage [KB];\tDisk read throughput [KB/s];\t"
    "Disk write throughput [KB/s];\tNetwork received throughput [KB/s];\t"
    "Network transmitted throughput [KB/s]\n"
)


def row(time: int, used: float = 25, memory: float = 2048, read: float = 160, sent: float = 1000) -> str:
    return f"{time};\t4;\t10400;\t2600;\t{used};\t4194304;\t{memory};\t{read};\t32;\t5;\t{sent}\n"


def saved(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def samples(trace: Trace) -> dict[str, list[float]]:
    return {name: list(values) for name, values in trace.samples().items()}


def archive(path: Path, files: dict[str, bytes], *more: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w:gz") as made:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            made.addfile(entry, io.BytesIO(content))
        for entry in more:
            made.addfile(entry)
    return path


def test_a_planetlab_file_is_percentages_every_300_s(tmp_path: Path) -> None:
    (trace,) = read_traces(saved(tmp_path / "node_7", "0\n50\n100\n"))
    assert (trace.name, trace.interval) == ("node_7", 300)
    assert samples(trace) == {"cpu": [0, 0.5, 1]}


@pytest.mark.parametrize(("text", "line"), [("1\n2\n101\n", 3), ("5\n6\n" * 2000 + "x\n", 4001)])
def test_a_line_that_is_no_percentage_is_named(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(ImportRefusedError, match=f"node line {line}: must be a whole number from 0 to 100"):
        read_traces(saved(tmp_path / "node", text))


def test_an_archive_holds_a_recording_a_file(tmp_path: Path) -> None:
    link = tarfile.TarInfo("day/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    folder = tarfile.TarInfo("day")
    folder.type = tarfile.DIRTYPE
    files = {"day/a": b"10\n20\n", "../../b": b"30\n", "day/.hidden": b"no recording"}
    traces = read_traces(archive(tmp_path / "day.tar.gz", files, link, folder))
    assert [(trace.name, len(samples(trace)["cpu"])) for trace in traces] == [("a", 2), ("b", 1)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["day.tar.gz"]


def test_archives_that_are_too_large_are_refused_from_their_headers(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.tar.gz", {"a": b"1\n" * 600, "b": b"2\n" * 600})
    with pytest.raises(ImportRefusedError, match="unpacks to more than"):
        read_traces(path, Limits(unpacked_bytes=2000))
    with pytest.raises(ImportRefusedError, match="1 files"):
        read_traces(path, Limits(members=1))
    large = archive(tmp_path / "b.tar.gz", {"a": b"1\n" * 2**20})
    with pytest.raises(ImportRefusedError, match="too large to be a recording"):
        read_traces(large)


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b broken", b"plain text"])
def test_damaged_archives_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.tar.gz").write_bytes(content)
    with pytest.raises(ImportRefusedError, match="no archive, or it is damaged"):
        read_traces(tmp_path / "a.tar.gz")


def test_a_bitbrains_row_becomes_what_the_model_counts_in(tmp_path: Path) -> None:
    (trace,) = read_traces(saved(tmp_path / "7.csv", BITBRAINS + row(1_376_314_846) + row(1_376_315_146)))
    assert trace.interval == 300  # seconds, whatever the heading says
    found = samples(trace)
    assert found["cpu"] == [1, 1]  # 25 % of 4 cores
    assert found["memory"] == [2, 2]  # 2,048 KiB
    assert found["network"] == pytest.approx([8.192, 8.192])  # 1,000 KiB/s x 1024 x 8 bit
    assert found["reads"] == [10, 10]  # 160 KiB/s in blocks of 16
    assert found["writes"] == [2, 2]


def test_real_milliseconds_are_understood_too(tmp_path: Path) -> None:
    text = BITBRAINS + row(1_376_314_846_000) + row(1_376_315_146_000)
    assert read_traces(saved(tmp_path / "7.csv", text))[0].interval == 300


def test_rows_out_of_order_are_sorted_and_gaps_filled_with_what_was_before(tmp_path: Path) -> None:
    rows = [row(900, used=75), row(0, used=0), row(300, used=25), row(1200, used=100)]
    (trace,) = read_traces(saved(tmp_path / "7.csv", BITBRAINS + "".join(rows)))
    assert samples(trace)["cpu"] == [0, 1, 1, 3, 4]  # 600 s is missing


def test_plain_columns_are_taken_by_name(tmp_path: Path) -> None:
    text = "Time (s),Reads,note,CPU [cores]\n0,5,warm-up,0.25\n\n10,6,,0.5\n"
    (trace,) = read_traces(saved(tmp_path / "load.csv", text))
    assert (trace.name, trace.interval) == ("load", 10)
    assert samples(trace) == {"cpu": [0.25, 0.5], "reads": [5, 6]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("time,cpu\n0,1\n1\n", "line 3: 1 cells, 2 headings"),
        ("time,cpu,cpu\n0,1,2\n", "two columns of the same name"),
        ("time,cpu\n0,1\n1,much\n", "line 3, cpu: 'much' is no number"),
        ("time,cpu\n0,1\n1,inf\n", "line 3, cpu: 'inf' is no number"),
        ("time,cpu\n0,1\n", "two times"),
        ("time,cpu\n0,1\n0,2\n", "two times"),
        ("time,cpu\n0,1\n1,-2\n", "cpu holds a number below 0"),
        ("time,cpu\n0,1\n0.001,1\n0.002,1\n5000,1\n", "more than is read"),
        ("time,colour\n0,1\n", "no recording that is known"),
        ("", "no recording that is known"),
    ],
)
def test_a_bad_table_is_refused_with_the_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ImportRefusedError, match=message):
        read_traces(saved(tmp_path / "load.csv", text))


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="can't be read"):
        read_traces(tmp_path / "nothing.csv")


def test_every_format_says_what_it_is() -> None:
    assert all(form.label and form.extensions for form in TRACES.values())


def test_the_public_planetlab_day_is_1052_machines_of_288_samples(shared: Path) -> None:
    path = shared / "traces" / "planetlab-20110303.tar.gz"
    if not path.is_file():
        pytest.skip("needs the public trace")
    traces = read_traces(path)
    assert len(traces) == 1052
    assert {len(samples(trace)["cpu"]) for trace in traces} == {288}


def test_the_public_bitbrains_machine_is_a_month_of_300_s(shared: Path) -> None:
    path = shared / "traces" / "bitbrains-vm.csv"
    if not path.is_file():
        pytest.skip("needs the public trace")
    (trace,) = read_traces(path)
    assert trace.interval == 300
    found = samples(trace)
    assert set(found) == {"cpu", "memory", "network", "reads", "writes"}
    assert len(found["cpu"]) >= 8619
    assert found["cpu"][0] == pytest.approx(0.00733, rel=0.01)  # 0.733 % of one core
