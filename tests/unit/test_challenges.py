"""Challenges: every turn from every standing, who may take it, and what is asked again."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.actions import ActionFacts, Source, Stage
from app.domain.asked_again import CarriedQuestion, carried_question
from app.domain.challenges import (
    OPEN,
    OUTCOMES,
    STANDING_WORDS,
    TURNS,
    About,
    ChallengeFacts,
    Standing,
    Turn,
    asks_open,
    open_ones,
    take_turn,
)
from app.domain.edition_shelf import Editions
from app.domain.errors import StepNotAllowed
from app.domain.permissions import Permission, Role, may
from app.domain.workflow import Reason, State
from app.reading.editions import read_editions

FOLDER = Path(__file__).parents[2] / "code_definitions"
TITLE = "Refresh the training"
# What each turn leads to from each standing; None where it is refused.
LEADS_TO = {
    (Turn.REPLY, Standing.AWAITING_REPLY): Standing.ANSWERED,
    (Turn.REPLY, Standing.ANSWERED): Standing.ANSWERED,
    (Turn.PRESSED, Standing.ANSWERED): Standing.AWAITING_REPLY,
    (Turn.ACCEPTED, Standing.ANSWERED): Standing.ACCEPTED,
    (Turn.WITHDRAWN, Standing.AWAITING_REPLY): Standing.WITHDRAWN,
    (Turn.WITHDRAWN, Standing.ANSWERED): Standing.WITHDRAWN,
}


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("turn", Turn)
def test_a_turn_leads_on_only_from_where_it_makes_sense(turn: Turn, standing: Standing) -> None:
    end = LEADS_TO.get((turn, standing))

    if end is not None:
        assert take_turn(turn, standing) is end
        return
    with pytest.raises(StepNotAllowed) as refused:
        take_turn(turn, standing)
    assert TURNS[turn].label in refused.value.message
    assert STANDING_WORDS[standing].lower() in refused.value.message


@pytest.mark.parametrize("role", Role)
def test_the_member_asks_and_settles_and_whoever_may_edit_replies(role: Role) -> None:
    allowed = {turn for turn in Turn if may(role, TURNS[turn].needs)}

    assert allowed == {
        Role.CABINET_MEMBER: {Turn.PRESSED, Turn.ACCEPTED, Turn.WITHDRAWN},
        Role.COMPLAINTS_LEAD: {Turn.REPLY},
        Role.OFFICER: {Turn.REPLY},
        Role.READ_ONLY: set(),
    }.get(role)
    assert may(role, Permission.CHALLENGE) == (role is Role.CABINET_MEMBER)


@pytest.mark.parametrize("state", State)
def test_nothing_is_asked_of_a_signed_text_or_of_a_record(state: State) -> None:
    moves = state in (State.DRAFT, State.UNDER_SCRUTINY, State.PUBLISHED)

    assert asks_open(state, Reason.ANNUAL) == moves
    assert not asks_open(state, Reason.RECORD)


@pytest.mark.parametrize("standing", Standing)
def test_an_open_one_waits_for_somebody_and_has_no_outcome(standing: Standing) -> None:
    one = challenge(standing=standing)

    assert (one in open_ones([one])) == (standing in OPEN) == (OUTCOMES[standing] == "open")


@pytest.mark.parametrize(
    ("standing", "ask_again", "unsettled"),
    [
        (Standing.AWAITING_REPLY, False, True),
        (Standing.ANSWERED, False, True),
        (Standing.ACCEPTED, False, False),
        (Standing.WITHDRAWN, False, False),
        (Standing.WITHDRAWN, True, True),
    ],
)
def test_what_was_not_settled_is_offered_again(
    standing: Standing, ask_again: bool, unsettled: bool
) -> None:
    assert challenge(standing=standing, ask_again=ask_again).is_unsettled == unsettled


@pytest.mark.parametrize(
    ("before", "number", "now_about"),
    [
        ("2024", "6.3", "6.3"),  # the same edition
        ("2022", "2.6", "3.5"),  # continued under another number
        ("2022", "1.8", "2.2"),  # split: the first of its heirs, in the Code's order
        ("2020", "6.1", "1.3"),  # over two editions
        ("2022", "4.3", None),  # dropped, so about the whole
        ("1999", "2.6", None),  # an edition that is not installed any more
    ],
)
def test_a_question_follows_its_provision_into_the_newer_edition(
    editions: Editions, before: str, number: str, now_about: str | None
) -> None:
    carried = carry(editions, before, challenge(About.PROVISION, "Old title", number=number))

    assert carried.number == now_about
    assert "Asked in 2024/25 about “Old title”" in carried.prompted_by
    if now_about:
        assert (carried.about, carried.text) == (About.PROVISION, "Why?")
    else:
        assert carried.about is About.WHOLE
        assert carried.text == "In 2024/25 this was asked about “Old title”:\n\nWhy?"


@pytest.mark.parametrize(
    ("title", "action_id"), [("refresh  The training", 7), ("Hire two people", None)]
)
def test_a_question_follows_an_action_that_goes_on_in_the_same_words(
    editions: Editions, title: str, action_id: int | None
) -> None:
    earlier = challenge(About.ACTION, TITLE, action_id=3)
    actions = [ActionFacts(7, title, Stage.PLANNED, Source.CODE)]

    carried = carry(editions, "2024", earlier, actions=actions)

    assert carried.action_id == action_id
    assert carried.about is (About.ACTION if action_id else About.WHOLE)
    assert (f"“Action: {TITLE}”" in carried.text) == (action_id is None)


def test_a_question_about_the_whole_stays_one(editions: Editions) -> None:
    carried = carry(editions, "2020", challenge())

    assert (carried.about, carried.text) == (About.WHOLE, "Why?")


@pytest.fixture(scope="module")
def editions() -> Editions:
    return read_editions(FOLDER)


def carry(
    editions: Editions,
    before: str,
    earlier: ChallengeFacts,
    actions: Any = (),
    goes_on_in: Any = None,
) -> CarriedQuestion:
    return carried_question(
        earlier,
        "2024/25",
        before=editions.get(f"housing-ombudsman-{before}"),
        after=editions.by_id["housing-ombudsman-2024"],
        editions=editions,
        actions=actions,
        goes_on_in=goes_on_in or {},
    )


def challenge(
    about: About = About.WHOLE,
    subject: str = "",
    *,
    standing: Standing = Standing.AWAITING_REPLY,
    **more: Any,
) -> ChallengeFacts:
    asked = {"asked_by": "Cllr Evans", "asked_role": "cabinet_member"}
    return ChallengeFacts(
        1, about, subject, "Why?", standing, asked_on=date(2026, 11, 21), **asked, **more
    )
