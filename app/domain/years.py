"""Financial years and the last days of their quarters."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from app.domain.errors import Invalid

MARCH = 3
WRITTEN = re.compile(r"(\d{4})\s*[/\-–]\s*(\d{2}|\d{4})", re.ASCII)
# A year or a financial year within a text; an Act or a Code is named by its year for good.
NAMED = re.compile(
    r"(?<![\w/.\-–])(?<!Act )(?<!Regulations )(?<!Order )(?<!Code )"
    r"((?:19|20)\d{2})(?:[/–-]((?:19|20)\d{2}|\d{2}))?(?![\w/–-]|\.\d)",
    re.ASCII,
)


@dataclass(frozen=True, order=True)
class FinancialYear:
    """A year written "2023/24", named by the calendar year it starts in and the one it ends in."""

    start: int

    @classmethod
    def parse(cls, text: str) -> "FinancialYear":
        """Read "2023/24", "2023-24" or "2023/2024"; raise Invalid where the years do not follow."""
        found = WRITTEN.fullmatch(text.strip())
        if (
            found
            and int(found[2][-2:]) == (int(found[1]) + 1) % 100
            and 1990 <= int(found[1]) < 2100
        ):
            return cls(int(found[1]))
        if not text.strip():
            raise Invalid("The financial year is missing. Write it like 2023/24.", "year")
        raise Invalid(f"“{text}” is not a financial year. Write it like 2023/24.", "year")

    @classmethod
    def containing(cls, day: date, year_end_month: int = MARCH) -> "FinancialYear":
        """Return the financial year in which a day falls."""
        return cls(day.year - 1 if day.month <= year_end_month else day.year)

    @property
    def text(self) -> str:
        """As people write it: 2023/24."""
        return f"{self.start}/{(self.start + 1) % 100:02d}"

    @property
    def slug(self) -> str:
        """As addresses and open data write it: 2023-24."""
        return self.text.replace("/", "-")

    def last_day(self, year_end_month: int = MARCH) -> date:
        """Return the last day of the year, for a year that ends with the given month."""
        return last_day_of_month(self.start + 1, year_end_month)

    def quarter_last_day(self, quarter: int, year_end_month: int = MARCH) -> date:
        """Return the last day of quarter 1 to 4 of this year."""
        months = self.start * 12 + 12 + year_end_month - 1 - 3 * (4 - quarter)
        return last_day_of_month(months // 12, months % 12 + 1)


def earlier_years_in(text: str, year: FinancialYear) -> tuple[str, ...]:
    """Return the years and financial years before this one that a text names, as it writes them."""
    found = (one for one in NAMED.finditer(text) if int(one[1]) < year.start)
    return tuple(dict.fromkeys(one[0] for one in found))


def last_day_of_month(year: int, month: int) -> date:
    """Return the last calendar day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])
