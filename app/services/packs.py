"""Committee packs: rendered first, then frozen in one short write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.database import db
from app.domain import packs
from app.domain.documents import Document
from app.domain.editions import Edition
from app.domain.errors import ChangedByAnother, Invalid, StepNotAllowed
from app.domain.history import Kind
from app.domain.packs import Cover, Since
from app.domain.permissions import Permission
from app.domain.signed_documents import canonical_bytes
from app.domain.workflow import STATE_WORDS, State
from app.models import CommitteePack, YearlyDocument
from app.models.signed_texts import text_of
from app.models.told import sha256_of
from app.rendering import pdf
from app.rendering.pack_docx import pack_to_docx
from app.rendering.pack_page import render_pack
from app.services import history, tokens
from app.services.history import Actor


@dataclass(frozen=True)
class PreparedPack:
    """A pack rendered but not yet kept."""

    pack: Document
    docx: bytes
    pdf: bytes | None
    pdf_missing: str | None
    at: datetime


def prepare_pack(
    document: YearlyDocument,
    edition: Edition,
    cover: Cover,
    since: Since | None,
    *,
    official_text: Mapping[str, str] | None = None,
    lock_folder: Path,
    by: Actor,
    now: datetime,
) -> PreparedPack:
    """Render a pack of the text as it stands, without changing anything.

    Raises StepNotAllowed unless the document is under scrutiny, and Invalid where the cover says
    too little or where its PDF could not be made though this computer can make PDFs.
    """
    by.require(Permission.LEAD, now=now)
    _refuse_other_states(document)
    _check(cover)
    text = text_of(document, edition)
    pack = packs.build_pack(text, cover, since, at=now, official_text=official_text)
    try:
        made, missing = pdf.made_or_why_not(render_pack(pack), lock_folder=lock_folder)
    except pdf.PdfNotAvailable as refusal:
        raise Invalid(f"{refusal.message} No pack is made yet: try again.") from refusal
    return PreparedPack(pack, pack_to_docx(pack), made, missing, now)


def make_pack(
    document: YearlyDocument,
    edition: Edition,
    prepared: PreparedPack,
    *,
    by: Actor,
    now: datetime,
    token: str,
) -> CommitteePack:
    """Keep a prepared pack, for ever as it is; raise ChangedByAnother where the text moved on."""
    by.require(Permission.LEAD, now=now)
    assert by.person is not None
    tokens.spend(token, now=now)
    _refuse_other_states(document)
    if text_of(document, edition) != packs.text_in(prepared.pack):
        raise ChangedByAnother("The text changed while the pack was being made. Make it again.")
    row = CommitteePack(
        document_id=document.id,
        digest=prepared.pack["digest"],
        document=canonical_bytes(prepared.pack),
        docx=prepared.docx,
        pdf=prepared.pdf,
        pdf_missing=prepared.pdf_missing,
        made_by_id=by.person.id,
        made_by_name=by.person.name,
        made_at=prepared.at,
    )
    db.session.add(row)
    db.session.flush()
    history.record(
        Kind.PACK_MADE,
        by=by,
        now=now,
        subject=f"pack:{row.id}",
        document_id=document.id,
        after={
            "digest": row.digest,
            "meeting": prepared.pack["meeting"],
            "docx": sha256_of(row.docx),
            "pdf": sha256_of(row.pdf),
        },
    )
    return row


def _refuse_other_states(document: YearlyDocument) -> None:
    if document.state is not State.UNDER_SCRUTINY:
        raise StepNotAllowed(
            f"A committee pack is made while the {document.noun} is under scrutiny, when its text "
            f"stands still. It is {STATE_WORDS[document.state].lower()} now."
        )


def _check(cover: Cover) -> None:
    if not cover.body:
        raise Invalid("Write which body decides, such as Cabinet.", "body")
    if not cover.decision_sought:
        raise Invalid("Write what the meeting is asked to decide.", "decision_sought")
