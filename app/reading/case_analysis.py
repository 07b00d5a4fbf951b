"""From the cases of an extract to the figures of a year, each with count, base and population."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

import polars as pl

from app.domain.clocks import ClockSet
from app.domain.days import day_in_words
from app.domain.errors import Invalid
from app.domain.figures import YearFigures
from app.domain.measures import MeasureSet
from app.domain.working_days import WorkingDays
from app.domain.years import MARCH, FinancialYear
from app.reading.case_durations import FIRST, STAGES
from app.reading.case_figures import FigureMaker
from app.reading.case_rules import rules
from app.reading.case_stage_counts import (
    StageCounts,
    compensation,
    refused_by_reason,
    stage_counts,
)
from app.reading.case_stage_figures import add_refused_figures, add_stage_figures
from app.reading.case_tenure_figures import add_tenure_figures
from app.reading.case_year import CaseYear

Progress = Callable[[int, int, str], None]


def analyse(
    frame: pl.DataFrame,
    *,
    year: FinancialYear,
    year_end_month: int = MARCH,
    clock_sets: Sequence[ClockSet],
    measure_set: MeasureSet,
    days: WorkingDays,
    targets: Mapping[int, int],
    homes: Mapping[str, int],
    today: date,
    progress: Progress = lambda done, total, words: None,
    mapped: Collection[str] | None = None,
) -> YearFigures:
    """Return the figures of a year out of the normal frame.

    `targets` are a landlord's own working days to the answer by stage, `homes` the homes at the
    end of the year by tenure. `mapped` names the columns that the extract has; without it, a
    column without a value counts as one it has not. Raises Invalid where no case is of the year.
    """
    cases = CaseYear(frame, year, year_end_month, clock_sets, days, targets, homes, today, mapped)
    used: dict[int, tuple[ClockSet, ...]] = {}
    counts: dict[int, StageCounts] = {}
    stages = [one for one in STAGES if cases.has(one.begun)]
    for done, stage in enumerate(stages):
        progress(done, len(stages) + 1, f"Measuring stage {stage.number}")
        used[stage.number] = cases.sets_for(stage)
        counts[stage.number] = stage_counts(
            frame,
            stage,
            cases.period,
            cases.quarters,
            sets=used[stage.number],
            days=days,
            target=targets.get(stage.number),
            today=today,
        )
    refused = refused_by_reason(frame, cases.period) if cases.has("refused") else None
    _refuse_empty(cases, counts, refused)
    progress(len(stages), len(stages) + 1, "Writing the figures")
    maker = FigureMaker(measure_set, cases.period, _remarks(cases, counts))
    for stage in stages:
        add_stage_figures(maker, cases, stage, counts[stage.number])
    if {1, 2} <= counts.keys():
        maker.share("escalation_rate", counts[2].received, counts[1].received)
    if refused is not None:
        add_refused_figures(maker, refused)
    if cases.has("compensation_pence"):
        pence, paid = compensation(frame, cases.period)
        maker.money("compensation.total", pence, paid)
        if paid:
            maker.average_money("compensation.average", pence, paid)
    add_tenure_figures(maker, cases, used)
    return YearFigures(
        year=year,
        period=cases.period,
        measures_id=measure_set.id,
        figures=maker.in_order(),
        rules=tuple(rules(cases, used, counts)),
        clock_ids=tuple(one.id for one in clock_sets if any(one in sets for sets in used.values())),
    )


def _refuse_empty(
    cases: CaseYear, counts: Mapping[int, StageCounts], refused: Mapping[str | None, int] | None
) -> None:
    if any(one.received for one in counts.values()) or refused:
        return
    first, last = cases.frame[FIRST.begun].min(), cases.frame[FIRST.begun].max()
    said = "No row of the file could be used."
    if isinstance(first, date) and isinstance(last, date):
        said = f"Its complaints were received from {day_in_words(first)} to {day_in_words(last)}."
    raise Invalid(
        f"The file holds no complaint of {cases.year.text}. {said} "
        "Choose the year, or check how the dates are read.",
        "year",
    )


def _remarks(cases: CaseYear, counts: Mapping[int, StageCounts]) -> dict[str, list[str]]:
    remarks: dict[str, list[str]] = {}
    for number in counts:
        said = remarks.setdefault(f"stage_{number}.", [])
        if cases.has("in_remit"):
            said.append("those outside the Ombudsman’s remit included")
        if cases.has("refused"):
            said.append("refused ones are counted apart")
    if cases.has("in_remit"):
        left_out = "those outside the Ombudsman’s remit are left out"
        remarks |= {"ch01.": [left_out], "ch02.": [left_out]}
    return remarks
