"""The lists of all publications for programs: `publications/1` as JSON, and an Atom feed."""

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as Xml

from app.domain.documents import NOUNS, TITLES, DocumentKind
from app.domain.publications import PublicationFacts, PublicFile, PublicState
from app.domain.published_addresses import FIRST_RULEBOOK

SCHEMA = "publications/1"
ATOM = "http://www.w3.org/2005/Atom"
INDEX_ADDRESS = "/published/index.json"
FEED_ADDRESS = "/published/feed.atom"
# The facts of the list are ours to give away; every publication names its own licence.
LIST_LICENCE = {
    "id": "CC0-1.0",
    "name": "CC0 1.0 Universal",
    "link": "https://creativecommons.org/publicdomain/zero/1.0/",
}
STATE_WORDS = {
    PublicState.CURRENT: "This is the newest revision.",
    PublicState.REPLACED: "It has been replaced by revision {}.",
    PublicState.WITHDRAWN: "It has been withdrawn: {}",
}
# The files that hold the whole of a document; a page for each provision would only swell a list.
WHOLE = ("", "/summary", ".pdf", ".docx", ".csv", ".json")


def index_json(publications: Sequence[PublicationFacts], *, public_address: str) -> bytes:
    """Return every revision of every publication with its addresses, digests and state."""
    return _json(
        {
            "schema": SCHEMA,
            "address": f"{public_address}{INDEX_ADDRESS}",
            "licence": LIST_LICENCE,
            "publications": [_line(one, public_address) for one in publications],
        }
    )


def feed_atom(publications: Sequence[PublicationFacts], *, public_address: str) -> bytes:
    """Return the publications as Atom (RFC 4287), the newest first."""
    feed = Xml.Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    changed = max(
        (one.changed_at for one in publications), default=datetime(1970, 1, 1, tzinfo=UTC)
    )
    _add(feed, "id", f"{public_address}{FEED_ADDRESS}")
    _add(feed, "title", "Published self-assessments and annual reports")
    _add(feed, "updated", _moment(changed))
    _link(feed, "self", f"{public_address}{FEED_ADDRESS}", "application/atom+xml")
    _link(feed, "alternate", f"{public_address}/", "text/html")
    for one in sorted(publications, key=lambda p: (p.published_at, p.digest), reverse=True):
        _add_entry(feed, one, public_address)
    Xml.indent(feed)
    return bytes(Xml.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _line(one: PublicationFacts, public_address: str) -> dict[str, Any]:
    return {
        "landlord": {"name": one.landlord, "slug": one.slug},
        "demonstration": one.is_demonstration,
        "kind": one.kind,
        "rulebook": one.rulebook,
        "edition": one.edition,
        "year": one.year,
        "revision": one.revision,
        "state": one.state.value,
        "published_at": _moment(one.published_at),
        "replaces": one.replaces,
        "replaced_by": one.replaced_by,
        "reason": one.reason,
        "withdrawn": _withdrawn(one),
        "licence": one.licence,
        "digest": one.digest,
        f"{NOUNS[one.kind]}_digest": one.signed_digest,
        "address": f"{public_address}{one.address}",
        "newest": f"{public_address}{one.newest}",
        **_provisions(one, public_address),
        "files": [
            {
                "address": f"{public_address}{one.address}{file.ending}",
                "media_type": file.media_type,
                "bytes": file.length,
                "sha256": file.sha256,
            }
            for file in _whole(one)
        ],
    }


def _provisions(one: PublicationFacts, public_address: str) -> dict[str, str]:
    """Return where the page of each provision stands; a report has no such pages."""
    if one.kind is not DocumentKind.STATEMENT:
        return {}
    return {"provisions": f"{public_address}{one.address}/provisions/{{number}}"}


def _withdrawn(one: PublicationFacts) -> dict[str, str | None] | None:
    if one.withdrawn_at is None:
        return None
    return {"at": _moment(one.withdrawn_at), "reason": one.withdrawn_reason}


def _add_entry(feed: Xml.Element, one: PublicationFacts, public_address: str) -> None:
    entry = Xml.SubElement(feed, "entry")
    # Made of the digest, so that it stays when the site moves to another address.
    _add(entry, "id", uuid.uuid5(uuid.NAMESPACE_URL, f"sha256:{one.digest}").urn)
    _add(entry, "title", f"{one.landlord}: {TITLES[one.kind].lower()} {one.year}{_against(one)}")
    _add(entry, "published", _moment(one.published_at))
    _add(entry, "updated", _moment(one.changed_at))
    author = Xml.SubElement(entry, "author")
    _add(author, "name", one.landlord)
    if one.licence:
        _add(entry, "rights", one.licence["name"] or "")
    Xml.SubElement(entry, "category", {"term": one.state.value})
    for file in _whole(one):
        media_type = file.media_type.partition(";")[0]
        # One alternate for each type, as Atom asks; the large-print page is of a type twice.
        relation = "related" if file.ending == "/summary" else "alternate"
        _link(entry, relation, f"{public_address}{one.address}{file.ending}", media_type)
    _add(entry, "summary", _summary(one))


def _against(one: PublicationFacts) -> str:
    """Return what tells the entry from others of its year: the rulebook, and the revision."""
    code = "" if one.rulebook == FIRST_RULEBOOK else f" against the {_standard(one)}"
    return f"{code}, revision {one.revision}"


def _standard(one: PublicationFacts) -> str:
    return f"{one.edition['title']}, {one.edition['name']}"


def _summary(one: PublicationFacts) -> str:
    words = STATE_WORDS[one.state].format(one.withdrawn_reason or one.replaced_by)
    changes = f"What it changes: {one.reason} " if one.reason else ""
    return f"Against the {_standard(one)}. {changes}{words}"


def _whole(one: PublicationFacts) -> list[PublicFile]:
    by_ending = {file.ending: file for file in one.files}
    return [by_ending[ending] for ending in WHOLE if ending in by_ending]


def _add(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, name).text = _sayable(text)


def _link(parent: Xml.Element, relation: str, address: str, media_type: str) -> None:
    values = {"rel": relation, "type": media_type, "href": address}
    Xml.SubElement(parent, "link", values)


def _sayable(text: str) -> str:
    """Return a text without the few characters that XML has no way to write."""
    return "".join(one for one in text if one >= " " and one not in "\ufffe\uffff" or one in "\n\t")


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
