"""A report as the value that its text, its readiness and its pages are made from."""

import json
from collections.abc import Sequence
from datetime import date
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.database import db
from app.domain.actions import ActionFacts, Source, Stage
from app.domain.documents import Document, DocumentKind
from app.domain.due_dates import Due
from app.domain.editions import Edition
from app.domain.figure_checks import check_figures
from app.domain.figures import YearFigures
from app.domain.findings import Finding
from app.domain.published_addresses import document_address
from app.domain.report import ExplanationFacts, ReportFacts, SelfAssessmentFacts, from_statement
from app.domain.report_parts import PartFacts
from app.domain.workflow import State
from app.domain.years import FinancialYear
from app.models.assessments import Assessment
from app.models.documents import YearlyDocument
from app.models.facts import body_response_facts, body_response_of, demonstration_of, landlord_facts
from app.models.figure_facts import earlier_figures_of, figures_of
from app.models.learning_facts import learning_of
from app.models.publications import Publication, PublishedFile, SignOff, Withdrawal
from app.models.reports import AnnualReport, ReportPart
from app.models.scrutiny_facts import approval_facts, approval_of, challenge_facts, challenges_of

EXPLAINS = "finding:"
SIGNED = frozenset({State.SIGNED_OFF, State.PUBLISHED})
FIXED_WORDS = {State.UNDER_SCRUTINY: "under scrutiny", State.SIGNED_OFF: "signed off"}


def why_figures_fixed(landlord_id: int, year: FinancialYear | None = None) -> str | None:
    """Return why the figures of a year, or of any, cannot be changed now; None where they can.

    They stand in the report of their year, and in that of the next one to compare with.
    """
    years = (year, FinancialYear(year.start + 1)) if year else ()
    return _why_fixed(landlord_id, years, "these figures stand")


def why_learning_fixed(landlord_id: int, year: FinancialYear) -> str | None:
    """Return why what was learned in a year cannot be changed now, or None where it can."""
    return _why_fixed(landlord_id, (year,), "what was learned in its year stands")


def _why_fixed(landlord_id: int, years: Sequence[FinancialYear], what: str) -> str | None:
    fixed = select(AnnualReport).where(
        AnnualReport.landlord_id == landlord_id, AnnualReport.state.in_(sorted(FIXED_WORDS))
    )
    if years:
        fixed = fixed.where(AnnualReport.year.in_([one.text for one in years]))
    report = db.session.scalar(fixed.order_by(AnnualReport.year).limit(1))
    if report is None:
        return None
    return (
        f"The annual report of {report.year} is {FIXED_WORDS[report.state]}, and {what} in it. "
        "Send the report back to draft first."
    )


def report_facts(report: AnnualReport, edition: Edition) -> ReportFacts:
    """Load everything that a report's text and readiness are made from."""
    landlord, year = report.landlord, FinancialYear.parse(report.year)
    figures = figures_of(landlord.id, year)
    signed = signed_statement(report)
    rows = parts_of(report)
    return ReportFacts(
        landlord=landlord_facts(landlord),
        edition=edition,
        year=year,
        reason=report.reason,
        parts=[part_facts(row) for row in rows if not row.key.startswith(EXPLAINS)],
        figures=figures,
        earlier=earlier_figures_of(landlord.id, year),
        self_assessment=signed[0] if signed else None,
        improvement_plan=plan_in(signed[1]) if signed else (),
        learning=learning_of(landlord.id, report.year),
        explanations=_explanations(rows, figures),
        response=body_response_facts(body_response_of(report)),
        demonstration=demonstration_of(report),
        challenges=[challenge_facts(row, edition) for row in challenges_of(report)],
        approval=approval_facts(approval_of(report)),
    )


def parts_of(report: AnnualReport) -> list[ReportPart]:
    """Return what is written in a report, as it was begun."""
    rows = select(ReportPart).where(ReportPart.report_id == report.id).order_by(ReportPart.id)
    return list(db.session.scalars(rows))


def part_facts(row: ReportPart) -> PartFacts:
    """Return a part as a value."""
    return PartFacts(row.key, row.text, row.none_this_year, tuple(row.shown))


def signed_statement(report: YearlyDocument) -> tuple[SelfAssessmentFacts, Document] | None:
    """Return the self-assessment of a report's year with its text, published or else signed off."""
    published = _published_statement(report)
    if published:
        return published
    text = db.session.scalar(
        select(SignOff.document)
        .join(Assessment, Assessment.id == SignOff.document_id)
        .where(
            Assessment.landlord_id == report.landlord_id,
            Assessment.rulebook == report.rulebook,
            Assessment.year == report.year,
            Assessment.state.in_(SIGNED),
        )
        .order_by(SignOff.id.desc())
        .limit(1)
    )
    if text is None:
        return None
    document = cast(Document, json.loads(text))
    return from_statement(document), document


def plan_in(statement: Document) -> tuple[ActionFacts, ...]:
    """Return the improvement plan of a signed statement: it stands still while a report is read."""
    return tuple(_planned(line) for line in statement["improvement_plan"])


def _published_statement(report: YearlyDocument) -> tuple[SelfAssessmentFacts, Document] | None:
    found = db.session.execute(
        select(Publication.revision, PublishedFile)
        .join(PublishedFile, PublishedFile.publication_id == Publication.id)
        .outerjoin(Withdrawal, Withdrawal.publication_id == Publication.id)
        .where(
            Publication.landlord_id == report.landlord_id,
            Publication.rulebook == report.rulebook,
            Publication.kind == DocumentKind.STATEMENT,
            Publication.year == report.year,
            PublishedFile.ending == ".json",
            Withdrawal.id.is_(None),
        )
        .options(undefer(PublishedFile.content))
        .order_by(Publication.revision.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    revision, file = found
    document = cast(Document, json.loads(file.content))
    year = document["assessment"]["year"]
    address = document_address(report.landlord.slug, report.rulebook, year, DocumentKind.STATEMENT)
    return from_statement(document, revision, f"{address}/v{revision}"), document


def _planned(line: Document) -> ActionFacts:
    due = line["due"]
    return ActionFacts(
        id=line["id"],
        title=line["title"],
        stage=Stage(line["stage"]),
        source=Source(line["source"]),
        owner=line["owner"] or "",
        due=Due(due["promised"], date.fromisoformat(due["last_day"])) if due else None,
        provisions=tuple(line["provisions"]),
    )


def _explanations(
    rows: Sequence[ReportPart], figures: YearFigures | None
) -> tuple[ExplanationFacts, ...]:
    """Return what is said of findings that stand; one that stands no more needs no words."""
    said = {row.key.removeprefix(EXPLAINS): row.text for row in rows if row.text.strip()}
    found: tuple[Finding, ...] = check_figures(figures) if figures else ()
    return tuple(ExplanationFacts(one.sentence, said[one.id]) for one in found if one.id in said)
