"""Loading what a person may see: the only way from an address to a landlord or a document."""

from sqlalchemy import select

from app.database import db
from app.domain.documents import DocumentKind
from app.domain.offices import Office
from app.models import Landlord, Membership, YearlyDocument
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


def document_and_membership(
    person_id: int, document_id: int, kind: DocumentKind
) -> tuple[YearlyDocument, Membership, Office] | None:
    """Return a document with the person's membership of its landlord and office, or None."""
    row = db.session.execute(
        select(YearlyDocument, Membership)
        .join(Membership, Membership.landlord_id == YearlyDocument.landlord_id)
        .where(
            YearlyDocument.id == document_id,
            YearlyDocument.kind == kind,
            Membership.person_id == person_id,
            *GIVES_ACCESS,
        )
    ).one_or_none()
    return (row[0], row[1], office_of(row[1])) if row else None
