"""Rows altered together with their digests: the history still tells what they were."""

import json

import pytest
from sqlalchemy import select

from app.database import db
from app.domain.errors import Damaged
from app.domain.packs import pack_digest
from app.domain.signed_documents import canonical_bytes
from app.domain.statement import build
from app.domain.workflow import State
from app.models import CommitteePack, Publication
from app.models.facts import assessment_facts
from tests import assessment_factories as make
from tests import challenge_factories as turns
from tests.integration.conftest import Council, fill_in
from tests.integration.council_steps import change_telephone
from tests.integration.publication_steps import (
    FILES,
    correct,
    public,
    rehash_last_entry,
    tamper,
    verify,
    withdraw,
)
from tests.integration.test_packs import make_pack


def put_other_words_in_the_place_of_those_signed(council: Council) -> None:
    change_telephone(council)
    document = build(assessment_facts(council.assessment, council.edition))
    digest, content = document["assessment"]["digest"], canonical_bytes(document).hex()
    tamper(council, "sign_off", f"SET digest = '{digest}', document = X'{content}'")


def test_words_that_nobody_signed_are_not_published(signed_off: Council) -> None:
    put_other_words_in_the_place_of_those_signed(signed_off)

    with pytest.raises(Damaged, match="is not the one that the history tells of"):
        make.publish(signed_off.assessment, signed_off.lead)
    answer = fill_in(signed_off.signed_in("lead"), signed_off.address("/publish"))

    assert answer.status_code == 500
    assert "have its text read and signed off again" in answer.text
    assert signed_off.assessment.state is State.SIGNED_OFF
    assert db.session.scalars(select(Publication)).all() == []
    code, output = verify(signed_off)
    assert code == 1
    assert "its reference code is not what the history tells" in output


def test_an_entry_altered_with_the_sign_off_is_no_witness(signed_off: Council) -> None:
    put_other_words_in_the_place_of_those_signed(signed_off)
    tamper(
        signed_off,
        "history_entry",
        "SET after = json_set(after, '$.digest', (SELECT digest FROM sign_off)) "
        "WHERE kind = 'assessment.signed_off'",
    )

    with pytest.raises(Damaged):
        make.publish(signed_off.assessment, signed_off.lead)


FORGED = (
    "INSERT INTO withdrawal (publication_id, reason, withdrawn_at, withdrawn_by_id, "
    "withdrawn_by_name) SELECT id, 'It is a lie.', '2026-11-21 12:00:00', 1, 'The lead' "
    "FROM publication WHERE revision = 2"
)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("DELETE FROM withdrawal", "it was withdrawn, and that is gone"),
        ("SET reason = 'It is a lie.'", "its reason is not what the history tells"),
        ("SET withdrawn_at = '2001-01-01 00:00:00'", "its moment is not what the history"),
        ("SET withdrawn_by_name = 'Another'", "who did it is not what the history tells"),
        (FORGED, "of its withdrawal: the history does not tell of it"),
    ],
)
def test_a_withdrawal_is_the_one_that_the_history_tells_of(
    published: Council, change: str, said: str
) -> None:
    correct(published)
    withdraw(published, 1)
    for rest in ("", "/v1"):
        assert published.visitor().get(public(published, rest)).status_code == 200

    tamper(published, "withdrawal", change)

    for rest in ("", "/v1", "/v2.json"):
        answer = published.visitor().get(public(published, rest))
        assert answer.status_code == 500
        assert "This copy is damaged and is not shown" in answer.text
    listed = published.visitor().get("/published/index.json")
    assert "It is a lie." not in listed.text
    code, output = verify(published)
    assert code == 1
    assert said in output


def test_a_publication_is_not_shown_as_another_landlords(published: Council) -> None:
    elsewhere = published.elsewhere
    tamper(published, "publication", f"SET landlord_id = {elsewhere.id}")

    for ending in FILES:
        answer = published.visitor().get(f"/published/{published.elsewhere.slug}/2025-26{ending}")
        assert answer.status_code == 500
    code, output = verify(published)
    assert code == 1
    assert "its landlord is not the one in its document" in output


def test_a_publication_is_that_of_its_own_assessment(published: Council) -> None:
    other = make.start(published.landlord, published.lead, year="2026/27")
    tamper(published, "publication", f"SET document_id = {other.id}")

    assert published.visitor().get(public(published)).status_code == 500
    code, output = verify(published)
    assert code == 1
    assert "it does not tell of the same publications as there are" in output


def forge_pack(council: Council) -> None:
    row = db.session.scalars(select(CommitteePack)).one()
    pack = json.loads(row.document) | {"risks": "None at all."}
    pack["digest"] = pack_digest(pack)
    change = f"SET digest = '{pack['digest']}', document = X'{canonical_bytes(pack).hex()}'"
    tamper(council, "committee_pack", change)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("SET document = X'7B7D'", "its document cannot be read"),
        ("SET docx = X'00'", "its Word file is not what the history tells"),
        ("SET pdf = X'00'", "its PDF is not what the history tells"),
        ("SET made_by_name = 'Another'", "who did it is not what the history tells"),
        ("DELETE FROM committee_pack", "it is gone"),
        (None, "its reference code is not what the history tells"),
    ],
)
def test_a_committee_pack_is_the_one_that_was_made(
    under_scrutiny: Council, change: str | None, said: str
) -> None:
    make_pack(under_scrutiny)
    assert verify(under_scrutiny)[0] == 0

    if change:
        tamper(under_scrutiny, "committee_pack", change)
    else:
        forge_pack(under_scrutiny)

    code, output = verify(under_scrutiny)
    assert code == 1
    assert "committee pack made on 2026-" in output
    assert said in output


def test_a_pack_whose_entry_is_older_than_the_digests_of_files_holds(
    under_scrutiny: Council,
) -> None:
    make_pack(under_scrutiny)
    older = "SET after = json_remove(after, '$.docx', '$.pdf') WHERE kind = 'pack.made'"

    tamper(under_scrutiny, "history_entry", older)
    rehash_last_entry(under_scrutiny)

    assert verify(under_scrutiny)[0] == 0


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("challenge", "SET text = 'All is well.'", "question asked on 2026-"),
        ("challenge_reply", "SET text = 'Never.' WHERE turn = 'reply'", "its text is not what"),
        ("challenge_reply", "SET text = 'Never.' WHERE turn = 'withdrawn'", "its reason is not"),
        ("challenge_reply", "SET turn = 'accepted' WHERE turn = 'reply'", "its kind is not what"),
        ("challenge_reply", "DELETE FROM challenge_reply WHERE turn = 'withdrawn'", "it is gone"),
    ],
)
def test_a_question_and_its_answers_are_as_they_were_said(
    under_scrutiny: Council, table: str, change: str, said: str
) -> None:
    challenge = turns.ask(under_scrutiny.assessment, under_scrutiny.member, number="3.5")
    turns.reply(challenge, under_scrutiny.officer)
    turns.withdraw(challenge, under_scrutiny.member)
    assert verify(under_scrutiny)[0] == 0

    tamper(under_scrutiny, table, change)

    code, output = verify(under_scrutiny)
    assert code == 1
    assert said in output
