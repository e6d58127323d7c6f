"""Numbers as people read them."""

import pytest

from virtdesigner.report.quantities import number, percent, shown, size, vlan


@pytest.mark.parametrize(("value", "expected"), [
    (3, "3"), (1250, "1,250"), (0.895, "0.9"), (4.0312, "4.03"), (12.54, "12.5"), (100.4, "100"),
    (125_000.0, "125,000"), (0.0, "0"), (32.0, "32"),
])  # fmt: skip
def test_numbers_have_few_digits(value: float, expected: str) -> None:
    assert number(value) == expected


@pytest.mark.parametrize(("share", "expected"), [
    (0.0, "0 %"), (0.004, "under 1 %"), (0.0051, "1 %"), (0.31, "31 %"), (1.42, "142 %"), (20.0, "2,000 %"),
])  # fmt: skip
def test_shares_are_per_cent(share: float, expected: str) -> None:
    assert percent(share) == expected


@pytest.mark.parametrize(("value", "unit", "expected"), [
    (512, "MiB", "512 MiB"), (1024, "MiB", "1 GiB"), (6144, "MiB", "6 GiB"), (1536.0, "MiB", "1.5 GiB"),
    (2_097_152, "MiB", "2 TiB"), (6720, "GiB", "6.56 TiB"), (40, "GiB", "40 GiB"), (0, "MiB", "0 MiB"),
    (5_000_000_000, "GiB", "4,768 PiB"),
])  # fmt: skip
def test_sizes_are_in_the_unit_that_fits(value: float, unit: str, expected: str) -> None:
    assert size(value, unit) == expected


@pytest.mark.parametrize(("number", "expected"), [(0, "no VLAN"), (10, "VLAN 10"), (4095, "all VLANs")])
def test_vlans_are_called_by_what_they_mean(number: int, expected: str) -> None:
    assert vlan(number) == expected


def test_the_form_says_what_a_number_is() -> None:
    forms = [("", "0.5"), ("%", "50 %"), ("MiB", "0.5 MiB"), ("GiB", "0.5 GiB"), ("vlan", "no VLAN")]
    assert [shown(0.5, form) for form, _ in forms] == [expected for _, expected in forms]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0004, "0.4 ms"), (0.042, "42 ms"), (0.42, "0.42 s"), (30.0, "30 s"), (150.0, "2.5 min")],
)
def test_times_are_in_the_unit_that_reads_best(seconds: float, words: str) -> None:
    assert shown(seconds, "s") == words
