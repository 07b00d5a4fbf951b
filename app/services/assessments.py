"""Starting an assessment, and the steps that carry it from draft to sign-off and back."""

from datetime import date, datetime

from sqlalchemy import select

from app.database import db
from app.domain.answers import Basis
from app.domain.carrying import Carried
from app.domain.document_parts import Demonstration
from app.domain.editions import Edition
from app.domain.errors import AlreadyExists
from app.domain.history import Kind
from app.domain.permissions import Permission
from app.domain.workflow import Reason, State
from app.domain.years import FinancialYear
from app.models import Assessment, Landlord, ProvisionResponse
from app.services import history, tokens
from app.services.history import Actor
from app.services.new_documents import new_document

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
    assessment = new_document(
        Assessment,
        landlord,
        edition,
        year,
        reason,
        now=now,
        assessed_on=assessed_on,
        demonstration=demonstration,
        carried_from=carried_from,
    )
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
    history.of_document(Kind.ASSESSMENT_STARTED, assessment, by, now, after=said)
    return assessment


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
