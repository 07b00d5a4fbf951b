"""What stands at the top of every page of a document, whichever kind it is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.database import db
from app.domain.challenges import asks_open
from app.domain.documents import DocumentKind
from app.domain.edition_corrections import undo_until
from app.domain.editions import Edition
from app.domain.history import Kind
from app.domain.published_addresses import document_address
from app.domain.workflow import ANSWERS_OPEN, STATE_WORDS, Reason, State
from app.domain.years import FinancialYear
from app.models import Amendment, Approval, Assessment, HistoryEntry, Landlord, YearlyDocument
from app.models.correction_facts import newest_correction_of
from app.models.facts import published_revision
from app.queries.challenge_lines import ChallengeCounts, challenge_counts
from app.queries.standing import Withdrawn, withdrawn_newest

BACK_WORDS = {
    Kind.ASSESSMENT_RETURNED: "Sent back to draft",
    Kind.ASSESSMENT_REOPENED: "Reopened after it was signed off",
    Kind.ASSESSMENT_CORRECTION_STARTED: "A correction was started",
}


@dataclass(frozen=True)
class StepBack:
    """That an assessment came back to draft: what happened, by whom, when and why."""

    words: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Corrected:
    """That a draft went over to a corrected edition: by whom, when, and how long it may go back."""

    by: str
    at: datetime
    undo_until: datetime


@dataclass(frozen=True)
class Heading:
    """What stands at the top of every page of one document."""

    id: int
    kind: DocumentKind
    noun: str
    version: int
    title: str
    year: str
    year_slug: str
    public_address: str
    rulebook: str
    edition_title: str
    state: State
    state_words: str
    reason: Reason
    is_record: bool
    answers_open: bool
    is_questionnaire: bool
    public_revision: int | None
    withdrawn: Withdrawn | None
    step_back: StepBack | None
    corrected: Corrected | None
    challenges: ChallengeCounts
    asks_open: bool
    amendments_left: int


def heading(document: YearlyDocument, edition: Edition) -> Heading:
    """Return what stands at the top of a document's pages."""
    public_revision = published_revision(document)
    return Heading(
        id=document.id,
        kind=document.kind,
        noun=document.noun,
        version=document.version,
        title=document.title,
        year=document.year,
        year_slug=FinancialYear.parse(document.year).slug,
        public_address=_public_address(document),
        rulebook=document.rulebook,
        edition_title=edition_words(edition, edition.id),
        state=document.state,
        state_words=STATE_WORDS[document.state],
        reason=document.reason,
        is_record=document.reason is Reason.RECORD,
        answers_open=document.state in ANSWERS_OPEN,
        is_questionnaire=edition.is_questionnaire,
        public_revision=public_revision,
        withdrawn=withdrawn_newest(document) if public_revision else None,
        step_back=_last_step_back(document) if document.state is State.DRAFT else None,
        corrected=_corrected(document) if document.state is State.DRAFT else None,
        challenges=challenge_counts(document),
        asks_open=asks_open(document.state, document.reason),
        amendments_left=_amendments_left(document),
    )


def _public_address(document: YearlyDocument) -> str:
    year = FinancialYear.parse(document.year).slug
    return document_address(document.landlord.slug, document.rulebook, year, document.kind)


def _corrected(document: YearlyDocument) -> Corrected | None:
    """Return how a draft went over to the edition that it answers, or None where it never did."""
    done = newest_correction_of(document) if isinstance(document, Assessment) else None
    if done is None:
        return None
    return Corrected(done.applied_by_name, done.applied_at, undo_until(done.applied_at))


def _amendments_left(document: YearlyDocument) -> int:
    """Return how many amendments of the meeting nobody has said to be made."""
    left = (
        select(func.count())
        .select_from(Amendment)
        .join(Approval, Approval.id == Amendment.approval_id)
        .where(Approval.document_id == document.id, func.trim(Amendment.done) == "")
    )
    return db.session.scalar(left) or 0


def _last_step_back(document: YearlyDocument) -> StepBack | None:
    """Return why a draft is a draft again, or None where it always was one."""
    entry = db.session.scalar(
        select(HistoryEntry)
        .where(HistoryEntry.document_id == document.id, HistoryEntry.kind.in_(BACK_WORDS))
        .order_by(HistoryEntry.sequence.desc())
        .limit(1)
    )
    if entry is None:
        return None
    return StepBack(BACK_WORDS[entry.kind], entry.by_name, entry.at, entry.reason or "")


def sent_back(landlord: Landlord) -> frozenset[int]:
    """Return the drafts that the cabinet member sent back, which wait for a lead to go on."""
    rows = db.session.execute(
        select(HistoryEntry.document_id, HistoryEntry.kind)
        .join(YearlyDocument, YearlyDocument.id == HistoryEntry.document_id)
        .where(
            YearlyDocument.landlord_id == landlord.id,
            YearlyDocument.state == State.DRAFT,
            HistoryEntry.kind.in_(BACK_WORDS),
        )
        .order_by(HistoryEntry.sequence)
    )
    newest = {one.document_id: one.kind for one in rows}
    return frozenset(one for one, kind in newest.items() if kind is Kind.ASSESSMENT_RETURNED)


def edition_words(edition: Edition | None, edition_id: str) -> str:
    """Return an edition as people call it: "Complaint Handling Code 2024"."""
    return f"{edition.title} {edition.name}" if edition else edition_id
