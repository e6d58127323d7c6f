"""Users who wait: slow answers mean fewer requests, and the time of an answer says what they wait for."""

import pytest

from tests.whole.examples.shipped import example, named, results
from virtdesigner.report.explaining import explain_run
from virtdesigner.report.results import GuestResult
from virtdesigner.report.words import names_of, sentence

SLUG = "users-who-wait"
USERS, THINK = 300, 2.0


def shop(number: int) -> GuestResult:
    return named(results(SLUG).guests, f"shop-0{number}")


@pytest.mark.parametrize("number", [1, 2])
def test_users_are_either_thinking_or_waiting(number: int) -> None:
    """N = X (R + Z)."""
    found = shop(number)
    assert found.requests_per_s * (found.response_time_s + THINK) == pytest.approx(USERS, rel=1e-6)


def test_solid_state_disks_answer_at_once() -> None:
    # 300 users a little over 2 s apart.
    assert shop(2).response_time_s < 0.01
    assert shop(2).requests_per_s == pytest.approx(USERS / THINK, rel=0.005)


def test_hard_disks_answer_late_and_so_are_asked_less() -> None:
    assert shop(1).response_time_s > 0.2
    assert shop(1).requests_per_s < 0.9 * shop(2).requests_per_s
    # Five reads and half a write a request, for as many requests as are answered.
    assert shop(1).iops_granted == pytest.approx(5.5 * shop(1).requests_per_s, rel=1e-6)


def test_what_is_lost_is_what_waiting_for_the_disks_takes_of_a_cycle() -> None:
    found = shop(1)
    assert found.limited_by == "storage"
    waited = found.lost["storage"] * (found.response_time_s + THINK)
    assert 0.8 * found.response_time_s < waited < found.response_time_s


def test_the_explanation_says_how_long_and_for_what() -> None:
    design = example(SLUG)
    said = [sentence(told, names_of(design)) for told in explain_run(design, shop(1).id, 60).chain]
    assert said[1].startswith("It answers ")
    assert said[1].endswith("of that wait for internal-01")
