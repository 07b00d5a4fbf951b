"""Which passwords are refused, and how long guessing has to wait."""

from datetime import timedelta

import pytest

from app.domain.errors import Invalid
from app.domain.passwords import OBVIOUS, check_password
from app.domain.throttle import may_try_at, wait_in_words
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)


def check(password: str) -> str:
    return check_password(
        password, email="aisha.al-khan@ashford.gov.uk", landlord_names=["Ashford Borough Council"]
    )


@pytest.mark.parametrize(
    "password",
    ["three quiet herons", "x7#kPq9!mZ2w", "¡ñandú y açaí!", "a b c d e f g h", "!@£$%^&*()_+"],
)
def test_a_long_password_is_taken_as_it_was_typed(password: str) -> None:
    assert check(password) == password


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "too short"),
        ("elevenchars", "too short"),
        ("heron " * 34, "too long"),
        ("password1234", "easy to guess"),
        ("Pass-Word 1234", "easy to guess"),
        ("Complaints Team!", "easy to guess"),
        ("aaaaaaaaaaaaaaa", "easy to guess"),
        ("121212121212121", "easy to guess"),
        ("Aisha.Al-Khan", "your e-mail address"),
        ("aisha.al-khan@ashford.gov.uk", "your e-mail address"),
        ("ashford borough council!", "name of your landlord"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password: str, why: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check(password)

    assert why in refusal.value.message
    assert refusal.value.field == "new_password"


def test_the_list_of_obvious_passwords_holds_none_that_its_length_refuses_already() -> None:
    assert not [word for word in OBVIOUS if len(word) < 10 or not word.isalnum()]


@pytest.mark.parametrize(
    ("failures", "wait"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (40, 15)]
)
def test_each_failure_doubles_the_wait_up_to_fifteen_minutes(failures: int, wait: int) -> None:
    until = may_try_at([NOW] * failures, free=5, now=NOW)

    assert until == NOW + wait * MINUTE


def test_failures_older_than_fifteen_minutes_do_not_count() -> None:
    assert may_try_at([NOW - 16 * MINUTE] * 50, free=5, now=NOW) == NOW


def test_the_wait_is_told_in_whole_minutes() -> None:
    assert "Wait 1 minute," in wait_in_words(NOW + timedelta(seconds=2), now=NOW)
    assert "Wait 2 minutes," in wait_in_words(NOW + timedelta(seconds=61), now=NOW)
