"""The approval by the governing body: recorded apart from the Member's response, never implied.

Provision 8.2 of the 2024 edition asks for the governing body's response beside the report; the form
asks that the governing body reviews and approves the self-assessment at least once a year.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.documents import Document


class Decision(StrEnum):
    """What the meeting decided."""

    APPROVED = "approved"
    APPROVED_WITH_AMENDMENTS = "approved_with_amendments"


DECISION_WORDS = {
    Decision.APPROVED: "Approved",
    Decision.APPROVED_WITH_AMENDMENTS: "Approved subject to amendments",
}


@dataclass(frozen=True)
class AmendmentFacts:
    """A change that the meeting asked for; `done` says what was made of it, empty until then."""

    text: str
    done: str = ""


@dataclass(frozen=True)
class PackFacts:
    """The committee pack that a meeting saw: its digest, its day, and the text that stood in it."""

    digest: str
    made_on: date
    statement: Document


@dataclass(frozen=True)
class ApprovalFacts:
    """Which body decided what, when, where it is recorded, and on which copy.

    `first_signed` is the text that was first signed off under this approval; it stands for the
    copy where no pack is named, and is None until there is one.
    """

    body: str
    decision: Decision
    met_on: date | None = None
    minute: str = ""
    minute_link: str = ""
    amendments: tuple[AmendmentFacts, ...] = ()
    pack: PackFacts | None = None
    first_signed: Document | None = None

    @property
    def seen(self) -> Document | None:
        """The text that was approved, as far as it is known."""
        return self.pack.statement if self.pack else self.first_signed

    @property
    def amendments_not_made(self) -> tuple[AmendmentFacts, ...]:
        """The amendments that nobody has said to be made."""
        return tuple(one for one in self.amendments if not one.done.strip())
