"""What the pages around the response, the sign-off and the publication show."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.database import db
from app.domain import differences, statement
from app.domain.editions import Edition
from app.domain.permissions import may_sign
from app.domain.readiness import Finding, blocking
from app.domain.statement import Document, GoverningBodyResponse
from app.domain.workflow import Reason
from app.models import Assessment, SignOff
from app.models.facts import (
    assessment_facts,
    body_response_of,
    findings_of,
    newest_revision,
    recorders_of,
)
from app.queries.assessments import Heading, heading
from app.queries.summary import SummaryPage, summary_page


@dataclass(frozen=True)
class BodyResponsePage:
    """The governing body's response as it stands; `version` is None before it is begun."""

    heading: Heading
    response: GoverningBodyResponse | None
    version: int | None


@dataclass(frozen=True)
class SignOffPage:
    """What a signer has before them: the exact text by its code, and what stands in the way."""

    heading: Heading
    summary: SummaryPage
    response: GoverningBodyResponse | None
    digest: str
    reference: str
    obstacles: tuple[Finding, ...]
    recorded_part: bool


@dataclass(frozen=True)
class SignedOff:
    """Who signed the assessment off last, when, and under which reference code."""

    name: str
    at: datetime
    reference: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class PublishPage:
    """What a lead sees before publishing: what was signed, and which revision comes next."""

    heading: Heading
    signed_off: SignedOff | None
    revision: int
    replaces: int | None
    reference: str
    blanks: int


def body_response_page(assessment: Assessment, edition: Edition) -> BodyResponsePage:
    """Return the page on which the governing body's response is written."""
    row = body_response_of(assessment)
    facts = assessment_facts(assessment, edition)
    return BodyResponsePage(
        heading(assessment, edition), facts.response, row.version if row else None
    )


def sign_off_page(assessment: Assessment, edition: Edition, person_id: int) -> SignOffPage:
    """Return what a signer has to know before signing."""
    facts = assessment_facts(assessment, edition)
    digest = statement.build(facts)["assessment"]["digest"]
    return SignOffPage(
        heading=heading(assessment, edition),
        summary=summary_page(assessment, edition),
        response=facts.response,
        digest=digest,
        reference=statement.reference_code(digest),
        obstacles=blocking(findings_of(assessment, facts)),
        recorded_part=not may_sign(person_id, recorded_by=recorders_of(assessment)),
    )


def publish_page(assessment: Assessment, edition: Edition) -> PublishPage:
    """Return what a lead has to know before publishing."""
    document = statement.build(assessment_facts(assessment, edition))
    last = newest_revision(assessment)
    return PublishPage(
        heading=heading(assessment, edition),
        signed_off=None
        if assessment.reason is Reason.RECORD
        else last_sign_off(assessment, document),
        revision=(last or 0) + 1,
        replaces=last,
        reference=statement.reference_code(document["assessment"]["digest"]),
        blanks=document["summary"]["not_answered"],
    )


def draft_document(assessment: Assessment, edition: Edition, now: datetime) -> Document:
    """Return the statement as it would be published now, for reading before it is."""
    last = newest_revision(assessment)
    return statement.published(
        statement.build(assessment_facts(assessment, edition)),
        revision=(last or 0) + 1,
        at=now,
        replaces=last,
        reason=None,
    )


def last_sign_off(assessment: Assessment, document: Document) -> SignedOff | None:
    """Return the last sign-off, and what has changed since in the given document."""
    row = db.session.scalar(
        select(SignOff)
        .where(SignOff.assessment_id == assessment.id)
        .order_by(SignOff.id.desc())
        .limit(1)
    )
    if row is None:
        return None
    same = row.digest == document["assessment"]["digest"]
    return SignedOff(
        name=row.signed_by_name,
        at=row.signed_at,
        reference=statement.reference_code(row.digest),
        changes=() if same else differences.changes(json.loads(row.document), document),
    )
