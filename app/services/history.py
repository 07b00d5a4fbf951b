"""Writing the history: one entry for each fact, in the same transaction as the change itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.database import db, utc_now
from app.domain.days import london_day
from app.domain.errors import NotAllowed
from app.domain.history import FIRST_HASH, Kind, entry_hash, one_line
from app.domain.offices import require_now
from app.domain.permissions import REFUSALS, Permission, Role, require
from app.models import HistoryEntry, Membership, Person, YearlyDocument
from app.models.facts import chained_facts, office_of

COMMAND_LINE = "command line"
NO_ROLE = "no role"


@dataclass(frozen=True)
class Actor:
    """Who does something, in which role, for which landlord, and in which request.

    The command line acts without a person; it stands for whoever runs the server.
    """

    landlord_id: int
    role: Role | None
    person: Person | None = None
    request_id: str = ""

    @property
    def name(self) -> str:
        """The name as it goes into the history."""
        return self.person.name if self.person else "The command line"

    def require(self, permission: Permission, *, now: datetime | None = None) -> None:
        """Raise NotAllowed unless the role includes the permission; the command line may do all.

        The role is read again: it may have been taken away since the page's door was opened. A
        cabinet member acts only on the days of their office, so a service that was told no time
        is judged by the present one, and none can forget to ask.
        """
        if self.person is None:
            return
        membership = self.membership()
        if membership is None or membership.role is None:
            raise NotAllowed(REFUSALS[permission])
        require(membership.role, permission)
        today = london_day(now or utc_now())
        require_now(membership.role, permission, office_of(membership), today)

    def membership(self) -> Membership | None:
        """Return the membership that gives the person access now, or None."""
        if self.person is None:
            return None
        return db.session.scalar(
            select(Membership).where(
                Membership.landlord_id == self.landlord_id,
                Membership.person_id == self.person.id,
                Membership.disabled_at.is_(None),
            )
        )


def record(
    kind: Kind,
    *,
    by: Actor,
    now: datetime,
    subject: str,
    document_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str | None = None,
) -> HistoryEntry:
    """Add one entry to the landlord's chain; `before` and `after` hold only what changed."""
    previous = db.session.scalar(
        select(HistoryEntry.hash)
        .where(HistoryEntry.landlord_id == by.landlord_id)
        .order_by(HistoryEntry.sequence.desc())
        .limit(1)
    )
    entry = HistoryEntry(
        landlord_id=by.landlord_id,
        document_id=document_id,
        kind=kind,
        subject=subject,
        at=now,
        by_id=by.person.id if by.person else None,
        by_name=one_line(by.name),
        by_role=by.role.value if by.role else NO_ROLE if by.person else COMMAND_LINE,
        request_id=by.request_id,
        before=before,
        after=after,
        reason=reason,
        previous_hash=previous or FIRST_HASH,
    )
    entry.hash = entry_hash(entry.previous_hash, chained_facts(entry))
    db.session.add(entry)
    db.session.flush()
    return entry


def of_document(
    kind: Kind,
    document: YearlyDocument,
    by: Actor,
    now: datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str | None = None,
) -> HistoryEntry:
    """Add an entry about a document as a whole."""
    return record(
        kind,
        by=by,
        now=now,
        subject=document.subject,
        document_id=document.id,
        before=before,
        after=after,
        reason=reason,
    )
