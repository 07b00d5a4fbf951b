"""Published revisions: finding them, listing them, and checking that none has changed."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, undefer

from app.database import db
from app.domain.history import FIRST_HASH, Kind, entry_hash
from app.domain.statement import KIND, Document, canonical_bytes, digests_hold
from app.domain.years import FinancialYear
from app.models import HistoryEntry, Landlord, Publication, PublishedAsset, SignOff
from app.models.facts import chained_facts


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
    """Recompute every digest: of what is published, of what was signed, and of the history."""
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
    for signed in db.session.scalars(select(SignOff).options(undefer(SignOff.document))):
        holds = hashlib.sha256(_unsigned(signed.document)).hexdigest() == signed.digest
        name = f"text signed off on {signed.signed_at:%Y-%m-%d}"
        yield Checked(name, () if holds else ("its bytes changed",))
    for landlord in db.session.scalars(select(Landlord).order_by(Landlord.id)):
        yield Checked(f"history of {landlord.slug}", tuple(_history_faults(landlord)))


def _faults(publication: Publication) -> Iterator[str]:
    for what, content, sha256 in (
        ("document", publication.document, publication.document_sha256),
        ("page", publication.html, publication.html_sha256),
        ("PDF", publication.pdf, publication.pdf_sha256),
    ):
        if (hashlib.sha256(content).hexdigest() if content is not None else None) != sha256:
            yield f"the bytes of its {what} changed"
    if publication.pdf is None and publication.pdf_missing is None:
        yield "its PDF is gone"
    try:
        document = json.loads(publication.document)
        whole = digests_hold(document) and canonical_bytes(document) == publication.document
        if not whole or document["publication"]["digest"] != publication.digest:
            yield "the digests inside its document do not hold"
        if not _is_filed_as_it_says(publication, document):
            yield "its year, revision or date is not the one in its document"
    except (ValueError, KeyError, TypeError):
        yield "its document cannot be read"


def _is_filed_as_it_says(publication: Publication, document: Document) -> bool:
    issued = document["publication"]
    return bool(
        FinancialYear.parse(publication.year).slug == document["assessment"]["year"]
        and publication.revision == issued["revision"]
        and publication.kind == KIND
        and f"{publication.published_at:%Y-%m-%dT%H:%M:%SZ}" == issued["published_at"]
    )


def _unsigned(document: bytes) -> bytes:
    """Return what a signed text's digest was made of: the text without that digest."""
    try:
        signed = json.loads(document)
        del signed["assessment"]["digest"]
    except (ValueError, KeyError, TypeError):
        return b""
    return canonical_bytes(signed)


def _history_faults(landlord: Landlord) -> Iterator[str]:
    """Go along a landlord's chain; every publication must have its entry in it."""
    previous, published = FIRST_HASH, set()
    for entry in db.session.scalars(
        select(HistoryEntry)
        .where(HistoryEntry.landlord_id == landlord.id)
        .order_by(HistoryEntry.sequence)
    ):
        if entry.previous_hash != previous or entry.hash != entry_hash(
            previous, chained_facts(entry)
        ):
            yield f"its chain breaks at entry {entry.sequence}"
            return
        previous = entry.hash
        if entry.kind is Kind.ASSESSMENT_PUBLISHED and entry.after:
            published.add(entry.after["digest"])
    found = set(
        db.session.scalars(select(Publication.digest).where(Publication.landlord_id == landlord.id))
    )
    if found != published:
        yield "it does not tell of the same publications as there are"
