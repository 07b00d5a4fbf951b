"""The public addresses: the bytes as they were issued, in the encoding that a browser accepts."""

import gzip
import hashlib

import brotli
import pytest
from sqlalchemy import select

from app.database import db
from app.domain.published_files import files_digest
from app.models import Publication, PublishedAsset, PublishedFile
from app.rendering import statement_page
from tests.integration.conftest import FAKE_PDF, Council, queries_of
from tests.integration.publication_steps import (
    FILES,
    PAGES,
    bytes_of,
    correct,
    public,
    rehash_last_entry,
    tamper,
)


@pytest.mark.parametrize("ending", FILES)
def test_the_newest_revision_stands_at_the_year_in_every_form(
    published: Council, ending: str
) -> None:
    newest = published.visitor().get(public(published, ending))
    first = published.visitor().get(public(published, f"/v1{ending}"))

    assert (newest.status_code, newest.mimetype) == (200, FILES[ending])
    assert newest.data == first.data


def test_every_stored_file_is_sent_as_it_is_and_bound_to_the_publication(
    published: Council,
) -> None:
    row = db.session.scalars(select(Publication)).one()
    files = {file.ending: (file.content, file.sha256) for file in row.files}
    digest = row.files_digest

    assert set(FILES) <= set(files)
    assert sum(ending.startswith("/provisions/") for ending in files) == 72
    for ending, (content, sha256) in files.items():
        assert bytes_of(published, ending) == content
        assert hashlib.sha256(content).hexdigest() == sha256
    assert files[".pdf"][0] == FAKE_PDF
    assert digest == files_digest((ending, sha256) for ending, (_, sha256) in files.items())
    assert published.history()[-1].after["files_digest"] == digest  # type: ignore[index]


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("", None),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0.2, gzip", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("*", "br"),
        ("*;q=0", None),
        ("identity, br;q=0.5", None),
        ("gzip;q=nonsense", None),
    ],
)
def test_a_text_is_sent_in_the_encoding_that_is_liked_best(
    published: Council, accepted: str, sent: str | None
) -> None:
    plain = bytes_of(published, "")

    answer = published.visitor().get(public(published), headers={"Accept-Encoding": accepted})

    assert answer.headers.get("Content-Encoding") == sent
    assert answer.headers["Vary"] == "Accept-Encoding"
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[sent]
    assert unpack(answer.data) == plain


def test_what_is_compressed_inside_is_sent_as_it_is(published: Council) -> None:
    for ending in (".pdf", ".docx"):
        answer = published.visitor().get(
            public(published, ending), headers={"Accept-Encoding": "br"}
        )
        assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".json", ".csv"])
def test_a_file_carries_a_name_of_its_own(published: Council, ending: str) -> None:
    sent = published.visitor().get(public(published, ending))

    name = f"{published.landlord.slug}-2025-26-v1{ending}"
    assert sent.headers["Content-Disposition"] == f'inline; filename="{name}"'


def test_the_stylesheet_of_a_page_is_kept_at_an_address_for_ever(published: Council) -> None:
    address = f"/published/assets/{db.session.scalars(select(PublishedAsset.sha256)).one()}.css"

    sent = published.visitor().get(address)
    packed = published.visitor().get(address, headers={"Accept-Encoding": "br"})

    assert address.encode() in bytes_of(published, "")
    assert sent.data == statement_page.stylesheet_bytes() == brotli.decompress(packed.data)
    assert "immutable" in sent.headers["Cache-Control"]


def test_a_page_needs_nothing_of_the_programs_own_looks(published: Council) -> None:
    for ending in PAGES:
        page = bytes_of(published, ending).decode()
        assert 'href="/assets/' not in page
        assert "<script" not in page


@pytest.mark.parametrize("ending", FILES)
@pytest.mark.parametrize("accepted", ["", "br"])
def test_a_reader_who_has_the_newest_already_is_sent_nothing(
    published: Council, ending: str, accepted: str
) -> None:
    headers = {"Accept-Encoding": accepted}
    first = published.visitor().get(public(published, ending), headers=headers)

    for held in (
        first.headers["ETag"],
        f"W/{first.headers['ETag']}",
        f'"x", {first.headers["ETag"]}',
    ):
        again = published.visitor().get(
            public(published, ending), headers=headers | {"If-None-Match": held}
        )
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]


def test_each_encoding_has_a_tag_of_its_own(published: Council) -> None:
    tags = {
        published.visitor()
        .get(public(published), headers={"Accept-Encoding": accepted})
        .headers["ETag"]
        for accepted in ("", "gzip", "br")
    }

    assert len(tags) == 3
    assert not any(tag.startswith("W/") for tag in tags)


def test_what_a_reader_has_is_out_of_date_after_a_correction(published: Council) -> None:
    rests = ("", "/v1", "/v1.json", ".json", "/provisions/6.3", "/v1/provisions/6.3")
    tags = {
        rest: published.visitor().get(public(published, rest)).headers["ETag"] for rest in rests
    }
    correct(published)

    again = {
        rest: published.visitor().get(public(published, rest), headers={"If-None-Match": tag})
        for rest, tag in tags.items()
    }

    assert {rest: one.status_code for rest, one in again.items()} == {
        "": 200,
        "/v1": 200,
        "/v1.json": 304,
        ".json": 200,
        "/provisions/6.3": 200,
        "/v1/provisions/6.3": 200,
    }


def test_an_answer_that_is_kept_is_the_same_to_the_last_header(published: Council) -> None:
    visitor, address = published.visitor(), public(published)

    asked = queries_of(visitor, address)
    kept = queries_of(visitor, address)
    first, second = visitor.get(address), visitor.get(address)
    head = visitor.head(address)

    assert asked
    assert kept == []
    assert dict(first.headers) == dict(second.headers) == dict(head.headers)
    assert head.data == b""
    tables = ("signed_in_session", "person", "kept_typing", "membership")
    assert not [one for one in asked if any(f"FROM {table}" in one for table in tables)]


def test_a_revision_without_a_stored_csv_has_it_made_from_its_document(
    published: Council,
) -> None:
    stored = bytes_of(published, ".csv")
    row = db.session.scalars(select(PublishedFile).where(PublishedFile.ending == ".csv")).one()
    manifest = [(one.ending, one.sha256) for one in db.session.scalars(select(PublishedFile))]
    less = files_digest(pair for pair in manifest if pair[0] != row.ending)

    tamper(published, "published_file", "DELETE FROM published_file WHERE ending = '.csv'")
    tamper(published, "publication", f"SET files_digest = '{less}'")
    tamper(published, "history_entry", "SET after = json_remove(after, '$.files_digest')")
    rehash_last_entry(published)

    assert bytes_of(published, ".csv") == stored


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/published/nowhere/2025-26", "No landlord has published anything at this address"),
        ("/published/nowhere", "The front page lists them"),
        ("/published/{slug}/2019-20", "has published 2025/26; there is no “2019-20”"),
        ("/published/{slug}/last-year", "there is no “last-year”"),
        ("/published/{slug}/2025-2026", "there is no “2025-2026”"),
        ("/published/{slug}/2025-26.odt", "there is no “2025-26.odt”"),
        ("/published/{slug}/2025-26/v2", "2025/26 has revision 1; there is no “v2”"),
        ("/published/{slug}/2025-26/v0", "there is no “v0”"),
        ("/published/{slug}/2025-26/v01", "there is no “v01”"),
        ("/published/{slug}/2025-26/newest.pdf", "there is no “newest”"),
        ("/published/{slug}/2025-26/v99999999999999999999", "has revision 1"),
        ("/published/{slug}/2025-26/provisions/1.1", "there is no provision “1.1”"),
        ("/published/{slug}/2025-26/v1/provisions/99.9", "for each provision from 1.2 to 9.8"),
        ("/published/{slug}/2025-26/v7/summary", "there is no “v7”"),
    ],
)
def test_an_address_that_is_not_there_is_answered_by_what_exists(
    published: Council, address: str, said: str
) -> None:
    answer = published.visitor().get(address.format(slug=published.landlord.slug))

    assert answer.status_code == 404
    assert said in answer.text


def test_a_shortened_address_leads_to_the_list(published: Council) -> None:
    slug = published.landlord.slug

    answer = published.visitor().get(f"/published/{slug}")

    assert (answer.status_code, answer.location) == (302, f"/#{slug}")


def test_what_is_not_published_is_not_public(signed_off: Council) -> None:
    visitor = signed_off.visitor()

    assert visitor.get(public(signed_off)).status_code == 404
    assert "Nothing has been published here yet." in visitor.get("/").text
