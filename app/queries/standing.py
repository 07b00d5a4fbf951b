"""Whether what an assessment led to still stands in public, or an earlier revision does again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.database import db
from app.models import Publication, Withdrawal, YearlyDocument


@dataclass(frozen=True)
class Withdrawn:
    """The newest revision made from an assessment, where it was withdrawn and none came after.

    `standing` is the earlier revision that is public instead; None where every one was withdrawn.
    """

    revision: int
    at: datetime
    reason: str
    standing: int | None


def withdrawn_newest(document: YearlyDocument) -> Withdrawn | None:
    """Return the withdrawal that leaves something else in public than what was made here."""
    rows = db.session.execute(
        select(Publication.document_id, Publication.revision, Withdrawal)
        .outerjoin(Withdrawal, Withdrawal.publication_id == Publication.id)
        .where(
            Publication.landlord_id == document.landlord_id,
            Publication.rulebook == document.rulebook,
            Publication.kind == document.kind,
            Publication.year == document.year,
        )
        .order_by(Publication.revision.desc())
    ).all()
    standing = next((number for _, number, withdrawal in rows if withdrawal is None), None)
    for made_from, number, withdrawal in rows:
        if number == standing:
            return None
        if made_from == document.id:
            return Withdrawn(number, withdrawal.withdrawn_at, withdrawal.reason, standing)
    return None
