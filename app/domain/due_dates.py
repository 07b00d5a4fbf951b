"""When an action is promised for: the words as promised, and the last day they allow."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from app.domain.errors import Invalid
from app.domain.years import MARCH, FinancialYear, last_day_of_month

MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}

LEADING_WORDS = re.compile(
    r"^(?:by |in |during |before |completion |(?:the )?end (?:of )?|(?:the )?financial year |the )+"
)
DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]+),? (\d{4})", re.ASCII)
DAY_IN_FIGURES = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})", re.ASCII)
DAY_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
MONTH = re.compile(r"([a-z]+) (\d{4})", re.ASCII)
QUARTER = re.compile(r"q(?:uarter ?)?([1-4])(?: of)?,? (\d{4}[/\-–]\d{2,4})", re.ASCII)
YEAR = re.compile(r"\d{4}[/\-–]\d{2,4}", re.ASCII)

FIRST_YEAR, LAST_YEAR = 1990, 2100  # a year beyond these is a slip of the keyboard

HOW_TO_WRITE = (
    "Write a day, a month, a quarter or a financial year, such as 30 September 2026, "
    "September 2026, Quarter 2 2026/27 or 2026/27."
)


@dataclass(frozen=True)
class Due:
    """A promised date: `promised` as it was said, `last_day` as it is counted."""

    promised: str
    last_day: date


def read_due(promised: str, year_end_month: int = MARCH) -> Due | None:
    """Return the due date that a person typed, or None for nothing; raise Invalid if unreadable."""
    words = " ".join(promised.split())
    if not words:
        return None
    plain = LEADING_WORDS.sub("", words.lower().rstrip("."))
    try:
        last_day = _last_day(plain, year_end_month)
    except (ValueError, Invalid):
        last_day = None
    if last_day is None or not FIRST_YEAR <= last_day.year <= LAST_YEAR:
        raise Invalid(f"“{words}” is not a date that can be counted. {HOW_TO_WRITE}", "due")
    return Due(words, last_day)


def read_day(typed: str, field: str) -> date | None:
    """Return the day that a person typed, or None for nothing; raise Invalid if unreadable."""
    words = " ".join(typed.split())
    if not words:
        return None
    try:
        found = _day(words.lower())
        if found and FIRST_YEAR <= found.year <= LAST_YEAR:
            return found
    except ValueError:
        pass
    raise Invalid(f"“{words}” is not a day. Write it like 3 September 2026.", field)


def _day(plain: str) -> date | None:
    if found := DAY.fullmatch(plain):
        return date(int(found[3]), MONTHS.get(found[2], 0), int(found[1]))
    if found := DAY_IN_FIGURES.fullmatch(plain):
        return date(2000 + int(found[3]) % 100, int(found[2]), int(found[1]))
    if found := DAY_ISO.fullmatch(plain):
        return date(int(found[1]), int(found[2]), int(found[3]))
    return None


def _last_day(plain: str, year_end_month: int) -> date | None:
    if day := _day(plain):
        return day
    if (found := MONTH.fullmatch(plain)) and found[1] in MONTHS:
        return last_day_of_month(int(found[2]), MONTHS[found[1]])
    if found := QUARTER.fullmatch(plain):
        year = FinancialYear.parse(found[2])
        return year.quarter_last_day(int(found[1]), year_end_month)
    if YEAR.fullmatch(plain):
        return FinancialYear.parse(plain).last_day(year_end_month)
    return None
