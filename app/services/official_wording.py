"""Keeping the publisher's own words for the provisions of an edition, and removing them again.

They are rows of this installation, for every landlord in it; nothing that is published changes.
So a lead adds what is missing and replaces what their own landlord loaded: nobody can put other
words before the residents of somebody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from app.database import db
from app.domain.editions import Edition, number_order
from app.domain.errors import Invalid
from app.domain.history import Kind
from app.domain.permissions import Permission
from app.models import OfficialWording
from app.services import history, tokens
from app.services.history import COMMAND_LINE, Actor

LONGEST_FILE_NAME = 200


@dataclass(frozen=True)
class WordingSource:
    """The file that the words are from, so that it can be recognised later."""

    file_name: str
    sha256: str


def keep(
    edition: Edition,
    texts: Mapping[str, str],
    source: WordingSource,
    *,
    now: datetime,
    by: Actor | None = None,
    token: str | None = None,
) -> tuple[str, ...]:
    """Keep texts by provision number, and return the numbers that somebody else's words stay for.

    The command line replaces whatever there is. It has no landlord, so what it loads stands in no
    landlord's history, and no lead can replace it.
    """
    if by is not None:
        by.require(Permission.LEAD, now=now)
    if token is not None:
        tokens.spend(token, now=now)
    unknown = [number for number in texts if edition.provision(number) is None]
    if not texts or unknown:
        raise Invalid("No row of this form belongs to a provision for certain; nothing was kept.")
    rows = {
        row.number: row
        for row in db.session.scalars(
            select(OfficialWording).where(OfficialWording.edition_id == edition.id)
        )
    }
    left = tuple(one for one in sorted(texts, key=number_order) if _is_of_others(rows.get(one), by))
    kept = {number: text for number, text in texts.items() if number not in left}
    if not kept:
        raise Invalid(
            "All of this is loaded already, by another landlord or by whoever looks after this "
            "site. Where it is wrong, ask the latter: the command “flask editions official-text” "
            "replaces it."
        )
    for number, text in kept.items():
        row = rows.get(number) or OfficialWording(edition_id=edition.id, number=number)
        row.text = text
        row.file_name = source.file_name[:LONGEST_FILE_NAME]
        row.file_sha256 = source.sha256
        row.loaded_at = now
        row.loaded_by = by.name if by else f"The {COMMAND_LINE}"
        row.landlord_id = by.landlord_id if by else None
        db.session.add(row)
    db.session.flush()
    if by is not None:
        history.record(
            Kind.OFFICIAL_WORDING_LOADED,
            by=by,
            now=now,
            subject=f"official_wording:{edition.id}",
            after=_facts(edition)
            | {
                "numbers": sorted(kept, key=number_order),
                "file": source.file_name[:LONGEST_FILE_NAME],
                "sha256": source.sha256,
            },
        )
    return left


def remove(edition: Edition, *, reason: str, by: Actor, now: datetime, token: str) -> None:
    """Remove the official wording that a landlord loaded, so that a mistake can be put right."""
    by.require(Permission.LEAD, now=now)
    if not reason:
        raise Invalid("Say why the official wording is removed.", "reason")
    tokens.spend(token, now=now)
    own = (OfficialWording.edition_id == edition.id, OfficialWording.landlord_id == by.landlord_id)
    numbers = list(db.session.scalars(select(OfficialWording.number).where(*own)))
    if not numbers:
        raise Invalid("Your landlord has loaded no official wording of this edition.")
    db.session.execute(delete(OfficialWording).where(*own))
    history.record(
        Kind.OFFICIAL_WORDING_REMOVED,
        by=by,
        now=now,
        subject=f"official_wording:{edition.id}",
        before=_facts(edition) | {"numbers": sorted(numbers, key=number_order)},
        after=_facts(edition),
        reason=reason,
    )


def _is_of_others(row: OfficialWording | None, by: Actor | None) -> bool:
    return row is not None and by is not None and row.landlord_id != by.landlord_id


def _facts(edition: Edition) -> dict[str, object]:
    """Return the edition as the history names it, in words as well as by its id."""
    return {"edition": edition.id, "title": f"{edition.title} {edition.name}"}
