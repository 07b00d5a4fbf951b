"""One press, one effect: a form's one-time token can be spent only once."""

from datetime import datetime

from app.database import db
from app.domain.errors import AlreadyExists, Invalid
from app.models import SpentToken

LONGEST = 64


def spend(token: str, *, now: datetime) -> None:
    """Spend a form's token; raise AlreadyExists when the same press arrived before.

    Raises Invalid for a form without its token, which no page of ours sends.
    """
    if not 0 < len(token) <= LONGEST:
        raise Invalid("This form was not complete. Load the page again and send it once more.")
    if db.session.get(SpentToken, token) is not None:
        raise AlreadyExists("This was already done: the same press arrived twice.")
    db.session.add(SpentToken(token=token, spent_at=now))
    db.session.flush()


def is_spent(token: str) -> bool:
    """Return whether the press arrived before; for what is too slow to be done in vain."""
    return db.session.get(SpentToken, token) is not None
