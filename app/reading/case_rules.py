"""The rules by which figures were worked out, in sentences to print under them."""

from collections.abc import Iterator, Mapping, Sequence

from app.domain.clocks import Clock, ClockSet, in_words
from app.reading.case_durations import STAGES, Stage
from app.reading.case_stage_counts import StageCounts
from app.reading.case_year import CaseYear

EACH_BY_ITS_DAY = (
    "Each complaint is measured by the limits of the Code that held on the day it was received."
)
ROUNDING = (
    "A date that is not a working day counts as the working day before it. "
    "Shares are rounded half up to one decimal."
)
EXTENSIONS = (
    "An extension counts only where the resident was told before the first limit ran out, was "
    "given a new date, and had the answer by that date and within the permitted extension."
)


def rules(
    cases: CaseYear, used: Mapping[int, Sequence[ClockSet]], counts: Mapping[int, StageCounts]
) -> Iterator[str]:
    """Yield how working days, limits and extensions were counted, and what the extract lacks."""
    yield cases.days.rule
    yield ROUNDING
    yield EACH_BY_ITS_DAY
    for one, clocks in _limits(cases.sets, used):
        yield from (in_words(clock, one.code) for clock in clocks)
        yield from one.said
    yield EXTENSIONS
    if cases.has("categories"):
        yield "One complaint can have several reasons, so their shares can add up to more than 100."
    for stage in STAGES:
        yield from _missing(cases, stage, counts.get(stage.number))


def _limits(
    sets: Sequence[ClockSet], used: Mapping[int, Sequence[ClockSet]]
) -> Iterator[tuple[ClockSet, list[Clock]]]:
    for one in sets:
        stages = [number for number, own in used.items() if one in own]
        if stages:
            yield one, [clock for clock in one.clocks if clock.stage in stages]


def _missing(cases: CaseYear, stage: Stage, found: StageCounts | None) -> Iterator[str]:
    if found is None:
        yield f"The extract does not tell which complaints came to stage {stage.number}."
        return
    if cases.has("in_remit"):
        yield (
            f"Of the complaints at stage {stage.number}, {found.outside_remit} of {found.received} "
            "are outside the Ombudsman’s remit; only CH01 and CH02 leave them out."
        )
    if not cases.has(stage.answered):
        yield (
            f"The extract has no dates of answers at stage {stage.number}, so nothing is said of "
            "how long they took and how they ended."
        )
    if found.limited and not cases.has(stage.acknowledged):
        yield f"The extract has no dates of acknowledgement at stage {stage.number}."
