"""What several tests of people do: invite somebody, change what they may, read the history."""

from datetime import datetime

from sqlalchemy import select

from app.database import db, transaction
from app.domain.permissions import Role
from app.models import HistoryEntry, Landlord, Membership, Person
from app.services import people as services
from tests.factories import actor, membership_of

LEAD, OFFICER, CABINET = Role.COMPLAINTS_LEAD, Role.OFFICER, Role.CABINET_MEMBER


def change(
    what: str, by: Person, person: Person, landlord: Landlord, now: datetime, *values: Role
) -> Membership:
    """Do one of the changes to somebody's membership, as a form of the newest version would."""
    membership = membership_of(person, landlord)
    arguments = (actor(by, landlord), membership.id, *values)
    version = membership.version
    with transaction():
        getattr(services, what)(*arguments, seen_version=version, now=now)
    return membership_of(person, landlord)


def newest_entry() -> HistoryEntry:
    return db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.sequence.desc())).first()  # type: ignore[return-value]


def invite(by: Person, landlord: Landlord, now: datetime, **values: object) -> str | None:
    typed = {"email": "new@example.gov.uk", "name": "Nia New", "role": OFFICER} | values
    who = actor(by, landlord)
    with transaction():
        return services.invite_person(who, now=now, **typed)  # type: ignore[arg-type]
