"""How long each stage of each case took, and whether that was in time by the limits of its day.

A prefix table of working days makes each duration one subtraction, so that no row is looked at by
itself. A day that is not a working day counts as the working day before it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from app.domain.clocks import Clock, ClockSet, Start
from app.domain.working_days import WorkingDays

EPOCH = date(1970, 1, 1)

# The columns that `timed` adds: what happened to a case at its stage.
HAD_LIMIT = "had_limit"  # the rules of its day limit the acknowledgement of this stage
ACKNOWLEDGED = "acknowledged"
ACKNOWLEDGED_IN_TIME = "acknowledged_in_time"
ANSWERED = "answered"
IN_LIMIT = "in_limit"
IN_EXTENSION = "in_extension"
NOT_MEASURABLE = "not_measurable"
OVERDUE = "overdue"  # open, and its limit has run out
TOOK = "took"  # working days from the beginning of the stage to its answer


@dataclass(frozen=True)
class Stage:
    """One stage of a complaint, by the columns of the normal frame that tell of it."""

    number: int
    begun: str

    @property
    def id(self) -> str:
        """The first part of the ids of its figures."""
        return f"stage_{self.number}"

    @property
    def outcome(self) -> str:
        """The column of its outcome."""
        return self._column("outcome")

    @property
    def answered(self) -> str:
        """The column of its answer."""
        return self._column("answered_on")

    @property
    def acknowledged(self) -> str:
        """The column of its acknowledgement."""
        return self._column("acknowledged_on")

    @property
    def told(self) -> str:
        """The column of the day on which the resident was told of an extension."""
        return self._column("extension_told_on")

    @property
    def extended_to(self) -> str:
        """The column of the new date that the resident was given."""
        return self._column("extended_to")

    def _column(self, name: str) -> str:
        return f"s{self.number}_{name}"


FIRST = Stage(1, "received_on")
SECOND = Stage(2, "escalated_on")
STAGES = (FIRST, SECOND)


def timed(
    cases: pl.LazyFrame, stage: Stage, sets: Sequence[ClockSet], days: WorkingDays, today: date
) -> pl.LazyFrame:
    """Return cases with the columns that say how their stage went.

    `sets` are the limits in the order of their first days; each case is measured by those of the
    day on which it was received. Whatever cannot be shown to be in time is not in time.
    """
    answered = pl.col(stage.answered).is_not_null()
    return (
        cases.with_columns(
            _reached(days, stage.begun).alias("_begun"),
            _reached(days, stage.acknowledged).alias("_acknowledged"),
            _reached(days, stage.told).alias("_told"),
            _reached(days, stage.answered).alias("_answered"),
        )
        .with_columns(
            _by_set(sets, lambda one: _limit(one.acknowledge(stage.number))).alias("_first_limit"),
            _by_set(sets, lambda one: pl.lit(one.answer(stage.number).limit)).alias("_limit"),
            _by_set(sets, lambda one: pl.lit(one.answer(stage.number).extension or 0)).alias(
                "_extension"
            ),
            _by_set(sets, lambda one: _start(one.answer(stage.number))).alias("_start"),
        )
        .with_columns(
            _between("_begun", "_acknowledged").alias("_waited"),
            _between("_start", "_told").alias("_told_after"),
            _between("_start", "_answered").alias("_took"),
            _between("_begun", "_answered").alias(TOOK),
        )
        .with_columns(
            (pl.col("_took") <= pl.col("_limit")).fill_null(value=False).alias(IN_LIMIT),
            _extended(stage).alias("_extended"),
        )
        .with_columns(
            pl.col("_first_limit").is_not_null().alias(HAD_LIMIT),
            pl.col(stage.acknowledged).is_not_null().alias(ACKNOWLEDGED),
            (pl.col("_waited") <= pl.col("_first_limit"))
            .fill_null(value=False)
            .alias(ACKNOWLEDGED_IN_TIME),
            answered.alias(ANSWERED),
            (pl.col("_extended") & ~pl.col(IN_LIMIT)).alias(IN_EXTENSION),
            (answered & pl.col("_start").is_null()).alias(NOT_MEASURABLE),
            (
                ~answered
                & (_working_days_to(days, today) - pl.col("_start") > pl.col("_limit")).fill_null(
                    value=False
                )
            ).alias(OVERDUE),
        )
    )


def sets_in_use(sets: Sequence[ClockSet], earliest: date, latest: date) -> tuple[ClockSet, ...]:
    """Return the sets of limits that hold for complaints received between two days, in order.

    Before the first day of the oldest set the oldest holds, as in `clock_set_on`.
    """
    ordered = sorted(sets, key=lambda one: (one.since, one.id))
    ends = [*(one.since for one in ordered[1:]), None]
    return tuple(
        one
        for at, (one, end) in enumerate(zip(ordered, ends, strict=True))
        if (at == 0 or one.since <= latest) and (end is None or earliest < end)
    )


def _reached(days: WorkingDays, column: str) -> pl.Expr:
    """The working days from the first day of the table up to the day of a column."""
    table = pl.Series(days.table(), dtype=pl.Int32)
    offset = pl.col(column).cast(pl.Int32) - (days.first - EPOCH).days
    return pl.lit(table).gather(offset.clip(0, len(table) - 1))


def _working_days_to(days: WorkingDays, day: date) -> int:
    table = days.table()
    return table[min(max((day - days.first).days, 0), len(table) - 1)]


def _between(start: str, end: str) -> pl.Expr:
    return (pl.col(end) - pl.col(start)).clip(lower_bound=0)


def _extended(stage: Stage) -> pl.Expr:
    """Told within the first limit, and answered by the new date within what is permitted."""
    return (
        (pl.col("_told_after") <= pl.col("_limit"))
        & (pl.col(stage.answered) <= pl.col(stage.extended_to))
        & (pl.col("_took") <= pl.col("_limit") + pl.col("_extension"))
    ).fill_null(value=False)


def _by_set(sets: Sequence[ClockSet], value: Callable[[ClockSet], pl.Expr]) -> pl.Expr:
    """Choose a value by the day on which each case was received."""
    chosen = value(sets[0])
    for one in sets[1:]:
        later = pl.col(FIRST.begun) >= one.since
        chosen = pl.when(later).then(value(one)).otherwise(chosen)
    return chosen


def _limit(clock: Clock | None) -> pl.Expr:
    return pl.lit(clock.limit if clock else None, dtype=pl.Int32)


def _start(clock: Clock) -> pl.Expr:
    """The event from which an answer's limit runs; an extract does not tell of the logging."""
    return pl.col("_acknowledged" if clock.starts is Start.ACKNOWLEDGED else "_begun")
