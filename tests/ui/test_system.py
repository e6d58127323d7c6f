"""What the system must provide, and what is said when it doesn't."""

import json
from collections.abc import Callable

import pytest

from virtdesigner import resources
from virtdesigner.cli.parser import COMMANDS
from virtdesigner.ui import system

X11 = {"DISPLAY": ":0"}


def loads_all_but(*missing: str) -> Callable[[str], None]:
    def load(library: str) -> None:
        if library in missing:
            raise OSError

    return load


def test_nothing_stands_in_the_way_where_everything_is_there() -> None:
    assert system.problem(True, X11, "linux", loads_all_but()) == ""


def test_without_a_display_the_headless_commands_are_named() -> None:
    reason = system.problem(True, {}, "linux", loads_all_but(), COMMANDS)
    for command in ("import", "explain", "reach", "validate-models", "benchmark", "screenshot"):
        assert f"virtdesigner {command}" in reason


def test_a_picture_needs_no_display() -> None:
    assert system.problem(False, {}, "linux", loads_all_but("libxcb-cursor.so.0")) == ""


def test_missing_libraries_give_one_line_to_type() -> None:
    reason = system.problem(True, X11, "linux", loads_all_but("libxcb-cursor.so.0", "libEGL.so.1"))
    assert reason.endswith("sudo apt-get install -y libegl1 libxcb-cursor0")
    assert "\n" not in reason


@pytest.mark.parametrize(("variable", "group"), [("DISPLAY", "x11"), ("WAYLAND_DISPLAY", "wayland")])
def test_libraries_of_a_display_are_needed_where_it_is(variable: str, group: str) -> None:
    table = json.loads(resources.path("qt-libraries.json").read_text(encoding="utf-8"))
    for library, packages in table[group].items():
        assert packages[0] in system.problem(True, {variable: "x"}, "linux", loads_all_but(library))
        other = {"DISPLAY": "x"} if group == "wayland" else {"WAYLAND_DISPLAY": "x"}
        assert system.problem(True, other, "linux", loads_all_but(library)) == ""


def test_a_platform_without_a_display_can_be_chosen_by_hand() -> None:
    assert system.problem(True, {"QT_QPA_PLATFORM": "offscreen"}, "linux", loads_all_but()) == ""
    assert system.problem(True, {"QT_QPA_PLATFORM": "xcb"}, "linux", loads_all_but()) != ""


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_bring_what_qt_needs(platform: str) -> None:
    assert system.problem(True, {}, platform, loads_all_but("libEGL.so.1")) == ""
