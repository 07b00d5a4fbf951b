"""The lists of publications for programs: what they say, and that a strict reader accepts them."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as Xml

from app.domain.documents import DocumentKind
from app.domain.publications import PublicationFacts, PublicFile, PublicState
from app.rendering.feeds import feed_atom, index_json

LIVE = "https://complaints.example"
HTML = "text/html; charset=utf-8"
FIRST = PublicationFacts(
    landlord="Anytown & District <Council>",
    slug="anytown",
    demonstration_notice=None,
    kind=DocumentKind.STATEMENT,
    rulebook="housing-ombudsman",
    edition={"id": "2024", "title": "Complaint Handling Code", "name": "April 2024"},
    year="2025-26",
    revision=1,
    state=PublicState.REPLACED,
    published_at=datetime(2026, 6, 1, 9, 30, tzinfo=UTC),
    replaces=None,
    replaced_by=2,
    reason=None,
    withdrawn_at=None,
    withdrawn_reason=None,
    digest="a" * 64,
    signed_digest="b" * 64,
    licence={"id": "OGL-UK-3.0", "name": "Open Government Licence v3.0", "link": None},
    files=(
        PublicFile("", HTML, "c" * 64, 180_000),
        PublicFile(".json", "application/json", "d" * 64, 90_000),
        PublicFile(".pdf", "application/pdf", "e" * 64, 200_000),
        PublicFile("/provisions/6.3", HTML, "f" * 64, 6_000),
        PublicFile("/summary", HTML, "0" * 64, 8_000),
    ),
)
SECOND = replace(
    FIRST,
    revision=2,
    state=PublicState.CURRENT,
    published_at=datetime(2026, 7, 1, 9, 30, tzinfo=UTC),
    replaces=1,
    replaced_by=None,
    reason="Provision 6.3 was corrected.\x0b",
    digest="9" * 64,
    licence=None,
)
WITHDRAWN = replace(
    FIRST,
    slug="elsewhere",
    state=PublicState.WITHDRAWN,
    published_at=datetime(2026, 5, 1, 9, 30, tzinfo=UTC),
    replaced_by=None,
    withdrawn_at=datetime(2026, 8, 1, 9, 30, tzinfo=UTC),
    withdrawn_reason="It named a resident.",
    digest="8" * 64,
)
ALL = (FIRST, SECOND, WITHDRAWN)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed() -> Xml.Element:
    return Xml.fromstring(feed_atom(ALL, public_address=LIVE))


def texts(place: str) -> list[str | None]:
    return [found.text for found in feed().findall(place, ATOM)]


def test_the_index_says_of_every_revision_where_it_is_and_what_its_bytes_are() -> None:
    index = json.loads(index_json(ALL, public_address=LIVE))
    line = index["publications"][0]

    assert index["schema"] == "publications/1"
    assert index["licence"]["id"] == "CC0-1.0"
    assert [one["state"] for one in index["publications"]] == ["replaced", "current", "withdrawn"]
    assert line["landlord"] == {"name": "Anytown & District <Council>", "slug": "anytown"}
    assert line["address"] == f"{LIVE}/published/anytown/2025-26/v1"
    assert line["newest"] == f"{LIVE}/published/anytown/2025-26"
    assert line["replaced_by"] == 2
    assert line["licence"]["id"] == "OGL-UK-3.0"
    assert [file["address"].removeprefix(line["address"]) for file in line["files"]] == [
        "", "/summary", ".pdf", ".json"
    ]  # fmt: skip
    assert line["files"][2] == {
        "address": f"{LIVE}/published/anytown/2025-26/v1.pdf",
        "media_type": "application/pdf",
        "bytes": 200_000,
        "sha256": "e" * 64,
    }
    assert index["publications"][2]["withdrawn"] == {
        "at": "2026-08-01T09:30:00Z",
        "reason": "It named a resident.",
    }


def test_the_feed_has_what_atom_demands_once_each() -> None:
    root = feed()

    for place in (root, *root.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            found = place.findall(f"a:{name}", ATOM)
            assert len(found) == 1, f"{name} in {place.tag}"
            assert found[0].text
    assert root.find("a:link[@rel='self']", ATOM).get("href") == f"{LIVE}/published/feed.atom"  # type: ignore[union-attr]
    assert len(texts("a:entry/a:author/a:name")) == 3
    assert len(texts("a:entry/a:summary")) == 3


def test_entries_are_newest_first_with_ids_of_their_own_that_stay() -> None:
    moved = Xml.fromstring(feed_atom(ALL, public_address="https://elsewhere.example"))

    assert texts("a:entry/a:published") == [
        "2026-07-01T09:30:00Z",
        "2026-06-01T09:30:00Z",
        "2026-05-01T09:30:00Z",
    ]
    assert len(set(texts("a:entry/a:id"))) == 3
    assert texts("a:entry/a:id") == [one.text for one in moved.findall("a:entry/a:id", ATOM)]


def test_a_withdrawal_makes_the_feed_new_again() -> None:
    assert texts("a:updated") == ["2026-08-01T09:30:00Z"]
    assert texts("a:entry/a:updated")[2] == "2026-08-01T09:30:00Z"
    assert texts("a:entry/a:summary")[2] == (
        "Against the Complaint Handling Code, April 2024. "
        "It has been withdrawn: It named a resident."
    )


def test_no_two_alternates_of_an_entry_are_of_one_type() -> None:
    for entry in feed().findall("a:entry", ATOM):
        types = [one.get("type") for one in entry.findall("a:link[@rel='alternate']", ATOM)]
        assert types == ["text/html", "application/pdf", "application/json"]


def test_hostile_text_stays_text() -> None:
    assert texts("a:entry/a:author/a:name")[0] == "Anytown & District <Council>"
    assert "Provision 6.3 was corrected. This is the newest" in (
        texts("a:entry/a:summary")[0] or ""
    )


def test_an_empty_site_has_lists_too() -> None:
    assert json.loads(index_json((), public_address=LIVE))["publications"] == []
    assert Xml.fromstring(feed_atom((), public_address=LIVE)).find("a:updated", ATOM) is not None
