"""Committee packs: frozen for a meeting, for decision and not approved."""

import io
import json

import docx
import pypdf
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.database import db
from app.domain.history import Kind
from app.domain.packs import pack_digest
from app.domain.statement import build
from app.models import CommitteePack
from app.models.facts import assessment_facts
from app.rendering import pdf
from tests.factories import send
from tests.integration.conftest import Council, fill_in, form_of
from tests.integration.council_steps import kinds, send_back

REAL_PDF = pdf.make_pdf


def make_pack(council: Council, **typed: str) -> CommitteePack:
    """Make a pack through its page, and return its row."""
    answer = fill_in(
        council.signed_in("lead"),
        council.address("/packs"),
        **({"body": "Cabinet", "meets_on": "3 December 2026"} | typed),
    )
    assert answer.status_code == 303, answer.text
    return db.session.scalars(select(CommitteePack).order_by(CommitteePack.id.desc())).first()


def test_a_pack_holds_the_text_as_it_stands_under_its_own_code(under_scrutiny: Council) -> None:
    row = make_pack(under_scrutiny, risks="• Staff may leave.")

    pack = json.loads(row.document)
    facts = assessment_facts(under_scrutiny.assessment, under_scrutiny.edition)
    assert pack["statement"] == build(facts)
    assert pack["status"] == "For decision, not approved"
    assert pack["meeting"] == {"body": "Cabinet", "on": "2026-12-03"}
    assert pack_digest(pack) == pack["digest"] == row.digest
    assert "1. Approve the self-assessment 2025/26" in pack["decision_sought"]
    assert kinds(under_scrutiny)[-1] is Kind.PACK_MADE


def test_the_word_file_says_on_its_cover_what_it_is_and_holds_plan_and_risks(
    under_scrutiny: Council,
) -> None:
    row = make_pack(under_scrutiny, risks="• Staff may leave.")
    client = under_scrutiny.signed_in("reader")

    answer = client.get(under_scrutiny.address(f"/packs/{row.id}.docx"))

    words = [one.text for one in docx.Document(io.BytesIO(answer.data)).paragraphs]
    assert "For decision, not approved" in words
    assert any("Staff may leave." in one for one in words)
    assert "Decision sought" in words
    assert "Draft response of the governing body" in words


@pytest.mark.skipif(pdf.why_not_available() is not None, reason=str(pdf.why_not_available()))
def test_the_pdf_says_on_every_page_that_nothing_is_approved(
    under_scrutiny: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "make_pdf", REAL_PDF)
    row = make_pack(under_scrutiny)

    made = pypdf.PdfReader(io.BytesIO(row.pdf or b""))

    assert all("For decision, not approved" in page.extract_text() for page in made.pages)
    assert made.metadata is not None
    assert "report for decision" in str(made.metadata.title)


def test_a_pack_stays_as_it_was_when_the_assessment_goes_on(under_scrutiny: Council) -> None:
    row = make_pack(under_scrutiny)
    before = row.document
    send_back(under_scrutiny, "lead")

    db.session.expire_all()
    assert db.session.get_one(CommitteePack, row.id).document == before
    with pytest.raises(IntegrityError, match="append-only"):
        db.session.execute(text("UPDATE committee_pack SET digest = 'x'"))


def test_a_pack_needs_a_text_that_stands_still(draft: Council) -> None:
    page = draft.signed_in("lead").get(draft.address("/packs"))
    assert "It is draft now." in page.text

    answer = send(
        draft.signed_in("lead"),
        draft.address("/packs"),
        page=draft.address("/provisions/4.1"),
        token="t1",
        body="Cabinet",
        decision_sought="Approve it.",
    )

    assert answer.status_code == 409
    assert db.session.scalars(select(CommitteePack)).all() == []


@pytest.mark.parametrize("missing", ["body", "decision_sought"])
def test_a_cover_that_says_too_little_keeps_what_was_typed(
    under_scrutiny: Council, missing: str
) -> None:
    typed = {"body": "Cabinet", "decision_sought": "Approve it.", "risks": "Few."} | {missing: ""}

    answer = fill_in(under_scrutiny.signed_in("lead"), under_scrutiny.address("/packs"), **typed)

    assert answer.status_code == 422
    assert "Few." in answer.text


def test_two_presses_make_one_pack(under_scrutiny: Council) -> None:
    lead = under_scrutiny.signed_in("lead")
    sent = form_of(lead.get(under_scrutiny.address("/packs"))) | {"body": "Cabinet"}

    for _ in range(2):
        assert lead.post(under_scrutiny.address("/packs"), data=sent).status_code == 303

    assert len(db.session.scalars(select(CommitteePack)).all()) == 1


def test_another_landlords_pack_is_not_there(under_scrutiny: Council) -> None:
    row = make_pack(under_scrutiny)

    stranger = under_scrutiny.signed_in("stranger")

    assert stranger.get(under_scrutiny.address(f"/packs/{row.id}.pdf")).status_code == 404
