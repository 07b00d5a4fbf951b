"""The Regulator's measures CH01 and CH02, by the tenure of the home."""

from collections.abc import Mapping, Sequence

from app.domain.case_mapping import TENURES
from app.domain.clocks import ClockSet
from app.domain.figures import Source
from app.reading.case_durations import STAGES, Stage
from app.reading.case_figures import FigureMaker
from app.reading.case_stage_counts import CodeTime, in_code_time
from app.reading.case_year import CaseYear

# "other" homes have no such measure.
# Other homes have no such measure.
MEASURED_TENURES = tuple(one for one in TENURES if one != "other")
NONE = CodeTime(cases=0, in_time=0)


def add_tenure_figures(
    maker: FigureMaker, cases: CaseYear, used: Mapping[int, Sequence[ClockSet]]
) -> None:
    """Add CH01 where the homes are stated, and both readings of CH02, for each tenure apart."""
    for tenure, homes in cases.homes.items():
        maker.count(f"homes.{tenure}", homes, source=Source.TYPED)
    for stage in STAGES:
        if cases.has("tenure") and stage.number in used:
            _add_stage(maker, cases, stage, used[stage.number])


def _add_stage(maker: FigureMaker, cases: CaseYear, stage: Stage, sets: Sequence[ClockSet]) -> None:
    received, answered = (
        in_code_time(cases.frame, stage, cases.period, day, sets=sets, days=cases.days)
        for day in (stage.begun, stage.answered)
    )
    for tenure in MEASURED_TENURES:
        if tenure not in {*received, *answered, *cases.homes}:
            continue
        own, done = received.get(tenure, NONE), answered.get(tenure, NONE)
        maker.rate(f"ch01.{stage.id}.{tenure}", own.cases, cases.homes.get(tenure))
        if cases.has(stage.answered):
            maker.share(f"ch02.{stage.id}.{tenure}.received", own.in_time, own.cases)
            maker.share(f"ch02.{stage.id}.{tenure}.answered", done.in_time, done.cases)
