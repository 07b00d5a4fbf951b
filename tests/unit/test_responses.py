"""What a finished response needs: an answer, and for a No an explanation and a plan."""

from datetime import date

import pytest

from app.domain.actions import ActionFacts, Source, Stage
from app.domain.answers import Answer, Outcome
from app.domain.due_dates import Due
from app.domain.responses import ResponseFacts, actions_on, has_plan, is_complete

DUE = Due("2026/27", date(2027, 3, 31))


def action(
    stage: Stage = Stage.PLANNED,
    owner: str = "Head of Housing",
    due: Due | None = DUE,
    provisions: tuple[str, ...] = ("5.6", "5.7"),
) -> ActionFacts:
    return ActionFacts(1, "Hire two people", stage, Source.CODE, owner, due, provisions)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("owner", ["", "Head of Housing"])
@pytest.mark.parametrize("due", [None, DUE])
@pytest.mark.parametrize("number", ["5.6", "5.7", "5.8"])
@pytest.mark.parametrize("note", ["", "  \n", "No money until April."])
def test_a_plan_is_an_open_action_with_owner_and_date_or_words_in_its_place(
    stage: Stage, owner: str, due: Due | None, number: str, note: str
) -> None:
    response = ResponseFacts(number, "no", plan_note=note)
    is_open = stage in (Stage.PLANNED, Stage.UNDERWAY)
    promised = is_open and owner != "" and due is not None and number in ("5.6", "5.7")

    assert has_plan(response, [action(stage, owner, due)]) is (promised or note.startswith("No"))


def test_one_whole_promise_among_several_is_enough() -> None:
    halves = [action(due=None), action(owner=""), action(Stage.DONE)]

    assert not has_plan(ResponseFacts("5.6", "no"), halves)
    assert has_plan(ResponseFacts("5.6", "no"), [*halves, action()])


@pytest.mark.parametrize(
    "answer",
    ["yes", "not_applicable", {"count": 0}, {"text": "x"}, {"not_available": True}, {"parts": {}}],
)
def test_every_answer_but_a_no_is_complete_by_itself(answer: Answer) -> None:
    assert is_complete(ResponseFacts("5.6", answer), ())


@pytest.mark.parametrize("commentary", ["", " \n", "Two people are missing."])
@pytest.mark.parametrize("planned", [True, False])
def test_a_no_needs_an_explanation_and_a_plan(commentary: str, planned: bool) -> None:
    response = ResponseFacts("5.6", "no", commentary=commentary)

    complete = is_complete(response, [action()] if planned else [])

    assert complete is (planned and commentary.startswith("Two"))


@pytest.mark.parametrize("commentary", ["", "Words."])
@pytest.mark.parametrize("note", ["", "Words."])
def test_not_answered_is_never_complete(commentary: str, note: str) -> None:
    response = ResponseFacts("5.6", None, commentary=commentary, plan_note=note)

    assert response.outcome is Outcome.NOT_ANSWERED
    assert not is_complete(response, [action()])


def test_an_action_belongs_to_each_provision_that_it_names() -> None:
    shared, of_none = action(), action(provisions=())

    assert actions_on("5.7", [shared, of_none]) == (shared,)
    assert actions_on("5", [shared, of_none]) == ()
