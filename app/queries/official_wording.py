"""The publisher's own words for provisions, as they were loaded in this installation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.database import db
from app.domain.editions import Edition, number_order
from app.models import OfficialWording


@dataclass(frozen=True)
class LoadedWording:
    """The publisher's words for one provision, and where this installation has them from.

    `is_own` tells whether the landlord that is asking loaded them; who did at another one, and
    from which file, is nobody else's business.
    """

    number: str
    text: str
    loaded_at: datetime
    is_own: bool
    file_name: str
    loaded_by: str


@dataclass(frozen=True)
class EditionWording:
    """How much of an edition has its publisher's wording here, and the loading of it last.

    `own` is how much of it the landlord that is asking has loaded, and so can replace or remove.
    """

    edition: Edition
    provisions: int
    loaded: int
    own: int
    latest: LoadedWording | None


def official_texts(edition_id: str) -> dict[str, str]:
    """Return the official wording loaded for an edition, by provision number; often none."""
    rows = db.session.execute(
        select(OfficialWording.number, OfficialWording.text).where(
            OfficialWording.edition_id == edition_id
        )
    )
    return {row.number: row.text for row in rows}


def official_wording(edition_id: str, number: str, landlord_id: int) -> LoadedWording | None:
    """Return the official wording of one provision as a landlord sees it, or None without any."""
    row = db.session.scalars(
        select(OfficialWording).where(
            OfficialWording.edition_id == edition_id, OfficialWording.number == number
        )
    ).one_or_none()
    return _loaded(row, landlord_id) if row else None


def wording_by_edition(editions: Iterable[Edition], landlord_id: int) -> list[EditionWording]:
    """Return every edition with how much of its official wording is loaded, as the page lists."""
    by_edition: dict[str, list[OfficialWording]] = {}
    for row in db.session.scalars(select(OfficialWording)):
        by_edition.setdefault(row.edition_id, []).append(row)
    return [
        _of_edition(edition, by_edition.get(edition.id, []), landlord_id) for edition in editions
    ]


def _of_edition(edition: Edition, rows: list[OfficialWording], landlord_id: int) -> EditionWording:
    """Return the line of one edition; the latest loading names who did it and from which file."""
    known = sorted(
        (row for row in rows if edition.provision(row.number)),
        key=lambda row: number_order(row.number),
    )
    latest = max(known, key=lambda row: row.loaded_at, default=None)
    return EditionWording(
        edition=edition,
        provisions=sum(1 for _ in edition.provisions),
        loaded=len(known),
        own=sum(row.landlord_id == landlord_id for row in known),
        latest=_loaded(latest, landlord_id) if latest else None,
    )


def _loaded(row: OfficialWording, landlord_id: int) -> LoadedWording:
    """Return a row as the plain value that pages show."""
    is_own = row.landlord_id == landlord_id
    return LoadedWording(
        number=row.number,
        text=row.text,
        loaded_at=row.loaded_at,
        is_own=is_own,
        file_name=row.file_name if is_own else "",
        loaded_by=row.loaded_by if is_own else "",
    )
