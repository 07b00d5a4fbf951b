"""Rows of the scrutiny as the plain values that the rules work on."""

import json
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload, undefer

from app.database import db
from app.domain.approvals import AmendmentFacts, ApprovalFacts, PackFacts
from app.domain.challenges import WHOLE_REPORT, About, ChallengeFacts, TurnFacts
from app.domain.days import london_day
from app.domain.documents import Document, DocumentKind, day_in_document
from app.domain.editions import Edition
from app.domain.packs import text_in
from app.domain.report_parts import part_named
from app.models.approvals import Approval, CommitteePack
from app.models.challenges import Challenge, ChallengeReply
from app.models.documents import YearlyDocument
from app.models.publications import SignOff


def challenges_of(document: YearlyDocument) -> list[Challenge]:
    """Return the challenges of a document with their turns, as they were raised."""
    return list(
        db.session.scalars(
            select(Challenge)
            .where(Challenge.document_id == document.id)
            .options(
                selectinload(Challenge.replies),
                joinedload(Challenge.action),
                joinedload(Challenge.document),
            )
            .order_by(Challenge.id)
        )
    )


def challenge_facts(row: Challenge, edition: Edition) -> ChallengeFacts:
    """Return a challenge as a value; a provision is named with its title."""
    return ChallengeFacts(
        id=row.id,
        about=row.about,
        subject=_subject(row, edition),
        text=row.text,
        standing=row.standing,
        asked_by=row.asked_by_name,
        asked_role=row.asked_by_role.value,
        asked_on=london_day(row.asked_at),
        number=row.number,
        action_id=row.action_id,
        prompted_by=row.prompted_by,
        is_published=row.is_published,
        ask_again=row.ask_again,
        turns=tuple(_turn(reply) for reply in row.replies),
    )


def approval_of(document: YearlyDocument) -> Approval | None:
    """Return what the governing body decided on a document, with the pack that it saw."""
    return db.session.scalar(
        select(Approval)
        .where(Approval.document_id == document.id)
        .options(
            selectinload(Approval.amendments),
            joinedload(Approval.pack).options(undefer(CommitteePack.document)),
        )
    )


def approval_facts(row: Approval | None) -> ApprovalFacts | None:
    """Return an approval as a value."""
    if row is None:
        return None
    return ApprovalFacts(
        body=row.body,
        decision=row.decision,
        met_on=row.met_on,
        minute=row.minute,
        minute_link=row.minute_link,
        amendments=tuple(AmendmentFacts(one.text, one.done) for one in row.amendments),
        pack=_pack(row.pack) if row.pack else None,
        first_signed=None if row.pack else _first_signed(row),
    )


def _first_signed(row: Approval) -> Document | None:
    """Return the text that was first signed off under an approval: the same body and meeting."""
    documents = db.session.scalars(
        select(SignOff.document).where(SignOff.document_id == row.document_id).order_by(SignOff.id)
    )
    meeting = {"body": row.body, "met_on": day_in_document(row.met_on)}
    for document in map(json.loads, documents):
        approval = document.get("approval") or {}
        if meeting.items() <= approval.items():
            return cast(Document, document)
    return None


def _pack(row: CommitteePack) -> PackFacts:
    return PackFacts(
        digest=row.digest,
        made_on=london_day(row.made_at),
        statement=text_in(json.loads(row.document)),
    )


def _subject(row: Challenge, edition: Edition) -> str:
    if row.about is About.ACTION:
        return row.action.title if row.action else ""
    if row.about is About.PART:
        return part_named(row.number or "").title
    if row.about is About.WHOLE and row.document.kind is DocumentKind.REPORT:
        return WHOLE_REPORT
    if row.about is About.PROVISION:
        provision = edition.provision(row.number or "")
        return provision.name if provision else row.number or ""
    return ""


def _turn(row: ChallengeReply) -> TurnFacts:
    return TurnFacts(
        turn=row.turn,
        by=row.by_name,
        role=row.by_role.value,
        on=london_day(row.at),
        text=row.text,
    )
