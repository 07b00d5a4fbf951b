"""Publishing: pure first, then slow, then one short write.

`prepare` builds the document, compares it with the sign-off and renders the files, outside any
write; `publish` compares again under the write lock and inserts the publication.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from app.database import db
from app.domain import differences, signed_documents
from app.domain.days import london_day
from app.domain.documents import Document
from app.domain.editions import Edition
from app.domain.errors import ChangedByAnother, ChangedSinceSignOff, Damaged, Invalid
from app.domain.history import Kind
from app.domain.offices import without_names
from app.domain.permissions import Permission
from app.domain.published_addresses import document_address
from app.domain.published_files import files_digest
from app.domain.readiness import Gate
from app.domain.signed_documents import Explanations, SignedOff, about, signed_digest
from app.domain.workflow import Reason, take
from app.models import (
    HistoryEntry,
    Publication,
    PublishedAsset,
    PublishedFile,
    SignOff,
    YearlyDocument,
)
from app.models.facts import newest_revision
from app.models.signed_texts import text_of
from app.models.told import sign_off_faults
from app.rendering import pdf, statement_page
from app.rendering.compression import compressed
from app.rendering.document_files import RenderedFile, html_for_pdf, rendered_files
from app.services import history, tokens
from app.services.history import Actor
from app.services.steps import move, refuse_obstacles

NO_PDF_CHOSEN = "The landlord published this revision without a PDF."
NOT_AS_TOLD = (
    "The sign-off that is stored is not the one that the history tells of, so nothing is "
    "published: it was changed past this program. Reopen it, have its text read and "
    "signed off again, and tell whoever looks after this site."
)


@dataclass(frozen=True)
class PackedFile:
    """A file as it is stored: its bytes, and the same compressed where that saves anything."""

    ending: str
    media_type: str
    content: bytes
    brotli: bytes | None
    gzip: bytes | None
    sha256: str


@dataclass(frozen=True)
class Prepared:
    """A publication rendered but not yet public."""

    text: Document
    files: tuple[PackedFile, ...]
    stylesheet: bytes
    pdf_missing: str | None
    published_at: datetime

    @property
    def revision(self) -> int:
        """The number under which it will be public."""
        return int(self.text["publication"]["revision"])

    @property
    def files_digest(self) -> str:
        """The digest that binds all its files."""
        return files_digest((file.ending, file.sha256) for file in self.files)


def prepare(
    document: YearlyDocument,
    edition: Edition,
    *,
    reason: str,
    explanations: Explanations,
    public_address: str,
    lock_folder: Path,
    by: Actor,
    now: datetime,
    without_pdf: bool = False,
) -> Prepared:
    """Render the next revision of a document, without changing anything.

    Raises ChangedSinceSignOff naming what changed, NotReady while obstacles stand, and Invalid
    where a revision that replaces another has no reason, or where its PDF could not be made
    though this computer can make PDFs, unless the lead chose to publish without one.
    """
    by.require(Permission.LEAD, now=now)
    signed = _signed_document(document, edition, now=now)
    replaced = newest_revision(document)
    if replaced and not reason:
        raise Invalid("Write what this revision changes; residents will read it.", "reason")
    text = signed_documents.published(
        signed,
        revision=(replaced or 0) + 1,
        at=now,
        replaces=replaced,
        reason=reason or None,
        licence=document.landlord.licence,
        explanations=explanations,
        signed_off=_signature(document),
    )
    newest = public_address + document_address(
        document.landlord.slug, document.rulebook, about(signed)["year"], document.kind
    )
    pdf_bytes, pdf_missing = (
        (None, NO_PDF_CHOSEN) if without_pdf else _make_pdf(text, newest, lock_folder)
    )
    return Prepared(
        text=text,
        files=tuple(
            _packed(file)
            for file in rendered_files(
                text,
                stylesheet_address=stylesheet_address(),
                pdf=pdf_bytes,
                newest_address=newest,
            )
        ),
        stylesheet=statement_page.stylesheet_bytes(),
        pdf_missing=pdf_missing,
        published_at=now,
    )


def publish(
    document: YearlyDocument,
    edition: Edition,
    prepared: Prepared,
    *,
    seen_version: int,
    by: Actor,
    now: datetime,
    token: str,
) -> Publication:
    """Make a prepared revision public, for ever as it is."""
    step = "publish_record" if document.reason is Reason.RECORD else "publish"
    tokens.spend(token, now=now)
    move(document, step, seen_version=seen_version, by=by, now=now)
    if _signed_document(document, edition, now=now) != signed_documents.signed_part(prepared.text):
        raise ChangedByAnother("Something changed while the files were being made. Publish again.")
    if (newest_revision(document) or 0) + 1 != prepared.revision:
        raise ChangedByAnother("Another revision was published in the meantime. Publish again.")
    _keep_stylesheet(prepared.stylesheet)
    publication = _row(document, prepared)
    db.session.add(publication)
    db.session.flush()
    history.of_document(
        Kind.ASSESSMENT_PUBLISHED,
        document,
        by,
        now,
        after={
            "revision": prepared.revision,
            "digest": publication.digest,
            "files_digest": publication.files_digest,
        },
        reason=prepared.text["publication"]["reason"],
    )
    return publication


def stylesheet_address() -> str:
    """Return the address at which the published pages' stylesheet is kept for ever."""
    return f"/published/assets/{_sha256(statement_page.stylesheet_bytes())}.css"


def _signed_document(document: YearlyDocument, edition: Edition, *, now: datetime) -> Document:
    """Return the text to publish: what was signed off, or the record as it stands."""
    text = text_of(document, edition)
    if document.reason is Reason.RECORD:
        return text
    signed = _newest_sign_off(document)
    if signed.digest != signed_digest(text):
        raise ChangedSinceSignOff(differences.changes(json.loads(signed.document), text))
    refuse_obstacles(document, edition, Gate.PUBLICATION, now=now)
    return text


def _signature(document: YearlyDocument) -> SignedOff | None:
    """Return who signed, as far as residents are to read it; None for a record of a past one."""
    if document.reason is Reason.RECORD:
        return None
    row, names = _newest_sign_off(document), document.landlord.publishes_names
    return SignedOff(
        on=london_day(row.signed_at),
        office=row.signed_as if names else without_names(row.signed_as),
        by=row.signed_by_name if names else None,
    )


def _newest_sign_off(document: YearlyDocument) -> SignOff:
    """Return the newest sign-off; raise Damaged unless the history tells of the very same.

    Without this, whoever can write to the database could put words of their own, with their
    digest, in the place of those that were signed.
    """
    signed = db.session.scalar(
        select(SignOff)
        .where(SignOff.document_id == document.id)
        .order_by(SignOff.id.desc())
        .limit(1)
    )
    entry = db.session.scalar(
        select(HistoryEntry)
        .where(
            HistoryEntry.document_id == document.id,
            HistoryEntry.kind == Kind.ASSESSMENT_SIGNED_OFF,
        )
        .order_by(HistoryEntry.sequence.desc())
        .limit(1)
    )
    if signed is None and entry is None:
        take("publish", document.state, document.reason, document.noun)
    if signed is None or any(sign_off_faults(signed, entry)):
        raise Damaged(NOT_AS_TOLD)
    return signed


def _make_pdf(
    text: Document, newest_address: str, lock_folder: Path
) -> tuple[bytes | None, str | None]:
    """Return the PDF, or None and the reason where this computer can make none at all."""
    html = html_for_pdf(text, newest_address=newest_address)
    try:
        return pdf.made_or_why_not(html, lock_folder=lock_folder)
    except pdf.PdfNotAvailable as refusal:
        raise Invalid(
            f"{refusal.message} Nothing is published yet: try again, or choose to publish "
            "without a PDF.",
            "without_pdf",
        ) from refusal


def _keep_stylesheet(content: bytes) -> None:
    sha256 = _sha256(content)
    if db.session.get(PublishedAsset, sha256) is None:
        db.session.add(PublishedAsset(sha256=sha256, content=content))


def _packed(file: RenderedFile) -> PackedFile:
    brotli, gzip = compressed(file.content, file.media_type)
    return PackedFile(
        file.ending, file.media_type, file.content, brotli, gzip, _sha256(file.content)
    )


def _row(document: YearlyDocument, prepared: Prepared) -> Publication:
    return Publication(
        landlord_id=document.landlord_id,
        document_id=document.id,
        rulebook=document.rulebook,
        kind=document.kind,
        year=document.year,
        revision=prepared.revision,
        published_at=prepared.published_at,
        digest=prepared.text["publication"]["digest"],
        files_digest=prepared.files_digest,
        pdf_missing=prepared.pdf_missing,
        files=[PublishedFile(**asdict(file)) for file in prepared.files],
    )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
