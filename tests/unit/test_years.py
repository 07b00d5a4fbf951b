"""Financial years: how they are written, and the last days of the year and of its quarters."""

from datetime import date, timedelta

import pytest

from app.domain.errors import Invalid
from app.domain.years import FinancialYear, earlier_years_in, last_day_of_month


@pytest.mark.parametrize(
    "text",
    ["2023/24", "2023-24", "2023–24", "2023/2024", "2023-2024", " 2023/24 ", "2023 / 24"],
)
def test_a_year_is_read_in_every_common_way(text: str) -> None:
    assert FinancialYear.parse(text) == FinancialYear(2023)


@pytest.mark.parametrize(
    "text",
    ["", "2023", "23/24", "2023/25", "2023/23", "2024/23", "2023/1924x", "1989/90", "2100/01",
     "2023/24/25", "the year 2023/24", "20 23/24", "2023//24"],
)  # fmt: skip
def test_what_is_not_a_year_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Invalid, match=r"Write it like 2023/24\.") as refused:
        FinancialYear.parse(text)

    assert refused.value.field == "year"


@pytest.mark.parametrize("start", range(1990, 2100))
def test_a_year_reads_what_it_writes(start: int) -> None:
    year = FinancialYear(start)

    assert FinancialYear.parse(year.text) == year
    assert FinancialYear.parse(year.slug) == year


@pytest.mark.parametrize(
    ("start", "text", "slug"),
    [(2023, "2023/24", "2023-24"), (1999, "1999/00", "1999-00"), (2099, "2099/00", "2099-00")],
)
def test_people_write_a_stroke_and_addresses_a_hyphen(start: int, text: str, slug: str) -> None:
    assert (FinancialYear(start).text, FinancialYear(start).slug) == (text, slug)


def test_years_are_ordered_by_time() -> None:
    assert sorted([FinancialYear(2023), FinancialYear(1999)])[0].start == 1999


@pytest.mark.parametrize("end_month", range(1, 13))
@pytest.mark.parametrize("start", [2022, 2023, 2024])
def test_a_year_has_twelve_months_and_the_next_begins_the_day_after(
    start: int, end_month: int
) -> None:
    last = FinancialYear(start).last_day(end_month)
    following = last + timedelta(days=1)

    assert (last.year, last.month) == (start + 1, end_month)
    assert following.day == 1
    assert FinancialYear.containing(last, end_month) == FinancialYear(start)
    assert FinancialYear.containing(following, end_month) == FinancialYear(start + 1)


@pytest.mark.parametrize(
    ("quarter", "last_day"),
    [
        (1, date(2024, 6, 30)),
        (2, date(2024, 9, 30)),
        (3, date(2024, 12, 31)),
        (4, date(2025, 3, 31)),
    ],
)
def test_the_quarters_of_a_council_begin_in_april(quarter: int, last_day: date) -> None:
    assert FinancialYear(2024).quarter_last_day(quarter) == last_day


@pytest.mark.parametrize("end_month", range(1, 13))
def test_quarters_follow_each_other_and_the_fourth_ends_the_year(end_month: int) -> None:
    year = FinancialYear(2023)
    ends = [year.quarter_last_day(quarter, end_month) for quarter in (1, 2, 3, 4)]

    months = [end.year * 12 + end.month for end in ends]
    assert [later - earlier for earlier, later in zip(months, months[1:], strict=False)] == [3] * 3
    assert ends[3] == year.last_day(end_month)
    assert all((end + timedelta(days=1)).day == 1 for end in ends)


@pytest.mark.parametrize(("year", "day"), [(2023, 28), (2024, 29), (2000, 29), (2100, 28)])
def test_february_knows_leap_years(year: int, day: int) -> None:
    assert last_day_of_month(year, 2) == date(year, 2, day)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("In 2023/24 we answered all.", ("2023/24",)),
        ("As of 3 March 2023, and 2022–23.", ("2023", "2022–23")),
        ("In 2024/25, and in 2024.", ()),
        ("The Housing Act 1996 and the Code 2022.", ()),
        ("Version 2.2019.1, page 12019.", ()),
    ],
)
def test_earlier_years_are_found_in_a_text(text: str, named: tuple[str, ...]) -> None:
    assert earlier_years_in(text, FinancialYear(2024)) == named
