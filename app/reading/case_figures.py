"""Figures as an extract gives them, with the words of the measures' definitions."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from app.domain.figures import (
    ONE_DECIMAL,
    PENCE,
    Figure,
    Period,
    Source,
    Unit,
    per_thousand,
    share,
)
from app.domain.measures import MeasureSet

NOT_STATED = ("not_stated", "Not stated")
LONGEST_SLUG = 60


@dataclass
class FigureMaker:
    """Collects the figures of a year.

    `remarks` are words added to the population of every figure whose id begins with their key:
    who among the complaints is counted apart, or left out.
    """

    measures: MeasureSet
    period: Period
    remarks: Mapping[str, Sequence[str]]
    made: list[Figure] = field(default_factory=list)

    def count(self, figure_id: str, count: int, base: int | None = None, **rest: Any) -> None:
        """Add a plain number of complaints or homes."""
        self._add(figure_id, Decimal(count), count, base, **rest)

    def share(self, figure_id: str, count: int, base: int, **rest: Any) -> None:
        """Add a count as per cent of its base."""
        rest.setdefault("why_not", "" if base else "There was none to count.")
        self._add(figure_id, share(count, base), count, base, **rest)

    def rate(self, figure_id: str, count: int, homes: int | None) -> None:
        """Add a count per 1,000 homes, or the count alone where the homes are not stated."""
        why_not = "" if homes else "The number of homes is not stated."
        if homes == 0:
            why_not = "The landlord has no such homes."
        self._add(figure_id, per_thousand(count, homes or 0), count, homes, why_not=why_not)

    def days(self, figure_id: str, total: int, base: int) -> None:
        """Add an average number of working days, with the total as its count."""
        self._add(figure_id, _average(Decimal(total), base, ONE_DECIMAL), total, base)

    def money(self, figure_id: str, pence: int, cases: int) -> None:
        """Add an amount, with the cases that it was paid for as its count."""
        self._add(figure_id, (Decimal(pence) / 100).quantize(PENCE), cases, None)

    def average_money(self, figure_id: str, pence: int, cases: int) -> None:
        """Add an average amount, with the cases that it was paid for as its base."""
        self._add(figure_id, _average(Decimal(pence) / 100, cases, PENCE), None, cases)

    def in_order(self) -> tuple[Figure, ...]:
        """Return the figures in the order of the definitions."""
        places = {one.id: at for at, one in enumerate(self.measures.measures)}
        return tuple(sorted(self.made, key=lambda one: places[one.measure]))

    def _add(
        self,
        figure_id: str,
        value: Decimal | None,
        count: int | None,
        base: int | None,
        *,
        label: str | None = None,
        period: Period | None = None,
        **rest: Any,
    ) -> None:
        measure = self.measures.of_figure(figure_id) or self.measures[figure_id]
        member = figure_id.removeprefix(measure.id).removeprefix(".")
        rest.setdefault("base_id", measure.base_id)
        rest.setdefault("source", Source.EXTRACT)
        figure = Figure(
            id=figure_id,
            measure=measure.id,
            label=label or (member and measure.label(member)) or measure.title,
            unit=Unit(measure.unit),
            value=value,
            count=count,
            base=base,
            period=period or self.period,
            population=self._population(figure_id, measure.population),
            **rest,
        )
        self.made.append(figure)

    def _population(self, figure_id: str, words: str) -> str:
        own = (said for start, said in self.remarks.items() if figure_id.startswith(start))
        return "; ".join([words, *(one for said in own for one in said)])


def named_members(counts: Mapping[str | None, int]) -> list[tuple[str, str, int]]:
    """Return id, label and count of what a landlord names, the most frequent first.

    Labels that would have the same id are told apart by a number; None is what was not stated.
    """
    taken: set[str] = {NOT_STATED[0], "rest"}
    found = []
    for label, count in sorted(_stated(counts), key=lambda one: (-one[1], one[0])):
        found.append((_free(slug(label), taken), label, count))
    missing = counts.get(None, 0)
    return [*found, (*NOT_STATED, missing)] if missing else found


def slug(label: str) -> str:
    """Return a label as part of an id: lower-case letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_SLUG].rstrip("_") or "named"


def _stated(counts: Mapping[str | None, int]) -> Iterable[tuple[str, int]]:
    return ((label, count) for label, count in counts.items() if label is not None)


def _free(wanted: str, taken: set[str]) -> str:
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted}_{number}"
    taken.add(found)
    return found


def _average(total: Decimal, base: int, step: Decimal) -> Decimal | None:
    return (total / base).quantize(step, ROUND_HALF_UP) if base else None
