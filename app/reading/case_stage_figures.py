"""The figures of one stage, and of the complaints that were refused."""

from collections.abc import Mapping
from datetime import date

from app.domain.case_mapping import OUTCOMES
from app.domain.days import day_in_words
from app.reading.case_durations import Stage
from app.reading.case_figures import FigureMaker, named_members
from app.reading.case_stage_counts import StageCounts
from app.reading.case_year import QUARTERS, CaseYear


def add_stage_figures(
    maker: FigureMaker, cases: CaseYear, stage: Stage, found: StageCounts
) -> None:
    """Add all that the extract tells of a stage."""
    maker.count(f"{stage.id}.received", found.received)
    for number, quarter, count in zip(QUARTERS, cases.quarters, found.by_quarter, strict=True):
        figure_id = f"{stage.id}.received_by_quarter.q{number}"
        maker.count(figure_id, count, found.received, period=quarter)
    if cases.has("department"):
        for slug, label, count in named_members(found.by_department):
            figure_id = f"{stage.id}.received_by_department.{slug}"
            maker.share(figure_id, count, found.received, label=label)
    if cases.has("categories"):
        for slug, label, count in named_members(found.by_reason):
            maker.share(f"{stage.id}.reasons.{slug}", count, found.received, label=label)
    if found.limited:
        _acknowledgements(maker, stage, found)
    if cases.has(stage.answered):
        _answers(maker, stage, found, cases)


def _acknowledgements(maker: FigureMaker, stage: Stage, found: StageCounts) -> None:
    base: dict[str, str | None] = {}
    if found.limited < found.received:  # the earlier rules of some set no limit here
        without = found.received - found.limited
        base = {"base_id": None, "note": f"{without} more had no limit, by the rules of their day."}
    for member, count in {
        "within_limit": found.acknowledged_in_time,
        "late": found.acknowledged_late,
        "no_date": found.not_acknowledged,
    }.items():
        maker.share(f"{stage.id}.acknowledged.{member}", count, found.limited, **base)


def _answers(maker: FigureMaker, stage: Stage, found: StageCounts, cases: CaseYear) -> None:
    members = {
        "within_limit": found.in_limit,
        "within_extension": found.in_extension,
        "late": found.late,
        "open": found.still_open,
    }
    if found.not_measurable:
        members["not_measurable"] = found.not_measurable
    for member, count in members.items():
        note = _open_note(found, cases.today) if member == "open" else ""
        maker.share(f"{stage.id}.answered.{member}", count, found.received, note=note)
    maker.count(f"{stage.id}.answered_in_all", found.answered)
    maker.share(f"{stage.id}.answered_on_time", found.in_time, found.answered)
    target = cases.targets.get(stage.number)
    if target is not None:
        maker.share(
            f"{stage.id}.target.{target}_days",
            found.on_target,
            found.answered,
            label=f"Within {target} working day{'' if target == 1 else 's'}",
        )
    if found.answered:
        maker.days(f"{stage.id}.days_average", found.days, found.answered)
    if cases.has(stage.outcome):
        for outcome in OUTCOMES:
            count = found.by_outcome.get(outcome, 0)
            if outcome == "not_known":
                count += found.by_outcome.get(None, 0)
            maker.share(f"{stage.id}.outcomes.{outcome}", count, found.answered)


def _open_note(found: StageCounts, today: date) -> str:
    """Say what lies behind the complaints without an answer: a limit that has passed, an end."""
    overdue, withdrawn = found.overdue, found.open_withdrawn
    said = []
    if overdue:
        verb = "was" if overdue == 1 else "were"
        said.append(f"{overdue} {verb} past the first limit on {day_in_words(today)}.")
    if withdrawn:
        verb, has = ("was", "has") if withdrawn == 1 else ("were", "have")
        said.append(f"{withdrawn} {verb} withdrawn and {has} no date of answer.")
    return " ".join(said)


def add_refused_figures(maker: FigureMaker, refused: Mapping[str | None, int]) -> None:
    """Add the complaints refused, by the reason where reasons are given."""
    total = sum(refused.values())
    maker.count("refused", total)
    if set(refused) - {None}:
        for slug, label, count in named_members(refused):
            maker.count(f"refused_by_reason.{slug}", count, total, label=label)
