"""A year's figures as the checks look at them: by set, with their bases, and with their names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.domain.figures import Figure, Unit, YearFigures
from app.domain.measures import REST

WHOLE, SEVERAL, LIST, SINGLE = "whole", "several", "list", "single"

# How the figures of a measure belong together where nobody hands in the definitions.
KINDS = (
    (re.compile(r"\.(received_by_\w+|outcomes|acknowledged|answered)$"), WHOLE),
    (re.compile(r"^(refused_by_reason|ombudsman\.findings)$"), WHOLE),
    (re.compile(r"\.reasons$"), SEVERAL),
    (re.compile(r"\.(target|compensation_by_case)$"), LIST),
)
# What a set is called in a sentence, and the total of a set of counts that names no base.
NAMES = {
    "received_by_department": "complaints by department",
    "received_by_quarter": "complaints by quarter",
    "reasons": "reasons for complaints",
    "outcomes": "outcomes",
    "acknowledged": "acknowledgements",
    "answered": "answers",
    "target": "answers within a target",
    "refused_by_reason": "refusals by reason",
    "findings": "findings of the Ombudsman",
    "compensation_by_case": "compensation by case",
}
TOTALS = (
    (re.compile(r"^(stage_[12])\.received_by_\w+$"), r"\1.received"),
    (re.compile(r"^(stage_[12])\.(acknowledged|answered)$"), r"\1.received"),
    (re.compile(r"^(stage_[12])\.outcomes$"), r"\1.answered_in_all"),
    (re.compile(r"^refused_by_reason$"), "refused"),
)


@dataclass(frozen=True)
class Stated:
    """The figures with how they belong together; `kinds` by measure, None for our own."""

    figures: YearFigures
    kinds: Mapping[str, str] | None = None

    def kind(self, measure: str) -> str:
        """Return how the figures of a measure belong together."""
        own = next((kind for pattern, kind in KINDS if pattern.search(measure)), SINGLE)
        return str(self.kinds.get(measure, own)) if self.kinds else own

    def sets(self, *kinds: str) -> Iterator[tuple[str, tuple[Figure, ...]]]:
        """Yield each measure of these kinds with all its figures."""
        for measure in self.figures.measures:
            if self.kind(measure) in kinds:
                yield measure, self.figures.of(measure)

    def usable(self) -> Iterator[Figure]:
        """Yield the figures that say something: not suppressed, and measured."""
        return (one for one in self.figures.figures if is_usable(one))

    def count(self, figure_id: str) -> int | None:
        """Return the count of a figure, or None where there is none to rely on."""
        found = self.figures.get(figure_id)
        if found is None or not is_usable(found):
            return None
        if found.unit is Unit.COUNT and found.value is not None:
            return int(found.value)
        return found.count

    def share(self, figure_id: str) -> Decimal | None:
        """Return the share of a figure as stated, or None."""
        found = self.figures.get(figure_id)
        return found.value if found and found.unit is Unit.SHARE and is_usable(found) else None

    def base(self, figure: Figure) -> int | None:
        """Return the number that a figure is a part of, or None where it is not stated."""
        if figure.base is None and figure.base_id:
            return self.count(figure.base_id)
        return figure.base

    def one_base(self, measure: str) -> int | None:
        """Return the one base of a set: of its members, else the total that it divides."""
        bases = {self.base(one) for one in self.figures.of(measure)} - {None}
        if len(bases) == 1:
            return bases.pop()
        return None if bases else self.count(total_of(measure) or "")


def is_usable(figure: Figure) -> bool:
    """Tell whether a figure says something: not suppressed, and measured."""
    return not figure.suppressed and not figure.why_not


def is_open(figure: Figure) -> bool:
    """Tell whether a figure is a remainder of which no number is stated."""
    return figure.member == REST and figure.value is None and figure.count is None


def total_of(measure: str) -> str | None:
    """Return the figure that a set of counts divides, where its definition has one."""
    found = ((one.fullmatch(measure), total) for one, total in TOTALS)
    return next((match.expand(total) for match, total in found if match), None)


def set_name(measure: str) -> str:
    """Return what a set is called: "outcomes at stage 1"."""
    name = NAMES.get(measure.rpartition(".")[2], "figures")
    stage = stage_of(measure)
    return f"{name} at stage {stage}" if stage else name


def stage_of(figure_id: str) -> int | None:
    """Return the stage that a figure is about; the rate of escalation is about stage 2."""
    if figure_id.startswith(("stage_2.", "escalation_rate")):
        return 2
    return 1 if figure_id.startswith("stage_1.") else None


def per_cent(value: Decimal) -> str:
    """Return a share as it is written: "33.5 %"."""
    return f"{value:f} %"


def pounds(amount: Decimal) -> str:
    """Return an amount as it is written: "£3,607.70"; whole pounds stay whole."""
    return f"£{amount:,.2f}".removesuffix(".00")


def said(figure: Figure) -> str:
    """Return the label of a figure inside a sentence, in quotation marks."""
    return f"“{figure.label}”"
