"""Keeping people unrecognised: counts from one to four are not shown, and cannot be worked out.

A quarter with two complaints or a department with one may tell neighbours whose complaint it was.
Nought tells of nobody and stays.
"""

import re
from collections.abc import Collection
from dataclasses import replace

from app.domain.figure_words import FEWER, WITHHELD
from app.domain.figures import Figure, Unit, YearFigures
from app.domain.hidden_numbers import FEWEST, named_as_small, numbers_to_hide
from app.domain.number_sums import Numbers, numbers_of

BASE_HIDDEN = "The share is not shown, because it would tell a small number."
COUNTED_IN_RULE = re.compile(r"\b(\d[\d,]*) of \d[\d,]* are\b")
LISTED = "ombudsman.compensation_by_case"


def suppress(figures: YearFigures) -> YearFigures:
    """Return figures without numbers from one to four, and without what would tell them.

    A hidden figure has `suppressed`, no value and no count. Its `why_not` is "fewer than 5" where
    that can be said, else "not shown": it may be a larger number that protects a small one. Amounts
    by case are left out where the cases are fewer than five, because each line is a case.
    """
    numbers = numbers_of(figures)
    hidden = numbers_to_hide(numbers)
    small = named_as_small(numbers, hidden)
    few_cases = len(figures.of(LISTED)) < FEWEST
    return replace(
        figures,
        figures=tuple(
            _shown(one, numbers, hidden, small)
            for one in figures.figures
            if not (few_cases and one.measure == LISTED)
        ),
        rules=tuple(map(_without_counts, figures.rules)),
    )


def _without_counts(rule: str) -> str:
    """Return a rule of counting without how many it concerned: no sum protects that number."""
    return COUNTED_IN_RULE.sub(lambda found: "none are" if found[1] == "0" else "some are", rule)


def _shown(
    figure: Figure, numbers: Numbers, hidden: Collection[str], small: Collection[str]
) -> Figure:
    """Return a figure as far as it may be seen."""
    if any(base in hidden for base in numbers.bases.get(figure.id, ())):
        figure = _without_base(figure)
    name = numbers.counts.get(figure.id)
    if name not in hidden:
        return figure
    if figure.unit is Unit.MONEY:
        # The amount tells nothing of how many it was paid to.
        return replace(figure, count=None)
    return _hidden(figure, FEWER if name in small else WITHHELD)


def _without_base(figure: Figure) -> Figure:
    """Return a figure whose base is hidden; a share of it would tell the base beside its count."""
    bare = replace(figure, base=None)
    if figure.unit is Unit.COUNT:
        return bare
    if figure.unit in (Unit.DAYS, Unit.MONEY) or figure.count is None:
        return _hidden(bare, WITHHELD)
    return replace(bare, value=None, note=f"{figure.note} {BASE_HIDDEN}".strip())


def _hidden(figure: Figure, words: str) -> Figure:
    # Its note may say the number in words.
    return replace(figure, value=None, count=None, suppressed=True, why_not=words, note="")
