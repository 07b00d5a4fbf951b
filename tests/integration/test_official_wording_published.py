"""The official wording in what is published: as it was when it was issued, and never afterwards."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import delete, select

from app.database import db, transaction
from app.domain import signed_documents
from app.domain.documents import Document
from app.domain.signed_documents import digests_hold
from app.models import CommitteePack, OfficialWording
from tests import assessment_factories as make
from tests.conftest import NOW
from tests.integration.conftest import Council, fill_in
from tests.integration.publication_steps import FILES, bytes_of, public, verify

WORDING = "A complaint must be told to:\n\n• the resident\n• <b>the Ombudsman</b>"
LABEL = "The Housing Ombudsman’s own words"
OURS_ONLY = "What the Code asks is told in our summary, not in its official text."


def load(texts: dict[str, str], *, edition: str = "housing-ombudsman-2024") -> None:
    """Put official wording in place of what was loaded of an edition."""
    with transaction():
        db.session.execute(delete(OfficialWording).where(OfficialWording.edition_id == edition))
        for number, text in texts.items():
            db.session.add(
                OfficialWording(
                    edition_id=edition,
                    number=number,
                    text=text,
                    file_name="form.docx",
                    file_sha256="0" * 64,
                    loaded_at=NOW,
                    loaded_by="The lead",
                )
            )


def publish(council: Council, **typed: str) -> None:
    """Publish through the page, as the lead does."""
    answer = fill_in(council.signed_in("lead"), council.address("/publish"), **typed)
    assert answer.status_code == 303, answer.text


def issued(council: Council, rest: str = ".json") -> Document:
    document: Document = json.loads(bytes_of(council, rest))
    return document


def test_a_publication_holds_the_official_wording_beside_our_summary(signed_off: Council) -> None:
    load({"6.3": WORDING, "99.9": "There is no such provision."})
    load({"1.2": "Words of another edition."}, edition="housing-ombudsman-2022")

    publish(signed_off)

    document = issued(signed_off)
    assert document["publication"]["official_text"] == {"6.3": WORDING}
    assert {
        provision["requirement"]["wording"]
        for section in document["sections"]
        for provision in section["provisions"]
    } == {"summary"}
    schema = signed_off.visitor().get("/schemas/statement-1.json").get_json(force=True)
    Draft202012Validator(schema).validate(document)
    assert digests_hold(document)
    page = bytes_of(signed_off, "/provisions/6.3").decode()
    assert LABEL in page
    assert "&lt;b&gt;the Ombudsman&lt;/b&gt;" in page
    assert LABEL not in bytes_of(signed_off, "/provisions/6.4").decode()
    assert verify(signed_off)[0] == 0


@pytest.mark.parametrize("later", [{"6.3": "Other words.", "6.4": "More words."}, {}])
def test_nothing_published_changes_with_what_is_loaded_later(
    signed_off: Council, later: dict[str, str]
) -> None:
    load({"6.3": WORDING})
    publish(signed_off)
    before = {rest: bytes_of(signed_off, rest) for rest in FILES}

    load(later)

    assert {rest: bytes_of(signed_off, rest) for rest in FILES} == before
    assert verify(signed_off)[0] == 0


def test_the_next_revision_holds_what_is_loaded_by_then(signed_off: Council) -> None:
    publish(signed_off)
    load({"6.3": WORDING})
    make.start_correction(signed_off.assessment, signed_off.lead)
    make.send_for_scrutiny(signed_off.assessment, signed_off.lead)
    make.sign_off(signed_off.assessment, signed_off.member)

    publish(signed_off, reason="With the official wording.")

    first, second = issued(signed_off, "/v1.json"), issued(signed_off, "/v2.json")
    assert first["publication"]["official_text"] == {}
    assert second["publication"]["official_text"] == {"6.3": WORDING}
    assert first["assessment"]["digest"] == second["assessment"]["digest"]


def test_the_text_is_read_before_publication_as_it_would_be_published(
    under_scrutiny: Council,
) -> None:
    assert OURS_ONLY in under_scrutiny.page_of("member", "/text")

    load({"6.3": WORDING})

    page = under_scrutiny.page_of("member", "/text")
    assert "for 1 of the 72 provisions in the Housing Ombudsman’s own words as well" in page
    assert "6.3 in the Housing Ombudsman’s own words" in page


def test_a_pack_keeps_the_official_wording_that_the_meeting_has_before_it(
    under_scrutiny: Council,
) -> None:
    load({"6.3": WORDING, "99.9": "There is no such provision."})

    client, page = under_scrutiny.signed_in("lead"), under_scrutiny.address("/packs")
    assert fill_in(client, page, body="Cabinet", meets_on="3 December 2026").status_code == 303

    pack = json.loads(db.session.scalars(select(CommitteePack.document)).one())
    assert pack["official_text"] == {"6.3": WORDING}


def without_official_wording(publish: Callable[..., Document]) -> Callable[..., Document]:
    """Return what built a document before there was any official wording in it."""

    def published(*given: Any, **more: Any) -> Document:
        document = publish(*given, **more)
        del document["publication"]["official_text"]
        document["publication"]["digest"] = signed_documents.digest(document)
        return document

    return published


def test_a_document_of_before_is_still_shown_compared_copied_and_checked(
    signed_off: Council, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as before:
        published = without_official_wording(signed_documents.published)
        before.setattr(signed_documents, "published", published)
        publish(signed_off)
    load({"6.3": WORDING})

    assert "official_text" not in issued(signed_off)["publication"]
    visitor, slug = signed_off.visitor(), signed_off.landlord.slug
    for address in ("/", public(signed_off, "/changes"), f"/published/{slug}/promises"):
        assert visitor.get(address).status_code == 200
    assert verify(signed_off)[0] == 0
    for command in (["export", "--to", str(tmp_path)], ["verify", str(tmp_path)]):
        db.session.rollback()
        result = signed_off.app.test_cli_runner().invoke(args=["publications", *command])
        assert result.exit_code == 0, result.output
