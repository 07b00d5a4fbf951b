"""Every revision of every publication, for the lists that programs read and for plain copies."""

import json
import logging
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from app.database import db
from app.domain.documents import Document
from app.domain.publications import PublicationFacts, PublicFile, PublicState
from app.domain.statement import KIND
from app.domain.years import FinancialYear
from app.models import Landlord, Publication, PublishedAsset, PublishedFile, Withdrawal
from app.queries.verification import JSON, bound_of, document_faults, stored_file

log = logging.getLogger(__name__)


def all_publications() -> tuple[PublicationFacts, ...]:
    """Return every revision by landlord, year and number; one that was altered is left out.

    What was altered is refused at its address too, and `flask publications verify` says why.
    """
    rows = db.session.execute(
        select(Publication, Landlord, Withdrawal)
        .join(Landlord, Landlord.id == Publication.landlord_id)
        .outerjoin(Withdrawal, Withdrawal.publication_id == Publication.id)
        .where(Publication.kind == KIND)
        .order_by(Landlord.slug, Publication.rulebook, Publication.year, Publication.revision)
    ).all()
    files = _files()
    return tuple(
        one
        for _, year in groupby(rows, key=lambda row: (row[0].landlord_id, *_year_of(row[0])))
        for one in _revisions(list(year), files)
    )


def stylesheets() -> tuple[str, ...]:
    """Return the sha256 of every stylesheet that published pages refer to."""
    return tuple(db.session.scalars(select(PublishedAsset.sha256).order_by(PublishedAsset.sha256)))


def _year_of(row: Publication) -> tuple[str, str]:
    return row.rulebook, row.year


def _files() -> dict[int, tuple[PublicFile, ...]]:
    rows = db.session.execute(
        select(
            PublishedFile.publication_id,
            PublishedFile.ending,
            PublishedFile.media_type,
            PublishedFile.sha256,
            func.length(PublishedFile.content),
        ).order_by(PublishedFile.publication_id, PublishedFile.ending)
    )
    return {
        number: tuple(PublicFile(*row[1:]) for row in found)
        for number, found in groupby(rows, key=lambda row: int(row[0]))
    }


def _revisions(
    rows: Sequence[Any], files: dict[int, tuple[PublicFile, ...]]
) -> Iterator[PublicationFacts]:
    """Yield the revisions of one landlord and year; the newest that was not withdrawn stands."""
    standing = max((row.revision for row, _, gone in rows if gone is None), default=None)
    for row, landlord, withdrawal in rows:
        try:
            document = _document(row.id, row.digest)
        except ValueError as fault:
            log.error("%s %s v%s: %s", landlord.slug, row.year, row.revision, fault)
            continue
        state = PublicState.CURRENT if row.revision == standing else PublicState.REPLACED
        issued = document["publication"]
        yield PublicationFacts(
            landlord=document["landlord"]["name"],
            slug=landlord.slug,
            is_demonstration=document["demonstration"] is not None,
            kind=row.kind,
            rulebook=row.rulebook,
            edition={key: document["edition"][key] for key in ("id", "title", "name")},
            year=FinancialYear.parse(row.year).slug,
            revision=row.revision,
            state=PublicState.WITHDRAWN if withdrawal else state,
            published_at=row.published_at,
            replaces=issued["replaces"],
            replaced_by=standing if standing and standing > row.revision else None,
            reason=issued["reason"],
            withdrawn_at=withdrawal.withdrawn_at if withdrawal else None,
            withdrawn_reason=withdrawal.reason if withdrawal else None,
            digest=row.digest,
            assessment_digest=document["assessment"]["digest"],
            licence=issued.get("licence"),
            files=files.get(row.id, ()),
        )


@lru_cache(maxsize=10_000)
def _document(publication_id: int, digest: str) -> Document:
    """Return what a list says of a frozen document; remembered, because it can never change.

    Raises ValueError where it did change.
    """
    row = db.session.get_one(Publication, publication_id)
    try:
        content = stored_file(publication_id, JSON).content
    except NoResultFound as gone:
        raise ValueError("its document is gone") from gone
    faults = list(document_faults(bound_of(row), content))
    if faults or row.digest != digest:
        raise ValueError("; ".join(faults))
    document = json.loads(content)
    wanted = ("landlord", "demonstration", "edition", "assessment", "publication")
    return {key: document[key] for key in wanted}
