"""Counting tries at a password in the database, so that guessing is slow on every worker alike."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from app.database import db
from app.domain.errors import Invalid
from app.domain.secret_hashes import hash_of_secret
from app.domain.throttle import (
    COUNTED_FOR,
    FREE_FOR_ACCOUNT,
    FREE_FOR_NETWORK,
    may_try_at,
    wait_in_words,
)
from app.models import SignInFailure


@dataclass(frozen=True)
class Attempt:
    """A try that has been counted as a failure until it turns out not to be one."""

    account_key: str
    row_ids: tuple[int, ...]


def count_attempt(email: str, *, network: str | None, now: datetime) -> Attempt:
    """Count a try before it is judged, so that tries at the same moment are all counted.

    Raises Invalid, and counts nothing, while the account or the network has to wait.
    """
    _sweep(now)
    account_key = hash_of_secret(f"account:{email}")
    limits = {account_key: FREE_FOR_ACCOUNT}
    if network is not None:
        limits[hash_of_secret(f"network:{_part_of_network(network)}")] = FREE_FOR_NETWORK
    until = max(may_try_at(_failures(key), free=free, now=now) for key, free in limits.items())
    if until > now:
        raise Invalid(wait_in_words(until, now=now))
    rows = [SignInFailure(key=key, at=now) for key in limits]
    db.session.add_all(rows)
    db.session.flush()
    return Attempt(account_key, tuple(row.id for row in rows))


def forgive(attempt: Attempt) -> None:
    """Forget a try that was right, and the account's failures before it."""
    db.session.execute(
        delete(SignInFailure).where(
            SignInFailure.id.in_(attempt.row_ids) | (SignInFailure.key == attempt.account_key)
        )
    )


def forgive_account(email: str) -> None:
    """Forget an account's failures, once its owner has come in by a one-time link."""
    key = hash_of_secret(f"account:{email}")
    db.session.execute(delete(SignInFailure).where(SignInFailure.key == key))


def _failures(key: str) -> list[datetime]:
    return list(db.session.scalars(select(SignInFailure.at).where(SignInFailure.key == key)))


def _sweep(now: datetime) -> None:
    db.session.execute(delete(SignInFailure).where(SignInFailure.at <= now - COUNTED_FOR))


def _part_of_network(address: str) -> str:
    """Return an address, or the half of a version 6 one that a single customer is given."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False))
