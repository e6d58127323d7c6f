"""Quantities typed and shown: units of one family, letters alone, what is refused, round trips."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.model.fields import FieldSpec, spec
from virtdesigner.model.parts import VirtualCpus
from virtdesigner.ui.panels.quantities import QuantityError, Shown, parse, parsed, plain, shown
from virtdesigner.ui.panels.rates import rate, rate_of

UNITS = (
    "",
    "MiB",
    "GiB",
    "KiB",
    "Mb/s",
    "GHz",
    "s",
    "ms",
    "%",
    "cores",
    "W",
    "bytes",
    "k/s",
    "MiB/s",
    "IOPS",
)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("64 GiB", "MiB", 64 * 1024),
        ("64GiB", "MiB", 64 * 1024),
        ("64g", "MiB", 64 * 1024),
        ("64", "MiB", 64),
        ("1.5 TiB", "GiB", 1536),
        ("2.5 TB", "GiB", 2.5e12 / 2**30),
        ("1 GB", "MiB", 1e9 / 2**20),
        ("10G", "Mb/s", 10_000),
        ("10 Gbit/s", "Mb/s", 10_000),
        ("10 gbps", "Mb/s", 10_000),
        ("100 MB/s", "Mb/s", 800),
        ("500 kb/s", "Mb/s", 0.5),
        ("1.5 GHz", "GHz", 1.5),
        ("800 MHz", "GHz", 0.8),
        ("1 h", "s", 3600),
        ("2 d", "s", 172_800),
        ("300 us", "ms", 0.3),
        ("1.2 kW", "W", 1200),
        ("30 %", "%", 30),
        ("10k", "", 10_000),
        ("1,024", "MiB", 1024),
        ("1 048 576", "MiB", 1_048_576),
        ("1,048,576.5", "MiB", 1_048_576.5),
        ("2,5", "GiB", 2.5),
        ("1e3", "MiB", 1000),
        ("-4", "", -4),
        ("80 k/s", "k/s", 80),
    ],
)
def test_what_is_typed_is_understood(text: str, unit: str, value: float) -> None:
    assert parse(text, unit) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "unit", "unknown"),
    [
        ("", "MiB", ""),
        ("much", "MiB", ""),
        ("1.2.3", "", ""),
        ("--4", "", ""),
        ("5 apples", "MiB", "apples"),
        ("5 GHz", "MiB", "GHz"),
        ("5 G", "s", "G"),
        ("5 k", "%", "k"),
    ],
)
def test_what_is_no_quantity_is_refused(text: str, unit: str, unknown: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse(text, unit)
    assert caught.value.unknown == unknown


@pytest.mark.parametrize(
    ("value", "unit", "text", "beside"),
    [
        (65_536, "MiB", "64", "GiB"),
        (1536, "MiB", "1.5", "GiB"),
        (1500, "MiB", "1500", "MiB"),  # 1.46484375 GiB reads worse
        (512, "MiB", "512", "MiB"),
        (0, "MiB", "0", "MiB"),
        (2048, "GiB", "2", "TiB"),
        (10_000, "Mb/s", "10", "Gb/s"),
        (9400, "Mb/s", "9.4", "Gb/s"),
        (86_400, "s", "24", "h"),
        (90, "s", "1.5", "min"),
        (0.5, "s", "0.5", "s"),
        (320 / 3, "Mb/s", "106.667", "Mb/s"),
        (1e9, "", "1000000000", ""),
        (1011, "s", "1011", "s"),
        (0.00001, "", "0.00001", ""),
    ],
)
def test_a_quantity_is_shown_in_the_unit_that_reads_best(
    value: float, unit: str, text: str, beside: str
) -> None:
    assert shown(value, unit) == Shown(text, beside)


@given(st.integers(-(10**6), 10**6), st.sampled_from(UNITS))
def test_whole_numbers_survive_being_shown_and_typed(value: int, unit: str) -> None:
    found = shown(value, unit)
    assert parse(f"{found.text} {found.unit}", unit) == value
    assert parse(found.text, unit, bare=found.unit) == value


@given(st.floats(1e-4, 1e9), st.sampled_from(UNITS))
def test_any_number_survives_to_the_digits_that_are_shown(value: float, unit: str) -> None:
    found = shown(value, unit)
    assert parse(f"{found.text} {found.unit}", unit) == pytest.approx(value, rel=1e-5)


@given(st.floats(-1e12, 1e12))
def test_numbers_are_shown_without_exponent(value: float) -> None:
    assert "e" not in plain(value)


def test_a_plain_number_is_of_the_unit_that_the_field_shows() -> None:
    assert parse("128", "MiB", bare="GiB") == 128 * 1024


def test_whole_fields_get_whole_numbers_where_one_was_typed() -> None:
    count: FieldSpec = spec(VirtualCpus, "count")
    assert isinstance(parsed("8", count), int)
    assert parsed("8.0", count) == 8
    assert parsed("2.5", count) == 2.5


def test_rates_read_in_one_unit() -> None:
    assert rate(9415) == "9.4 Gb/s"
    assert rate(120) == "120 Mb/s"
    assert rate_of(9400, 10_000) == "9.4 / 10 Gb/s"
    assert rate_of(120, 140.4) == "120 / 140 Mb/s"
