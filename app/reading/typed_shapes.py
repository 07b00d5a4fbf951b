"""The shape of a file of hand-typed figures: its keys, and the values they take.

Every value arrives as text and keeps its decimals: 20 and 20.0 were rounded in different ways.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from app.domain.clocks import Start
from app.domain.edition_faults import date_span
from app.domain.errors import Invalid
from app.domain.faults import quoted
from app.domain.years import FinancialYear
from app.reading.edition_shapes import Shape, Words, YesNo, one_of

SCHEMA = "figures/1"
LONGEST_LABEL = 200

_COUNT = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2}")
_NUMBER = re.compile(r"(?:[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.[0-9]{1,4})?")
_AMOUNT = re.compile(rf"£?\s*({_NUMBER.pattern})")
_SHARE = re.compile(rf"({_NUMBER.pattern})\s*(?:%|per cent)?")
_PER_CENT = re.compile(rf"({_NUMBER.pattern})\s*(?:%|per cent)")
_OF = re.compile(r"([0-9,]+) (?:of|/|out of) ([0-9,]+)|([0-9]+)/([0-9]+)")


def _read_by(read: Callable[[str], object]) -> BeforeValidator:
    def check(value: object) -> object:
        return read(value.strip()) if isinstance(value, str) else value

    return BeforeValidator(check)


def _schema(text: str) -> str:
    if text != SCHEMA:
        raise ValueError(f"{quoted(text)} is not a kind of file that is read here: write {SCHEMA}.")
    return text


def _year(text: str) -> FinancialYear:
    try:
        return FinancialYear.parse(text)
    except Invalid as refused:
        raise ValueError(refused.message) from refused


def _day(text: str) -> date:
    span = date_span(text)
    if span is None or span[0] != span[1]:
        raise ValueError(
            f"{quoted(text)} is not a day: write year, month and day, such as 2023-04-01."
        )
    return span[0]


def _count(text: str) -> int:
    if _COUNT.fullmatch(text):
        return int(text.replace(",", ""))
    if found := _PER_CENT.fullmatch(text):
        raise ValueError(
            f"{quoted(text)} is a percentage, and a whole number belongs here: "
            f"write the number itself, or “share: {found[1]}” if a share is meant."
        )
    if _NUMBER.fullmatch(text):
        raise ValueError(f"{quoted(text)} is not whole: a count is a whole number, such as 12.")
    raise ValueError(f"{quoted(text)} is not a whole number: write figures, such as 12.")


def _share(text: str) -> Decimal:
    if found := _SHARE.fullmatch(text):
        return Decimal(found[1].replace(",", ""))
    if _OF.fullmatch(text):
        raise ValueError(
            f"{quoted(text)} is a count out of a base: write “count:” and “base:” instead, "
            "each on its own line."
        )
    raise ValueError(f"{quoted(text)} is not a percentage: write figures, such as 66.2.")


def _amount(text: str) -> Decimal:
    if found := _AMOUNT.fullmatch(text):
        return Decimal(found[1].replace(",", ""))
    raise ValueError(f"{quoted(text)} is not an amount in pounds: write it like 2857.70.")


def _short(label: str) -> str:
    if len(label) > LONGEST_LABEL:
        raise ValueError(f"{quoted(label)} is too long: use {LONGEST_LABEL} characters or fewer.")
    return label


def _number(text: str) -> Decimal:
    if _NUMBER.fullmatch(text):
        return Decimal(text.replace(",", ""))
    raise ValueError(f"{quoted(text)} is not a number: write figures, such as 12.5.")


class PeriodShape(Shape):
    """The days that the figures are about, where they are not April to March."""

    called = "the period"

    name: Words | None = None
    first: Annotated[date, _read_by(_day)] = Field(alias="from")
    last: Annotated[date, _read_by(_day)] = Field(alias="to")


class StartsShape(Shape):
    """The events from which the time to answer is counted."""

    called = "the start of the clocks"

    stage_1: Annotated[Start, one_of(Start, "an event")] | None = None
    stage_2: Annotated[Start, one_of(Start, "an event")] | None = None


class FigureShape(Shape):
    """One number."""

    called = "a figure"

    id: Words
    label: Annotated[Words, AfterValidator(_short)] | None = None
    share: Annotated[Decimal, _read_by(_share)] | None = None
    count: Annotated[int, _read_by(_count)] | None = None
    amount: Annotated[Decimal, _read_by(_amount)] | None = None
    rate: Annotated[Decimal, _read_by(_number)] | None = None
    days: Annotated[Decimal, _read_by(_number)] | None = None
    base: Words | None = None
    note: Words | None = None


class TypedShape(Shape):
    """A whole file, or what was typed in on the page."""

    called = "a file of figures"

    kind: Annotated[str, _read_by(_schema)] = Field(alias="schema")
    landlord: Words | None = None
    year: Annotated[FinancialYear, _read_by(_year)]
    period: PeriodShape | None = None
    source: Words | None = None
    rules: Words | None = None
    starts: StartsShape | None = None
    edition: Words | None = None
    answers: dict[Words, YesNo] = {}
    figures: Annotated[list[FigureShape], Field(min_length=1)]


PIECES: dict[str, type[Shape]] = {
    "period": PeriodShape,
    "starts": StartsShape,
    "figures": FigureShape,
}
