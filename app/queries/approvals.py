"""What the page of the governing body's approval shows, and what changed since it was given."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.database import db
from app.domain.approvals import DECISION_WORDS, Decision
from app.domain.documents import Document, reference_code
from app.domain.editions import Edition
from app.domain.history import Kind
from app.domain.workflow import Reason, State
from app.models import Approval, CommitteePack, YearlyDocument
from app.models.scrutiny_facts import approval_of
from app.queries.headings import Heading, heading
from app.queries.sent_changes import changed_after


@dataclass(frozen=True)
class AmendmentLine:
    """A change that the meeting asked for, and what a lead says was done."""

    id: int
    text: str
    done: str


@dataclass(frozen=True)
class PackLine:
    """A committee pack by its reference code and its moment."""

    id: int
    reference: str
    made_at: datetime


@dataclass(frozen=True)
class ApprovalLines:
    """What a meeting decided, as pages show it; `version` is the one that a form carries."""

    version: int
    body: str
    decision: Decision
    decision_words: str
    met_on: date | None
    minute: str
    minute_link: str
    amendments: tuple[AmendmentLine, ...]
    pack: PackLine | None


@dataclass(frozen=True)
class ApprovalPage:
    """The approval, the packs it may be about, and what can be done now."""

    heading: Heading
    approval: ApprovalLines | None
    packs: tuple[PackLine, ...]
    recording_open: bool
    amendments_open: bool


def approval_page(document: YearlyDocument, edition: Edition) -> ApprovalPage:
    """Return the page on which the approval is recorded and its amendments are made."""
    is_record = document.reason is Reason.RECORD
    recording = State.DRAFT if is_record else State.UNDER_SCRUTINY
    return ApprovalPage(
        heading=heading(document, edition),
        approval=approval_lines(approval_of(document)),
        packs=packs_of(document),
        recording_open=document.state is recording,
        amendments_open=document.state in (State.DRAFT, State.UNDER_SCRUTINY),
    )


def packs_of(document: YearlyDocument) -> tuple[PackLine, ...]:
    """Return the committee packs made of an assessment, the newest first."""
    rows = db.session.scalars(
        select(CommitteePack)
        .where(CommitteePack.document_id == document.id)
        .order_by(CommitteePack.id.desc())
    )
    return tuple(_pack(row) for row in rows)


def approval_lines(row: Approval | None) -> ApprovalLines | None:
    """Return an approval as pages show it, or None where none is recorded."""
    if row is None:
        return None
    return ApprovalLines(
        version=row.version,
        body=row.body,
        decision=row.decision,
        decision_words=DECISION_WORDS[row.decision],
        met_on=row.met_on,
        minute=row.minute,
        minute_link=row.minute_link,
        amendments=tuple(AmendmentLine(one.id, one.text, one.done) for one in row.amendments),
        pack=_pack(row.pack) if row.pack else None,
    )


def changes_since_approval(
    document: YearlyDocument, edition: Edition, text: Document
) -> tuple[str, ...]:
    """Return in sentences what is not as the meeting had it.

    Where the meeting's pack is known the two texts are compared; otherwise the history tells what
    was changed after the approval was recorded.
    """
    approval = text["approval"]
    if approval is None:
        return ()
    if approval["pack"]:
        return tuple(approval["changes_since"])
    return tuple(_after_recording(document, edition))


def _after_recording(document: YearlyDocument, edition: Edition) -> Iterator[str]:
    for line in changed_after(document, edition, Kind.APPROVAL_RECORDED):
        what = line.fate or ", ".join(name.lower() for name, *_ in line.pairs)
        yield f"{line.name}: {what}"


def _pack(row: CommitteePack) -> PackLine:
    return PackLine(row.id, reference_code(row.digest), row.made_at)
