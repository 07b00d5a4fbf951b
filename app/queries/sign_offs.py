"""What the pages around the response, the sign-off and the publication show."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.database import db
from app.domain import differences, signed_documents
from app.domain.body_responses import unmet
from app.domain.document_parts import GoverningBodyResponse
from app.domain.documents import Document, reference_code
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition, Provision
from app.domain.history import Kind
from app.domain.permissions import may_sign
from app.domain.readiness import Finding, Gate, blocking
from app.domain.signed_documents import NO_EXPLANATIONS, Explanations, signed_digest
from app.domain.workflow import Reason
from app.models import (
    AnnualReport,
    Assessment,
    HistoryEntry,
    Membership,
    SignOff,
    YearlyDocument,
)
from app.models.facts import (
    assessment_facts,
    body_response_facts,
    body_response_of,
    newest_revision,
    recorders_of,
)
from app.models.scrutiny_facts import approval_of
from app.models.signed_texts import findings_of, text_of
from app.queries.approvals import ApprovalLines, approval_lines, changes_since_approval
from app.queries.headings import Heading, heading
from app.queries.report_to_sign import ReportToSign, report_to_sign
from app.queries.sent_changes import SinceSent, since_sent, since_signed
from app.queries.statement_to_sign import StatementToSign, names_nothing, statement_to_sign


@dataclass(frozen=True)
class BodyResponsePage:
    """The governing body's response as it stands; `version` is None before it is begun.

    `office` is what the Member is called, to begin from; `names_nothing` warns of a response that
    names none of what is not met.
    """

    heading: Heading
    response: GoverningBodyResponse | None
    version: int | None
    not_met: tuple[Provision, ...]
    names_nothing: bool
    office: str


@dataclass(frozen=True)
class SignOffPage:
    """What a signer has before them, in the order in which it is read before signing."""

    heading: Heading
    digest: str
    reference: str
    recorded_part: bool
    obstacles: tuple[Finding, ...]
    since: SinceSent | None
    approval: ApprovalLines | None
    changes_since_approval: tuple[str, ...]
    response: GoverningBodyResponse | None
    statement: StatementToSign | None
    report: ReportToSign | None


@dataclass(frozen=True)
class SignedOff:
    """Who signed the assessment off last, in which office, when, and under which code."""

    name: str
    signed_as: str
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


def _office_title(document: YearlyDocument, person_id: int) -> str:
    return (
        db.session.scalar(
            select(Membership.office).where(
                Membership.landlord_id == document.landlord_id,
                Membership.person_id == person_id,
            )
        )
        or ""
    )


def body_response_page(
    document: YearlyDocument, edition: Edition, person_id: int
) -> BodyResponsePage:
    """Return the page on which the governing body's response is written."""
    row = body_response_of(document)
    facts = assessment_facts(document, edition) if isinstance(document, Assessment) else None
    return BodyResponsePage(
        heading=heading(document, edition),
        response=body_response_facts(row),
        version=row.version if row else None,
        not_met=unmet(edition, facts.responses) if facts else (),
        names_nothing=names_nothing(facts) if facts else False,
        office=_office_title(document, person_id),
    )


def sign_off_page(
    document: YearlyDocument, edition: Edition, editions: Editions, person_id: int, today: date
) -> SignOffPage:
    """Return what a signer has to know before signing."""
    text = text_of(document, edition)
    digest = signed_digest(text)
    is_report = isinstance(document, AnnualReport)
    return SignOffPage(
        heading=heading(document, edition),
        digest=digest,
        reference=reference_code(digest),
        recorded_part=not may_sign(person_id, recorded_by=recorders_of(document)),
        obstacles=blocking(findings_of(document, edition, gate=Gate.SIGN_OFF, today=today)),
        since=since_signed(document, text) if is_report else since_sent(document, edition),
        approval=approval_lines(approval_of(document)),
        changes_since_approval=changes_since_approval(document, edition, text),
        response=body_response_facts(body_response_of(document)),
        statement=statement_to_sign(document, edition, editions, today)
        if isinstance(document, Assessment)
        else None,
        report=report_to_sign(document, edition) if isinstance(document, AnnualReport) else None,
    )


def publish_page(document: YearlyDocument, edition: Edition) -> PublishPage:
    """Return what a lead has to know before publishing."""
    text = text_of(document, edition)
    last = newest_revision(document)
    return PublishPage(
        heading=heading(document, edition),
        signed_off=None if document.reason is Reason.RECORD else last_sign_off(document, text),
        revision=(last or 0) + 1,
        replaces=last,
        reference=reference_code(signed_digest(text)),
        blanks=text["summary"]["not_answered"] if "summary" in text else 0,
        reason=_why_corrected(document) if last else "",
    )


def _why_corrected(document: YearlyDocument) -> str:
    """Return the reason given when the last correction was started, to begin from."""
    return (
        db.session.scalar(
            select(HistoryEntry.reason)
            .where(
                HistoryEntry.document_id == document.id,
                HistoryEntry.kind == Kind.ASSESSMENT_CORRECTION_STARTED,
            )
            .order_by(HistoryEntry.sequence.desc())
            .limit(1)
        )
        or ""
    )


def draft_document(
    document: YearlyDocument,
    edition: Edition,
    now: datetime,
    explanations: Explanations = NO_EXPLANATIONS,
) -> Document:
    """Return a text as it would be published now, for reading before it is."""
    last = newest_revision(document)
    return signed_documents.published(
        text_of(document, edition),
        revision=(last or 0) + 1,
        at=now,
        replaces=last,
        reason=None,
        licence=document.landlord.licence,
        explanations=explanations,
    )


def last_sign_off(document: YearlyDocument, text: Document) -> SignedOff | None:
    """Return the last sign-off, and what has changed since in the given document."""
    row = db.session.scalar(
        select(SignOff)
        .where(SignOff.document_id == document.id)
        .order_by(SignOff.id.desc())
        .limit(1)
    )
    if row is None:
        return None
    same = row.digest == signed_digest(text)
    return SignedOff(
        name=row.signed_by_name,
        signed_as=row.signed_as,
        at=row.signed_at,
        reference=reference_code(row.digest),
        changes=() if same else differences.changes(json.loads(row.document), text),
    )
