"""What each measure of the year counts, out of what, and who says so; versioned by its first day.

A figure names its measure, so that two years that were worked out by other definitions can be
told apart.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from app.domain.errors import Invalid
from app.domain.faults import Objection, quoted
from app.domain.figures import Unit

MEASURE_ID = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
MEMBER_ID = re.compile(r"[a-z0-9_]+")
TENURES = ("rental", "ownership")
REST = "rest"
REST_LABEL = "The rest, not told apart"


class Kind(StrEnum):
    """How the figures of a measure belong together."""

    SINGLE = "single"  # one figure
    WHOLE = "whole"  # parts of a whole: their shares add up to 100
    SEVERAL = "several"  # one complaint may count in several
    LIST = "list"  # amounts or counts beside each other, no whole


@dataclass(frozen=True)
class Measure:
    """One measure as its definition states it.

    `population` says who is counted, `base` out of what (empty where there is no base), `base_id`
    names the measure whose count the base is. `members` are labels by member, of those that are
    the same for every landlord. `sure` says how surely the definition is known.
    """

    id: str
    title: str
    unit: Unit
    kind: Kind
    population: str
    base: str
    base_id: str | None
    members: Mapping[str, str]
    definition: str
    source: str
    sure: str

    def label(self, member: str) -> str | None:
        """Return how people call a member, or None where each landlord has its own."""
        return self.members.get(member, REST_LABEL if member == REST else None)


@dataclass(frozen=True)
class MeasureSet:
    """All definitions that hold for years that begin on `since` or later."""

    id: str
    since: date
    measures: tuple[Measure, ...]

    def get(self, measure_id: str) -> Measure | None:
        """Return the measure with this id, or None."""
        return next((one for one in self.measures if one.id == measure_id), None)

    def __getitem__(self, measure_id: str) -> Measure:
        """Return the measure with this id; raise Invalid where there is none."""
        found = self.get(measure_id)
        if found is None:
            raise Invalid(
                f"“{measure_id}” is not a measure of {self.since.year}. "
                "Write one of those that the documentation lists."
            )
        return found

    def of_figure(self, figure_id: str) -> Measure | None:
        """Return the measure of a figure, by the longest id that the figure's id begins with."""
        fitting = (one for one in self.measures if _belongs(figure_id, one))
        return max(fitting, key=lambda one: len(one.id), default=None)


def measure_set_for(sets: Sequence[MeasureSet], first_day_of_year: date) -> MeasureSet:
    """Return the definitions for a year, by its first day; the oldest for any year before them.

    Raises Invalid where there are none.
    """
    ordered = in_order(sets)
    if not ordered:
        raise Invalid("No definitions of measures are installed. Add their file.")
    return next((one for one in reversed(ordered) if one.since <= first_day_of_year), ordered[0])


def in_order(sets: Sequence[MeasureSet]) -> tuple[MeasureSet, ...]:
    """Return sets of definitions with the newest last."""
    return tuple(sorted(sets, key=lambda one: one.since))


def objections_to_measures(measures: Sequence[Measure]) -> Iterator[Objection]:
    """Yield what is wrong with a set of definitions, by their places in its file."""
    counts = Counter(one.id for one in measures)
    for missing in sorted(WORKED_OUT.keys() - counts.keys()):
        message = f"The measure {quoted(missing)} is missing, and the program works it out"
        yield ("measures",), f"{message}: say here what it counts."
    for i, one in enumerate(measures):
        place = ("measures", i)
        if not MEASURE_ID.fullmatch(one.id):
            message = f"{quoted(one.id)} is no id: use small letters, figures, _ and full stops."
            yield (*place, "id"), message
        elif counts[one.id] > 1:
            yield (*place, "id"), f"{quoted(one.id)} stands here more than once: keep one."
        yield from _worked_out_otherwise(i, one)
        if one.base_id is not None and one.base_id not in counts:
            message = f"There is no measure {quoted(one.base_id)}: write the id of one."
            yield (*place, "base", "measure"), message
        yield from _odd_members(i, one)


def _worked_out_otherwise(i: int, measure: Measure) -> Iterator[Objection]:
    """Yield where the program makes other figures of a measure than its definition says."""
    known = WORKED_OUT.get(measure.id)
    if known is None:
        return
    message = f"The program works {quoted(measure.id)} out as {known.unit}, {known.kind}"
    if measure.unit is not known.unit:
        yield ("measures", i, "unit"), f"{message}: write unit: {known.unit}."
    if measure.kind is not known.kind:
        yield ("measures", i, "kind"), f"{message}: write kind: {known.kind}."
    for member in known.members:
        if member not in measure.members:
            message = f"The program works out the member {quoted(member)} of {quoted(measure.id)}"
            yield ("measures", i, "members"), f"{message}: write its id and its label."


def _odd_members(i: int, measure: Measure) -> Iterator[Objection]:
    place = ("measures", i, "members")
    if measure.members and measure.kind is Kind.SINGLE:
        yield place, "A single figure has no members: delete them, or write another kind."
    for j, member in enumerate(measure.members):
        if not MEMBER_ID.fullmatch(member):
            message = f"{quoted(member)} is no id: use small letters, figures and _."
            yield (*place, j, "id"), message


class _Known(NamedTuple):
    """What the program makes of a measure: the definitions in the files have to say the same."""

    unit: Unit
    kind: Kind
    members: tuple[str, ...] = ()


def _of_stage(stage: str) -> dict[str, _Known]:
    answers = ("within_limit", "within_extension", "late", "open", "not_measurable")
    outcomes = ("upheld", "partly_upheld", "not_upheld", "withdrawn", "other", "not_known")
    return {
        f"{stage}.received": _Known(Unit.COUNT, Kind.SINGLE),
        f"{stage}.received_by_quarter": _Known(Unit.COUNT, Kind.WHOLE, ("q1", "q2", "q3", "q4")),
        f"{stage}.received_by_department": _Known(Unit.SHARE, Kind.WHOLE),
        f"{stage}.reasons": _Known(Unit.SHARE, Kind.SEVERAL),
        f"{stage}.acknowledged": _Known(
            Unit.SHARE, Kind.WHOLE, ("within_limit", "late", "no_date")
        ),
        f"{stage}.answered": _Known(Unit.SHARE, Kind.WHOLE, answers),
        f"{stage}.answered_on_time": _Known(Unit.SHARE, Kind.SINGLE),
        f"{stage}.target": _Known(Unit.SHARE, Kind.LIST),
        f"{stage}.days_average": _Known(Unit.DAYS, Kind.SINGLE),
        f"{stage}.outcomes": _Known(Unit.SHARE, Kind.WHOLE, outcomes),
        f"{stage}.answered_in_all": _Known(Unit.COUNT, Kind.SINGLE),
        **{f"ch01.{stage}.{one}": _Known(Unit.RATE, Kind.SINGLE) for one in TENURES},
        **{
            f"ch02.{stage}.{one}.{of}": _Known(Unit.SHARE, Kind.SINGLE)
            for one in TENURES
            for of in ("received", "answered")
        },
    }


_FINDINGS = (
    "severe_maladministration",
    "maladministration",
    "service_failure",
    "reasonable_redress",
    "no_maladministration",
    "resolved",
    "outside_jurisdiction",
)
# What the analysis, the checks and the report look up by name.
WORKED_OUT: Mapping[str, _Known] = {
    **_of_stage("stage_1"),
    **_of_stage("stage_2"),
    "escalation_rate": _Known(Unit.SHARE, Kind.SINGLE),
    "refused": _Known(Unit.COUNT, Kind.SINGLE),
    "refused_by_reason": _Known(Unit.COUNT, Kind.WHOLE),
    "ombudsman.cases": _Known(Unit.COUNT, Kind.SINGLE),
    "ombudsman.cases_upheld": _Known(Unit.COUNT, Kind.SINGLE),
    "ombudsman.findings": _Known(Unit.COUNT, Kind.WHOLE, _FINDINGS),
    "ombudsman.maladministration_rate": _Known(Unit.SHARE, Kind.SINGLE),
    "ombudsman.orders": _Known(Unit.COUNT, Kind.SINGLE),
    "ombudsman.orders_complied": _Known(Unit.COUNT, Kind.SINGLE),
    "ombudsman.compensation": _Known(Unit.MONEY, Kind.SINGLE),
    "ombudsman.compensation_by_case": _Known(Unit.MONEY, Kind.LIST),
    "compensation.total": _Known(Unit.MONEY, Kind.SINGLE),
    "compensation.average": _Known(Unit.MONEY, Kind.SINGLE),
    **{f"homes.{one}": _Known(Unit.COUNT, Kind.SINGLE) for one in TENURES},
    "tp09": _Known(Unit.SHARE, Kind.SINGLE),
}


def _belongs(figure_id: str, measure: Measure) -> bool:
    """Tell whether a figure is the measure's own one, or one of its members."""
    if measure.kind is Kind.SINGLE:
        return figure_id == measure.id
    member = figure_id.removeprefix(f"{measure.id}.")
    return member != figure_id and "." not in member
