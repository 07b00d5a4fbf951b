"""A landlord's annual reports in a list, and the editions of the Code that ask for one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.database import db
from app.domain.documents import DocumentKind
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.report_parts import LETTERS, PartFacts, PartStanding, standing
from app.domain.workflow import STATE_WORDS, Reason, State
from app.models import (
    AnnualReport,
    Assessment,
    CaseExtract,
    Landlord,
    LearningEntry,
    Publication,
    SignOff,
    TypedFigures,
    Withdrawal,
)
from app.models import ReportPart as ReportPartRow
from app.models.report_facts import SIGNED, part_facts
from app.queries.assessments import suggested_year
from app.queries.challenge_lines import ChallengeCounts, challenge_counts_by_document
from app.queries.headings import edition_words

AT_WORK = (State.DRAFT, State.UNDER_SCRUTINY, State.SIGNED_OFF)
REPORT_REASONS = {
    Reason.ANNUAL: "The yearly report",
    Reason.RECORD: "A record of a past report",
}


@dataclass(frozen=True)
class ReportLine:
    """One report in a landlord's list; `complete` of `asked` parts that the Code asks for."""

    id: int
    year: str
    edition: str
    reason: str
    state: State
    state_words: str
    complete: int
    asked: int
    challenges: ChallengeCounts


@dataclass(frozen=True)
class ReportAtWork:
    """A report that may wait for somebody, as another page mentions it."""

    id: int
    year: str
    state: State
    challenges: ChallengeCounts


@dataclass(frozen=True)
class ReportsPage:
    """A landlord's annual reports, the newest year first."""

    lines: tuple[ReportLine, ...]


def reports_page(landlord: Landlord, editions: Editions) -> ReportsPage:
    """Return the reports of a landlord, without those that were discarded."""
    reports = db.session.scalars(
        select(AnnualReport)
        .where(AnnualReport.landlord_id == landlord.id, AnnualReport.state != State.DISCARDED)
        .order_by(AnnualReport.year.desc(), AnnualReport.id.desc())
    ).all()
    standings = _standings_of(landlord, reports)
    counts = challenge_counts_by_document(landlord)
    return ReportsPage(
        tuple(
            ReportLine(
                id=report.id,
                year=report.year,
                edition=edition_words(editions.get(report.edition_id), report.edition_id),
                reason=REPORT_REASONS[report.reason],
                state=report.state,
                state_words=STATE_WORDS[report.state],
                complete=sum(one.is_complete for one in standings[report.id]),
                asked=len(standings[report.id]),
                challenges=counts.get(report.id, ChallengeCounts()),
            )
            for report in reports
        )
    )


def reports_at_work(landlord: Landlord) -> tuple[ReportAtWork, ...]:
    """Return the reports of a landlord that may wait for somebody, the newest year first."""
    rows = db.session.execute(
        select(AnnualReport.id, AnnualReport.year, AnnualReport.state)
        .where(AnnualReport.landlord_id == landlord.id, AnnualReport.state.in_(AT_WORK))
        .order_by(AnnualReport.year.desc(), AnnualReport.id.desc())
    ).all()
    counts = challenge_counts_by_document(landlord) if rows else {}
    return tuple(
        ReportAtWork(*row, challenges=counts.get(row.id, ChallengeCounts())) for row in rows
    )


def editions_with_report(editions: Editions) -> tuple[Edition, ...]:
    """Return the editions whose provision 8.1 asks for the report, the newest first."""
    return tuple(one for one in editions if _asks_for_report(one))


def edition_to_follow(editions: Editions) -> Edition | None:
    """Return the newest edition that asks for the report, as corrected; None without any."""
    asking = editions_with_report(editions)
    return next((one for one in asking if not editions.corrections(one)), None)


def year_to_report(landlord: Landlord, today: date) -> str:
    """Return the financial year that ended last; empty where it has a report already."""
    year = suggested_year(landlord, today)
    has_one = db.session.scalar(
        select(AnnualReport.id)
        .where(
            AnnualReport.landlord_id == landlord.id,
            AnnualReport.year == year,
            AnnualReport.state != State.DISCARDED,
        )
        .limit(1)
    )
    return "" if has_one else year


def _asks_for_report(edition: Edition) -> bool:
    provision = edition.provision("8.1")
    return provision is not None and set(LETTERS) <= {part.key for part in provision.parts}


def _standings_of(
    landlord: Landlord, reports: Sequence[AnnualReport]
) -> Mapping[int, tuple[PartStanding, ...]]:
    """Return how complete each report is, with a fixed number of questions to the database."""
    said: dict[int, list[PartFacts]] = {report.id: [] for report in reports}
    with_figures = _years_with_figures(landlord)
    years = {report.id: report.year for report in reports}
    for row in db.session.scalars(select(ReportPartRow).where(ReportPartRow.report_id.in_(said))):
        facts = part_facts(row)
        if facts.shown and years[row.report_id] not in with_figures:
            facts = PartFacts(facts.key, facts.text, facts.none_this_year)
        said[row.report_id].append(facts)
    signed, learned = _signed_years(landlord), _years_with_learning(landlord)
    return {
        report.id: standing(
            said[report.id],
            has_self_assessment=(report.rulebook, report.year) in signed,
            has_learning=report.year in learned,
        )
        for report in reports
    }


def _years_with_figures(landlord: Landlord) -> set[str]:
    extracted = select(CaseExtract.year).where(CaseExtract.landlord_id == landlord.id)
    typed = select(TypedFigures.year).where(TypedFigures.landlord_id == landlord.id)
    return set(db.session.scalars(extracted.union(typed)))


def _years_with_learning(landlord: Landlord) -> set[str]:
    return set(
        db.session.scalars(
            select(LearningEntry.year)
            .where(
                LearningEntry.landlord_id == landlord.id,
                LearningEntry.removed_at.is_(None),
                LearningEntry.is_internal.is_(False),
            )
            .distinct()
        )
    )


def _signed_years(landlord: Landlord) -> set[tuple[str, str]]:
    """Return the rulebooks and years with a self-assessment that is published or signed off."""
    published = (
        select(Publication.rulebook, Publication.year)
        .outerjoin(Withdrawal, Withdrawal.publication_id == Publication.id)
        .where(
            Publication.landlord_id == landlord.id,
            Publication.kind == DocumentKind.STATEMENT,
            Withdrawal.id.is_(None),
        )
    )
    signed = (
        select(Assessment.rulebook, Assessment.year)
        .join(SignOff, SignOff.document_id == Assessment.id)
        .where(Assessment.landlord_id == landlord.id, Assessment.state.in_(SIGNED))
    )
    rows = db.session.execute(published.union(signed))
    return {(rulebook, year) for rulebook, year in rows}
