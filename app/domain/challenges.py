"""Challenges: what the Member Responsible for Complaints asks, and the turns of its answering.

Provision 9.5 of the 2024 edition gives a member of the governing body the lead on complaints; the
questions that the member puts, and the answers, are the record of that lead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.documents import DocumentKind
from app.domain.errors import NotFound, StepNotAllowed
from app.domain.history import Kind
from app.domain.permissions import Permission
from app.domain.workflow import Reason, State


class About(StrEnum):
    """What a challenge is about."""

    WHOLE = "whole"
    PROVISION = "provision"
    ACTION = "action"
    PART = "part"  # of a report


# What a challenge names by its number or key, and what a document of each kind can be asked about.
NUMBERED = frozenset({About.PROVISION, About.PART})
SUBJECTS = {
    DocumentKind.STATEMENT: frozenset({About.WHOLE, About.PROVISION, About.ACTION}),
    DocumentKind.REPORT: frozenset({About.WHOLE, About.PART}),
}


class Turn(StrEnum):
    """What happens to a challenge after it was raised."""

    REPLY = "reply"
    PRESSED = "pressed"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """Where a challenge stands."""

    AWAITING_REPLY = "awaiting_reply"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class TurnRule:
    """From where a turn is possible, where it leads, and who may take it."""

    starts: frozenset[Standing]
    end: Standing
    needs: Permission
    label: str


OPEN = frozenset({Standing.AWAITING_REPLY, Standing.ANSWERED})

TURNS = {
    Turn.REPLY: TurnRule(OPEN, Standing.ANSWERED, Permission.EDIT, "Reply"),
    Turn.PRESSED: TurnRule(
        frozenset({Standing.ANSWERED}), Standing.AWAITING_REPLY, Permission.CHALLENGE, "Press again"
    ),
    Turn.ACCEPTED: TurnRule(
        frozenset({Standing.ANSWERED}), Standing.ACCEPTED, Permission.CHALLENGE, "Accept the reply"
    ),
    Turn.WITHDRAWN: TurnRule(OPEN, Standing.WITHDRAWN, Permission.CHALLENGE, "Withdraw"),
}

# The kind of entry in the history that each turn leaves, with its words.
TURN_KINDS = {
    Turn.REPLY: Kind.CHALLENGE_REPLIED,
    Turn.PRESSED: Kind.CHALLENGE_PRESSED,
    Turn.ACCEPTED: Kind.CHALLENGE_ACCEPTED,
    Turn.WITHDRAWN: Kind.CHALLENGE_WITHDRAWN,
}

STANDING_WORDS = {
    Standing.AWAITING_REPLY: "Waiting for a reply",
    Standing.ANSWERED: "Replied to, waiting for the cabinet member",
    Standing.ACCEPTED: "Settled: the reply was accepted",
    Standing.WITHDRAWN: "Withdrawn",
}
OUTCOMES = {
    Standing.AWAITING_REPLY: "open",
    Standing.ANSWERED: "open",
    Standing.ACCEPTED: "accepted",
    Standing.WITHDRAWN: "withdrawn",
}
WHOLE_WORDS = "The whole assessment"
WHOLE_REPORT = "The whole report"

# A signed text must not move, so nothing is asked or answered between sign-off and publication.
CHALLENGES_OPEN = frozenset({State.DRAFT, State.UNDER_SCRUTINY, State.PUBLISHED})


@dataclass(frozen=True)
class TurnFacts:
    """One turn: who took it, in which role, when by London's calendar, and the words."""

    turn: Turn
    by: str
    role: str
    on: date
    text: str


@dataclass(frozen=True)
class ChallengeFacts:
    """A challenge with its turns, oldest first; `subject` is what it is about, in words."""

    id: int
    about: About
    subject: str
    text: str
    standing: Standing
    asked_by: str
    asked_role: str
    asked_on: date
    number: str | None = None
    action_id: int | None = None
    prompted_by: str = ""
    is_published: bool = False
    ask_again: bool = False
    turns: tuple[TurnFacts, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody; an open one stands before the sign-off."""
        return self.standing in OPEN

    @property
    def is_unsettled(self) -> bool:
        """Whether it is offered again next year: open still, or withdrawn to be asked again."""
        return self.is_open or (self.standing is Standing.WITHDRAWN and self.ask_again)


def refuse_other_subjects(kind: DocumentKind, about: About) -> None:
    """Raise NotFound for what a document of this kind does not have."""
    if about not in SUBJECTS[kind]:
        raise NotFound("There is nothing of the kind here to ask about. Start from its pages.")


def asks_open(state: State, reason: Reason) -> bool:
    """Return whether anything can be asked or answered now; of a past record nothing is asked."""
    return state in CHALLENGES_OPEN and reason is not Reason.RECORD


def take_turn(turn: Turn, standing: Standing) -> Standing:
    """Return where a challenge stands after a turn; raise StepNotAllowed where it cannot follow."""
    rule = TURNS[turn]
    if standing not in rule.starts:
        raise StepNotAllowed(
            f"“{rule.label}” is not possible now: this challenge is "
            f"“{STANDING_WORDS[standing].lower()}”. Load the page again to see where it stands."
        )
    return rule.end


def open_ones(challenges: Iterable[ChallengeFacts]) -> tuple[ChallengeFacts, ...]:
    """Return the challenges that still wait for somebody."""
    return tuple(challenge for challenge in challenges if challenge.is_open)
