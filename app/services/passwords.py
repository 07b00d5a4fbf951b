"""How people come to a password: by a one-time link, or by changing the one they have."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.database import db, transaction
from app.domain.errors import Invalid, NotFound
from app.domain.history import Kind
from app.domain.passwords import check_password
from app.domain.secret_hashes import hash_of_secret
from app.models import Landlord, Membership, OneTimeLink, Person
from app.services import attempts, credentials, history
from app.services.history import Actor


@dataclass(frozen=True)
class LinkHolder:
    """Whom a one-time link is for; a new person has no password yet."""

    name: str
    email: str
    is_new: bool


def link_holder(secret: str, *, now: datetime) -> LinkHolder:
    """Return whom a link is for; raise NotFound where it is used or too old."""
    person = _open_link(secret, now).person
    return LinkHolder(person.name, person.email, is_new=person.password_hash is None)


def accept_link(secret: str, password: str, *, now: datetime, request_id: str = "") -> Person:
    """Set a password by a one-time link, and end the link and every session of its person."""
    link = _open_link(secret, now)
    person = link.person
    check_password(password, email=person.email, landlord_names=_landlord_names(person.id))
    kind = Kind.PERSON_PASSWORD_CHANGED if person.password_hash else Kind.PERSON_JOINED
    person.password_hash = credentials.hash_of_password(password)
    link.used_at = now
    db.session.flush()
    credentials.drop_links(person.id)
    credentials.end_sessions(person.id)
    attempts.forgive_account(person.email)
    _record_everywhere(kind, person, now=now, request_id=request_id)
    return person


def change_own_password(
    person: Person,
    current: str,
    new: str,
    *,
    keep_secret: str,
    now: datetime,
    request_id: str = "",
) -> None:
    """Change one's own password, and end one's other sessions.

    Opens its transactions itself, like signing in: a wrong current password has to be counted.
    """
    judged_by = person.password_hash
    check_password(new, email=person.email, landlord_names=_landlord_names(person.id))
    email = person.email
    with transaction():
        attempt = attempts.count_attempt(email, network=None, now=now)
    if not credentials.is_password_of(person, current):
        raise Invalid("This is not your current password.", "current_password")
    new_hash = credentials.hash_of_password(new)
    with transaction():
        if person.password_hash != judged_by:
            raise Invalid("Your password was changed in the meantime. Sign in again.")
        attempts.forgive(attempt)
        person.password_hash = new_hash
        credentials.drop_links(person.id)
        credentials.end_sessions(person.id, but_for_hash=hash_of_secret(keep_secret))
        _record_everywhere(Kind.PERSON_PASSWORD_CHANGED, person, now=now, request_id=request_id)


def _open_link(secret: str, now: datetime) -> OneTimeLink:
    link = db.session.scalar(
        select(OneTimeLink).where(OneTimeLink.secret_hash == hash_of_secret(secret))
    )
    if link is None or not credentials.is_open(link, now=now):
        raise NotFound("This link was used already, or it is too old. Ask for a new one.")
    return link


def _record_everywhere(kind: Kind, person: Person, *, now: datetime, request_id: str) -> None:
    """Record what concerns a person's account in the history of each of their landlords."""
    for membership in _memberships(person.id):
        history.record(
            kind,
            by=Actor(membership.landlord_id, membership.role, person, request_id),
            now=now,
            subject=f"person:{person.id}",
            after={"name": person.name},
        )


def _memberships(person_id: int) -> list[Membership]:
    return list(
        db.session.scalars(
            select(Membership)
            .where(Membership.person_id == person_id, Membership.disabled_at.is_(None))
            .order_by(Membership.landlord_id)
        )
    )


def _landlord_names(person_id: int) -> list[str]:
    return list(
        db.session.scalars(
            select(Landlord.name)
            .join(Membership, Membership.landlord_id == Landlord.id)
            .where(Membership.person_id == person_id)
        )
    )
