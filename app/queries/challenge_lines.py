"""Challenges as other pages mention them: how many wait for whom, and the open ones on a thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.database import db
from app.domain.challenges import OPEN, STANDING_WORDS, Standing
from app.domain.editions import Edition
from app.domain.scrutiny import subject_in_words
from app.models import Challenge, Landlord, YearlyDocument
from app.models.scrutiny_facts import challenge_facts, challenges_of


@dataclass(frozen=True)
class ChallengeCounts:
    """How many challenges of a document stand where."""

    awaiting_reply: int = 0
    answered: int = 0
    accepted: int = 0
    withdrawn: int = 0

    @property
    def open(self) -> int:
        """How many still wait for somebody."""
        return self.awaiting_reply + self.answered


@dataclass(frozen=True)
class ChallengeLine:
    """One challenge in a list: about what, in which words, and where it stands."""

    id: int
    subject: str
    number: str | None
    action_id: int | None
    text: str
    standing: Standing
    standing_words: str
    is_published: bool
    asked_by: str
    asked_at: datetime


def challenge_counts(document: YearlyDocument) -> ChallengeCounts:
    """Return how many challenges of an assessment stand where."""
    rows = db.session.execute(
        select(Challenge.standing, func.count())
        .where(Challenge.document_id == document.id)
        .group_by(Challenge.standing)
    )
    return ChallengeCounts(**{standing.value: count for standing, count in rows})


def challenge_counts_by_document(landlord: Landlord) -> Mapping[int, ChallengeCounts]:
    """Return the counts of each document of a landlord about which anything was asked."""
    rows = db.session.execute(
        select(Challenge.document_id, Challenge.standing, func.count())
        .join(YearlyDocument, YearlyDocument.id == Challenge.document_id)
        .where(YearlyDocument.landlord_id == landlord.id)
        .group_by(Challenge.document_id, Challenge.standing)
    )
    found: dict[int, dict[str, int]] = {}
    for document_id, standing, count in rows:
        found.setdefault(document_id, {})[standing.value] = count
    return {key: ChallengeCounts(**counts) for key, counts in found.items()}


def open_on_provision(
    document: YearlyDocument, edition: Edition, number: str
) -> tuple[ChallengeLine, ...]:
    """Return the open challenges about a provision, the oldest first."""
    return tuple(one for one in _open(document, edition) if one.number == number)


def open_on_action(
    document: YearlyDocument, edition: Edition, action_id: int
) -> tuple[ChallengeLine, ...]:
    """Return the open challenges about an action, the oldest first."""
    return tuple(one for one in _open(document, edition) if one.action_id == action_id)


def open_by_action(document: YearlyDocument) -> Mapping[int, int]:
    """Return how many open challenges there are about each action that has any."""
    rows = db.session.execute(
        select(Challenge.action_id, func.count())
        .where(
            Challenge.document_id == document.id,
            Challenge.action_id.is_not(None),
            Challenge.standing.in_(OPEN),
        )
        .group_by(Challenge.action_id)
    )
    return {action_id: count for action_id, count in rows if action_id is not None}


def challenge_line(row: Challenge, edition: Edition) -> ChallengeLine:
    """Return a challenge as a line of a list."""
    facts = challenge_facts(row, edition)
    return ChallengeLine(
        id=row.id,
        subject=subject_in_words(facts.about, facts.subject),
        number=row.number,
        action_id=row.action_id,
        text=row.text,
        standing=row.standing,
        standing_words=STANDING_WORDS[row.standing],
        is_published=row.is_published,
        asked_by=row.asked_by_name,
        asked_at=row.asked_at,
    )


def _open(document: YearlyDocument, edition: Edition) -> tuple[ChallengeLine, ...]:
    rows = challenges_of(document)
    return tuple(challenge_line(row, edition) for row in rows if row.standing in OPEN)
