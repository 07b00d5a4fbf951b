"""The committee packs of an assessment, and what a new one can begin from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.database import db
from app.domain import differences
from app.domain.comparison import Comparison
from app.domain.documents import DocumentKind, reference_code
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.packs import Since, suggested_decision, suggested_risks
from app.domain.provision_changes import Field
from app.domain.report_cover import decision_on_report, risks_of_report
from app.domain.workflow import State
from app.models import Assessment, CommitteePack, YearlyDocument
from app.models.facts import assessment_facts
from app.models.signed_texts import text_of
from app.queries.assessments import OUTCOME_WORDS
from app.queries.brief import since_last_year
from app.queries.headings import Heading, heading
from app.queries.published_documents import newest_text, publisher


@dataclass(frozen=True)
class PackLine:
    """One pack in the list, by its reference code."""

    id: int
    reference: str
    made_by: str
    made_at: datetime
    pdf_missing: str | None


@dataclass(frozen=True)
class PacksPage:
    """The packs, the newest first, and words for the cover of the next."""

    heading: Heading
    packs: tuple[PackLine, ...]
    can_be_made: bool
    decision: str
    risks: str


def packs_page(document: YearlyDocument, edition: Edition, today: date) -> PacksPage:
    """Return the page of an assessment's packs, on a day."""
    text, is_report = text_of(document, edition), document.kind is DocumentKind.REPORT
    rows = db.session.scalars(
        select(CommitteePack)
        .where(CommitteePack.document_id == document.id)
        .order_by(CommitteePack.id.desc())
    )
    return PacksPage(
        heading=heading(document, edition),
        packs=tuple(
            PackLine(
                row.id, reference_code(row.digest), row.made_by_name, row.made_at, row.pdf_missing
            )
            for row in rows
        ),
        can_be_made=document.state is State.UNDER_SCRUTINY,
        decision=decision_on_report(text) if is_report else suggested_decision(text),
        risks=risks_of_report(text) if is_report else suggested_risks(text, today),
    )


def changes_for_cover(
    document: YearlyDocument, edition: Edition, editions: Editions
) -> Since | None:
    """Return which answers changed since the statement that was published before, as sentences."""
    if not isinstance(document, Assessment):
        return _since_last_report(document, edition)
    facts = assessment_facts(document, edition)
    comparison = since_last_year(publisher(document.landlord.slug), facts, editions)
    if comparison is None:
        return None
    return Since(comparison.before.year, tuple(_sentences(comparison)))


def _since_last_report(document: YearlyDocument, edition: Edition) -> Since | None:
    """Return how this report differs from the one of the same year that was published before."""
    before = newest_text(document)
    if before is None:
        return None
    return Since(document.year, differences.changes(before, text_of(document, edition)))


def pack_file(document: YearlyDocument, pack_id: int, form: str) -> bytes | None:
    """Return the PDF or the Word file of a pack of this assessment, or None."""
    row = db.session.scalar(
        select(CommitteePack)
        .where(CommitteePack.document_id == document.id, CommitteePack.id == pack_id)
        .options(undefer(getattr(CommitteePack, form)))
    )
    return getattr(row, form) if row else None


def _sentences(comparison: Comparison) -> Iterator[str]:
    if comparison.why_not:
        yield comparison.why_not
    for line in comparison.with_change(Field.ANSWER):
        before = ", ".join(OUTCOME_WORDS[one.outcome] for one in line.before)
        now = OUTCOME_WORDS[line.now.outcome]
        yield f"{line.now.number} {line.now.title}: was {before}, is {now}."
    for ended in comparison.ended:
        yield f"{ended.before.number} {ended.before.title}: {ended.reason}."
