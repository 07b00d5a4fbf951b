"""One year of one landlord's cases, and all by which they are measured."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from app.domain.clocks import ClockSet
from app.domain.figures import Period
from app.domain.working_days import WorkingDays
from app.domain.years import FinancialYear
from app.reading.case_durations import FIRST, Stage, sets_in_use

QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True)
class CaseYear:
    """One year of one landlord, and by what its cases are measured."""

    frame: pl.DataFrame
    year: FinancialYear
    year_end_month: int
    sets: Sequence[ClockSet]
    days: WorkingDays
    targets: Mapping[int, int]
    homes: Mapping[str, int]
    today: date
    mapped: Collection[str] | None

    @property
    def period(self) -> Period:
        """The financial year."""
        return Period(self.year.text, *_span(self.year, 0, 4, self.year_end_month))

    @property
    def quarters(self) -> list[Period]:
        """The quarters of the year, in their order."""
        return [
            Period(
                f"Quarter {one} of {self.year.text}",
                *_span(self.year, one - 1, one, self.year_end_month),
            )
            for one in QUARTERS
        ]

    def has(self, column: str) -> bool:
        """Whether the extract has something for a column, by its mapping where that is known."""
        if self.mapped is not None:
            return column in self.mapped
        return self.frame[column].null_count() < self.frame.height

    def sets_for(self, stage: Stage) -> tuple[ClockSet, ...]:
        """The limits by which the cases of a stage are measured, the oldest first."""
        days = [stage.begun, stage.answered] if self.has("tenure") else [stage.begun]
        of_year = pl.any_horizontal(
            pl.col(one).is_between(self.period.start, self.period.end) for one in days
        )
        received = self.frame.lazy().filter(of_year).select(FIRST.begun)
        first, last = (
            received.select(pl.min(FIRST.begun), pl.max(FIRST.begun).alias("last")).collect().row(0)
        )
        return sets_in_use(self.sets, first or self.period.start, last or self.period.end)


def _span(year: FinancialYear, after: int, until: int, year_end_month: int) -> tuple[date, date]:
    """Return the first and last day of the quarters after one up to another."""
    before = year.quarter_last_day(after, year_end_month)
    return before + timedelta(days=1), year.quarter_last_day(until, year_end_month)
