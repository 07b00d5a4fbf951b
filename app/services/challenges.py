"""Raising a challenge, asking one of an earlier year again, and whether it is published."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.database import db
from app.domain.challenges import NUMBERED, About, Standing, asks_open, refuse_other_subjects
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.errors import (
    AlreadyExists,
    ChangedByAnother,
    Invalid,
    NotAllowed,
    NotFound,
    StepNotAllowed,
)
from app.domain.history import Kind
from app.domain.pasted_text import tidy
from app.domain.permissions import Permission
from app.domain.report_parts import PART_KEYS
from app.domain.scrutiny import subject_in_words
from app.domain.workflow import STATE_WORDS, Reason
from app.models import Action, Challenge, YearlyDocument
from app.models.carried_actions import actions_in, goes_on_in
from app.models.earlier_challenges import question_again, unsettled_before
from app.models.scrutiny_facts import challenge_facts
from app.services import history, tokens
from app.services.history import Actor


@dataclass(frozen=True)
class ChallengeContent:
    """What somebody asks, about what, and the fact that prompted it."""

    text: str
    about: About = About.WHOLE
    number: str | None = None
    action_id: int | None = None
    prompted_by: str = ""
    is_published: bool = False


def raise_challenge(
    document: YearlyDocument,
    edition: Edition,
    content: ChallengeContent,
    *,
    by: Actor,
    now: datetime,
    token: str,
) -> Challenge:
    """Ask something; raise Invalid without words, or about a provision that does not exist."""
    refuse_unless_open(document, by, Permission.CHALLENGE, now=now)
    text = tidy(content.text, "text")
    if not text:
        raise Invalid("Write what you ask.", "text")
    _refuse_missing_subject(document, edition, content)
    tokens.spend(token, now=now)
    challenge = Challenge(
        about=content.about,
        number=content.number if content.about in NUMBERED else None,
        action_id=content.action_id if content.about is About.ACTION else None,
        text=text,
        prompted_by=tidy(content.prompted_by),
        is_published=content.is_published,
    )
    _add(challenge, document, edition, by=by, now=now)
    return challenge


def ask_again(
    document: YearlyDocument,
    edition: Edition,
    challenge_id: int,
    editions: Editions,
    *,
    by: Actor,
    now: datetime,
) -> Challenge:
    """Take up an unsettled challenge of an earlier year; internal again until its author chooses.

    Raises AlreadyExists where this was done before, and NotFound for any other challenge.
    """
    refuse_unless_open(document, by, Permission.CHALLENGE, now=now)
    offered = {one.id: (one, origin) for one, origin in unsettled_before(document)}
    if challenge_id not in offered:
        _refuse_a_second(document, challenge_id)
        raise NotFound("No question of an earlier year waits here under this number.")
    earlier, origin = offered[challenge_id]
    question = question_again(
        earlier,
        origin,
        edition=edition,
        editions=editions,
        actions=actions_in(document),
        goes_on_in=goes_on_in(document),
    )
    challenge = Challenge(**vars(question), is_published=False, carried_from_id=earlier.id)
    _add(challenge, document, edition, by=by, now=now)
    return challenge


def choose_publication(
    challenge: Challenge,
    document: YearlyDocument,
    edition: Edition,
    *,
    is_published: bool,
    seen_version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Publish a question with its answers, or keep it internal; only its author decides."""
    refuse_unless_open(document, by, Permission.CHALLENGE, now=now)
    if by.person is None or by.person.id != challenge.asked_by_id:
        raise NotAllowed("Only the person who asked decides whether the question is published.")
    if challenge.is_published == is_published:
        return
    if challenge.version != seen_version:
        raise ChangedByAnother("Something was said here while your page was open.")
    challenge.is_published = is_published
    tell(
        Kind.CHALLENGE_PUBLICATION_CHOSEN,
        challenge,
        edition,
        {"is_published": is_published},
        by=by,
        now=now,
    )


def refuse_unless_open(
    document: YearlyDocument, by: Actor, needs: Permission, *, now: datetime
) -> None:
    """Raise NotAllowed for the wrong role, StepNotAllowed where nothing is asked or answered."""
    by.require(needs, now=now)
    if document.reason is Reason.RECORD:
        raise StepNotAllowed(
            f"This is a record of a past {document.noun}, so nothing is asked about it here."
        )
    if not asks_open(document.state, document.reason):
        raise StepNotAllowed(
            f"Nothing can be asked or answered now: this {document.noun} is "
            f"“{STATE_WORDS[document.state].lower()}”."
        )


def tell(
    kind: Kind,
    challenge: Challenge,
    edition: Edition,
    said: dict[str, Any],
    *,
    by: Actor,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Write what happened to a challenge into the history, with what it is about in words."""
    facts = challenge_facts(challenge, edition)
    history.record(
        kind,
        by=by,
        now=now,
        subject=f"challenge:{challenge.id}",
        document_id=challenge.document_id,
        after={"about": subject_in_words(facts.about, facts.subject)} | said,
        reason=reason,
    )


def _add(
    challenge: Challenge, document: YearlyDocument, edition: Edition, *, by: Actor, now: datetime
) -> None:
    """Write a challenge that was found in order; who asks is kept as they are now."""
    assert by.person is not None
    assert by.role is not None
    challenge.document_id = document.id
    challenge.standing = Standing.AWAITING_REPLY
    challenge.ask_again = False
    challenge.asked_by_id, challenge.asked_by_name = by.person.id, by.name
    challenge.asked_by_role, challenge.asked_at = by.role, now
    db.session.add(challenge)
    db.session.flush()
    names = ("text", "prompted_by", "is_published", "carried_from_id")
    said = {name: value for name in names if (value := getattr(challenge, name))}
    tell(Kind.CHALLENGE_RAISED, challenge, edition, said, by=by, now=now)


def _refuse_missing_subject(
    document: YearlyDocument, edition: Edition, content: ChallengeContent
) -> None:
    refuse_other_subjects(document.kind, content.about)
    if content.about is About.PART and content.number not in PART_KEYS:
        raise Invalid("The report has no such part. Choose one of its parts.", "number")
    if content.about is About.PROVISION:
        provision = edition.provision(content.number or "")
        if provision is None or not provision.in_form:
            raise Invalid(f"The edition has no provision {content.number}.", "number")
    if content.about is About.ACTION:
        action = db.session.get(Action, content.action_id) if content.action_id else None
        if action is None or action.assessment_id != document.id:
            raise NotFound("There is no such action here. Choose one from the improvement plan.")


def _refuse_a_second(document: YearlyDocument, challenge_id: int) -> None:
    taken_up = select(Challenge.id).where(
        Challenge.document_id == document.id, Challenge.carried_from_id == challenge_id
    )
    if db.session.scalar(taken_up) is not None:
        raise AlreadyExists("This question was asked again here already.")
