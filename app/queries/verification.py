"""Checking that what was published is what was issued: each byte against the digests that bind it.

The public address asks this before it sends a file, and `flask publications verify` of everything.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import brotli  # type: ignore[import-untyped]
from sqlalchemy import select

from app.database import db
from app.domain.documents import Document, DocumentKind
from app.domain.history import FIRST_HASH, Kind, entry_hash
from app.domain.published_addresses import FIRST_RULEBOOK
from app.domain.published_files import PAGE, files_digest, media_type_of
from app.domain.signed_documents import about, canonical_bytes, digests_hold, kind_of
from app.domain.years import FinancialYear
from app.models import HistoryEntry, Landlord, Publication, PublishedAsset, PublishedFile
from app.models.facts import chained_facts
from app.queries import kept_records
from app.queries.kept_records import Checked

JSON = ".json"
NAMES = {PAGE: "page", ".pdf": "PDF", ".docx": "Word file", ".csv": "CSV", JSON: "document"}


@dataclass(frozen=True)
class StoredFile:
    """A file with everything that is stored of it."""

    ending: str
    media_type: str
    sha256: str
    content: bytes
    brotli: bytes | None
    gzip: bytes | None


@dataclass(frozen=True)
class Bound:
    """What a publication's row says of it, and its document or the history says again."""

    slug: str
    rulebook: str
    year: str
    revision: int
    kind: DocumentKind
    published_at: datetime
    digest: str
    files_digest: str


def verify() -> Iterator[Checked]:
    """Recompute every digest: of what is published, of what was signed, and of the history."""
    withdrawals = kept_records.withdrawal_faults()
    for publication, landlord in db.session.execute(
        select(Publication, Landlord).join(Landlord).order_by(Publication.id)
    ):
        code = "" if publication.rulebook == FIRST_RULEBOOK else f" {publication.rulebook}"
        kind = " report" if publication.kind is DocumentKind.REPORT else ""
        name = f"{landlord.slug}{code} {publication.year}{kind} revision {publication.revision}"
        faults = (*publication_faults(publication), *withdrawals.get(publication.id, ()))
        yield Checked(name, faults)
    for row in db.session.scalars(select(PublishedAsset)):
        yield Checked(f"stylesheet {row.sha256[:12]}", tuple(asset_faults(row)))
    yield from kept_records.checked()
    for landlord in db.session.scalars(select(Landlord).order_by(Landlord.id)):
        yield Checked(f"history of {landlord.slug}", tuple(_history_faults(landlord)))


def publication_faults(publication: Publication) -> Iterator[str]:
    """Yield what no longer holds of a publication, going through its files one at a time."""
    bound, manifest = bound_of(publication), manifest_of(publication.id)
    yield from manifest_faults(bound, manifest)
    if ".pdf" not in manifest and publication.pdf_missing is None:
        yield "its PDF is gone"
    if ".pdf" in manifest and publication.pdf_missing is not None:
        yield "it says why it has no PDF, and has one"
    for ending in sorted(manifest):
        yield from file_faults(stored_file(publication.id, ending))
    if JSON in manifest:
        yield from document_faults(bound, stored_file(publication.id, JSON).content)
    else:
        yield "its document is gone"


def asset_faults(asset: PublishedAsset) -> Iterator[str]:
    """Yield whether a stylesheet is no longer the one that its address names."""
    if hashlib.sha256(_as_bytes(asset.content)).hexdigest() != asset.sha256:
        yield "its bytes changed"


def bound_of(row: Publication) -> Bound:
    """Return what a publication's row says of it."""
    return Bound(
        row.landlord.slug,
        row.rulebook,
        row.year,
        row.revision,
        row.kind,
        row.published_at,
        row.digest,
        row.files_digest,
    )


def manifest_of(publication_id: int) -> dict[str, str]:
    """Return the sha256 of each file of a publication by its ending."""
    rows = db.session.execute(
        select(PublishedFile.ending, PublishedFile.sha256).where(
            PublishedFile.publication_id == publication_id
        )
    )
    return {row.ending: row.sha256 for row in rows}


def stored_file(publication_id: int, ending: str) -> StoredFile:
    """Return a file of a publication with everything that is stored of it."""
    row = db.session.execute(
        select(
            PublishedFile.ending,
            PublishedFile.media_type,
            PublishedFile.sha256,
            PublishedFile.content,
            PublishedFile.brotli,
            PublishedFile.gzip,
        ).where(PublishedFile.publication_id == publication_id, PublishedFile.ending == ending)
    ).one()
    named, media_type, sha256, content, packed, zipped = row
    return StoredFile(
        named,
        media_type,
        sha256,
        _as_bytes(content),
        None if packed is None else _as_bytes(packed),
        None if zipped is None else _as_bytes(zipped),
    )


def name_of(ending: str) -> str:
    """Return a file's name for a sentence: "PDF", "page /summary"."""
    return NAMES.get(ending) or f"page {ending}"


def file_faults(file: StoredFile) -> Iterator[str]:
    """Yield what no longer holds of a file and of its compressed copies."""
    if hashlib.sha256(file.content).hexdigest() != file.sha256:
        yield f"the bytes of its {name_of(file.ending)} changed"
    if file.media_type != media_type_of(file.ending):
        yield f"its {name_of(file.ending)} is stored as {file.media_type}"
    for encoding, copy in (("brotli", file.brotli), ("gzip", file.gzip)):
        if copy is not None and _unpacked(encoding, copy) != file.content:
            yield f"the {encoding} copy of its {name_of(file.ending)} is not the same"


def manifest_faults(bound: Bound, sha256_by_ending: Mapping[str, str]) -> Iterator[str]:
    """Yield whether a file was added, taken away or swapped together with its sha256."""
    if files_digest(sha256_by_ending.items()) != bound.files_digest:
        yield "its files are not those that it was issued with"


def document_faults(bound: Bound, content: bytes) -> Iterator[str]:
    """Yield what no longer holds of the document that all the files were made from."""
    try:
        document = json.loads(content)
        whole = digests_hold(document) and canonical_bytes(document) == content
        if not whole or document["publication"]["digest"] != bound.digest:
            yield "the digests inside its document do not hold"
        if not _is_filed_as_it_says(bound, document):
            yield "its year, revision or date is not the one in its document"
        if bound.slug != document["landlord"]["slug"]:
            yield "its landlord is not the one in its document"
        edition = document["edition"]
        if edition["id"] != f"{bound.rulebook}-{edition['name']}":
            yield "its rulebook is not the one in its document"
    except (ValueError, KeyError, TypeError):
        yield "its document cannot be read"


def is_told(bound: Bound, after: Mapping[str, str] | None) -> bool:
    """Return whether an entry of the history tells of this publication.

    Entries older than the table of files say nothing of them.
    """
    return (
        after is not None
        and after["digest"] == bound.digest
        and after.get("files_digest", bound.files_digest) == bound.files_digest
    )


def _is_filed_as_it_says(bound: Bound, document: Document) -> bool:
    issued = document["publication"]
    return bool(
        FinancialYear.parse(bound.year).slug == about(document)["year"]
        and bound.revision == issued["revision"]
        and bound.kind is kind_of(document)
        and f"{bound.published_at:%Y-%m-%dT%H:%M:%SZ}" == issued["published_at"]
    )


def _as_bytes(stored: bytes | str) -> bytes:
    """Return what a column holds; SQLite lets an alien program put a text where bytes belong."""
    return stored if isinstance(stored, bytes) else str(stored).encode(errors="replace")


def _unpacked(encoding: str, copy: bytes) -> bytes | None:
    try:
        return bytes(brotli.decompress(copy)) if encoding == "brotli" else gzip.decompress(copy)
    except (brotli.error, OSError, EOFError, zlib.error):
        return None


def _history_faults(landlord: Landlord) -> Iterator[str]:
    """Go along a landlord's chain; it must tell of every publication."""
    previous = FIRST_HASH
    published: list[HistoryEntry] = []
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
            published.append(entry)
    rows = db.session.scalars(
        select(Publication).where(Publication.landlord_id == landlord.id)
    ).all()
    told = all(any(_tells_of(entry, row) for entry in published) for row in rows)
    if not told or len(rows) != len(published):
        yield "it does not tell of the same publications as there are"


def _tells_of(entry: HistoryEntry, row: Publication) -> bool:
    return entry.document_id == row.document_id and is_told(bound_of(row), entry.after)
