"""Promised dates: the words as they were said, and the last day that they allow."""

import calendar
from datetime import date

import pytest

from app.domain.due_dates import HOW_TO_WRITE, Due, read_day, read_due
from app.domain.errors import Invalid


@pytest.mark.parametrize(
    ("promised", "last_day"),
    [
        ("30 September 2026", date(2026, 9, 30)),
        ("3rd september 2026", date(2026, 9, 3)),
        ("1st Sept 2026", date(2026, 9, 1)),
        ("22nd Aug 2026", date(2026, 8, 22)),
        ("30/9/2026", date(2026, 9, 30)),
        ("30.09.2026", date(2026, 9, 30)),
        ("2026-09-30", date(2026, 9, 30)),
        ("29 February 2028", date(2028, 2, 29)),
        ("September 2026", date(2026, 9, 30)),
        ("Feb 2028", date(2028, 2, 29)),
        ("in May 2027", date(2027, 5, 31)),
        ("by the end of March 2027", date(2027, 3, 31)),
        ("End of June 2026.", date(2026, 6, 30)),
        ("Quarter 2 2024/25", date(2024, 9, 30)),
        ("end of Quarter 2 2024/25", date(2024, 9, 30)),
        ("Q4 2024-25", date(2025, 3, 31)),
        ("q1 of 2026/2027", date(2026, 6, 30)),
        ("Q3, 2026/27", date(2026, 12, 31)),
        ("2026/27", date(2027, 3, 31)),
        ("during the financial year 2026–27", date(2027, 3, 31)),
        ("by end of 2026/27", date(2027, 3, 31)),
    ],
)
def test_a_promise_is_counted_to_its_last_day_and_keeps_its_words(
    promised: str, last_day: date
) -> None:
    assert read_due(promised) == Due(promised, last_day)


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_is_known_by_its_name_and_its_short_name(month: int) -> None:
    last_day = date(2027, month, calendar.monthrange(2027, month)[1])

    for name in (calendar.month_name[month], calendar.month_abbr[month]):
        assert read_due(f"{name.upper()} 2027") == Due(f"{name.upper()} 2027", last_day)


def test_spaces_around_and_inside_are_one() -> None:
    assert read_due("  30   September\n2026 ") == Due("30 September 2026", date(2026, 9, 30))


@pytest.mark.parametrize("nothing", ["", "   ", "\n"])
def test_nothing_typed_is_no_date(nothing: str) -> None:
    assert read_due(nothing) is None
    assert read_day(nothing, "met_on") is None


@pytest.mark.parametrize(
    ("promised", "end_month", "last_day"),
    [
        ("2026/27", 12, date(2027, 12, 31)),
        ("2026/27", 6, date(2027, 6, 30)),
        ("Quarter 1 2026/27", 6, date(2026, 9, 30)),
        ("Quarter 1 2026/27", 12, date(2027, 3, 31)),
        ("September 2026", 6, date(2026, 9, 30)),
    ],
)
def test_years_and_quarters_follow_the_landlords_own_year(
    promised: str, end_month: int, last_day: date
) -> None:
    due = read_due(promised, end_month)

    assert due is not None
    assert due.last_day == last_day


@pytest.mark.parametrize(
    "promised",
    ["soon", "31 February 2027", "30 Octember 2026", "13/13/2026", "2026-02-30", "2026",
     "Q5 2026/27", "Q2", "Quarter two 2026/27", "September", "September 26", "32 May 2026",
     "2026/28", "Q1 2026/28", "by", "the end of"],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused_at_its_field(promised: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_due(promised)

    assert refused.value.field == "due"
    assert f"“{promised}”" in refused.value.message


def test_a_refusal_says_how_to_write_it() -> None:
    with pytest.raises(Invalid) as refused:
        read_due("soon")

    assert refused.value.message == f"“soon” is not a date that can be counted. {HOW_TO_WRITE}"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3 September 2026", date(2026, 9, 3)),
        ("03/09/2026", date(2026, 9, 3)),
        ("2026-09-03", date(2026, 9, 3)),
    ],
)
def test_a_day_is_read(typed: str, day: date) -> None:
    assert read_day(typed, "met_on") == day


@pytest.mark.parametrize("typed", ["September 2026", "2026/27", "31 June 2026", "yesterday"])
def test_what_is_not_one_day_is_refused_at_the_given_field(typed: str) -> None:
    with pytest.raises(Invalid, match="is not a day") as refused:
        read_day(typed, "met_on")

    assert refused.value.field == "met_on"
