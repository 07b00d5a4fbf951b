"""The frozen document: its canonical bytes, its two digests, and what stands in it."""

import copy
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.domain.answers import Outcome
from app.domain.document_parts import GoverningBodyResponse
from app.domain.documents import Document, reference_code
from app.domain.landlords import LandlordFacts, LandlordKind
from app.domain.responses import EvidenceFacts, ResponseFacts
from app.domain.signed_documents import STATEMENT_SCHEMA as SCHEMA
from app.domain.signed_documents import (
    SignedOff,
    canonical_bytes,
    digest,
    digests_hold,
    published,
    signed_part,
)
from app.domain.statement import build
from app.domain.workflow import Reason
from tests.unit import statements

AT = datetime(2026, 7, 1, 13, 5, tzinfo=UTC)
GOLDEN = (
    '{"a":[1,{"b":null,"é":"“line”\\nnext"}],"assessment":{"digest":"x"},"ok":true,'
    '"ten":"4.10","z":""}'
)
GOLDEN_DIGESTS = (
    "dea786270cfdf345b24b6a97ee1de8697cc52bd570d337494eb8fc34cc5f5b6e",
    "c464e8af6ed28b78411333aac992173ad6742911bd9a0b3a2e17028a1633dd41",
)


def every_value(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from every_value(one)
    elif isinstance(value, list):
        for one in value:
            yield from every_value(one)
    else:
        yield value


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to each value that is neither a list nor a dictionary."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, one in pairs:
            yield from places(one, (*way, key))
    else:
        yield way


def changed_at(document: Document, way: tuple[Any, ...]) -> Document:
    copied = copy.deepcopy(document)
    place: Any = copied
    for key in way[:-1]:
        place = place[key]
    value = place[way[-1]]
    place[way[-1]] = not value if isinstance(value, bool) else f"{value}."
    return copied


def test_canonical_bytes_have_sorted_keys_no_spaces_and_utf_8() -> None:
    document = {
        "z": "",
        "ten": "4.10",
        "assessment": {"digest": "x"},
        "ok": True,
        "a": [1, {"é": "“line”\nnext", "b": None}],
    }

    assert canonical_bytes(document).decode() == GOLDEN, (
        "The canonical bytes are a promise: digests of everything published hang on them."
    )


def test_the_digests_of_a_known_document_never_change() -> None:
    document = statements.issued()

    assert (document["assessment"]["digest"], document["publication"]["digest"]) == (
        GOLDEN_DIGESTS
    ), "statement/1 changed. Before the first release: update this. After it: make statement/2."


@pytest.mark.parametrize(
    "document", [statements.issued(), statements.issued_questionnaire(), statements.issued_empty()]
)
def test_a_document_is_plain_json_without_floats(document: Document) -> None:
    values = list(every_value(document))

    assert {type(value) for value in values} <= {str, int, bool, type(None)}
    assert json.loads(canonical_bytes(document)) == document


def test_the_digest_of_the_assessment_leaves_out_itself_and_the_publication() -> None:
    document = statements.issued()
    bare = copy.deepcopy(document)
    del bare["publication"]
    del bare["assessment"]["digest"]

    expected = hashlib.sha256(canonical_bytes(bare)).hexdigest()

    assert document["assessment"]["digest"] == expected == digest(signed_part(document))


def test_the_digest_of_the_publication_leaves_out_only_itself() -> None:
    document = statements.issued()
    bare = copy.deepcopy(document)
    del bare["publication"]["digest"]

    expected = hashlib.sha256(canonical_bytes(bare)).hexdigest()

    assert document["publication"]["digest"] == expected == digest(document)


def test_taking_a_digest_changes_nothing() -> None:
    document = statements.issued()
    before = copy.deepcopy(document)

    digest(document)

    assert document == before


def test_one_changed_character_anywhere_breaks_a_digest() -> None:
    document = statements.issued()
    assert digests_hold(document)

    unnoticed = [way for way in places(document) if digests_hold(changed_at(document, way))]

    assert unnoticed == []


def test_one_changed_character_of_what_is_signed_changes_what_a_person_signs() -> None:
    signed = build(statements.facts())
    ways = [way for way in places(signed) if way != ("assessment", "digest")]

    same = [way for way in ways if digest(changed_at(signed, way)) == digest(signed)]

    assert same == []


def test_the_same_facts_make_the_same_bytes_in_whatever_order_they_come() -> None:
    facts = statements.facts()
    shuffled = replace(
        facts,
        responses=dict(reversed(list(facts.responses.items()))),
        actions=tuple(reversed(facts.actions)),
    )

    assert canonical_bytes(build(facts)) == canonical_bytes(build(shuffled))


def test_publishing_adds_the_publication_and_leaves_what_was_signed() -> None:
    signed = build(statements.facts())
    before = canonical_bytes(signed)

    document = published(
        signed,
        revision=2,
        at=AT,
        replaces=1,
        reason="2.1 was wrong",
        signed_off=SignedOff(date(2026, 6, 30), "Cabinet Member for Housing"),
    )

    assert canonical_bytes(signed) == before == canonical_bytes(signed_part(document))
    assert document["publication"] == {
        "revision": 2,
        "published_at": "2026-07-01T13:05:00Z",
        "replaces": 1,
        "reason": "2.1 was wrong",
        "signed_off": {"on": "2026-06-30", "as": "Cabinet Member for Housing", "by": None},
        "licence": {
            "id": "OGL-UK-3.0",
            "name": "Open Government Licence v3.0",
            "link": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        },
        "plain_words": {},
        "official_text": {},
        "glossary": [],
        "digest": digest(document),
    }


def test_the_moment_of_publication_is_written_in_utc() -> None:
    in_london = AT.astimezone(ZoneInfo("Europe/London"))

    document = published(
        build(statements.facts()), revision=1, at=in_london, replaces=None, reason=None
    )

    assert document["publication"]["published_at"] == "2026-07-01T13:05:00Z"


def test_the_response_of_the_governing_body_is_part_of_what_is_signed() -> None:
    facts = statements.facts()
    other = replace(facts, response=GoverningBodyResponse(text="Other words."))

    assert digest(build(facts)) != digest(build(other))
    assert digest(build(facts)) != digest(build(replace(facts, response=None)))


def test_what_is_not_known_is_null_and_never_left_out() -> None:
    bare = replace(
        statements.facts(responses=(), actions=()),
        landlord=LandlordFacts("Homes", "homes", LandlordKind.OTHER),
        response=None,
        assessed_on=None,
    )

    document = build(bare)

    assert document["schema"] == SCHEMA
    assert document["demonstration"] is None
    assert document["governing_body_response"] is None
    assert document["assessment"]["assessed_on"] is None
    assert document["landlord"]["homes"] is None
    assert set(document["landlord"]["complain"].values()) == {None}
    assert document["improvement_plan"] == []
    first = document["sections"][0]["provisions"][0]
    assert first["answer"] == {
        "type": "yes_no", "value": None, "basis": "stated", "holds_in": None
    }  # fmt: skip
    assert (first["shortfall"], first["commentary"], first["plan_note"]) == (None, None, None)


def test_a_known_response_is_told_whole() -> None:
    response = GoverningBodyResponse(
        "Text.", body="Cabinet", by="A Name", role="Member", on=date(2026, 6, 25), minute="12"
    )

    document = build(replace(statements.facts(), response=response))

    assert document["governing_body_response"] == {
        "text": "Text.", "body": "Cabinet", "by": "A Name", "role": "Member",
        "on": "2026-06-25", "minute": "12",
    }  # fmt: skip


def test_a_provision_carries_the_words_it_was_answered_to() -> None:
    document = build(statements.facts())

    for section, of_edition in zip(
        document["sections"], statements.edition().sections, strict=True
    ):
        for told, provision in zip(section["provisions"], of_edition.in_form, strict=True):
            assert told["requirement"] == {"text": provision.requirement, "wording": "summary"}
            assert [part["text"] for part in told["parts"]] == [p.text for p in provision.parts]


def test_the_words_in_place_of_a_plan_are_published_with_a_no_only() -> None:
    answers = (
        ResponseFacts("1.1", "yes", plan_note="Left over from a No."),
        ResponseFacts("2.1", "no", plan_note="No money yet."),
    )

    document = build(statements.facts(responses=answers))

    notes = {
        one["number"]: one["plan_note"] for s in document["sections"] for one in s["provisions"]
    }
    assert (notes["1.1"], notes["2.1"]) == (None, "No money yet.")


def test_the_plan_has_only_open_actions_and_a_provision_has_all_of_its_own() -> None:
    document = build(statements.facts())

    plan = [line["id"] for line in document["improvement_plan"]]
    of_2_1 = document["sections"][1]["provisions"][0]["actions"]
    assert plan == [1, 2]
    assert [one["id"] for one in of_2_1] == [1, 2, 3, 4]
    assert of_2_1[3]["dropped_reason"] == "The old one does what is needed"


def test_the_summary_counts_what_the_sections_count() -> None:
    document = build(statements.facts())

    for outcome in Outcome:
        of_sections = sum(section["counts"][outcome.value] for section in document["sections"])
        assert document["summary"][outcome.value] == of_sections
    assert document["summary"]["provisions"] == 5


def test_a_share_is_published_as_the_text_that_was_typed() -> None:
    facts = statements.facts(
        of=statements.questionnaire(),
        responses=[ResponseFacts("1.3", {"percent": "79.30"})],
        actions=(),
        reason=Reason.RECORD,
    )

    document = build(facts)

    assert document["sections"][0]["provisions"][2]["answer"]["value"] == {"percent": "79.30"}
    assert document["sections"][0]["status"] is None
    assert document["edition"]["questionnaire"] is True


def test_evidence_keeps_its_order_and_its_addresses() -> None:
    evidence = (
        EvidenceFacts("B", "https://example.org/b"),
        EvidenceFacts("A", dated_on=date(2026, 3, 1)),
    )

    document = build(statements.facts(responses=(ResponseFacts("1.1", "yes", evidence=evidence),)))

    assert document["sections"][0]["provisions"][0]["evidence"] == [
        {"text": "B", "link": "https://example.org/b", "dated_on": None},
        {"text": "A", "link": None, "dated_on": "2026-03-01"},
    ]


def test_internal_evidence_is_counted_and_never_told() -> None:
    evidence = (EvidenceFacts("A letter to a resident", is_internal=True), EvidenceFacts("Policy"))

    document = build(statements.facts(responses=(ResponseFacts("1.1", "yes", evidence=evidence),)))

    provision = document["sections"][0]["provisions"][0]
    assert provision["evidence_internal"] == 1
    assert [item["text"] for item in provision["evidence"]] == ["Policy"]
    assert b"letter to a resident" not in canonical_bytes(document)


def test_a_demonstration_says_so_in_what_is_signed() -> None:
    document = build(statements.facts(demonstration=statements.DEMONSTRATION))

    assert document["demonstration"]["notice"].startswith("This is a demonstration")
    assert digest(document) != digest(build(statements.facts()))


def test_people_name_a_text_by_a_short_code() -> None:
    assert reference_code("4f2a91c0" + "0" * 56) == "4F2A-91C0"
