"""Signing in and out, and who a session belongs to.

`sign_in` and `keep_typing` open their transactions themselves: a refused try must still be
counted, and a password is compared while nothing is locked.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import OperationalError

from app.database import apart, db, transaction
from app.domain.errors import Invalid
from app.domain.people import plain_email
from app.domain.secret_hashes import hash_of_secret
from app.models import KeptTyping, Person, SignedInSession
from app.services import attempts, credentials

IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
TYPING_KEPT_FOR = timedelta(minutes=30)
MOST_KEPT_BYTES = 200_000
LONGEST_ADDRESS = 500

# One sentence for every reason, so that nobody learns which addresses have an account.
REFUSAL = (
    "The e-mail address and the password do not belong together, or the account is not in use. "
    "Check both, or ask a complaints lead of your landlord for a new link."
)


@dataclass(frozen=True)
class KeptText:
    """What somebody had typed when their session ended, and the page it was for."""

    address: str
    fields: tuple[tuple[str, str], ...]


def sign_in(email: str, password: str, *, network: str, production: bool, now: datetime) -> str:
    """Return the secret of a new session; raise Invalid, always in the same words, or to wait."""
    email = plain_email(email)
    with transaction():
        attempt = attempts.count_attempt(email, network=network, now=now)
    person = db.session.scalar(select(Person).where(Person.email == email))
    right = credentials.is_password_of(person, password)
    if person is None or not right or (production and person.is_demonstration):
        raise Invalid(REFUSAL)
    judged_by = person.password_hash
    fresh_hash = credentials.hash_of_password(password) if _is_outdated(person) else judged_by
    secret = credentials.new_secret()
    with transaction():
        # The password may have been changed, or the person disabled, while this one was compared.
        if person.password_hash != judged_by or credentials.is_shut_out(person.id):
            raise Invalid(REFUSAL)
        person.password_hash = fresh_hash
        attempts.forgive(attempt)
        _sweep(now)
        db.session.add(
            SignedInSession(
                secret_hash=hash_of_secret(secret),
                person_id=person.id,
                created_at=now,
                last_seen_at=now,
            )
        )
    return secret


def person_signed_in(secret: str, *, now: datetime) -> Person | None:
    """Return whose session this is, or None where it ended or they may not come in any more."""
    row = _session_of(secret)
    if row is None or _has_ended(row, now) or credentials.is_shut_out(row.person_id):
        return None
    if now - row.last_seen_at >= SEEN_EVERY:
        _touch(row.id, now)
    return row.person


def sign_out(secret: str, *, now: datetime) -> None:
    """End a session, and forget what was kept of its person's typing."""
    row = _session_of(secret)
    if row is not None:
        _drop_typing(row.person_id)
        db.session.delete(row)
    _sweep(now)


def keep_typing(
    secret: str, address: str, fields: Sequence[tuple[str, str]], *, now: datetime
) -> bool:
    """Keep what was typed for the person whose session ended, and return whether it was kept.

    Nothing is kept for anybody unknown, nor for whoever signed out: their session is gone.
    """
    row = _session_of(secret)
    if row is None or now - row.created_at > ABSOLUTE_LIMIT + TYPING_KEPT_FOR:
        return False
    # A password is never written down, and a form without its password is of no use.
    if not fields or any("password" in name for name, _ in fields):
        return False
    kept = [[name, value] for name, value in fields]
    size = len(json.dumps(kept, ensure_ascii=False).encode(errors="replace"))
    if len(address) > LONGEST_ADDRESS or size > MOST_KEPT_BYTES:
        return False
    person_id = row.person_id
    with transaction():
        _drop_typing(person_id)
        db.session.add(KeptTyping(person_id=person_id, address=address, fields=kept, kept_at=now))
    return True


def kept_typing(person_id: int, *, now: datetime) -> KeptText | None:
    """Return what was kept for a person, while it is fresh."""
    row = db.session.scalar(select(KeptTyping).where(KeptTyping.person_id == person_id))
    if row is None or now - row.kept_at > TYPING_KEPT_FOR:
        return None
    return KeptText(row.address, tuple((name, value) for name, value in row.fields))


def forget_typing(person_id: int) -> None:
    """Forget what was kept, because the person does not want it."""
    _drop_typing(person_id)


def _session_of(secret: str) -> SignedInSession | None:
    return db.session.scalar(
        select(SignedInSession).where(SignedInSession.secret_hash == hash_of_secret(secret))
    )


def _has_ended(row: SignedInSession, now: datetime) -> bool:
    return now - row.last_seen_at > IDLE_LIMIT or now - row.created_at > ABSOLUTE_LIMIT


def _is_outdated(person: Person) -> bool:
    return person.password_hash is not None and credentials.is_outdated(person.password_hash)


def _touch(session_id: int, now: datetime) -> None:
    """Note when a session was last seen; a page is shown even where this cannot be written."""
    seen = update(SignedInSession).where(SignedInSession.id == session_id)
    try:
        with apart() as connection:
            connection.execute(seen.values(last_seen_at=now))
    except OperationalError:
        # Another write holds the database for longer than we wait; the next page notes it.
        pass


def _drop_typing(person_id: int) -> None:
    db.session.execute(delete(KeptTyping).where(KeptTyping.person_id == person_id))


def _sweep(now: datetime) -> None:
    """Delete what can no longer matter: a session's row outlives it so that typing can be kept."""
    oldest = now - ABSOLUTE_LIMIT - TYPING_KEPT_FOR
    db.session.execute(delete(SignedInSession).where(SignedInSession.created_at < oldest))
    db.session.execute(delete(KeptTyping).where(KeptTyping.kept_at < now - TYPING_KEPT_FOR))
