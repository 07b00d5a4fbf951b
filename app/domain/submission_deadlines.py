"""By when a self-assessment has to be submitted, which depends on how many homes there are."""

from dataclasses import dataclass
from datetime import date

from app.domain.years import FinancialYear, last_day_of_month

LARGER = 1_000  # homes from which 30 September holds
MONTHS_OF_SMALLER = 6
SEPTEMBER = 9

EXACTLY = (
    "The Ombudsman's page speaks of more and of fewer than 1,000 homes, and not of exactly 1,000. "
    "It is treated as the larger here; ask the Ombudsman if it matters to you."
)


@dataclass(frozen=True)
class Deadline:
    """The last day and why it is that one; no day where the number of homes would decide it."""

    last_day: date | None
    rule: str
    doubt: str = ""
    homes_known: bool = True


def deadline_of(year: FinancialYear, homes: int | None, year_end_month: int) -> Deadline:
    """Return by when the self-assessment of a financial year is to be submitted."""
    larger, smaller = _september_after(year, year_end_month), _months_after(year, year_end_month)
    if homes is None:
        both = f"It is {_long(larger)} with {LARGER:,} homes or more"
        rule = f"{both}, and {_long(smaller)}, six months after your year end, with fewer."
        if larger == smaller:
            rule = f"With your year end it is {_long(larger)}, however many homes you have."
        return Deadline(larger if larger == smaller else None, rule, homes_known=False)
    if homes >= LARGER:
        rule = f"Landlords with {LARGER:,} homes or more submit by 30 September."
        return Deadline(larger, rule, EXACTLY if homes == LARGER else "")
    rule = f"Landlords with fewer than {LARGER:,} homes submit within six months of their year end."
    return Deadline(smaller, rule)


def submission_year_of(year: FinancialYear, year_end_month: int) -> FinancialYear:
    """Return the submission year in which the self-assessment of a financial year is due."""
    return FinancialYear.containing(_september_after(year, year_end_month))


def time_left(last_day: date, today: date) -> str:
    """Return how far off a deadline is, in words."""
    days = (last_day - today).days
    if days == 0:
        return "Today is the last day."
    if days > 0:
        return f"{days:,} days are left." if days > 1 else "1 day is left."
    return f"It passed {-days:,} day{'s' if days < -1 else ''} ago."


def _september_after(year: FinancialYear, year_end_month: int) -> date:
    """Return the first 30 September after the year's end."""
    end = year.last_day(year_end_month)
    return date(end.year + (end.month >= SEPTEMBER), SEPTEMBER, 30)


def _months_after(year: FinancialYear, year_end_month: int) -> date:
    months = (year.start + 1) * 12 + year_end_month - 1 + MONTHS_OF_SMALLER
    return last_day_of_month(months // 12, months % 12 + 1)


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
