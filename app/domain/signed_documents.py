"""What is signed and published, of either kind: its bytes, its digests, its publication.

A document is plain JSON: no floats, lists in a fixed order. Its `schema` tells its kind, and where
the digest stands that a person signs.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from app.domain.documents import Document, DocumentKind, day_in_document
from app.domain.licences import LICENCE_WORDS, Licence

STATEMENT_SCHEMA = "statement/1"
REPORT_SCHEMA = "report/1"
KIND_OF = {STATEMENT_SCHEMA: DocumentKind.STATEMENT, REPORT_SCHEMA: DocumentKind.REPORT}
# The part of a document that says what it is for which year, and that holds the signed digest.
SIGNED_PLACES = ("assessment", "report")


@dataclass(frozen=True)
class SignedOff:
    """When a text was signed off, in which office, and by whom where the landlord names people."""

    on: date
    office: str
    by: str | None = None


@dataclass(frozen=True)
class Explanations:
    """What we add for residents when a statement is issued; nobody signs it.

    `plain_words` says by number what a provision means for them, `glossary` holds terms with
    their meanings, `official_text` the Code's own wording by number, where it was loaded.
    """

    plain_words: Mapping[str, str]
    glossary: Sequence[tuple[str, str]]
    official_text: Mapping[str, str] = field(default_factory=dict)


NO_EXPLANATIONS = Explanations({}, ())


def published(
    signed: Document,
    *,
    revision: int,
    at: datetime,
    replaces: int | None,
    reason: str | None,
    licence: Licence = Licence.OGL,
    explanations: Explanations = NO_EXPLANATIONS,
    signed_off: SignedOff | None = None,
) -> Document:
    """Return the document as issued: the signed one, its publication, the digest of the whole."""
    document = {
        **signed,
        "publication": {
            "revision": revision,
            "published_at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "replaces": replaces,
            "reason": reason,
            "signed_off": {
                "on": day_in_document(signed_off.on),
                "as": signed_off.office or None,
                "by": signed_off.by,
            }
            if signed_off
            else None,
            "licence": {
                "id": licence.value,
                "name": LICENCE_WORDS[licence].name,
                "link": LICENCE_WORDS[licence].link,
            },
            "plain_words": dict(explanations.plain_words),
            "official_text": dict(explanations.official_text),
            "glossary": [
                {"term": term, "meaning": meaning} for term, meaning in explanations.glossary
            ],
        },
    }
    document["publication"]["digest"] = digest(document)
    return document


def canonical_bytes(document: Document) -> bytes:
    """Return the bytes that digests are made of: sorted keys, no spaces, UTF-8."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def kind_of(document: Document) -> DocumentKind:
    """Return which kind of document this is."""
    return KIND_OF[document["schema"]]


def about(document: Document) -> Document:
    """Return the part of a document that tells its year, its reason and its signed digest."""
    part: Document = document[signed_place(document)]
    return part


def signed_place(document: Document) -> str:
    """Return the name of that part, found by its presence; KeyError where there is none."""
    place = next((place for place in SIGNED_PLACES if place in document), None)
    if place is None:
        raise KeyError("A document without its year cannot be signed.")
    return place


def signed_digest(document: Document) -> str:
    """Return the digest that a person signs."""
    return str(about(document)["digest"])


def digest(document: Document) -> str:
    """Return the sha256 of a document, leaving out the digest that it is to be compared with.

    With a `publication` that is the publication's; without one it is the signed one.
    """
    plain = dict(document)
    place = "publication" if "publication" in plain else signed_place(plain)
    plain[place] = {key: value for key, value in plain[place].items() if key != "digest"}
    return hashlib.sha256(canonical_bytes(plain)).hexdigest()


def signed_part(document: Document) -> Document:
    """Return a published document without its publication: the text that was signed."""
    return {key: value for key, value in document.items() if key != "publication"}


def digests_hold(document: Document) -> bool:
    """Return whether both digests inside a published document are true."""
    whole, signed = document["publication"]["digest"], signed_digest(document)
    return bool(whole == digest(document) and signed == digest(signed_part(document)))
