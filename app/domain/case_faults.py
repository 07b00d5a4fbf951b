"""What is wrong with the rows of a case extract, by row and column, and what follows from it.

A fault is stored and shown, so its sentence holds a date or an amount as written, never a name,
an address or free text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FIRST_ROWS = 20


class FaultKind(StrEnum):
    """What can be wrong with a row."""

    NO_RECEIVED_DATE = "no_received_date"
    NOT_A_DATE = "not_a_date"
    AMBIGUOUS_DATES = "ambiguous_dates"
    TWO_DIGIT_YEAR = "two_digit_year"
    IMPOSSIBLE_ORDER = "impossible_order"
    NO_ESCALATION_DATE = "no_escalation_date"
    FUTURE_DATE = "future_date"
    UNKNOWN_OUTCOME = "unknown_outcome"
    UNKNOWN_VALUE = "unknown_value"
    DUPLICATE_REFERENCE = "duplicate_reference"
    PERCENTAGE_IN_AMOUNT = "percentage_in_amount"
    NOT_AN_AMOUNT = "not_an_amount"
    TOO_FEW_COLUMNS = "too_few_columns"
    TOO_MANY_COLUMNS = "too_many_columns"
    ENDS_EARLY = "ends_early"
    EXCEL_SERIAL_DATE = "excel_serial_date"


class Effect(StrEnum):
    """What follows from a fault, the gravest first."""

    STOPS = "stops"
    LEAVES_OUT = "leaves_out"
    TOLD = "told"


EFFECT_WORDS = {
    Effect.STOPS: "Nothing is worked out until this is put right",
    Effect.LEAVES_OUT: "These rows are left out",
    Effect.TOLD: "These rows are counted",
}
KIND_WORDS = {
    FaultKind.NO_RECEIVED_DATE: "No date received",
    FaultKind.NOT_A_DATE: "Not a date",
    FaultKind.AMBIGUOUS_DATES: "Day and month could be swapped",
    FaultKind.TWO_DIGIT_YEAR: "Year written with two digits",
    FaultKind.IMPOSSIBLE_ORDER: "Dates in an order that cannot be",
    FaultKind.NO_ESCALATION_DATE: "Stage 2 without a date of escalation",
    FaultKind.FUTURE_DATE: "Date in the future",
    FaultKind.UNKNOWN_OUTCOME: "Outcome without a meaning",
    FaultKind.UNKNOWN_VALUE: "Value without a meaning",
    FaultKind.DUPLICATE_REFERENCE: "Reference used before",
    FaultKind.PERCENTAGE_IN_AMOUNT: "Percentage where an amount is expected",
    FaultKind.NOT_AN_AMOUNT: "Not an amount",
    FaultKind.TOO_FEW_COLUMNS: "Too few columns",
    FaultKind.TOO_MANY_COLUMNS: "Too many columns",
    FaultKind.ENDS_EARLY: "Row ends before the last column",
    FaultKind.EXCEL_SERIAL_DATE: "Number read as a date",
}
EFFECTS = {
    FaultKind.NO_RECEIVED_DATE: Effect.LEAVES_OUT,
    FaultKind.NOT_A_DATE: Effect.LEAVES_OUT,
    FaultKind.AMBIGUOUS_DATES: Effect.STOPS,
    FaultKind.TWO_DIGIT_YEAR: Effect.STOPS,
    FaultKind.IMPOSSIBLE_ORDER: Effect.LEAVES_OUT,
    FaultKind.NO_ESCALATION_DATE: Effect.TOLD,
    FaultKind.FUTURE_DATE: Effect.LEAVES_OUT,
    FaultKind.UNKNOWN_OUTCOME: Effect.TOLD,
    FaultKind.UNKNOWN_VALUE: Effect.TOLD,
    FaultKind.DUPLICATE_REFERENCE: Effect.LEAVES_OUT,
    FaultKind.PERCENTAGE_IN_AMOUNT: Effect.STOPS,
    FaultKind.NOT_AN_AMOUNT: Effect.TOLD,
    FaultKind.TOO_FEW_COLUMNS: Effect.LEAVES_OUT,
    FaultKind.TOO_MANY_COLUMNS: Effect.LEAVES_OUT,
    FaultKind.ENDS_EARLY: Effect.TOLD,
    FaultKind.EXCEL_SERIAL_DATE: Effect.TOLD,
}
GRAVITY = {effect: place for place, effect in enumerate(Effect)}


@dataclass(frozen=True)
class CaseFault:
    """One thing wrong in one row; `column` is its header, None where the whole row is meant."""

    row: int
    column: str | None
    kind: FaultKind
    sentence: str

    @property
    def effect(self) -> Effect:
        """What follows from it."""
        return EFFECTS[self.kind]


@dataclass(frozen=True)
class FaultGroup:
    """All faults of one kind: how many there are, and those of the first rows."""

    kind: FaultKind
    count: int
    first: tuple[CaseFault, ...]

    @property
    def effect(self) -> Effect:
        """What follows from them."""
        return EFFECTS[self.kind]

    @property
    def words(self) -> str:
        """The kind as people say it."""
        return KIND_WORDS[self.kind]

    @property
    def effect_words(self) -> str:
        """What follows, as people say it."""
        return EFFECT_WORDS[self.effect]

    def to_facts(self) -> dict[str, Any]:
        """Return the group as plain JSON; `group_from_facts` reads it back."""
        return {
            "kind": self.kind.value,
            "effect": self.effect.value,
            "count": self.count,
            "first": [
                {"row": one.row, "column": one.column, "sentence": one.sentence}
                for one in self.first
            ],
        }


def group_from_facts(facts: dict[str, Any]) -> FaultGroup:
    """Return the group that `to_facts` wrote."""
    kind = FaultKind(facts["kind"])
    first = (CaseFault(one["row"], one["column"], kind, one["sentence"]) for one in facts["first"])
    return FaultGroup(kind, facts["count"], tuple(first))


def grouped(found: Iterable[tuple[FaultKind, int, Iterable[CaseFault]]]) -> tuple[FaultGroup, ...]:
    """Return faults by kind, the gravest first, with the first rows of each.

    Each piece that is found is a kind, how many there are, and at least the first of them.
    """
    counts: dict[FaultKind, int] = {}
    first: dict[FaultKind, list[CaseFault]] = {}
    for kind, count, faults in found:
        counts[kind] = counts.get(kind, 0) + count
        first.setdefault(kind, []).extend(faults)
    return tuple(_in_order(counts, first))


def stops(groups: Iterable[FaultGroup]) -> bool:
    """Whether a fault stands in the way of any figure."""
    return any(one.effect is Effect.STOPS for one in groups)


def _in_order(
    counts: dict[FaultKind, int], first: dict[FaultKind, list[CaseFault]]
) -> Iterator[FaultGroup]:
    for kind in sorted(FaultKind, key=lambda one: GRAVITY[EFFECTS[one]]):
        if counts.get(kind):
            rows = sorted(first[kind], key=lambda one: (one.row, one.column or ""))
            yield FaultGroup(kind, counts[kind], tuple(rows[:FIRST_ROWS]))
