from typing import get_args

import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication

from virtdesigner import resources
from virtdesigner.ui.fonts import FAMILY, SCALE, FontRole, font, load_fonts

pytestmark = pytest.mark.usefixtures("qapp")
roles = pytest.mark.parametrize("role", get_args(FontRole))


def test_inter_comes_first_and_every_family_exists() -> None:
    families = load_fonts()
    assert families[0] == FAMILY
    assert all(QFontInfo(QFont(name)).family() for name in families)


@roles
def test_each_role_is_drawn_in_the_shipped_font(role: FontRole) -> None:
    pixels, weight = SCALE[role]
    used = QFontInfo(font(role))
    assert (used.family(), used.pixelSize(), used.weight()) == (FAMILY, pixels, weight)


@roles
def test_nothing_is_smaller_than_9_pixels(role: FontRole) -> None:
    assert SCALE[role][0] >= 9


def test_weights_are_different_shapes() -> None:
    widths = {
        QFontMetricsF(QFont(made)).horizontalAdvance("virtual machine")
        for made in (sized(400), sized(500), sized(600))
    }
    assert len(widths) == 3


def sized(weight: int) -> QFont:
    made = QFont(font("body"))
    made.setWeight(QFont.Weight(weight))
    return made


def test_tabular_digits_have_one_width() -> None:
    tabular, plain = (QFontMetricsF(font("body", tabular=choice)) for choice in (True, False))
    assert tabular.horizontalAdvance("1111") == pytest.approx(tabular.horizontalAdvance("8888"))
    assert plain.horizontalAdvance("1111") < plain.horizontalAdvance("8888")


def test_capitals_are_made_by_the_font_of_group_labels(qapp: QApplication) -> None:
    assert font("caps").capitalization() == QFont.Capitalization.AllUppercase
    assert font("caps") != qapp.font()


def test_the_licence_is_beside_the_fonts_and_they_are_small() -> None:
    assert "SIL OPEN FONT LICENSE" in resources.path("fonts", "OFL.txt").read_text(encoding="utf-8")
    assert sum(file.stat().st_size for file in resources.path("fonts").iterdir()) < 3_000_000
