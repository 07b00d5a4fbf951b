"""What a published document tells of the challenges and of the approval."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.approvals import AmendmentFacts, ApprovalFacts, Decision, PackFacts
from app.domain.challenges import About, ChallengeFacts, Standing, Turn, TurnFacts
from app.domain.signed_documents import canonical_bytes
from app.domain.statement import build
from app.domain.workflow import Reason
from tests.unit import statements

ASKED = ChallengeFacts(
    id=1,
    about=About.PROVISION,
    subject="2.1 Time limits",
    number="2.1",
    text="Why is it late?",
    standing=Standing.ACCEPTED,
    asked_by="Councillor Able",
    asked_role="cabinet_member",
    asked_on=date(2026, 6, 1),
    turns=(
        TurnFacts(Turn.REPLY, "Bea Bold", "officer", date(2026, 6, 2), "Staff were ill."),
        TurnFacts(Turn.ACCEPTED, "Councillor Able", "cabinet_member", date(2026, 6, 3), ""),
    ),
)


def told(*challenges: ChallengeFacts, names: bool = False) -> dict[str, object]:
    """Return the part of the document that tells of challenges."""
    facts = statements.facts()
    landlord = replace(facts.landlord, publishes_names=names)
    scrutiny = build(replace(facts, landlord=landlord, challenges=challenges))["scrutiny"]
    assert isinstance(scrutiny, dict)
    return scrutiny


def test_an_internal_challenge_is_counted_with_its_subject_and_its_words_stay_inside() -> None:
    document = build(replace(statements.facts(), challenges=(ASKED,)))

    assert document["scrutiny"] == {"challenges": 1, "about": ["2.1 Time limits"], "published": []}
    for words in (b"Why is it late", b"Staff were ill", b"Able", b"Bold"):
        assert words not in canonical_bytes(document)


def test_a_published_challenge_names_roles_and_no_people() -> None:
    assert told(replace(ASKED, is_published=True))["published"] == [
        {
            "about": "2.1 Time limits",
            "text": "Why is it late?",
            "asked_by": "Cabinet member",
            "asked_on": "2026-06-01",
            "outcome": "accepted",
            "turns": [
                {"turn": "reply", "by": "Officer", "on": "2026-06-02", "text": "Staff were ill."},
                {"turn": "accepted", "by": "Cabinet member", "on": "2026-06-03", "text": ""},
            ],
        }
    ]


def test_people_are_named_where_the_landlord_chose_so() -> None:
    published = told(replace(ASKED, is_published=True), names=True)["published"]

    assert isinstance(published, list)
    assert published[0]["asked_by"] == "Councillor Able, cabinet member"


def test_each_subject_stands_once_the_whole_first_and_actions_last() -> None:
    whole = replace(ASKED, id=2, about=About.WHOLE, subject="", number=None)
    action = replace(ASKED, id=3, about=About.ACTION, subject="Train staff", number=None)
    first = replace(ASKED, id=4, subject="1.10 Ways in", number="1.10")

    assert told(action, ASKED, replace(ASKED, id=5), first, whole)["about"] == [
        "The whole assessment",
        "1.10 Ways in",
        "2.1 Time limits",
        "Action: Train staff",
    ]


def test_a_record_of_a_past_assessment_has_no_scrutiny_of_ours() -> None:
    assert build(replace(statements.facts(), reason=Reason.RECORD))["scrutiny"] is None


def test_no_approval_is_implied() -> None:
    assert build(statements.facts())["approval"] is None


def test_an_approval_names_the_copy_and_what_changed_since() -> None:
    seen = build(statements.facts())
    approval = ApprovalFacts(
        body="Cabinet",
        decision=Decision.APPROVED_WITH_AMENDMENTS,
        met_on=date(2026, 6, 9),
        minute="Minute 12",
        amendments=(AmendmentFacts("Name the date in 2.1"), AmendmentFacts("Correct 1.1", "Done")),
        pack=PackFacts("4f2a91c0" + "0" * 56, date(2026, 6, 1), seen),
    )
    assert statements.facts().response is not None
    response = replace(statements.facts().response, text="Other words.")  # type: ignore[type-var]

    told = build(replace(statements.facts(), approval=approval, response=response))["approval"]

    assert told["pack"] == {
        "reference": "4F2A-91C0",
        "digest": "4f2a91c0" + "0" * 56,
        "made_on": "2026-06-01",
    }
    assert told["amendments"][0] == {"text": "Name the date in 2.1", "done": None}
    assert told["changes_since"] == ["The governing body's response has changed."]
    assert approval.amendments_not_made == (AmendmentFacts("Name the date in 2.1"),)


@pytest.mark.parametrize("names", [True, False])
def test_an_approval_of_the_same_text_changes_nothing(names: bool) -> None:
    facts = statements.facts()
    facts = replace(facts, landlord=replace(facts.landlord, publishes_names=names))
    pack = PackFacts("0" * 64, date(2026, 6, 1), build(facts))

    approved = build(replace(facts, approval=ApprovalFacts("Board", Decision.APPROVED, pack=pack)))

    assert approved["approval"]["changes_since"] == []


def test_without_a_pack_changes_are_told_since_the_text_first_signed_off() -> None:
    facts = statements.facts()
    approval = ApprovalFacts("Cabinet", Decision.APPROVED, first_signed=build(facts))
    later = replace(facts, approval=approval, assessed_on=date(2026, 7, 7))

    told = build(later)["approval"]

    assert told["pack"] is None
    assert told["changes_since"] == ["The date of the assessment has changed."]
