"""Rows as the plain values that the rules work on."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from app.database import db
from app.domain.actions import ActionFacts
from app.domain.carrying import Carried
from app.domain.document_parts import Demonstration
from app.domain.document_parts import GoverningBodyResponse as BodyResponseFacts
from app.domain.due_dates import Due
from app.domain.editions import Edition
from app.domain.history import WRITING, WRITING_FIGURES, WRITING_LEARNING
from app.domain.landlords import LandlordFacts
from app.domain.offices import Office
from app.domain.permissions import Role, may_sign
from app.domain.readiness import Finding, Gate, Signers, findings
from app.domain.responses import EvidenceFacts, ResponseFacts
from app.domain.statement import AssessmentFacts
from app.domain.summary import in_code_order
from app.domain.years import FinancialYear
from app.models.actions import Action
from app.models.assessments import Assessment, ProvisionResponse
from app.models.carrying import CarriedResponse
from app.models.documents import GoverningBodyResponse, YearlyDocument
from app.models.history import HistoryEntry
from app.models.landlords import Landlord
from app.models.learning import LearningEntry
from app.models.people import Membership, Person
from app.models.publications import Publication
from app.models.reports import AnnualReport
from app.models.scrutiny_facts import (
    approval_facts,
    approval_of,
    challenge_facts,
    challenges_of,
)


def assessment_facts(assessment: Assessment, edition: Edition) -> AssessmentFacts:
    """Load everything that an assessment's summary, readiness and statement are made from."""
    landlord = assessment.landlord
    rows = responses_of(assessment)
    return AssessmentFacts(
        landlord=landlord_facts(landlord),
        edition=edition,
        year=FinancialYear.parse(assessment.year),
        reason=assessment.reason,
        responses={row.number: response_facts(row) for row in rows},
        actions=[action_facts(row) for row in actions_of(assessment)],
        assessed_on=assessment.assessed_on,
        response=body_response_facts(body_response_of(assessment)),
        demonstration=demonstration_of(assessment),
        challenges=[challenge_facts(row, edition) for row in challenges_of(assessment)],
        approval=approval_facts(approval_of(assessment)),
        to_confirm=frozenset(row.number for row in rows if row.carried is Carried.TO_CONFIRM),
    )


def responses_of(assessment: Assessment) -> list[ProvisionResponse]:
    """Return the responses of an assessment with their evidence; none that is asked no more."""
    return list(
        db.session.scalars(
            select(ProvisionResponse)
            .where(
                ProvisionResponse.assessment_id == assessment.id,
                ProvisionResponse.carried != Carried.WITHDRAWN,
            )
            .options(selectinload(ProvisionResponse.evidence))
        )
    )


def actions_of(assessment: Assessment) -> list[Action]:
    """Return the actions of an assessment with their provisions, as they were raised."""
    return list(
        db.session.scalars(
            select(Action)
            .where(Action.assessment_id == assessment.id)
            .options(selectinload(Action.provisions))
            .order_by(Action.id)
        )
    )


def body_response_of(assessment: YearlyDocument) -> GoverningBodyResponse | None:
    """Return the governing body's response as it stands, or None before it is begun."""
    return db.session.scalar(
        select(GoverningBodyResponse).where(GoverningBodyResponse.document_id == assessment.id)
    )


def response_facts(row: ProvisionResponse) -> ResponseFacts:
    """Return a response as a value."""
    return ResponseFacts(
        number=row.number,
        answer=row.answer,
        basis=row.basis,
        holds_in=row.holds_in,
        shortfall=row.shortfall,
        commentary=row.commentary,
        plan_note=row.plan_note,
        evidence=tuple(
            EvidenceFacts(item.text, item.link, item.dated_on, item.is_internal)
            for item in row.evidence
        ),
    )


def action_facts(row: Action) -> ActionFacts:
    """Return an action as a value, its provisions in the order of the Code."""
    return ActionFacts(
        id=row.id,
        title=row.title,
        stage=row.stage,
        source=row.source,
        owner=row.owner,
        due=_due(row.due_promised, row.due_last_day),
        provisions=in_code_order([link.number for link in row.provisions]),
        dropped_reason=row.dropped_reason,
    )


def landlord_facts(row: Landlord) -> LandlordFacts:
    """Return a landlord as a value."""
    return LandlordFacts(
        name=row.name,
        slug=row.slug,
        kind=row.kind,
        colour=row.colour,
        homes=row.homes,
        year_end_month=row.year_end_month,
        complain_online=row.complain_online,
        complain_email=row.complain_email,
        complain_telephone=row.complain_telephone,
        complain_address=row.complain_address,
        complain_other=row.complain_other,
        ombudsman_words=row.ombudsman_words,
        licence=row.licence,
        publishes_names=row.publishes_names,
    )


def recorders_of(document: YearlyDocument) -> frozenset[int]:
    """Return the people whom the history shows recording part of a document.

    Of a report that is also who gave its year's figures and wrote what was learned in its year.
    """
    is_theirs = and_(HistoryEntry.document_id == document.id, HistoryEntry.kind.in_(WRITING))
    if isinstance(document, AnnualReport):
        is_theirs = or_(is_theirs, *_written_elsewhere(document))
    return frozenset(
        person_id
        for person_id in db.session.scalars(
            select(HistoryEntry.by_id)
            .where(HistoryEntry.landlord_id == document.landlord_id, is_theirs)
            .distinct()
        )
        if person_id is not None
    )


def _written_elsewhere(report: AnnualReport) -> Iterator[ColumnElement[bool]]:
    """Yield what tells the history's entries on a report's figures and learning from all others."""
    figures = f"figures:{FinancialYear.parse(report.year).slug}"
    learned = db.session.scalars(
        select(LearningEntry.id).where(
            LearningEntry.landlord_id == report.landlord_id,
            LearningEntry.year == report.year,
            LearningEntry.removed_at.is_(None),
        )
    )
    subjects = [f"learning:{one}" for one in learned]
    yield and_(HistoryEntry.kind.in_(WRITING_FIGURES), HistoryEntry.subject == figures)
    yield and_(HistoryEntry.kind.in_(WRITING_LEARNING), HistoryEntry.subject.in_(subjects))


def office_of(row: Membership) -> Office:
    """Return the office of a membership as a value."""
    return Office(row.office, row.office_from, row.office_until, row.stands_in_for)


def signers_of(assessment: YearlyDocument, today: date) -> Signers:
    """Return whether a cabinet member in office today recorded nothing of the assessment."""
    members = db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .options(contains_eager(Membership.person))
        .where(
            Membership.landlord_id == assessment.landlord_id,
            Membership.role == Role.CABINET_MEMBER,
            Membership.disabled_at.is_(None),
            # Somebody who was invited but has not joined cannot sign anything.
            Person.password_hash.is_not(None),
        )
    ).all()
    recorded_by = recorders_of(assessment)
    eligible = [row for row in members if may_sign(row.person_id, recorded_by=recorded_by)]
    reasons = [(row.person.name, office_of(row).why_not_on(today)) for row in eligible]
    return Signers(
        can_sign=any(why is None for _, why in reasons),
        outside=tuple(f"the role of {name} {why}" for name, why in reasons if why),
    )


def findings_of(
    assessment: Assessment, facts: AssessmentFacts, *, gate: Gate, today: date
) -> tuple[Finding, ...]:
    """Return every obstacle to a step, and every warning of a day."""
    signers = signers_of(assessment, today)
    return findings(
        facts,
        gate=gate,
        signers=signers,
        today=today,
        word_for_word=_said_word_for_word(assessment, facts),
    )


def _said_word_for_word(assessment: Assessment, facts: AssessmentFacts) -> frozenset[str]:
    """Return the provisions whose commentary is what came along, without a word of this year."""
    came: dict[str, list[str]] = {}
    for number, content in db.session.execute(
        select(CarriedResponse.number, CarriedResponse.content)
        .where(CarriedResponse.assessment_id == assessment.id, CarriedResponse.number.is_not(None))
        .order_by(CarriedResponse.id)
    ):
        came.setdefault(number, []).append(content["commentary"].strip())
    return frozenset(
        number
        for number, texts in came.items()
        if (response := facts.responses.get(number))
        and response.commentary.strip() in {*texts, "\n\n".join(dict.fromkeys(filter(None, texts)))}
    )


def newest_revision(assessment: YearlyDocument) -> int | None:
    """Return the newest public revision of the assessment's landlord, rulebook and year."""
    return db.session.scalar(
        select(func.max(Publication.revision)).where(
            Publication.landlord_id == assessment.landlord_id,
            Publication.rulebook == assessment.rulebook,
            Publication.kind == assessment.kind,
            Publication.year == assessment.year,
        )
    )


def chained_facts(entry: HistoryEntry) -> dict[str, Any]:
    """Return what an entry's hash is made of: everything but the hashes and the sequence."""
    return {
        "landlord": entry.landlord_id,
        "assessment": entry.document_id,
        "kind": entry.kind.value,
        "subject": entry.subject,
        "at": entry.at.isoformat(),
        "by": entry.by_id,
        "by_name": entry.by_name,
        "by_role": entry.by_role,
        "request": entry.request_id,
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
    }


def published_revision(assessment: YearlyDocument) -> int | None:
    """Return the newest revision that came out of this very assessment, or None."""
    return db.session.scalar(
        select(func.max(Publication.revision)).where(Publication.document_id == assessment.id)
    )


def _due(promised: str, last_day: date | None) -> Due | None:
    return Due(promised, last_day) if last_day else None


def body_response_facts(row: GoverningBodyResponse | None) -> BodyResponseFacts | None:
    """Return the governing body's response as a value, or None before a word is written."""
    if row is None or not row.text:
        return None
    return BodyResponseFacts(
        text=row.text,
        body=row.body or None,
        by=row.by or None,
        role=row.role or None,
        on=row.met_on,
        minute=row.minute or None,
    )


def demonstration_of(assessment: YearlyDocument) -> Demonstration | None:
    """Return that a document is part of a demonstration, or None."""
    if assessment.demonstration_notice is None:
        return None
    return Demonstration(assessment.demonstration_notice, assessment.demonstration_silence or "")
