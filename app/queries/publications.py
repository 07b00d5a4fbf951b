"""Published revisions: finding them, listing them, and checking that none has changed."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, undefer

from app.database import db
from app.domain.statement import KIND, canonical_bytes, digests_hold
from app.domain.years import FinancialYear
from app.models import Landlord, Publication, PublishedAsset


@dataclass(frozen=True)
class PublishedLine:
    """One published self-assessment in the public list: its newest revision."""

    landlord: str
    slug: str
    year: str
    year_slug: str
    revision: int
    published_at: datetime
    has_pdf: bool
    is_demonstration: bool


@dataclass(frozen=True)
class Checked:
    """What was found of one publication: its name, and each thing that does not hold."""

    name: str
    faults: tuple[str, ...]


def newest_of_each() -> tuple[PublishedLine, ...]:
    """Return the newest revision of every landlord and year, by landlord, the newest year first."""
    newest = (
        select(
            Publication.landlord_id,
            Publication.rulebook,
            Publication.year,
            func.max(Publication.revision).label("revision"),
        )
        .where(Publication.kind == KIND)
        .group_by(Publication.landlord_id, Publication.rulebook, Publication.year)
        .subquery()
    )
    rows = db.session.execute(
        select(Publication, Landlord)
        .join(Landlord, Landlord.id == Publication.landlord_id)
        .join(
            newest,
            (newest.c.landlord_id == Publication.landlord_id)
            & (newest.c.rulebook == Publication.rulebook)
            & (newest.c.year == Publication.year)
            & (newest.c.revision == Publication.revision),
        )
        .where(Publication.kind == KIND)
        .order_by(Landlord.name, Publication.year.desc())
    )
    return tuple(
        PublishedLine(
            landlord=landlord.name,
            slug=landlord.slug,
            year=publication.year,
            year_slug=FinancialYear.parse(publication.year).slug,
            revision=publication.revision,
            published_at=publication.published_at,
            has_pdf=publication.pdf_sha256 is not None,
            is_demonstration=landlord.demonstration_notice is not None,
        )
        for publication, landlord in rows
    )


def years_of(slug: str) -> tuple[str, ...]:
    """Return the years a landlord has published, as people write them, the newest first."""
    return tuple(
        db.session.scalars(
            select(Publication.year)
            .join(Landlord)
            .where(Landlord.slug == slug, Publication.kind == KIND)
            .distinct()
            .order_by(Publication.year.desc())
        )
    )


def revisions_of(slug: str, year: FinancialYear) -> tuple[int, ...]:
    """Return the revisions published for a landlord and year, the newest first."""
    return tuple(
        db.session.scalars(
            select(Publication.revision)
            .join(Landlord)
            .where(
                Landlord.slug == slug,
                Publication.kind == KIND,
                Publication.year == year.text,
            )
            .order_by(Publication.revision.desc())
        )
    )


def revision(slug: str, year: FinancialYear, number: int, *, part: str) -> Publication | None:
    """Return one published revision with one part of its bytes: document, html or pdf; or None."""
    return db.session.scalar(
        select(Publication)
        .join(Publication.landlord)
        .where(
            Landlord.slug == slug,
            Publication.kind == KIND,
            Publication.year == year.text,
            Publication.revision == number,
        )
        .options(
            contains_eager(Publication.landlord),
            undefer(getattr(Publication, part)),
        )
    )


def asset(sha256: str) -> bytes | None:
    """Return a stylesheet that published pages refer to, or None."""
    row = db.session.get(PublishedAsset, sha256)
    return row.content if row else None


def verify() -> Iterator[Checked]:
    """Recompute every digest of every publication and of every stylesheet they refer to."""
    for publication, slug in db.session.execute(
        select(Publication, Landlord.slug)
        .join(Landlord)
        .order_by(Publication.id)
        .options(undefer(Publication.document), undefer(Publication.html), undefer(Publication.pdf))
    ):
        name = f"{slug} {publication.year} revision {publication.revision}"
        yield Checked(name, tuple(_faults(publication)))
    for row in db.session.scalars(select(PublishedAsset)):
        holds = hashlib.sha256(row.content).hexdigest() == row.sha256
        yield Checked(f"stylesheet {row.sha256[:12]}", () if holds else ("its bytes changed",))


def _faults(publication: Publication) -> Iterator[str]:
    for what, content, sha256 in (
        ("document", publication.document, publication.document_sha256),
        ("page", publication.html, publication.html_sha256),
        ("PDF", publication.pdf, publication.pdf_sha256),
    ):
        if (hashlib.sha256(content).hexdigest() if content is not None else None) != sha256:
            yield f"the bytes of its {what} changed"
    try:
        document = json.loads(publication.document)
        whole = digests_hold(document) and canonical_bytes(document) == publication.document
        if not whole or document["publication"]["digest"] != publication.digest:
            yield "the digests inside its document do not hold"
    except (ValueError, KeyError, TypeError):
        yield "its document cannot be read"
