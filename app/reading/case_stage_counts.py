"""What is counted of one stage in a year, out of the normal frame in one pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from app.domain.clocks import ClockSet
from app.domain.figures import Period
from app.domain.working_days import WorkingDays
from app.reading import case_durations as durations
from app.reading.case_durations import Stage, timed

Counts = Mapping[str | None, int]


@dataclass(frozen=True)
class StageCounts:
    """The whole numbers of one stage; what each counts is said by its name.

    `limited` are the cases whose rules limit the acknowledgement of this stage, and the next three
    are parts of them. `days` are all working days up to the answers, added up. The mappings count
    by quarter, written label (None where it is missing), and outcome of the answered cases.
    """

    received: int
    outside_remit: int
    limited: int
    acknowledged_in_time: int
    acknowledged_late: int
    not_acknowledged: int
    answered: int
    in_limit: int
    in_extension: int
    not_measurable: int
    overdue: int
    open_withdrawn: int
    on_target: int
    days: int
    by_quarter: Sequence[int]
    by_department: Counts
    by_reason: Counts
    by_outcome: Counts

    @property
    def in_time(self) -> int:
        """Cases answered within the limit or a permitted extension."""
        return self.in_limit + self.in_extension

    @property
    def late(self) -> int:
        """Cases answered after all that was permitted."""
        return self.answered - self.in_time - self.not_measurable

    @property
    def still_open(self) -> int:
        """Cases without a date of answer."""
        return self.received - self.answered


@dataclass(frozen=True)
class CodeTime:
    """How many cases of one tenure there were, and how many of them were answered in Code time."""

    cases: int
    in_time: int


def in_period(column: str, period: Period) -> pl.Expr:
    """Whether the day in a column lies in a period."""
    return pl.col(column).is_between(period.start, period.end)


def taken_as_complaints() -> pl.Expr:
    """Whether a case was not refused."""
    return ~pl.col("refused").fill_null(value=False)


def stage_counts(
    frame: pl.DataFrame,
    stage: Stage,
    period: Period,
    quarters: Sequence[Period],
    *,
    sets: Sequence[ClockSet],
    days: WorkingDays,
    target: int | None,
    today: date,
) -> StageCounts:
    """Count the cases whose stage began in the period."""
    cases = frame.lazy().filter(in_period(stage.begun, period) & taken_as_complaints())
    totals, departments, reasons, outcomes = pl.collect_all(
        [
            timed(cases, stage, sets, days, today).select(*_sums(stage, quarters, target)),
            cases.group_by("department").len(),
            _reasons(cases),
            cases.filter(pl.col(stage.answered).is_not_null()).group_by(stage.outcome).len(),
        ]
    )
    numbers = {name: int(number or 0) for name, number in totals.row(0, named=True).items()}
    by_quarter = [numbers.pop(f"quarter_{at}") for at in range(len(quarters))]
    return StageCounts(
        **numbers,
        by_quarter=by_quarter,
        by_department=_counted(departments),
        by_reason=_counted(reasons),
        by_outcome=_counted(outcomes),
    )


def in_code_time(
    frame: pl.DataFrame,
    stage: Stage,
    period: Period,
    day: str,
    *,
    sets: Sequence[ClockSet],
    days: WorkingDays,
) -> dict[str, CodeTime]:
    """Count by tenure the cases within the remit whose date in a column is in the period."""
    cases = frame.lazy().filter(
        in_period(day, period) & taken_as_complaints() & pl.col("in_remit").fill_null(value=True)
    )
    found = (
        timed(cases, stage, sets, days, period.end)
        .group_by(pl.col("tenure").cast(pl.String))
        .agg(pl.len(), _in_time().sum().alias("in_time"))
        .collect()
    )
    return {tenure: CodeTime(cases, in_time) for tenure, cases, in_time in found.rows() if tenure}


def refused_by_reason(frame: pl.DataFrame, period: Period) -> Counts:
    """Count the cases received in the period that were refused, by the reason as written."""
    refused = frame.filter(in_period("received_on", period) & pl.col("refused"))
    return _counted(refused.group_by("refused_reason").len())


def compensation(frame: pl.DataFrame, period: Period) -> tuple[int, int]:
    """Return the pence paid for cases received in the period, and for how many cases."""
    paid = frame.filter(
        in_period("received_on", period)
        & taken_as_complaints()
        & (pl.col("compensation_pence") > 0)
    )["compensation_pence"]
    return int(paid.sum()), paid.len()


def _sums(stage: Stage, quarters: Sequence[Period], target: int | None) -> list[pl.Expr]:
    limited = pl.col(durations.HAD_LIMIT)
    acknowledged, in_time = (
        pl.col(durations.ACKNOWLEDGED),
        pl.col(durations.ACKNOWLEDGED_IN_TIME),
    )
    answered = pl.col(durations.ANSWERED)
    withdrawn = (pl.col(stage.outcome) == "withdrawn").fill_null(value=False)
    sums = {
        "outside_remit": ~pl.col("in_remit").fill_null(value=True),
        "limited": limited,
        "acknowledged_in_time": limited & in_time,
        "acknowledged_late": limited & acknowledged & ~in_time,
        "not_acknowledged": limited & ~acknowledged,
        "answered": answered,
        "in_limit": pl.col(durations.IN_LIMIT),
        "in_extension": pl.col(durations.IN_EXTENSION),
        "not_measurable": pl.col(durations.NOT_MEASURABLE),
        "overdue": pl.col(durations.OVERDUE),
        "open_withdrawn": ~answered & withdrawn,
        "on_target": (pl.col(durations.TOOK) <= (target or 0)),
        "days": pl.col(durations.TOOK).cast(pl.Int64),
    } | {f"quarter_{at}": in_period(stage.begun, one) for at, one in enumerate(quarters)}
    return [pl.len().alias("received"), *(one.sum().alias(name) for name, one in sums.items())]


def _in_time() -> pl.Expr:
    return pl.col(durations.IN_LIMIT) | pl.col(durations.IN_EXTENSION)


def _reasons(cases: pl.LazyFrame) -> pl.LazyFrame:
    """Count cases by reason; a case has each of its reasons once."""
    reasons = cases.select(pl.col("categories").explode()).drop_nulls()
    return reasons.group_by("categories").len()


def _counted(found: pl.DataFrame) -> Counts:
    return {label or None: count for label, count in found.rows()}
