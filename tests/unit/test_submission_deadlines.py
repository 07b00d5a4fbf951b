"""By when to submit: by size, by year end, and said in words."""

from datetime import date

import pytest

from app.domain.submission_deadlines import deadline_of, submission_year_of, time_left
from app.domain.years import MARCH, FinancialYear

YEAR = FinancialYear(2025)
DECEMBER, AUGUST, SEPTEMBER = 12, 8, 9


@pytest.mark.parametrize(
    ("homes", "year_end_month", "last_day"),
    [
        (16_000, MARCH, date(2026, 9, 30)),
        (1_001, DECEMBER, date(2027, 9, 30)),
        (1_000, MARCH, date(2026, 9, 30)),
        (999, MARCH, date(2026, 9, 30)),
        (999, AUGUST, date(2027, 2, 28)),
        (0, DECEMBER, date(2027, 6, 30)),
        (5_000, AUGUST, date(2026, 9, 30)),
        (5_000, SEPTEMBER, date(2027, 9, 30)),
    ],
)
def test_the_last_day_by_homes_and_year_end(
    homes: int, year_end_month: int, last_day: date
) -> None:
    assert deadline_of(YEAR, homes, year_end_month).last_day == last_day


def test_exactly_a_thousand_homes_is_said_to_be_uncertain() -> None:
    assert "not of exactly 1,000" in deadline_of(YEAR, 1_000, MARCH).doubt
    assert deadline_of(YEAR, 999, MARCH).doubt == deadline_of(YEAR, 1_001, MARCH).doubt == ""


def test_without_the_number_of_homes_no_day_is_guessed() -> None:
    either = deadline_of(YEAR, None, AUGUST)
    assert (either.last_day, either.homes_known) == (None, False)
    assert "30 September 2026" in either.rule
    assert "28 February 2027" in either.rule

    # With a year that ends in March both rules name the same day.
    same = deadline_of(YEAR, None, MARCH)
    assert (same.last_day, same.homes_known) == (date(2026, 9, 30), False)


@pytest.mark.parametrize(
    ("start", "year_end_month", "submitted_in"),
    [(2025, MARCH, "2026-27"), (2024, MARCH, "2025-26"), (2025, DECEMBER, "2027-28")],
)
def test_the_submission_year_is_the_one_of_the_deadline(
    start: int, year_end_month: int, submitted_in: str
) -> None:
    assert submission_year_of(FinancialYear(start), year_end_month).slug == submitted_in


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 9, 29), "1 day is left."),
        (date(2026, 8, 1), "60 days are left."),
        (date(2026, 9, 30), "Today is the last day."),
        (date(2026, 10, 1), "It passed 1 day ago."),
        (date(2026, 11, 21), "It passed 52 days ago."),
    ],
)
def test_how_far_off_it_is(today: date, words: str) -> None:
    assert time_left(date(2026, 9, 30), today) == words
