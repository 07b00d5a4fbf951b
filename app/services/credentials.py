"""What people get in with: hashed passwords, random secrets, and the rows that hold them."""

import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ColumnElement, delete, exists, select

from app.database import db
from app.domain.passwords import LONGEST
from app.domain.secret_hashes import hash_of_secret
from app.models import Membership, OneTimeLink, Person, SignedInSession

INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(hours=24)

# OWASP's first choice for Argon2id where memory is shared by many requests at once: 19 MiB.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# Somebody unknown is checked against this, so that the time of a refusal tells nothing.
NOBODYS_HASH = HASHER.hash(secrets.token_urlsafe())


def new_secret() -> str:
    """Return 256 random bits for a cookie or a link."""
    return secrets.token_urlsafe(32)


def hash_of_password(password: str) -> str:
    """Return what is kept of a password."""
    return HASHER.hash(password)


def is_password_of(person: Person | None, password: str) -> bool:
    """Return whether the password is the person's, after the same work whoever it is."""
    stored = person.password_hash if person else None
    try:
        HASHER.verify(stored or NOBODYS_HASH, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None and len(password) <= LONGEST


def is_outdated(password_hash: str) -> bool:
    """Return whether a hash was made with weaker settings than today's."""
    return HASHER.check_needs_rehash(password_hash)


def is_shut_out(person_id: int) -> bool:
    """Return whether every landlord of the person has disabled them."""
    disabled = _membership_exists(person_id, Membership.disabled_at.is_not(None))
    enabled = _membership_exists(person_id, Membership.disabled_at.is_(None))
    return bool(db.session.scalar(select(disabled & ~enabled)))


def end_sessions(person_id: int, *, but_for_hash: str = "") -> None:
    """End a person's sessions, but for the one whose hash is given."""
    db.session.execute(
        delete(SignedInSession).where(
            SignedInSession.person_id == person_id, SignedInSession.secret_hash != but_for_hash
        )
    )


def new_link(person: Person, *, now: datetime) -> str:
    """Make the only link of a person, and return its secret: an invitation, or a reset."""
    drop_links(person.id)
    secret = new_secret()
    lasts = RESET_LASTS if person.password_hash else INVITATION_LASTS
    db.session.add(
        OneTimeLink(person_id=person.id, secret_hash=hash_of_secret(secret), expires_at=now + lasts)
    )
    db.session.flush()
    return secret


def is_open(link: OneTimeLink, *, now: datetime) -> bool:
    """Return whether a link still sets a password."""
    return link.used_at is None and now < link.expires_at and not is_shut_out(link.person_id)


def drop_links(person_id: int) -> None:
    """Make every unused link of a person useless."""
    db.session.execute(
        delete(OneTimeLink).where(OneTimeLink.person_id == person_id, OneTimeLink.used_at.is_(None))
    )


def _membership_exists(person_id: int, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Membership.person_id == person_id, condition)
