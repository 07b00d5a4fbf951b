"""The year's figures: what each one counts, of what, over which period, and where it comes from.

A figure that is computed from a case extract and one that somebody typed in are the same value,
so that every table, chart, check and report treats them alike.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from app.domain.years import FinancialYear

ONE_DECIMAL = Decimal("0.1")
PENCE = Decimal("0.01")


class Unit(StrEnum):
    """What the value of a figure is in."""

    COUNT = "count"
    SHARE = "share"  # per cent of the base
    RATE = "rate"  # per 1,000 homes
    MONEY = "money"  # pounds
    DAYS = "days"  # working days


class Source(StrEnum):
    """Where a figure comes from."""

    EXTRACT = "extract"
    TYPED = "typed"


@dataclass(frozen=True)
class Period:
    """The days that a figure is about, both included, and how people call them."""

    name: str
    start: date
    end: date


@dataclass(frozen=True)
class Figure:
    """One number with all that is needed to check it.

    `id` is the measure and, in a set, the member: `stage_1.outcomes.upheld`. `value` is in the
    unit, exactly as stated or rounded; None where it could not be measured (`why_not` says why),
    was not stated, or is suppressed. `count` and `base` are whole numbers, None where not stated;
    `base_id` names the figure whose count the base is. `population` says in words who is counted.
    """

    id: str
    measure: str
    label: str
    unit: Unit
    value: Decimal | None
    count: int | None
    base: int | None
    period: Period
    population: str
    source: Source
    base_id: str | None = None
    why_not: str = ""
    note: str = ""
    suppressed: bool = False

    @property
    def member(self) -> str:
        """What the figure is within its measure; empty for a measure of one figure."""
        return self.id.removeprefix(self.measure).removeprefix(".")


@dataclass(frozen=True)
class YearFigures:
    """All the figures of one landlord's year, with the rules by which they were worked out.

    `rules` are sentences that are printed under the figures. `measures_id` names the version of
    the definitions. `answers` holds the self-assessment's answers that figures are checked
    against, "yes" or "no" by number of the edition `edition_id`.
    """

    year: FinancialYear
    period: Period
    measures_id: str
    figures: tuple[Figure, ...]
    rules: tuple[str, ...] = ()
    clock_ids: tuple[str, ...] = ()
    edition_id: str = ""
    answers: dict[str, str] = field(default_factory=dict)

    def get(self, figure_id: str) -> Figure | None:
        """Return the figure with this id, or None."""
        return next((one for one in self.figures if one.id == figure_id), None)

    def of(self, measure: str) -> tuple[Figure, ...]:
        """Return the figures of one measure, in their order."""
        return tuple(one for one in self.figures if one.measure == measure)

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that have a figure here, in their order."""
        return tuple(dict.fromkeys(one.measure for one in self.figures))


def share(count: int, base: int) -> Decimal | None:
    """Return a count as per cent of its base, rounded half up to one decimal; None of nothing."""
    if not base:
        return None
    return (Decimal(count) * 100 / base).quantize(ONE_DECIMAL, ROUND_HALF_UP)


def per_thousand(count: int, homes: int) -> Decimal | None:
    """Return a count per 1,000 homes, rounded half up to one decimal; None without homes."""
    if not homes:
        return None
    return (Decimal(count) * 1000 / homes).quantize(ONE_DECIMAL, ROUND_HALF_UP)


def merged(own: Sequence[Figure], typed: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return computed figures with the typed ones of every measure that was not computed."""
    computed = {one.measure for one in own}
    return (*own, *(one for one in typed if one.measure not in computed))


def is_of_homes(figure_id: str) -> bool:
    """Tell whether a figure or measure is a number of homes, which no file of cases tells."""
    return figure_id.startswith("homes.")


def with_homes(own: Sequence[Figure], homes: Mapping[str, Figure]) -> tuple[Figure, ...]:
    """Return figures with the homes as they were typed last, and the rates that follow from them.

    `homes` are by id, such as `homes.rental`; CH01 is a count for each 1,000 of them.
    """
    return tuple(_of_homes(homes.get(one.id, one), homes) for one in own)


def _of_homes(figure: Figure, homes: Mapping[str, Figure]) -> Figure:
    tenure = figure.id.rpartition(".")[2]
    stated = homes.get(f"homes.{tenure}")
    if figure.unit is not Unit.RATE or stated is None or figure.count is None or not stated.count:
        return figure
    value = per_thousand(figure.count, stated.count)
    return replace(figure, value=value, base=stated.count, why_not="")


def as_facts(figures: YearFigures) -> dict[str, Any]:
    """Return figures as plain JSON without floats; `from_facts` reads it back."""
    return {
        "schema": "figures/1",
        "year": figures.year.slug,
        "period": _period_facts(figures.period),
        "measures": figures.measures_id,
        "clocks": list(figures.clock_ids),
        "rules": list(figures.rules),
        "edition": figures.edition_id or None,
        "answers": dict(figures.answers),
        "figures": [figure_facts(one) for one in figures.figures],
    }


def figure_facts(figure: Figure) -> dict[str, Any]:
    """Return one figure as plain JSON; its value is text, because a float could not hold it."""
    return {
        "id": figure.id,
        "measure": figure.measure,
        "label": figure.label,
        "unit": figure.unit.value,
        "value": None if figure.value is None else str(figure.value),
        "count": figure.count,
        "base": figure.base,
        "base_id": figure.base_id,
        "period": _period_facts(figure.period),
        "population": figure.population,
        "source": figure.source.value,
        "why_not": figure.why_not or None,
        "note": figure.note or None,
        "suppressed": figure.suppressed,
    }


def from_facts(facts: dict[str, Any]) -> YearFigures:
    """Return the figures that `as_facts` wrote."""
    return YearFigures(
        year=FinancialYear.parse(facts["year"]),
        period=_period(facts["period"]),
        measures_id=facts["measures"],
        figures=tuple(_figures(facts["figures"])),
        rules=tuple(facts["rules"]),
        clock_ids=tuple(facts["clocks"]),
        edition_id=facts["edition"] or "",
        answers=dict(facts["answers"]),
    )


def _figures(rows: Sequence[dict[str, Any]]) -> Iterator[Figure]:
    for row in rows:
        yield Figure(
            id=row["id"],
            measure=row["measure"],
            label=row["label"],
            unit=Unit(row["unit"]),
            value=None if row["value"] is None else Decimal(row["value"]),
            count=row["count"],
            base=row["base"],
            base_id=row["base_id"],
            period=_period(row["period"]),
            population=row["population"],
            source=Source(row["source"]),
            why_not=row["why_not"] or "",
            note=row["note"] or "",
            suppressed=row["suppressed"],
        )


def _period_facts(period: Period) -> dict[str, str]:
    return {
        "name": period.name,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
    }


def _period(facts: dict[str, str]) -> Period:
    return Period(
        facts["name"], date.fromisoformat(facts["start"]), date.fromisoformat(facts["end"])
    )
