"""Challenges at any turn that a test needs, each taken through the services."""

from typing import Any

from app.database import db, transaction
from app.domain.challenges import About
from app.models import Challenge, Person, YearlyDocument
from app.services.challenge_turns import (
    accept_challenge,
    press_challenge,
    reply_to_challenge,
    withdraw_challenge,
)
from app.services.challenges import ChallengeContent, choose_publication, raise_challenge
from tests.assessment_factories import edition_of, new_token
from tests.conftest import NOW
from tests.factories import actor

QUESTION = "Why do so few residents know about the Ombudsman?"


def ask(
    document: YearlyDocument,
    person: Person,
    text: str = QUESTION,
    *,
    number: str | None = None,
    action_id: int | None = None,
    part: str | None = None,
    token: str = "",
    **content: Any,
) -> Challenge:
    """Ask about a provision, an action, a part of a report or, where none is named, the whole."""
    about = About.PROVISION if number else About.ACTION if action_id else About.WHOLE
    about = About.PART if part else about
    asked = ChallengeContent(text, about, number or part, action_id, **content)
    by, edition = actor(person, document.landlord), edition_of(document)
    with transaction():
        return raise_challenge(document, edition, asked, by=by, now=NOW, token=token or new_token())


def reply(challenge: Challenge, person: Person, text: str = "We tell them.", **more: Any) -> None:
    """Reply to a challenge."""
    _take(reply_to_challenge, challenge, person, text, **more)


def press(challenge: Challenge, person: Person, text: str = "Since when?", **more: Any) -> None:
    """Press again."""
    _take(press_challenge, challenge, person, text, **more)


def accept(challenge: Challenge, person: Person, text: str = "", **more: Any) -> None:
    """Accept the reply."""
    _take(accept_challenge, challenge, person, text, **more)


def withdraw(challenge: Challenge, person: Person, reason: str = "A slip", **more: Any) -> None:
    """Withdraw a challenge."""
    _take(withdraw_challenge, challenge, person, reason, **more)


def choose(challenge: Challenge, person: Person, *, is_published: bool, **more: Any) -> None:
    """Publish a challenge with its answers, or keep it internal."""
    _take(choose_publication, challenge, person, is_published=is_published, **more)


def _take(service: Any, challenge: Challenge, person: Person, *words: str, **more: Any) -> None:
    document = db.session.get_one(YearlyDocument, challenge.document_id)
    by, version = actor(person, document.landlord), challenge.version
    told = {"seen_version": version, "by": by, "now": NOW} | more
    with transaction():
        service(challenge, document, edition_of(document), *words, **told)
