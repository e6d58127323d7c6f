"""The list of system libraries against what the installed Qt really asks for."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from virtdesigner import resources

# Part of every Linux that can start a Python, or bundled with Qt.
GIVEN = {
    "libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "libz.so.1", "libzstd.so.1",
    "libpthread.so.0", "libdl.so.2", "librt.so.1",
}  # fmt: skip
# In the same package as libglib-2.0.so.0.
GIVEN.add("libgthread-2.0.so.0")
OURS = re.compile(r"libQt6|libicu|libpyside|libshiboken|ld-linux")
GROUPS = {
    "always": ["lib/libQt6Core.so.6", "lib/libQt6Gui.so.6", "lib/libQt6Widgets.so.6", "lib/libQt6DBus.so.6",
               "lib/libQt6Svg.so.6", "lib/libQt6OpenGL.so.6", "plugins/platforms/libqoffscreen.so"],
    "x11": ["lib/libQt6XcbQpa.so.6", "plugins/platforms/libqxcb.so"],
    "wayland": ["plugins/platforms/libqwayland.so"],
}  # fmt: skip


def needed(library: Path) -> set[str]:
    """Return the libraries that the file `library` names as needed."""
    listing = subprocess.run(["readelf", "-d", library], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", listing))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the list is for Linux")
@pytest.mark.skipif(not shutil.which("readelf"), reason="needs readelf")
@pytest.mark.parametrize("group", GROUPS)
def test_every_library_that_qt_needs_is_listed(group: str) -> None:
    import PySide6

    qt = Path(PySide6.__file__).parent / "Qt"
    table = json.loads(resources.path("qt-libraries.json").read_text(encoding="utf-8"))
    listed = {*table["always"], *table[group], *GIVEN}
    files = [qt / name for name in GROUPS[group]]
    unlisted = {name for file in files for name in needed(file) - listed if not OURS.match(name)}
    assert unlisted == set()


def test_every_entry_names_a_package_for_each_column() -> None:
    table = json.loads(resources.path("qt-libraries.json").read_text(encoding="utf-8"))
    del table["about"]
    assert set(table) == set(GROUPS)
    for libraries in table.values():
        for library, packages in libraries.items():
            assert re.fullmatch(r"lib[\w.+-]+\.so\.\d+", library)
            assert len(packages) == 2
