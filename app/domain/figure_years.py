"""This year's figures beside last year's, and where the two must not be compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.domain.figure_words import number_in_words
from app.domain.figures import Figure, Unit, YearFigures, is_of_homes
from app.domain.table_sets import is_by_the_clock, label_with_stage

YEAR = re.compile(r"(?:19|20)\d{2}(?:[/–-]\d{2,4})?")
NOT_COMPARABLE = "Not comparable"
CANNOT_BE_TOLD = "Cannot be told"
OTHER_LIMITS = (
    "Not comparable: the rules on time limits changed between the two years, so a difference may "
    "come from the rules alone."
)
OTHER_DEFINITION = (
    "Not comparable: what is counted was defined differently in the two years, so a difference "
    "may come from the definition alone."
)
OTHER_SOURCE = (
    "Some figures of one year were typed in and those of the other come from the cases "
    "themselves: read small changes with care."
)
SETS_COMPARED = (".outcomes", ".target")
PART_COMPARED = ".acknowledged.within_limit"
PERCENTAGE_POINTS = "percentage points"


@dataclass(frozen=True)
class Comparison:
    """One measure in both years, the change in words, and a sentence for under the table."""

    label: str
    before: Figure
    now: Figure
    change: str
    why: str = ""

    @property
    def comparable(self) -> bool:
        """Whether the two numbers may stand in one chart."""
        return self.change != NOT_COMPARABLE


def comparisons(figures: YearFigures, earlier: YearFigures) -> tuple[Comparison, ...]:
    """Return every measure of one figure, and every outcome, that both years have."""
    return tuple(_comparisons(figures, earlier))


def _comparisons(figures: YearFigures, earlier: YearFigures) -> Iterator[Comparison]:
    before = {one.id: one for one in earlier.figures}
    for now in figures.figures:
        then = before.get(now.id)
        if then is not None and _is_compared(now):
            yield _comparison(then, now, figures, earlier)


def _is_compared(figure: Figure) -> bool:
    """Keep the main measures: reasons, departments and quarters differ by their nature."""
    if not figure.member:
        return not is_of_homes(figure.id)
    return figure.measure.endswith(SETS_COMPARED) or figure.id.endswith(PART_COMPARED)


def _comparison(
    before: Figure, now: Figure, figures: YearFigures, earlier: YearFigures
) -> Comparison:
    why = _why_not(before, now, figures, earlier)
    if why:
        return Comparison(label_with_stage(now), before, now, NOT_COMPARABLE, why)
    note = "" if before.source is now.source else OTHER_SOURCE
    return Comparison(label_with_stage(now), before, now, _change(before, now), note)


def _why_not(before: Figure, now: Figure, figures: YearFigures, earlier: YearFigures) -> str:
    """Return why two figures of the same name do not measure the same, or an empty text."""
    if is_by_the_clock(now) and _rules(figures) != _rules(earlier):
        return OTHER_LIMITS
    if (before.unit, before.base_id, _who(before)) != (now.unit, now.base_id, _who(now)):
        return OTHER_DEFINITION
    return ""


def _rules(figures: YearFigures) -> tuple[str, frozenset[str]]:
    return figures.measures_id, frozenset(figures.clock_ids)


def _who(figure: Figure) -> str:
    """Return who is counted, without the year that a population may name."""
    return " ".join(YEAR.sub("", figure.population).lower().split())


def _change(before: Figure, now: Figure) -> str:
    if before.value is None or now.value is None:
        return CANNOT_BE_TOLD
    difference = now.value - before.value
    if not difference:
        return "The same"
    return f"{'Up' if difference > 0 else 'Down'} {_size(abs(difference), now.unit)}"


def _size(difference: Decimal, unit: Unit) -> str:
    if unit is Unit.SHARE:
        points = "percentage point" if difference == 1 else PERCENTAGE_POINTS
        return f"{difference:,f} {points}"
    return number_in_words(difference, unit)
