"""Withdrawing a revision: its bytes stay where they are, and its pages say so."""

from datetime import datetime

from sqlalchemy import select

from app.database import db
from app.domain.errors import AlreadyExists, Invalid, NotFound
from app.domain.history import Kind
from app.domain.permissions import Permission
from app.models import Publication, Withdrawal, YearlyDocument
from app.services import history, tokens
from app.services.history import Actor

LONGEST_REASON = 1_000


def withdraw(
    document: YearlyDocument, revision: int, *, reason: str, by: Actor, now: datetime, token: str
) -> Withdrawal:
    """Withdraw a revision of a document's year; the state of the document stays as it is.

    Raises NotFound for a revision that was never published, and AlreadyExists for one that was
    withdrawn before, because the first reason is what residents were told.
    """
    by.require(Permission.LEAD, now=now)
    if not reason:
        raise Invalid("Write why it is withdrawn; residents will read it.", "reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"Use {LONGEST_REASON:,} characters or fewer.", "reason")
    tokens.spend(token, now=now)
    publication = db.session.scalar(
        select(Publication).where(
            Publication.landlord_id == document.landlord_id,
            Publication.rulebook == document.rulebook,
            Publication.kind == document.kind,
            Publication.year == document.year,
            Publication.revision == revision,
        )
    )
    if publication is None:
        raise NotFound(f"There is no revision {revision} to withdraw.")
    if publication.withdrawal is not None:
        raise AlreadyExists(f"Revision {revision} was withdrawn already.")
    if by.person is None:
        raise Invalid("A revision is withdrawn by a person who signs in, not by a command.")
    withdrawal = Withdrawal(
        publication_id=publication.id,
        reason=reason,
        withdrawn_at=now,
        withdrawn_by_id=by.person.id,
        withdrawn_by_name=by.person.name,
    )
    db.session.add(withdrawal)
    db.session.flush()
    history.record(
        Kind.PUBLICATION_WITHDRAWN,
        by=by,
        now=now,
        subject=f"publication:{publication.id}",
        document_id=publication.document_id,
        after={"revision": revision, "digest": publication.digest, "title": document.title},
        reason=reason,
    )
    return withdrawal
