"""What the pages around the response, the sign-off and the publication show."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.database import db
from app.domain import differences, statement
from app.domain.actions import Urgency, improvement_plan
from app.domain.answers import Outcome
from app.domain.editions import Edition, Provision
from app.domain.history import Kind
from app.domain.permissions import may_sign
from app.domain.readiness import Check, Finding, blocking
from app.domain.responses import ResponseFacts, actions_on
from app.domain.statement import AssessmentFacts, Document, GoverningBodyResponse
from app.domain.workflow import Reason
from app.models import Assessment, HistoryEntry, SignOff
from app.models.facts import (
    assessment_facts,
    body_response_of,
    findings_of,
    newest_revision,
    recorders_of,
)
from app.queries.assessments import Heading, heading
from app.queries.responses import ActionLine, action_line
from app.queries.summary import SummaryPage, summary_page


@dataclass(frozen=True)
class BodyResponsePage:
    """The governing body's response as it stands; `version` is None before it is begun."""

    heading: Heading
    response: GoverningBodyResponse | None
    version: int | None


@dataclass(frozen=True)
class NotMet:
    """A provision answered No, with what a signer has to know of it."""

    provision: Provision
    response: ResponseFacts
    actions: tuple[ActionLine, ...]


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
    not_met: tuple[NotMet, ...]
    without_evidence: int
    overdue: tuple[ActionLine, ...]
    changes: tuple[str, ...]


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
    reason: str


def body_response_page(assessment: Assessment, edition: Edition) -> BodyResponsePage:
    """Return the page on which the governing body's response is written."""
    row = body_response_of(assessment)
    facts = assessment_facts(assessment, edition)
    return BodyResponsePage(
        heading(assessment, edition), facts.response, row.version if row else None
    )


def sign_off_page(
    assessment: Assessment, edition: Edition, person_id: int, today: date
) -> SignOffPage:
    """Return what a signer has to know before signing."""
    facts = assessment_facts(assessment, edition)
    document = statement.build(facts)
    digest = document["assessment"]["digest"]
    findings = findings_of(assessment, facts)
    before = last_sign_off(assessment, document)
    return SignOffPage(
        heading=heading(assessment, edition),
        summary=summary_page(assessment, edition),
        response=facts.response,
        digest=digest,
        reference=statement.reference_code(digest),
        obstacles=blocking(findings),
        recorded_part=not may_sign(person_id, recorded_by=recorders_of(assessment)),
        not_met=tuple(_not_met(facts)),
        without_evidence=sum(finding.check is Check.NO_EVIDENCE for finding in findings),
        overdue=tuple(
            action_line(action)
            for action in improvement_plan(facts.actions)
            if action.urgency(today) is Urgency.OVERDUE
        ),
        changes=before.changes if before else (),
    )


def _not_met(facts: AssessmentFacts) -> Iterator[NotMet]:
    for provision in facts.edition.in_form:
        response = facts.responses[provision.number]
        if response.outcome is Outcome.NO:
            actions = actions_on(provision.number, facts.actions)
            yield NotMet(provision, response, tuple(action_line(one) for one in actions))


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
        reason=_why_corrected(assessment) if last else "",
    )


def _why_corrected(assessment: Assessment) -> str:
    """Return the reason given when the last correction was started, to begin from."""
    return (
        db.session.scalar(
            select(HistoryEntry.reason)
            .where(
                HistoryEntry.assessment_id == assessment.id,
                HistoryEntry.kind == Kind.ASSESSMENT_CORRECTION_STARTED,
            )
            .order_by(HistoryEntry.sequence.desc())
            .limit(1)
        )
        or ""
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
