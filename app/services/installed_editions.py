"""Adding an edition to this installation, beside those that came with the program."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.database import db
from app.domain.edition_facts import edition_as_facts
from app.domain.editions import Edition, Guidance
from app.domain.errors import AlreadyExists, ChangedByAnother
from app.models import InstalledEdition


def install_edition(
    edition: Edition,
    guidance: Sequence[Guidance],
    *,
    seen: frozenset[tuple[str, str]],
    by_name: str,
    now: datetime,
) -> InstalledEdition:
    """Keep an edition for good; `seen` are the added ones beside which it was judged.

    Raises AlreadyExists for an id that was added before, and ChangedByAnother where another
    edition was added since this one was judged.
    """
    there = {row.edition_id: row.digest for row in db.session.scalars(select(InstalledEdition))}
    if edition.id in there:
        raise AlreadyExists(f"{edition.id} is here already.")
    if frozenset(there.items()) != seen:
        raise ChangedByAnother(
            "Somebody else added an edition at the same moment. Run this again, so that yours is "
            "checked beside it."
        )
    row = InstalledEdition(
        edition_id=edition.id,
        digest=edition.digest,
        content=edition_as_facts(edition, guidance),
        installed_at=now,
        installed_by=by_name,
    )
    db.session.add(row)
    db.session.flush()
    return row
