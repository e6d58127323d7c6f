"""What the application remembers between runs."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from virtdesigner.ui.settings import RECENT_FILES, Settings, SettingsFile


def test_settings_come_back_from_their_file(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "settings.json"
    SettingsFile(path).update(theme="dark", speed=10.0)
    again = SettingsFile(path).values
    assert (again.theme, again.speed) == ("dark", 10.0)
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("content", ["", "{", '{"theme": "pink"}', '{"version": 2}', '{"unknown": 1}'])
def test_a_file_that_cannot_be_used_gives_the_defaults(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content, encoding="utf-8")
    assert SettingsFile(path).values == Settings()


def test_values_that_are_not_allowed_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        SettingsFile(tmp_path / "settings.json").update(theme="pink")


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = SettingsFile(tmp_path / "file" / "settings.json")
    settings.update(theme="dark")
    assert settings.values.theme == "dark"


def test_recent_files_are_newest_first_without_repeats_and_bounded(tmp_path: Path) -> None:
    settings = SettingsFile()
    for number in range(RECENT_FILES + 2):
        settings.remember(tmp_path / f"{number}.vdt")
    settings.remember(tmp_path / "5.vdt")
    names = [Path(text).name for text in settings.values.recent]
    # 12 were opened, then 5 again: it leads, and the oldest two (0, 1) fell off
    assert names == [
        "5.vdt",
        "11.vdt",
        "10.vdt",
        "9.vdt",
        "8.vdt",
        "7.vdt",
        "6.vdt",
        "4.vdt",
        "3.vdt",
        "2.vdt",
    ]
    assert settings.values.folder == str(tmp_path)
    settings.forget(tmp_path / "5.vdt")
    assert len(settings.values.recent) == RECENT_FILES - 1
