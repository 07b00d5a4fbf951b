"""How a figure is said: its value with its unit, in a cell or a bar, or placed in a text."""

import re
from decimal import Decimal

from app.domain.figures import Figure, Unit, YearFigures

FEWER = "fewer than 5"
WITHHELD = "not shown"
NOT_STATED = "not stated"
NOT_MEASURABLE = "not measurable"
PLACED = re.compile(r"\{([a-z0-9_]+(?:\.[a-z0-9_]+)*)\}")


def figure_in_words(figure: Figure) -> str:
    """Return a figure as a sentence can hold it: "329", "46.9 %", "£3,607.70".

    Without a value it says why: "fewer than 5", "not measurable: no dates", "not stated".
    """
    if figure.value is None and figure.why_not and not figure.suppressed:
        return f"{NOT_MEASURABLE}: {figure.why_not}"
    return value_in_words(figure)


def value_in_words(figure: Figure) -> str:
    """Return a figure in as few words as a cell or the end of a bar has room for."""
    if figure.suppressed:
        return FEWER if figure.why_not == FEWER else WITHHELD
    if figure.value is not None:
        return number_in_words(figure.value, figure.unit)
    if figure.count is not None:
        return f"{figure.count:,}"
    return NOT_MEASURABLE if figure.why_not else NOT_STATED


def cell_text(figure: Figure) -> str:
    """Return a figure for a table or chart; a share has its count beside it: "46.9 % (154)"."""
    words = value_in_words(figure)
    is_part = figure.unit in (Unit.SHARE, Unit.RATE)
    if is_part and figure.value is not None and figure.count is not None:
        return f"{words} ({figure.count:,})"
    return words


def number_in_words(value: Decimal, unit: Unit) -> str:
    """Return a number with its unit; whole pounds go without pence."""
    if unit is Unit.SHARE:
        return f"{value:,f} %"
    if unit is Unit.RATE:
        return f"{value:,f} per 1,000 homes"
    if unit is Unit.MONEY:
        return f"£{value:,.0f}" if value == value.to_integral_value() else f"£{value:,.2f}"
    if unit is Unit.DAYS:
        return f"{value:,f} working day{'' if value == 1 else 's'}"
    return f"{value:,f}"


def placed(text: str, figures: YearFigures) -> tuple[str, list[str]]:
    """Return a text with `{stage_1.received}` and the like in words, and the names unknown here.

    An unknown name stays as it was written, so that whoever wrote it finds it.
    """
    known = {one.id: one for one in figures.figures}
    unknown: list[str] = []

    def said(found: re.Match[str]) -> str:
        figure = known.get(found[1])
        if figure is not None:
            # A per cent sign never begins a line.
            return figure_in_words(figure).replace(" %", "\u00a0%")
        if found[1] not in unknown:
            unknown.append(found[1])
        return found[0]

    return PLACED.sub(said, text), unknown
