"""Every revision of every publication, for the lists that programs read and for plain copies."""

import hashlib
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
from app.domain.published_files import media_type_of
from app.domain.signed_documents import signed_digest, signed_place
from app.domain.years import FinancialYear
from app.models import Landlord, Publication, PublishedAsset, PublishedFile, Withdrawal
from app.queries.kept_records import withdrawal_faults
from app.queries.verification import JSON, Bound, bound_of, document_faults, stored_file

log = logging.getLogger(__name__)


def all_publications() -> tuple[PublicationFacts, ...]:
    """Return every revision by landlord, year and number; one that was altered is left out.

    What was altered is refused at its address too, and `flask publications verify` says why.
    """
    rows = db.session.execute(
        select(Publication, Landlord, Withdrawal)
        .join(Landlord, Landlord.id == Publication.landlord_id)
        .outerjoin(Withdrawal, Withdrawal.publication_id == Publication.id)
        .order_by(
            Landlord.slug,
            Publication.rulebook,
            Publication.kind.desc(),
            Publication.year,
            Publication.revision,
        )
    ).all()
    files, altered = _files(), withdrawal_faults()
    years = [
        list(year)
        for _, year in groupby(rows, key=lambda row: (row[0].landlord_id, *_year_of(row[0])))
    ]
    return tuple(
        one
        for year in years
        if not any(row.id in altered for row, _, _ in year)
        for one in _revisions(year, files)
    )


def what_stands() -> str:
    """Return a word that changes with whatever public files are made from, by one small query."""
    rows = db.session.execute(
        select(
            Publication.id,
            Publication.digest,
            Publication.files_digest,
            Withdrawal.id,
            Landlord.id,
            Landlord.version,
        )
        .join(Landlord, Landlord.id == Publication.landlord_id)
        .outerjoin(Withdrawal, Withdrawal.publication_id == Publication.id)
        .order_by(Publication.id)
    )
    return hashlib.sha256("\n".join(str(tuple(row)) for row in rows).encode()).hexdigest()


def stylesheets() -> tuple[str, ...]:
    """Return the sha256 of every stylesheet that published pages refer to."""
    return tuple(db.session.scalars(select(PublishedAsset.sha256).order_by(PublishedAsset.sha256)))


def _year_of(row: Publication) -> tuple[str, str, str]:
    return row.rulebook, row.kind, row.year


def _files() -> dict[int, tuple[PublicFile, ...]]:
    rows = db.session.execute(
        select(
            PublishedFile.publication_id,
            PublishedFile.ending,
            PublishedFile.sha256,
            func.length(PublishedFile.content),
        ).order_by(PublishedFile.publication_id, PublishedFile.ending)
    )
    return {
        number: tuple(PublicFile(row[1], media_type_of(row[1]), *row[2:]) for row in found)
        for number, found in groupby(rows, key=lambda row: int(row[0]))
    }


def _revisions(
    rows: Sequence[Any], files: dict[int, tuple[PublicFile, ...]]
) -> Iterator[PublicationFacts]:
    """Yield the revisions of one landlord and year; the newest that was not withdrawn stands."""
    standing = max((row.revision for row, _, gone in rows if gone is None), default=None)
    for row, landlord, withdrawal in rows:
        try:
            document = _document(row.id, bound_of(row))
        except ValueError as fault:
            log.error("%s %s v%s: %s", landlord.slug, row.year, row.revision, fault)
            continue
        state = PublicState.CURRENT if row.revision == standing else PublicState.REPLACED
        issued = document["publication"]
        yield PublicationFacts(
            landlord=document["landlord"]["name"],
            slug=landlord.slug,
            demonstration_notice=(document["demonstration"] or {}).get("notice"),
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
            signed_digest=signed_digest(document),
            licence=issued.get("licence"),
            files=files.get(row.id, ()),
        )


@lru_cache(maxsize=10_000)
def _document(publication_id: int, bound: Bound) -> Document:
    """Return what a list says of a frozen document; remembered, because it can never change.

    Raises ValueError where it did change.
    """
    try:
        content = stored_file(publication_id, JSON).content
    except NoResultFound as gone:
        raise ValueError("its document is gone") from gone
    if faults := list(document_faults(bound, content)):
        raise ValueError("; ".join(faults))
    document = json.loads(content)
    wanted = ("schema", "landlord", "demonstration", "edition", "publication")
    return {key: document[key] for key in (*wanted, signed_place(document))}
