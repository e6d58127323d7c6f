"""PlanetLab: one machine a file, one CPU percentage a line, one line every 300 s; many files in a .tar.gz.

Nothing of an archive is written anywhere, so that no path in it can lead anywhere; links and folders are
passed over, sizes are judged from the headers before anything is unpacked.
"""

import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from virtdesigner.files.errors import ImportRefusedError
from virtdesigner.files.limits import MEBIBYTE, Limits
from virtdesigner.files.reading import read_bytes
from virtdesigner.model.trace import Trace

INTERVAL = 300.0
"""Seconds between samples [P: distributed so with CloudSim]."""

CORES = 1.0
"""Cores that 100 % stand for [E]: the traces don't say; a workload scales the shape."""

MOST_BYTES = MEBIBYTE
"""Of one machine's file: three years of samples."""

_ARCHIVES = (".tar.gz", ".tgz", ".tar")
_MOST_PERCENT = 100


def takes(name: str, start: bytes) -> bool:
    """Whether it is an archive, or begins with lines of whole numbers."""
    if name.casefold().endswith(_ARCHIVES):
        return True
    lines = start.split(b"\n")[:-1] if b"\n" in start else [start]
    return bool(start.strip()) and all(line.strip().isdigit() for line in lines if line.strip())


def read(path: Path, limits: Limits) -> Sequence[Trace]:
    """The recordings of a file or an archive. Raises UnreadableError or ImportRefusedError."""
    if not path.name.casefold().endswith(_ARCHIVES):
        return [_trace(path.name, read_bytes(path, MOST_BYTES))]
    try:
        traces = [_trace(name, content) for name, content in _members(path, limits)]
    except (tarfile.TarError, OSError, EOFError) as error:
        raise ImportRefusedError(f"{path} is no archive, or it is damaged: {error}.") from error
    if not traces:
        raise ImportRefusedError(f"{path} holds no recordings.")
    return traces


def _members(path: Path, limits: Limits) -> Iterator[tuple[str, bytes]]:
    total = count = 0
    with tarfile.open(path, "r|*") as archive:
        for member in archive:
            total, count = total + max(member.size, 0), count + 1
            if total > limits.unpacked_bytes or count > limits.members:
                raise ImportRefusedError(
                    f"{path} unpacks to more than {limits.unpacked_bytes / MEBIBYTE:g} MiB or"
                    f" {limits.members:,} files, the most that is read."
                )
            name = PurePosixPath(member.name).name
            if not member.isreg() or name.startswith("."):
                continue
            if member.size > MOST_BYTES:
                raise ImportRefusedError(f"{path} holds {name}, which is too large to be a recording.")
            content = archive.extractfile(member)
            assert content is not None
            yield name, content.read()


def _trace(name: str, content: bytes) -> Trace:
    cores: list[float] = []
    for number, line in enumerate(content.splitlines(), start=1):
        text = line.strip()
        if not text:
            continue
        if not text.isdigit() or int(text) > _MOST_PERCENT:
            raise ImportRefusedError(f"{name} line {number}: must be a whole number from 0 to 100.")
        cores.append(int(text) / 100 * CORES)
    if not cores:
        raise ImportRefusedError(f"{name} holds no samples.")
    return Trace.record(name[:200], INTERVAL, {"cpu": cores})
