"""What is public: its addresses, its files as they were issued, and the proof that none changed."""

import csv
import io
import json
import sqlite3
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pypdf import PdfReader
from sqlalchemy import select

from app.database import db
from app.domain.statement import canonical_bytes, digests_hold
from app.domain.workflow import Reason, State
from app.models import Publication, PublishedAsset
from app.rendering import pdf, statement_page
from tests import assessment_factories as make
from tests.integration.conftest import FAKE_PDF, Council, fill_in

FORMS = {
    "": "text/html",
    ".pdf": "application/pdf",
    ".json": "application/json",
    ".csv": "text/csv",
}


def public(council: Council, rest: str = "") -> str:
    return f"/published/{council.landlord.slug}/2025-26{rest}"


def correct(council: Council) -> None:
    make.start_correction(council.assessment, council.lead)
    make.answer(council.assessment, council.officer, "2.1", "yes", commentary="Now it is right.")
    make.send_for_scrutiny(council.assessment, council.lead)
    make.sign_off(council.assessment, council.member)
    make.publish(council.assessment, council.lead, "The commentary of 2.1 was missing.")


@pytest.fixture
def corrected(published: Council) -> Council:
    """The council with a second revision that corrects the first."""
    correct(published)
    return published


def bytes_of(council: Council, rest: str) -> bytes:
    sent = council.visitor().get(public(council, rest))
    assert sent.status_code == 200
    return bytes(sent.data)


# Addresses.


@pytest.mark.parametrize("ending", FORMS)
def test_the_newest_revision_stands_at_the_year_in_every_form(
    published: Council, ending: str
) -> None:
    newest = published.visitor().get(public(published, ending))
    first = published.visitor().get(public(published, f"/v1{ending}"))

    assert (newest.status_code, newest.mimetype) == (200, FORMS[ending])
    assert newest.data == first.data


def test_the_files_are_the_bytes_that_were_stored(published: Council) -> None:
    row = db.session.scalars(select(Publication)).one()

    assert bytes_of(published, "") == row.html
    assert bytes_of(published, ".json") == row.document
    assert bytes_of(published, ".pdf") == row.pdf == FAKE_PDF


@pytest.mark.parametrize("ending", [".pdf", ".json", ".csv"])
def test_a_file_carries_a_name_of_its_own(published: Council, ending: str) -> None:
    sent = published.visitor().get(public(published, ending))

    name = f"{published.landlord.slug}-2025-26-v1{ending}"
    assert sent.headers["Content-Disposition"] == f'inline; filename="{name}"'


def test_the_stylesheet_of_a_page_is_kept_at_an_address_for_ever(published: Council) -> None:
    row = db.session.scalars(select(PublishedAsset)).one()
    address = f"/published/assets/{row.sha256}.css"

    sent = published.visitor().get(address)

    assert address.encode() in bytes_of(published, "")
    assert sent.data == statement_page.stylesheet_bytes()
    assert "immutable" in sent.headers["Cache-Control"]


def test_a_page_needs_nothing_of_the_programs_own_looks(published: Council) -> None:
    page = bytes_of(published, "").decode()

    assert 'href="/assets/' not in page
    assert "<script" not in page


@pytest.mark.parametrize("ending", FORMS)
def test_a_reader_who_has_the_newest_already_is_sent_nothing(
    published: Council, ending: str
) -> None:
    first = published.visitor().get(public(published, ending))

    again = published.visitor().get(
        public(published, ending), headers={"If-None-Match": first.headers["ETag"]}
    )

    assert (again.status_code, again.data) == (304, b"")


def test_what_a_reader_has_is_out_of_date_after_a_correction(published: Council) -> None:
    tags = {
        rest: published.visitor().get(public(published, rest)).headers["ETag"]
        for rest in ("", "/v1", "/v1.json", ".json")
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
    }


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/published/nowhere/2025-26", "No landlord has published anything at this address"),
        ("/published/nowhere", "The front page lists them"),
        ("/published/{slug}/2019-20", "has published 2025/26; there is no “2019-20”"),
        ("/published/{slug}/last-year", "there is no “last-year”"),
        ("/published/{slug}/2025-2026", "there is no “2025-2026”"),
        ("/published/{slug}/2025-26.docx", "there is no “2025-26.docx”"),
        ("/published/{slug}/2025-26/v2", "2025/26 has revision 1; there is no “v2”"),
        ("/published/{slug}/2025-26/v0", "there is no “v0”"),
        ("/published/{slug}/2025-26/v01", "there is no “v01”"),
        ("/published/{slug}/2025-26/newest.pdf", "there is no “newest”"),
        ("/published/{slug}/2025-26/v99999999999999999999", "has revision 1"),
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


def test_the_front_page_lists_the_newest_revision_of_each_year(corrected: Council) -> None:
    make.start(corrected.landlord, corrected.lead, make.CODE_2020, "2020/21", Reason.RECORD)
    make.publish(corrected.assessment, corrected.lead)

    page = corrected.visitor().get("/").text

    assert page.index("Self-assessment 2025/26") < page.index("Self-assessment 2020/21")
    assert "revision 2, published" in page
    assert page.count("Self-assessment 20") == 2
    assert "Ashford Borough Council" in page
    assert public(corrected, ".pdf") in page


def test_what_is_not_published_is_not_public(signed_off: Council) -> None:
    visitor = signed_off.visitor()

    assert visitor.get(public(signed_off)).status_code == 404
    assert "Nothing has been published here yet." in visitor.get("/").text


# The open data.


def test_the_json_is_valid_by_the_schema_that_is_published_beside_it(published: Council) -> None:
    schema = published.visitor().get("/schemas/statement-1.json")
    document = json.loads(bytes_of(published, ".json"))

    assert schema.mimetype == "application/schema+json"
    Draft202012Validator(schema.get_json(force=True)).validate(document)
    assert digests_hold(document)
    assert canonical_bytes(document) == bytes_of(published, ".json")


def test_the_json_of_a_questionnaire_with_every_kind_of_answer_is_valid(council: Council) -> None:
    make.start(council.landlord, council.lead, make.CODE_2020, "2020/21", Reason.RECORD)
    make.answer_everything(council.assessment, council.lead)
    make.answer(council.assessment, council.lead, "4.6", {"count": 23, "of": 29})
    make.answer(council.assessment, council.lead, "4.10", {"not_available": True})
    make.answer(council.assessment, council.lead, "1.1", None)
    make.publish(council.assessment, council.lead)

    sent = council.visitor().get(f"/published/{council.landlord.slug}/2020-21.json")

    schema = council.visitor().get("/schemas/statement-1.json").get_json(force=True)
    document = sent.get_json()
    Draft202012Validator(schema).validate(document)
    assert document["assessment"]["reason"] == "record"
    assert {section["status"] for section in document["sections"]} == {None}
    assert document["summary"]["not_answered"] == 1


def test_the_csv_has_a_row_for_each_provision(published: Council) -> None:
    rows = list(csv.DictReader(io.StringIO(bytes_of(published, ".csv").decode("utf-8-sig"))))

    assert len(rows) == 72
    assert [rows[0]["Provision"], rows[-1]["Provision"]] == ["1.2", "9.8"]
    assert {row["Answer"] for row in rows} == {"Yes"}


# Corrections.


def test_a_replaced_revision_stays_as_it_was_but_for_one_notice(published: Council) -> None:
    before = {ending: bytes_of(published, f"/v1{ending}") for ending in FORMS}
    correct(published)
    after = {ending: bytes_of(published, f"/v1{ending}") for ending in FORMS}

    for ending in (".pdf", ".json", ".csv"):
        assert after[ending] == before[ending]
    notice = after[""].split(b'<aside class="notice"')[1].split(b"</aside>")[0]
    whole = b'<aside class="notice"' + notice + b"</aside>"
    marker = statement_page.FOR_NOTICE.encode()
    assert after[""].replace(whole, marker) == before[""]
    assert b"This is revision 1. It has been replaced by revision 2." in notice
    assert public(published).encode() in notice


def test_the_newest_revision_says_what_it_replaces_and_why(corrected: Council) -> None:
    document: Any = json.loads(bytes_of(corrected, ".json"))
    page = bytes_of(corrected, "").decode()

    assert document["publication"]["revision"] == 2
    assert document["publication"]["replaces"] == 1
    assert document["publication"]["reason"] == "The commentary of 2.1 was missing."
    assert "The commentary of 2.1 was missing." in page
    assert "has been replaced" not in page


def test_an_in_year_reassessment_is_the_next_revision_of_the_year(published: Council) -> None:
    make.start(published.landlord, published.lead, reason=Reason.SIGNIFICANT_CHANGE)
    make.answer_everything(published.assessment, published.officer)
    make.send_for_scrutiny(published.assessment, published.lead)
    make.write_response(published.assessment, published.member)
    make.sign_off(published.assessment, published.member)

    publication = make.publish(published.assessment, published.lead, "Two teams were merged.")

    assert publication.revision == 2
    assert b'"reason":"significant_change"' in bytes_of(published, ".json")


# The PDF.


def test_without_a_pdf_the_page_is_published_and_the_pdf_says_why(
    signed_off: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(html: str, *, lock_folder: object) -> bytes:
        raise pdf.PdfNotAvailable("PDF is not available: install Pango.")

    monkeypatch.setattr(pdf, "make_pdf", none)
    monkeypatch.setattr(pdf, "why_not_available", lambda: "PDF is not available: install Pango.")
    make.publish(signed_off.assessment, signed_off.lead)

    answer = signed_off.visitor().get(public(signed_off, ".pdf"))

    assert answer.status_code == 404
    assert "PDF is not available for this revision" in answer.text
    assert public(signed_off, ".pdf") not in signed_off.visitor().get("/").text
    assert b"2025/26" in bytes_of(signed_off, "")
    assert db.session.scalars(select(Publication.pdf_missing)).one() == (
        "PDF is not available: install Pango."
    )
    assert run_verify(signed_off)[0] == 0


def test_a_passing_failure_publishes_nothing_unless_the_lead_chooses_so(
    signed_off: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(html: str, *, lock_folder: object) -> bytes:
        raise pdf.PdfNotAvailable("PDF is not available: making it took more than 60 seconds.")

    monkeypatch.setattr(pdf, "make_pdf", fails)
    monkeypatch.setattr(pdf, "why_not_available", lambda: None)
    lead, page = signed_off.signed_in("lead"), signed_off.address("/publish")

    refused = fill_in(lead, page)
    chosen = fill_in(lead, page, without_pdf="yes")

    assert refused.status_code == 422
    assert "more than 60 seconds. Nothing is published yet" in refused.text
    assert chosen.status_code == 303
    assert signed_off.visitor().get(public(signed_off, ".pdf")).status_code == 404


def test_a_real_pdf_is_made_and_says_what_the_page_says(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    reason = pdf.why_not_available()
    if reason:
        pytest.skip(reason)
    monkeypatch.undo()
    make.start(council.landlord, council.lead, make.CODE_2020, "2020/21", Reason.RECORD)
    make.answer(council.assessment, council.lead, "4.6", {"count": 23, "of": 29})

    published = fill_in(council.signed_in("lead"), council.address("/publish"))

    assert published.status_code == 303
    sent = council.visitor().get(f"/published/{council.landlord.slug}/2020-21.pdf")
    reader = PdfReader(io.BytesIO(sent.data))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Ashford Borough Council" in text
    assert "23 of 29 (79.3%)" in text
    assert "Revision 1, published" in text
    address = f"https://complaints.example/published/{council.landlord.slug}/2020-21"
    assert address in text.replace(" ", "")
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"]


# The proof.


def run_verify(council: Council) -> tuple[int, str]:
    db.session.rollback()
    result = council.app.test_cli_runner().invoke(args=["publications", "verify"])
    return result.exit_code, result.output


def tamper(council: Council, table: str, change: str) -> None:
    db.session.remove()
    db.engine.dispose()
    with sqlite3.connect(council.folder / "tracker.sqlite") as connection:
        connection.execute(f"DROP TRIGGER {table}_refuses_update")
        connection.execute(f"UPDATE {table} SET {change}")
    connection.close()


def test_what_is_as_it_was_issued_is_verified(corrected: Council) -> None:
    assert run_verify(corrected) == (
        0,
        "All 7 items are as they were issued, signed or recorded.\n",
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("html = CAST(replace(CAST(html AS TEXT), 'Yes', 'yes') AS BLOB)", "its page changed"),
        ("pdf = X'25504446'", "its PDF changed"),
        ("pdf = NULL, pdf_sha256 = NULL", "its PDF is gone"),
        ("revision = revision + 7", "is not the one in its document"),
        ("pdf = NULL", "its PDF changed"),
        (
            "document = CAST(replace(CAST(document AS TEXT), '\"yes\"', '\"no\"') AS BLOB)",
            "its document changed; the digests inside its document do not hold",
        ),
        ("document = X'00'", "its document cannot be read"),
        (f"digest = '{'0' * 64}'", "the digests inside its document do not hold"),
        (f"html_sha256 = '{'0' * 64}'", "its page changed"),
    ],
)
def test_a_changed_byte_is_found(published: Council, change: str, said: str) -> None:
    tamper(published, "publication", change)

    code, output = run_verify(published)

    assert code == 1
    assert f"{published.landlord.slug} 2025/26 revision" in output
    assert said in output
    assert "of 5 do not hold." in output


def test_a_changed_stylesheet_is_found(published: Council) -> None:
    tamper(published, "published_asset", "content = X'00'")

    code, output = run_verify(published)

    assert code == 1
    assert "its bytes changed" in output


@pytest.mark.parametrize("table", ["publication", "sign_off", "history_entry", "published_asset"])
@pytest.mark.parametrize("change", ["UPDATE {} SET rowid = rowid", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_is_kept_for_ever(
    published: Council, table: str, change: str
) -> None:
    db.session.remove()
    db.engine.dispose()
    connection = sqlite3.connect(published.folder / "tracker.sqlite")

    with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
        connection.execute(change.format(table))

    connection.close()


def test_a_published_assessment_says_where_it_is_public(published: Council) -> None:
    page = published.signed_in("reader").get(published.address()).text

    assert published.assessment.state is State.PUBLISHED
    assert f'href="{public(published)}"' in page


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("sign_off", "document = X'7B7D'", "text signed off on"),
        ("history_entry", "by_name = 'Somebody else'", "its chain breaks at entry"),
    ],
)
def test_a_changed_signature_or_history_is_found(
    published: Council, table: str, change: str, said: str
) -> None:
    tamper(published, table, change)

    code, output = run_verify(published)

    assert code == 1
    assert said in output
