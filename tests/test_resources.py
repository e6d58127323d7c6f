"""The resolver of data files, in a checkout, in a wheel, and when nothing is there."""

from pathlib import Path

import pytest

from virtdesigner import resources


def test_finds_a_file_of_the_checkout() -> None:
    found = resources.path("qt-libraries.json")
    assert found == Path(__file__).resolve().parent.parent / "resources" / "qt-libraries.json"
    assert found.is_file()


def test_no_parts_name_the_folder_itself() -> None:
    assert resources.path() == resources.path("qt-libraries.json").parent


def test_missing_file_is_named_with_its_folder() -> None:
    with pytest.raises(FileNotFoundError, match=r"examples/nowhere\.vdt is missing from .*resources"):
        resources.path("examples", "nowhere.vdt")


def test_wheel_has_its_own_folder_inside_the_package(tmp_path: Path) -> None:
    package = tmp_path / "virtdesigner"
    (package / "_resources").mkdir(parents=True)
    assert resources.find_root(package) == package / "_resources"


def test_folder_of_a_wheel_wins_over_a_stranger_beside_it(tmp_path: Path) -> None:
    package = tmp_path / "virtdesigner"
    (package / "_resources").mkdir(parents=True)
    (tmp_path / "resources").mkdir()
    assert resources.find_root(package) == package / "_resources"


def test_checkout_has_it_beside_the_package(tmp_path: Path) -> None:
    (tmp_path / "resources").mkdir()
    assert resources.find_root(tmp_path / "virtdesigner") == tmp_path / "resources"


def test_installation_without_any_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"neither .*_resources nor .*resources is a folder"):
        resources.find_root(tmp_path / "virtdesigner")
