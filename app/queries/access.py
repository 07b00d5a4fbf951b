"""Loading what a person may see: the only way from an address to a landlord or an assessment."""

from sqlalchemy import select

from app.database import db
from app.models import Assessment, Landlord, Membership

GIVES_ACCESS = (Membership.role.is_not(None), Membership.disabled_at.is_(None))


def landlord_and_membership(person_id: int, slug: str) -> tuple[Landlord, Membership] | None:
    """Return a landlord with the person's membership, or None where either is missing."""
    row = db.session.execute(
        select(Landlord, Membership)
        .join(Membership, Membership.landlord_id == Landlord.id)
        .where(Landlord.slug == slug, Membership.person_id == person_id, *GIVES_ACCESS)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def assessment_and_membership(
    person_id: int, assessment_id: int
) -> tuple[Assessment, Membership] | None:
    """Return an assessment with the person's membership of its landlord, or None."""
    row = db.session.execute(
        select(Assessment, Membership)
        .join(Membership, Membership.landlord_id == Assessment.landlord_id)
        .where(
            Assessment.id == assessment_id,
            Membership.person_id == person_id,
            *GIVES_ACCESS,
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None
