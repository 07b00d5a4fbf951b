"""Starting an assessment, and the steps that carry it from draft to sign-off and back."""

from datetime import date, datetime

from sqlalchemy import select

from app.database import db
from app.domain.answers import Basis
from app.domain.carrying import Carried
from app.domain.days import london_day
from app.domain.editions import Edition
from app.domain.errors import AlreadyExists, ChangedByAnother, Invalid, NotReady, StepNotAllowed
from app.domain.history import Kind
from app.domain.permissions import Permission
from app.domain.readiness import Gate, blocking
from app.domain.statement import AssessmentFacts, Demonstration
from app.domain.workflow import STEPS, Reason, State, take
from app.domain.years import FinancialYear
from app.models import Assessment, Landlord, ProvisionResponse
from app.models.facts import assessment_facts, findings_of, published_revision
from app.services import history, tokens
from app.services.history import Actor

REPEATABLE = frozenset({Reason.SIGNIFICANT_CHANGE, Reason.OMBUDSMAN_ASKED})


def start_assessment(
    landlord: Landlord,
    edition: Edition,
    year: FinancialYear,
    reason: Reason,
    *,
    by: Actor,
    now: datetime,
    token: str,
    assessed_on: date | None = None,
    demonstration: Demonstration | None = None,
) -> Assessment:
    """Start an assessment with one empty response per provision of the form.

    What somebody starts while trying out the demonstration says so, as its landlord does.

    Raises AlreadyExists while another one of the same year is unpublished, or where the year's
    yearly one is done: a correction of it, or a reassessment with its own reason, comes next.
    """
    return begin_assessment(
        landlord,
        edition,
        year,
        reason,
        by=by,
        now=now,
        token=token,
        assessed_on=assessed_on,
        demonstration=demonstration,
    )


def begin_assessment(
    landlord: Landlord,
    edition: Edition,
    year: FinancialYear,
    reason: Reason,
    *,
    by: Actor,
    now: datetime,
    token: str,
    assessed_on: date | None = None,
    demonstration: Demonstration | None = None,
    carried_from: Assessment | None = None,
) -> Assessment:
    """Write an assessment with empty responses; what is carried into it comes beside them."""
    by.require(Permission.LEAD)
    tokens.spend(token, now=now)
    refuse_a_second(landlord, edition, year, reason)
    assessment = Assessment(
        landlord_id=landlord.id,
        rulebook=edition.rulebook,
        edition_id=edition.id,
        edition_digest=edition.digest,
        year=year.text,
        reason=reason,
        state=State.DRAFT,
        assessed_on=assessed_on,
        demonstration_notice=demonstration.notice
        if demonstration
        else landlord.demonstration_notice,
        demonstration_silence=demonstration.silence if demonstration else None,
        carried_from_id=carried_from.id if carried_from else None,
        created_at=now,
    )
    db.session.add(assessment)
    db.session.flush()
    db.session.add_all(
        ProvisionResponse(
            assessment_id=assessment.id,
            number=provision.number,
            basis=Basis.STATED,
            commentary="",
            plan_note="",
            carried=Carried.NOTHING,
        )
        for provision in edition.in_form
    )
    said: dict[str, str | None] = {
        "edition": edition.id,
        "year": year.text,
        "reason": reason.value,
    }
    if carried_from:
        said |= {"from_year": carried_from.year, "from_edition": carried_from.edition_id}
    _record(Kind.ASSESSMENT_STARTED, assessment, by, now, after=said)
    return assessment


def send_for_scrutiny(
    assessment: Assessment,
    edition: Edition,
    *,
    seen_version: int,
    assessed_on: date | None,
    by: Actor,
    now: datetime,
) -> None:
    """Send a draft to the cabinet member; raise NotReady while obstacles stand before it."""
    move(assessment, "send_for_scrutiny", seen_version=seen_version, by=by, now=now)
    facts = assessment_facts(assessment, edition)
    refuse_obstacles(assessment, facts, Gate.SCRUTINY, now=now)
    assessment.assessed_on = assessed_on
    _record(
        Kind.ASSESSMENT_SENT_FOR_SCRUTINY,
        assessment,
        by,
        now,
        after={"assessed_on": assessed_on.isoformat() if assessed_on else None},
    )


def return_to_draft(
    assessment: Assessment, *, seen_version: int, reason: str, by: Actor, now: datetime
) -> None:
    """Send an assessment under scrutiny back, with the reason."""
    move(assessment, "return_to_draft", seen_version=seen_version, by=by, now=now, reason=reason)
    _record(Kind.ASSESSMENT_RETURNED, assessment, by, now, reason=reason)


def reopen(
    assessment: Assessment, *, seen_version: int, reason: str, by: Actor, now: datetime
) -> None:
    """Take a signed-off assessment back to draft; its sign-off is kept and binds no more."""
    move(assessment, "reopen", seen_version=seen_version, by=by, now=now, reason=reason)
    _record(Kind.ASSESSMENT_REOPENED, assessment, by, now, reason=reason)


def start_correction(
    assessment: Assessment, *, seen_version: int, reason: str, by: Actor, now: datetime
) -> None:
    """Open a published assessment again; the published revision stays as it is."""
    move(assessment, "start_correction", seen_version=seen_version, by=by, now=now, reason=reason)
    _record(Kind.ASSESSMENT_CORRECTION_STARTED, assessment, by, now, reason=reason)


def discard(
    assessment: Assessment, *, seen_version: int, reason: str, by: Actor, now: datetime
) -> None:
    """Set aside a draft that was started by mistake; what was ever published never can be."""
    if published_revision(assessment) is not None:
        raise StepNotAllowed(
            "This assessment has been published, so it cannot be discarded. Finish its correction."
        )
    move(assessment, "discard", seen_version=seen_version, by=by, now=now, reason=reason)
    _record(Kind.ASSESSMENT_DISCARDED, assessment, by, now, reason=reason)


def move(
    assessment: Assessment,
    step_name: str,
    *,
    seen_version: int,
    by: Actor,
    now: datetime,
    reason: str = "",
) -> None:
    """Take one step of the workflow: permission, reason, version and state, in this order."""
    step = STEPS[step_name]
    by.require(step.needs, now=now)
    if step.needs_reason and not reason:
        raise Invalid("Write why, in a sentence; the history keeps it.", "reason")
    if assessment.version != seen_version:
        raise ChangedByAnother(
            "This assessment moved on while the page was open. Load the page again to see where "
            "it stands."
        )
    assessment.state = take(step_name, assessment.state, assessment.reason)


def refuse_obstacles(
    assessment: Assessment, facts: AssessmentFacts, gate: Gate, *, now: datetime
) -> None:
    """Raise NotReady with every obstacle to a step, or do nothing where there is none."""
    found = findings_of(assessment, facts, gate=gate, today=london_day(now))
    standing = blocking(found)
    if standing:
        raise NotReady(
            "Some things have to be mended first. The readiness page links to each of them.",
            tuple(finding.message for finding in standing),
        )


def refuse_a_second(
    landlord: Landlord, edition: Edition, year: FinancialYear, reason: Reason
) -> None:
    """Raise AlreadyExists where the year has an assessment that this one would stand beside."""
    others = db.session.scalars(
        select(Assessment).where(
            Assessment.landlord_id == landlord.id,
            Assessment.rulebook == edition.rulebook,
            Assessment.year == year.text,
            Assessment.state != State.DISCARDED,
        )
    ).all()
    if any(other.state is not State.PUBLISHED for other in others):
        raise AlreadyExists(
            f"There is already an unpublished assessment for {year.text}. Go on with that one."
        )
    if others and reason not in REPEATABLE:
        raise AlreadyExists(
            f"There is already a published assessment for {year.text}. Open it and start a "
            "correction, or choose why this year is assessed again."
        )


def _record(
    kind: Kind,
    assessment: Assessment,
    by: Actor,
    now: datetime,
    *,
    after: dict[str, str | None] | None = None,
    reason: str | None = None,
) -> None:
    history.record(
        kind,
        by=by,
        now=now,
        subject=f"assessment:{assessment.id}",
        assessment_id=assessment.id,
        after=after,
        reason=reason,
    )
