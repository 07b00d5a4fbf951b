"""What is published beside the page: the list, the open data and the PDF."""

import csv
import io
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pypdf import PdfReader
from sqlalchemy import select

from app.database import db
from app.domain.signed_documents import canonical_bytes, digests_hold
from app.domain.workflow import Reason, State
from app.models import Publication
from app.rendering import pdf
from tests import assessment_factories as make
from tests.integration.conftest import Council, fill_in
from tests.integration.publication_steps import bytes_of, correct, public, verify


def test_the_front_page_lists_the_newest_revision_of_each_year(published: Council) -> None:
    correct(published)
    make.start(published.landlord, published.lead, make.CODE_2020, "2020/21", Reason.RECORD)
    make.publish(published.assessment, published.lead)

    page = published.visitor().get("/").text

    assert page.index("Self-assessment 2025/26") < page.index("Self-assessment 2020/21")
    assert "revision 2, published" in page
    assert page.count("Self-assessment 20") == 2
    assert "Ashford Borough Council" in page
    assert public(published, ".pdf") in page
    assert public(published, ".docx") in page


def test_a_published_assessment_says_where_it_is_public(published: Council) -> None:
    page = published.signed_in("reader").get(published.address()).text

    assert published.assessment.state is State.PUBLISHED
    assert f'href="{public(published)}"' in page


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


def test_the_licence_and_the_words_for_residents_are_in_what_is_published(
    published: Council,
) -> None:
    issued = json.loads(bytes_of(published, ".json"))["publication"]

    assert issued["licence"]["id"] == "OGL-UK-3.0"
    assert set(issued["plain_words"]) >= {"1.2", "9.8"}
    assert issued["glossary"]


def test_the_csv_has_a_row_for_each_provision(published: Council) -> None:
    rows = list(csv.DictReader(io.StringIO(bytes_of(published, ".csv").decode("utf-8-sig"))))

    assert len(rows) == 72
    assert [rows[0]["Provision"], rows[-1]["Provision"]] == ["1.2", "9.8"]
    assert {row["Answer"] for row in rows} == {"Yes"}


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
    assert verify(signed_off)[0] == 0


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
