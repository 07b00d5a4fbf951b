"""Days by London's calendar, as the rules count them and as sentences write them."""

import calendar
from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_day(moment: datetime) -> date:
    """Return the day of an aware moment by London's calendar."""
    return moment.astimezone(LONDON).date()


def day_in_words(day: date) -> str:
    """Write a day as 5 April 2026."""
    return f"{day.day} {day:%B %Y}"


def written_date(text: str) -> str:
    """Write a date of an edition as people do: a year or a month alone stays one."""
    year, *rest = text.split("-")
    if not rest:
        return year
    if len(rest) == 1:
        return f"{calendar.month_name[int(rest[0])]} {year}"
    return day_in_words(date.fromisoformat(text))


def a_year_before(day: date) -> date:
    """Return the same day of the year before; the last of February for a leap day."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
