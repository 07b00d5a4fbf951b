"""Challenges through the services: who may say what when, and what is kept of it."""

from typing import Any

import pytest

from app.database import db, transaction
from app.domain.challenges import About, Standing
from app.domain.errors import (
    AlreadyExists,
    ChangedByAnother,
    DomainError,
    Invalid,
    NotAllowed,
    NotFound,
    StepNotAllowed,
)
from app.domain.history import Kind
from app.domain.statement import build
from app.domain.workflow import Reason
from app.models import Challenge
from app.models.facts import assessment_facts, recorders_of
from app.services.actions import remove_action
from app.services.challenges import ask_again
from tests import assessment_factories as make
from tests import challenge_factories as turns
from tests.conftest import NOW
from tests.factories import actor
from tests.integration.conftest import Council
from tests.integration.council_steps import kinds, send_back

INTERNAL = "MARKER-OF-WHAT-STAYS-INTERNAL"


def last_change(council: Council) -> int:
    return council.history()[-1].sequence


def test_a_question_is_answered_by_a_change_pressed_and_settled(under_scrutiny: Council) -> None:
    council = under_scrutiny
    challenge = turns.ask(council.assessment, council.member, number="3.5")
    send_back(council, "lead")
    make.answer(council.assessment, council.officer, "3.5", "no", commentary="Few know.")
    turns.reply(challenge, council.officer, change_sequence=last_change(council))
    turns.press(challenge, council.member)
    turns.reply(challenge, council.lead, "Since May.")
    turns.accept(challenge, council.member)

    assert challenge.standing is Standing.ACCEPTED
    assert [(one.by_name, one.text) for one in challenge.replies] == [
        ("The officer", "We tell them."),
        ("The member", "Since when?"),
        ("The lead", "Since May."),
        ("The member", ""),
    ]
    told = [kind.value for kind in kinds(council) if kind.value.startswith("challenge.")]
    assert told == [
        f"challenge.{one}" for one in ("raised", *["replied", "pressed", "replied", "accepted"])
    ]


def test_whoever_challenges_may_still_sign(under_scrutiny: Council) -> None:
    council = under_scrutiny
    challenge = turns.ask(council.assessment, council.member)
    turns.reply(challenge, council.officer)
    turns.press(challenge, council.member)
    turns.reply(challenge, council.officer, "Again.")
    turns.accept(challenge, council.member)

    assert council.member.id not in recorders_of(council.assessment)
    make.write_response(council.assessment, council.member)
    make.sign_off(council.assessment, council.member)


@pytest.mark.parametrize(
    ("who", "turn"),
    [
        *[(who, "ask") for who in ("lead", "officer", "reader")],
        *[(who, "reply") for who in ("member", "reader")],
        *[(who, turn) for who in ("lead", "reader") for turn in ("press", "accept", "withdraw")],
    ],
)
def test_nobody_takes_a_turn_that_is_not_theirs(
    under_scrutiny: Council, who: str, turn: str
) -> None:
    council = under_scrutiny
    challenge = turns.ask(council.assessment, council.member)
    turns.reply(challenge, council.officer)
    before = len(council.history())

    subject = council.assessment if turn == "ask" else challenge
    with pytest.raises(NotAllowed):
        getattr(turns, turn)(subject, council.person(who))

    assert len(council.history()) == before


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        ({"text": "\u200b \n"}, Invalid),
        ({"text": "x" * 20_001}, Invalid),
        ({"number": "99.9"}, Invalid),
        ({"number": "1.1"}, Invalid),  # a provision that the form does not ask about
        ({"action_id": 99}, NotFound),
    ],
)
def test_a_question_about_nothing_or_without_words_is_refused(
    draft: Council, content: dict[str, Any], refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        turns.ask(draft.assessment, draft.member, **content)


def test_nothing_is_asked_of_a_signed_text_or_of_a_record(signed_off: Council) -> None:
    council = signed_off
    with pytest.raises(StepNotAllowed, match="signed off"):
        turns.ask(council.assessment, council.member)
    record = make.start(council.landlord, council.lead, make.CODE_2020, "2020/21", Reason.RECORD)
    with pytest.raises(StepNotAllowed, match="record"):
        turns.ask(record, council.member)


@pytest.mark.parametrize("turn", ["reply", "press", "withdraw"])
def test_a_turn_without_words_is_refused(draft: Council, turn: str) -> None:
    challenge = turns.ask(draft.assessment, draft.member)
    turns.reply(challenge, draft.officer)

    who = draft.officer if turn == "reply" else draft.member
    with pytest.raises(Invalid) as refused:
        getattr(turns, turn)(challenge, who, " \n")

    assert refused.value.field == ("reason" if turn == "withdraw" else "text")


def test_a_reply_points_only_to_a_change_here_after_the_question(draft: Council) -> None:
    make.answer(draft.assessment, draft.officer, "3.5")
    earlier = last_change(draft)
    challenge = turns.ask(draft.assessment, draft.member)
    no_change = last_change(draft)
    other = make.start(draft.landlord, draft.lead, make.CODE_2022, "2023/24")
    make.answer(other, draft.officer, "1.6")
    elsewhere = no_change + 2

    for sequence in (earlier, no_change, elsewhere, 0, 10**12):
        with pytest.raises(Invalid) as refused:
            turns.reply(challenge, draft.officer, change_sequence=sequence)
        assert refused.value.field == "change"


def test_an_older_page_is_told_and_a_second_press_does_nothing(draft: Council) -> None:
    challenge = turns.ask(draft.assessment, draft.member)
    seen = challenge.version
    turns.reply(challenge, draft.officer, seen_version=seen)

    with pytest.raises(AlreadyExists):
        turns.reply(challenge, draft.officer, seen_version=seen)
    with pytest.raises(ChangedByAnother):
        turns.reply(challenge, draft.lead, seen_version=seen)
    with pytest.raises(ChangedByAnother):
        turns.withdraw(challenge, draft.member, seen_version=seen)
    with pytest.raises(ChangedByAnother):
        turns.choose(challenge, draft.member, is_published=True, seen_version=seen)

    assert len(challenge.replies) == 1
    assert challenge.standing is Standing.ANSWERED


def test_the_same_press_asks_once(draft: Council) -> None:
    turns.ask(draft.assessment, draft.member, token="one press")

    with pytest.raises(AlreadyExists):
        turns.ask(draft.assessment, draft.member, token="one press")

    assert kinds(draft).count(Kind.CHALLENGE_RAISED) == 1


def test_only_the_author_decides_what_is_published(draft: Council) -> None:
    challenge = turns.ask(draft.assessment, draft.member)
    membership = actor(draft.lead, draft.landlord)
    with pytest.raises(NotAllowed):
        turns.choose(challenge, draft.lead, is_published=True, by=membership)

    turns.choose(challenge, draft.member, is_published=True)
    turns.choose(challenge, draft.member, is_published=True)

    assert challenge.is_published
    assert kinds(draft).count(Kind.CHALLENGE_PUBLICATION_CHOSEN) == 1


def test_an_action_that_was_asked_about_cannot_vanish(draft: Council) -> None:
    action = make.raise_action(draft.assessment, draft.officer)
    challenge = turns.ask(draft.assessment, draft.member, action_id=action.id)
    turns.withdraw(challenge, draft.member)

    with pytest.raises(StepNotAllowed, match="Drop it instead"), transaction():
        remove_action(
            action,
            draft.assessment,
            seen_version=action.version,
            by=actor(draft.officer, draft.landlord),
            now=NOW,
        )


@pytest.mark.parametrize("publishes_names", [False, True])
def test_the_document_holds_the_words_of_published_ones_only(
    under_scrutiny: Council, publishes_names: bool
) -> None:
    council = under_scrutiny
    with transaction():
        council.landlord.publishes_names = publishes_names
    shown = turns.ask(council.assessment, council.member, number="3.5", is_published=True)
    turns.reply(shown, council.officer)
    turns.accept(shown, council.member)
    kept = turns.ask(council.assessment, council.member, INTERNAL, prompted_by=INTERNAL)
    turns.reply(kept, council.officer, INTERNAL)
    turns.press(kept, council.member, INTERNAL)
    turns.withdraw(kept, council.member, INTERNAL)

    document = build(assessment_facts(council.assessment, council.edition))

    told = document["scrutiny"]
    (published,) = told["published"]
    assert (told["challenges"], told["about"][0]) == (2, "The whole assessment")
    assert (published["text"], published["outcome"]) == (turns.QUESTION, "accepted")
    asker = "The member, cabinet member" if publishes_names else "Cabinet member"
    replier = "The officer, officer" if publishes_names else "Officer"
    assert [published["asked_by"]] + [one["by"] for one in published["turns"]] == [
        asker, replier, asker,
    ]  # fmt: skip
    assert INTERNAL not in str(document)
    assert publishes_names or "The officer" not in str(told)


# From one year to the next.


def carried(council: Council, challenge_id: int) -> Challenge:
    shelf = council.app.extensions["editions"]
    with transaction():
        return ask_again(
            council.assessment,
            council.edition,
            challenge_id,
            shelf,
            by=actor(council.member, council.landlord),
            now=NOW,
        )


def last_year(council: Council) -> dict[str, Challenge]:
    """Ask in an assessment of 2023/24 under the older Code, and start the one of 2025/26."""
    earlier = make.start(council.landlord, council.lead, make.CODE_2022, "2023/24")
    asked = {
        name: turns.ask(earlier, council.member, f"Why is {name} late?", number=number)
        for name, number in {
            "settled": "2.2",
            "withdrawn": "2.3",
            "put off": "2.6",
            "open": "4.3",
        }.items()
    }
    turns.reply(asked["settled"], council.officer)
    turns.accept(asked["settled"], council.member)
    turns.withdraw(asked["withdrawn"], council.member)
    turns.withdraw(asked["put off"], council.member, ask_again=True)
    make.start(council.landlord, council.lead)
    return asked


def test_what_was_not_settled_is_asked_again_across_editions(council: Council) -> None:
    asked = last_year(council)

    put_off = carried(council, asked["put off"].id)
    dropped = carried(council, asked["open"].id)

    assert (put_off.about, put_off.number) == (About.PROVISION, "3.5")
    assert (put_off.carried_from_id, put_off.is_published) == (asked["put off"].id, False)
    assert dropped.about is About.WHOLE
    assert "4.3" in dropped.text
    assert put_off.document_id == council.assessment.id
    for name in ("settled", "withdrawn"):
        with pytest.raises(NotFound):
            carried(council, asked[name].id)
    with pytest.raises(AlreadyExists):
        carried(council, asked["put off"].id)


def test_another_landlords_question_is_not_taken_up(council: Council) -> None:
    make.start(council.landlord, council.lead)
    theirs = make.start(council.elsewhere, council.person("stranger"), year="2023/24")
    asked = turns.ask(council.assessment, council.member)
    with transaction():
        db.session.get_one(Challenge, asked.id).document_id = theirs.id

    with pytest.raises(NotFound):
        carried(council, asked.id)
