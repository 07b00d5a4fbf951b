"""Which measures stand in one table: those of both stages side by side, those in one column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.figures import Figure, YearFigures
from app.domain.wording import lowered

STAGES = {"stage_1": "Stage 1", "stage_2": "Stage 2"}
STAGE_NAMED = re.compile(r"\b[Ss]tage [12] (?=\w)")

# Parts of a whole: they add up to the complaints received, answered or refused.
WHOLES = frozenset(
    {
        "received_by_quarter",
        "received_by_department",
        "acknowledged",
        "answered",
        "outcomes",
        "refused_by_reason",
        "ombudsman.findings",
    }
)
# Of these one complaint may have several.
SEVERAL = frozenset({"reasons"})
# Named by each landlord: the stages may name different ones.
OWN_MEMBERS = frozenset({"received_by_department", "reasons"})
# Measured by the time limits of the Code, which differ between its editions.
BY_THE_CLOCK = frozenset({"acknowledged", "answered", "answered_on_time", "ch02"})


@dataclass(frozen=True)
class TableSet:
    """What one table shows: measures by their names without the stage, and what a row is called."""

    name: str
    title: str
    heading: str
    measures: tuple[str, ...]


BY_STAGE = (
    TableSet(
        "received",
        "Complaints received and answered",
        "What was counted",
        ("received", "answered_in_all"),
    ),
    TableSet(
        "received_by_quarter",
        "Complaints received in each quarter",
        "Quarter",
        ("received_by_quarter",),
    ),
    TableSet(
        "received_by_department",
        "Complaints received by department",
        "Department",
        ("received_by_department",),
    ),
    TableSet("reasons", "What the complaints were about", "Reason", ("reasons",)),
    TableSet(
        "acknowledged", "How soon complaints were acknowledged", "Acknowledged", ("acknowledged",)
    ),
    TableSet("answered", "How soon complaints were answered", "Answered", ("answered",)),
    TableSet(
        "on_time",
        "Answers on time, and how long they took",
        "What was measured",
        ("answered_on_time", "target", "days_average"),
    ),
    TableSet("outcomes", "Outcomes of complaints", "Outcome", ("outcomes",)),
)
IN_ONE_COLUMN = (
    TableSet(
        "escalated",
        "Complaints that went on to stage 2",
        "What was measured",
        ("escalation_rate",),
    ),
    TableSet("refused", "Complaints we refused to accept", "What was counted", ("refused",)),
    TableSet("refused_by_reason", "Why complaints were refused", "Reason", ("refused_by_reason",)),
    TableSet(
        "ombudsman.cases",
        "Cases with the Housing Ombudsman",
        "What was counted",
        (
            "ombudsman.cases",
            "ombudsman.cases_upheld",
            "ombudsman.maladministration_rate",
            "ombudsman.orders",
            "ombudsman.orders_complied",
        ),
    ),
    TableSet(
        "ombudsman.findings",
        "What the Housing Ombudsman found",
        "Finding",
        ("ombudsman.findings",),
    ),
    TableSet(
        "compensation",
        "Compensation",
        "What was paid or ordered",
        (
            "compensation.total",
            "compensation.average",
            "ombudsman.compensation_by_case",
            "ombudsman.compensation",
        ),
    ),
    TableSet("satisfaction", "What tenants said of complaint handling", "Measure", ("tp09",)),
)


def plain_name(measure: str) -> str:
    """Return a measure's name without its stage: `stage_1.outcomes` is `outcomes`."""
    return measure.removeprefix("stage_1.").removeprefix("stage_2.")


def stage_of(figure: Figure) -> str | None:
    """Return the stage that a figure's id begins with, or None."""
    stage = figure.id.partition(".")[0]
    return stage if stage in STAGES else None


def label_with_stage(figure: Figure) -> str:
    """Return what a figure is called where nothing else says its stage; names keep capitals."""
    stage = stage_of(figure)
    if stage is None or STAGES[stage].lower() in figure.label.lower():
        return figure.label
    is_a_name = any(word[:1].isupper() for word in figure.label.split()[1:])
    return f"{STAGES[stage]}: {figure.label if is_a_name else lowered(figure.label)}"


def figures_of(figures: YearFigures, names: Sequence[str], stage: str = "") -> tuple[Figure, ...]:
    """Return the figures of these measures in the order of the names; of one stage if given."""
    wanted = [f"{stage}.{name}" if stage else name for name in names]
    return tuple(one for name in wanted for one in figures.figures if name in (one.measure, one.id))


def row_label(figure: Figure, figures: YearFigures) -> str:
    """Return what a figure's line is called; one about a part of the year says which months."""
    if figure.period == figures.period:
        return without_stage(figure)
    start, end = figure.period.start, figure.period.end
    first = f"{start:%B}" if start.year == end.year else f"{start:%B} {start.year}"
    return f"{figure.label} ({first} to {end:%B} {end.year})"


def without_stage(figure: Figure) -> str:
    """Return a label where a column or a sentence says the stage already."""
    label = STAGE_NAMED.sub("", figure.label) if stage_of(figure) else figure.label
    return label[:1].upper() + label[1:]


def stand_together(figures: YearFigures, names: Sequence[str]) -> bool:
    """Tell whether the stages name enough of the same things to stand side by side."""
    members = [{one.member for one in figures_of(figures, names, stage)} for stage in STAGES]
    first, second = members
    return not first or not second or 2 * len(first & second) >= len(first | second)


def is_whole(measure: str) -> bool:
    """Tell whether the figures of a measure are parts that add up to their base."""
    return plain_name(measure) in WHOLES


def is_by_the_clock(figure: Figure) -> bool:
    """Tell whether a figure hangs on the time limits of the Code."""
    names = (plain_name(figure.measure), figure.measure.partition(".")[0])
    return any(name in BY_THE_CLOCK for name in names)
