"""Loading what a person may see: the only way from an address to a landlord or an assessment."""

from sqlalchemy import select

from app.database import db
from app.domain.offices import Office
from app.models import Assessment, Landlord, Membership
from app.models.facts import office_of

GIVES_ACCESS = (Membership.role.is_not(None), Membership.disabled_at.is_(None))


def landlord_and_membership(
    person_id: int, slug: str
) -> tuple[Landlord, Membership, Office] | None:
    """Return a landlord with the person's membership and office, or None where one is missing."""
    row = db.session.execute(
        select(Landlord, Membership)
        .join(Membership, Membership.landlord_id == Landlord.id)
        .where(Landlord.slug == slug, Membership.person_id == person_id, *GIVES_ACCESS)
    ).one_or_none()
    return (row[0], row[1], office_of(row[1])) if row else None


def assessment_and_membership(
    person_id: int, assessment_id: int
) -> tuple[Assessment, Membership, Office] | None:
    """Return an assessment with the person's membership of its landlord and office, or None."""
    row = db.session.execute(
        select(Assessment, Membership)
        .join(Membership, Membership.landlord_id == Assessment.landlord_id)
        .where(
            Assessment.id == assessment_id,
            Membership.person_id == person_id,
            *GIVES_ACCESS,
        )
    ).one_or_none()
    return (row[0], row[1], office_of(row[1])) if row else None
