"""Single values in the demonstration's files, each read by a function of the domain."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator

from app.domain.actions import Stage
from app.domain.answers import Basis, Figure
from app.domain.due_dates import Due, read_due
from app.domain.errors import Invalid
from app.domain.learning import Worked
from app.domain.workflow import Reason
from app.domain.years import FinancialYear

T = TypeVar("T")


def read_by(read: Callable[[str], T]) -> BeforeValidator:
    """Make the check that a value can be read by one of the domain's own functions."""

    def check(value: object) -> object:
        try:
            return read(value) if isinstance(value, str) else value
        except Invalid as refused:
            raise ValueError(refused.message) from refused

    return BeforeValidator(check)


def readable_by(read: Callable[[str, str], Figure]) -> AfterValidator:
    """Make the check that a figure can be read; it stays text, as pydantic cannot hold a Figure."""

    def check(text: str) -> str:
        try:
            read(text, "")
        except Invalid as refused:
            raise ValueError(refused.message) from refused
        return text

    return AfterValidator(check)


Day = Annotated[date, read_by(date.fromisoformat)]
Year = Annotated[FinancialYear, read_by(FinancialYear.parse)]
ReasonWord = Annotated[Reason, read_by(Reason)]
BasisWord = Annotated[Basis, read_by(Basis)]
StageWord = Annotated[Stage, read_by(Stage)]
DueWords = Annotated[Due | None, read_by(read_due)]
WorkedWord = Annotated[Worked, read_by(Worked)]
