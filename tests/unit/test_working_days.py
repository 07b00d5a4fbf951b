"""Working days: exact against a slow, obvious count, and by a rule that can be printed."""

from collections.abc import Collection
from datetime import date, timedelta
from random import Random

import holidays
import pytest

from app.domain.errors import Invalid
from app.domain.working_days import RULE, WorkingDays
from app.reading.bank_holidays import bank_holidays, working_days

FIRST, LAST = date(2015, 1, 1), date(2030, 12, 31)
ONE_DAY = timedelta(days=1)
# Bank holidays that no yearly rule gives, or that moved.
ONE_OFF = (
    date(2020, 5, 8),
    date(2022, 6, 2),
    date(2022, 6, 3),
    date(2022, 9, 19),
    date(2023, 5, 8),
)
MOVED_AWAY = (date(2020, 5, 4), date(2022, 5, 30))
# Where Christmas, Boxing Day or New Year's Day fell on a weekend, with the days taken instead.
SUBSTITUTES = (
    date(2015, 12, 28),
    date(2016, 12, 27),
    date(2017, 1, 2),
    date(2020, 12, 28),
    date(2021, 12, 27),
    date(2021, 12, 28),
    date(2022, 1, 3),
    date(2022, 12, 27),
    date(2023, 1, 2),
    date(2026, 12, 28),
    date(2027, 12, 27),
    date(2027, 12, 28),
    date(2028, 1, 3),
)
# A Saturday or Sunday: not worked, whatever its name.
WEEKENDS = (date(2021, 12, 25), date(2022, 1, 1), date(2016, 12, 25))
CLOSED = (date(2024, 12, 24), date(2024, 12, 27), date(2024, 12, 30), date(2024, 12, 31))


def easter_sunday(year: int) -> date:
    """Work out Easter as the calendar's reformers did; no library of ours is asked."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def monday(year: int, month: int, *, last: bool) -> date:
    """Return the first or the last Monday of a month."""
    days = [date(year, month, day) for day in range(1, 32 if month in (5, 8) else 31)]
    mondays = [day for day in days if day.weekday() == 0]
    return mondays[-1] if last else mondays[0]


def taken_instead(days: Collection[date]) -> set[date]:
    """Return holidays with the working days on which those of a weekend are taken."""
    taken = set(days)
    for day in sorted(one for one in days if one.weekday() >= 5):
        substitute = day
        while substitute.weekday() >= 5 or substitute in taken:
            substitute += ONE_DAY
        taken.add(substitute)
    return taken


def obvious_bank_holidays(year: int) -> set[date]:
    """Return the bank holidays of England and Wales in a year, by their rules."""
    easter = easter_sunday(year)
    found = {easter - 2 * ONE_DAY, easter + ONE_DAY}
    found |= {monday(year, 5, last=False), monday(year, 5, last=True), monday(year, 8, last=True)}
    found |= taken_instead({date(year, 1, 1)})
    found |= taken_instead({date(year, 12, 25), date(year, 12, 26)})
    return (found - set(MOVED_AWAY)) | {day for day in ONE_OFF if day.year == year}


OFF = set().union(*(obvious_bank_holidays(year) for year in range(2015, 2031)))


def counted_slowly(start: date, end: date, closures: Collection[date] = ()) -> int:
    """Count day by day, as a person with a calendar would."""
    count, day = 0, start
    while day < end:
        day += ONE_DAY
        if day.weekday() < 5 and day not in OFF and day not in closures:
            count += 1
    return count


def drawn_pairs(count: int) -> list[tuple[date, date]]:
    """Draw pairs of days, most of them as near as the dates of a complaint are."""
    draw = Random(20240401)
    days = (LAST - FIRST).days
    pairs = []
    for n in range(count):
        start = FIRST + draw.randrange(days) * ONE_DAY
        furthest = days if n % 10 == 0 else 90
        pairs.append((start, min(LAST, start + draw.randrange(-3, furthest) * ONE_DAY)))
    return pairs


PAIRS = drawn_pairs(4_000)
DAYS = working_days(FIRST, LAST)


def test_the_library_knows_the_same_bank_holidays_as_the_rules() -> None:
    known = bank_holidays(2015, 2030)

    assert {day for day in known if day.weekday() < 5} == {day for day in OFF if day.weekday() < 5}


def test_england_and_wales_have_the_same_bank_holidays() -> None:
    both = [
        dict(holidays.country_holidays("GB", subdiv=part, years=range(2015, 2031)))
        for part in ("ENG", "WLS")
    ]

    assert both[0] == both[1]
    assert set(bank_holidays(2015, 2030)) == set(both[1])


def test_counting_is_exact_for_pairs_of_days_from_2015_to_2030() -> None:
    wrong = [
        (start, end)
        for start, end in PAIRS
        if DAYS.between(start, end) != counted_slowly(start, end)
    ]

    assert wrong == []


def test_counting_is_exact_with_the_days_a_landlord_is_closed() -> None:
    days = working_days(FIRST, LAST, CLOSED)
    near = [(date(2024, 12, day), date(2025, 1, day)) for day in range(1, 32)]

    assert [days.between(*pair) for pair in near] == [
        counted_slowly(*pair, CLOSED) for pair in near
    ]


def test_the_table_says_the_same_as_counting() -> None:
    table = DAYS.table()

    assert len(table) == (LAST - FIRST).days + 1
    for start, end in PAIRS:
        difference = table[(end - FIRST).days] - table[(start - FIRST).days]
        assert max(difference, 0) == DAYS.between(start, end)


def test_the_nth_working_day_after_is_the_one_that_counting_ends_on() -> None:
    draw = Random(63)
    for start, _ in PAIRS[:1_000]:
        n = draw.randrange(0, 31)
        if start > date(2030, 10, 1):
            continue
        end = DAYS.after(start, n)
        assert counted_slowly(start, end) == n
        assert n == 0 or counted_slowly(start, end - ONE_DAY) == n - 1, "An earlier day would do."


@pytest.mark.parametrize("day", ONE_OFF + SUBSTITUTES + WEEKENDS, ids=str)
def test_a_special_day_is_not_worked(day: date) -> None:
    assert day in bank_holidays(day.year, day.year)
    assert DAYS.between(day - ONE_DAY, day) == 0


@pytest.mark.parametrize("day", MOVED_AWAY, ids=str)
def test_a_day_that_a_bank_holiday_moved_away_from_is_worked(day: date) -> None:
    assert DAYS.between(day - ONE_DAY, day) == 1


def test_day_one_is_the_first_working_day_after_the_event() -> None:
    friday, monday_after = date(2024, 6, 7), date(2024, 6, 10)

    assert DAYS.between(friday, friday) == 0
    assert DAYS.between(friday, monday_after) == 1
    assert DAYS.between(date(2024, 6, 8), monday_after) == 1, "A Saturday starts no earlier."
    assert DAYS.between(monday_after, friday) == 0, "An answer before the event takes no days."
    assert DAYS.after(friday, 1) == monday_after
    assert DAYS.after(friday, 0) == friday
    assert DAYS.after(date(2024, 12, 23), 10) == date(2025, 1, 9)


def test_a_one_off_bank_holiday_can_be_added() -> None:
    day = date(2029, 7, 16)

    assert bank_holidays(2029, 2029, {day: "A day of our own"})[day] == "A day of our own"
    assert list(bank_holidays(2029, 2029, {day: "A day"})) == sorted(
        [*bank_holidays(2029, 2029), day]
    )


def test_the_rule_is_said_in_words() -> None:
    assert DAYS.rule == RULE
    assert RULE.startswith("Working days leave out Saturdays, Sundays and the bank holidays of")
    closed = working_days(FIRST, LAST, [*CLOSED, date(2024, 12, 28), date(2024, 12, 25)])
    assert closed.rule == (
        f"{RULE} They also leave out 4 days on which the landlord was closed: "
        "24 to 31 December 2024."
    )


@pytest.mark.parametrize(
    ("closures", "words"),
    [
        ([date(2024, 6, 7)], "a day on which the landlord was closed: 7 June 2024."),
        (
            [date(2024, 6, 7), date(2024, 6, 11)],
            "2 days on which the landlord was closed: 7 June 2024 and 11 June 2024.",
        ),
        (
            [date(2024, 12, 31), date(2025, 1, 2), date(2025, 3, 3), date(2025, 3, 5)],
            "4 days on which the landlord was closed: 31 December 2024 to 2 January 2025, "
            "3 March 2025 and 5 March 2025.",
        ),
    ],
    ids=["one", "two apart", "over the year's end"],
)
def test_closures_are_named_in_the_rule(closures: list[date], words: str) -> None:
    assert working_days(FIRST, LAST, closures).rule == f"{RULE} They also leave out {words}"


def test_closures_that_change_nothing_are_not_named() -> None:
    weekend, holiday, elsewhere = date(2024, 6, 8), date(2024, 12, 25), date(2031, 1, 2)

    assert working_days(FIRST, LAST, [weekend, holiday, elsewhere]).rule == RULE


def test_what_lies_outside_the_period_is_refused_with_words() -> None:
    days = WorkingDays((), date(2024, 4, 1), date(2024, 4, 30))

    with pytest.raises(Invalid, match="1 May 2024 lies outside the days"):
        days.between(date(2024, 4, 1), date(2024, 5, 1))
    with pytest.raises(Invalid, match="31 March 2024 lies outside the days"):
        days.between(date(2024, 3, 31), date(2024, 4, 1))
    with pytest.raises(Invalid, match="lie beyond 30 April 2024"):
        days.after(date(2024, 4, 29), 2)
    assert days.after(date(2024, 4, 29), 1) == date(2024, 4, 30)
    with pytest.raises(Invalid, match="0 or more"):
        days.after(date(2024, 4, 29), -1)
    with pytest.raises(Invalid, match="before it begins"):
        WorkingDays((), date(2024, 4, 2), date(2024, 4, 1))


@pytest.mark.parametrize("years", [(24, 2024), (2024, 20240)], ids=["two digits", "too late"])
def test_years_of_no_complaint_are_refused(years: tuple[int, int]) -> None:
    with pytest.raises(Invalid, match="not one of these years"):
        bank_holidays(*years)


def test_a_period_of_one_day_can_be_counted() -> None:
    day = date(2024, 6, 7)

    assert working_days(day, day).table() == [1]
    assert working_days(day, day).between(day, day) == 0
