import math
import re
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.ui.palettes import DARK, HEAT, LIGHT, VLAN_COLOURS, Palette, colour, heat, vlan_colour

READ = 4.5
SEEN = 3.0
SURFACES = ("window", "panel", "canvas", "card1", "card2", "card3")
STATES = ("good", "warning", "bad", "accent")
both = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def channel(value: float) -> float:
    """Linear light of one sRGB channel, 0 to 1 (WCAG 2.2, relative luminance)."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def luminance(shade: str) -> float:
    red, green, blue = (channel(int(shade[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_agrees_with_the_definition() -> None:
    # Black on white: (1 + 0.05) / (0 + 0.05) = 21.
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#123456", "#123456") == pytest.approx(1.0)


@both
@pytest.mark.parametrize("ink", ["ink", "soft", *(f"{state}_ink" for state in STATES)])
@pytest.mark.parametrize("surface", SURFACES)
def test_words_can_be_read_on_every_surface(palette: Palette, ink: str, surface: str) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, surface)) >= READ


@both
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("ink", ["ink", "soft", "own"])
def test_words_can_be_read_on_the_fill_of_a_state(palette: Palette, state: str, ink: str) -> None:
    words = getattr(palette, f"{state}_ink" if ink == "own" else ink)
    assert contrast(words, getattr(palette, f"{state}_fill")) >= READ


@both
def test_words_can_be_read_on_the_accent(palette: Palette) -> None:
    assert contrast(palette.on_accent, palette.accent) >= READ
    assert contrast(palette.on_accent, palette.accent_hover) >= READ


@both
@pytest.mark.parametrize("surface", SURFACES)
def test_disabled_words_can_be_seen(palette: Palette, surface: str) -> None:
    assert contrast(palette.disabled, getattr(palette, surface)) >= SEEN


@both
@pytest.mark.parametrize("surface", SURFACES)
def test_focus_border_can_be_seen(palette: Palette, surface: str) -> None:
    assert contrast(palette.accent, getattr(palette, surface)) >= SEEN


@both
@pytest.mark.parametrize("state", STATES)
def test_shapes_of_a_state_can_be_seen_on_a_panel(palette: Palette, state: str) -> None:
    assert contrast(getattr(palette, state), palette.panel) >= SEEN


@both
def test_every_token_is_a_colour(palette: Palette) -> None:
    for name, value in asdict(palette).items():
        assert name == "dark" or re.fullmatch("#[0-9A-F]{6}", value), name


@both
def test_nested_cards_differ_and_stop_at_the_third(palette: Palette) -> None:
    assert [palette.card(level) for level in (0, 1, 2, 3, 9)] == [
        palette.card1,
        palette.card1,
        palette.card2,
        palette.card3,
        palette.card3,
    ]
    assert len({palette.card1, palette.card2, palette.card3}) == 3


@pytest.mark.parametrize(
    ("fraction", "shade"),
    [
        (0.0, "#5AA9C9"),
        (0.399, "#5AA9C9"),
        (0.40, "#3F8FBF"),
        (0.599, "#3F8FBF"),
        (0.60, "#E3B341"),
        (0.749, "#E3B341"),
        (0.75, "#E67E34"),
        (0.899, "#E67E34"),
        (0.90, "#D64545"),
        (1.0, "#D64545"),
        (math.inf, "#D64545"),
        (math.nan, "#D64545"),
        (-0.1, "#5AA9C9"),
    ],
)
def test_heat_changes_at_40_60_75_and_90_per_cent(fraction: float, shade: str) -> None:
    assert heat(fraction) == shade


@given(st.floats(0, 2), st.floats(0, 2))
def test_more_load_is_never_cooler(one: float, other: float) -> None:
    scale = [shade for _, shade in HEAT]
    low, high = sorted((one, other))
    assert scale.index(heat(low)) <= scale.index(heat(high))


def test_vlan_colours_keep_their_order_and_go_round() -> None:
    assert [vlan_colour(position) for position in range(6)] == list(VLAN_COLOURS)
    assert vlan_colour(6) == VLAN_COLOURS[0]
    assert len(set(VLAN_COLOURS)) == 6


def test_colour_is_made_once() -> None:
    assert colour("#2563EB").getRgb() == (0x25, 0x63, 0xEB, 255)
    assert colour("#2563EB") is colour("#2563EB")
