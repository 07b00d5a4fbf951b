"""What a landlord says about one provision, and what a finished response needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.actions import ActionFacts
from app.domain.answers import Answer, Basis, Outcome, Reach, outcome_of


@dataclass(frozen=True)
class EvidenceFacts:
    """A piece of evidence: what it is, where it can be seen if it has an address, and its date.

    Internal evidence counts as evidence and is never published, only counted.
    """

    text: str
    link: str = ""
    dated_on: date | None = None
    is_internal: bool = False


@dataclass(frozen=True)
class ResponseFacts:
    """What is recorded for one provision.

    `holds_in` goes with a Yes, `shortfall` with a No. `plan_note` says why an action, its owner
    or its date is missing, or how the aim is met another way.
    """

    number: str
    answer: Answer | None = None
    basis: Basis = Basis.STATED
    holds_in: Reach | None = None
    shortfall: Reach | None = None
    commentary: str = ""
    plan_note: str = ""
    evidence: tuple[EvidenceFacts, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """How the answer counts."""
        return outcome_of(self.answer)


def actions_on(number: str, actions: Iterable[ActionFacts]) -> tuple[ActionFacts, ...]:
    """Return the actions that name a provision."""
    return tuple(action for action in actions if number in action.provisions)


def has_plan(response: ResponseFacts, actions: Iterable[ActionFacts]) -> bool:
    """Return whether a No has its plan: an open action with owner and date, or words in its place.

    The Ombudsman asks for actions and a date for each No, or how the aim is met another way
    (guidance on annual submissions).
    """
    promised = any(
        action.is_open and action.has_owner_and_date
        for action in actions_on(response.number, actions)
    )
    return promised or bool(response.plan_note.strip())


def newest_evidence(response: ResponseFacts) -> date | None:
    """Return the newest date of the evidence, or None where there is none or one has no date."""
    dates = [item.dated_on for item in response.evidence]
    return max((one for one in dates if one), default=None) if all(dates) else None


def is_complete(response: ResponseFacts, actions: Iterable[ActionFacts]) -> bool:
    """Return whether nothing that blocks a step is missing from the response."""
    if response.outcome is Outcome.NOT_ANSWERED:
        return False
    if response.outcome is Outcome.NO:
        return bool(response.commentary.strip()) and has_plan(response, actions)
    return True
