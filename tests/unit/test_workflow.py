"""The life of an assessment: every step from every state, for every reason."""

import itertools

import pytest

from app.domain.errors import StepNotAllowed
from app.domain.permissions import Permission
from app.domain.workflow import (
    ACTIONS_OPEN,
    ANSWERS_OPEN,
    REASON_WORDS,
    STATE_WORDS,
    STEPS,
    Reason,
    State,
    next_steps,
    take,
)

D, U, S, P = State.DRAFT, State.UNDER_SCRUTINY, State.SIGNED_OFF, State.PUBLISHED
X = State.DISCARDED
ORDINARY = {
    ("send_for_scrutiny", D): U,
    ("return_to_draft", U): D,
    ("sign_off", U): S,
    ("reopen", S): D,
    ("publish", S): P,
    ("start_correction", P): D,
    ("discard", D): X,
}
OF_RECORDS = {("publish_record", D): P, ("start_correction", P): D, ("discard", D): X}


def table(reason: Reason) -> dict[tuple[str, State], State]:
    return OF_RECORDS if reason is Reason.RECORD else ORDINARY


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", list(STEPS))
def test_a_step_leads_where_the_table_says_or_is_refused(
    step: str, state: State, reason: Reason
) -> None:
    end = table(reason).get((step, state))

    if end is not None:
        assert take(step, state, reason) is end
    else:
        with pytest.raises(StepNotAllowed) as refused:
            take(step, state, reason)
        assert STEPS[step].label in refused.value.message
        assert STATE_WORDS[state].lower() in refused.value.message


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("state", State)
def test_the_steps_that_are_offered_are_those_that_can_be_taken(
    state: State, reason: Reason
) -> None:
    offered = {step.name for step in next_steps(state, reason)}

    assert offered == {name for name, start in table(reason) if start is state}


@pytest.mark.parametrize(
    ("reason", "states"),
    [(one, set(State)) for one in Reason if one is not Reason.RECORD]
    + [(Reason.RECORD, {D, P, X})],
)
def test_every_state_can_be_reached_from_a_draft_and_left_again(
    reason: Reason, states: set[State]
) -> None:
    reached = {State.DRAFT}
    for _ in State:
        reached |= {step.end for state in reached for step in next_steps(state, reason)}

    assert reached == states
    assert all(next_steps(state, reason) for state in reached if state is not X)


@pytest.mark.parametrize("reason", [one for one in Reason if one is not Reason.RECORD])
def test_nothing_is_published_without_a_sign_off(reason: Reason) -> None:
    into_public = [
        (state, step)
        for state, step in itertools.product(State, STEPS.values())
        if step in next_steps(state, reason) and step.end is State.PUBLISHED
    ]

    assert [state for state, _ in into_public] == [State.SIGNED_OFF]


def test_every_step_back_needs_a_reason_and_so_does_giving_up() -> None:
    order = list(State)

    for step in STEPS.values():
        is_back = order.index(step.end) < order.index(step.start)
        assert step.needs_reason is (is_back or step.end is State.DISCARDED)


@pytest.mark.parametrize(
    ("step", "permission"),
    [
        ("send_for_scrutiny", Permission.LEAD),
        ("return_to_draft", Permission.RETURN),
        ("sign_off", Permission.SIGN_OFF),
        ("reopen", Permission.RETURN),
        ("publish", Permission.LEAD),
        ("publish_record", Permission.LEAD),
        ("start_correction", Permission.LEAD),
    ],
)
def test_each_step_needs_its_permission(step: str, permission: Permission) -> None:
    assert STEPS[step].needs is permission


def test_answers_are_open_in_a_draft_only_and_actions_after_publication_too() -> None:
    assert {State.DRAFT} == ANSWERS_OPEN
    assert {State.DRAFT, State.PUBLISHED} == ACTIONS_OPEN


def test_nothing_is_open_while_somebody_scrutinises_or_has_signed() -> None:
    assert not (ANSWERS_OPEN | ACTIONS_OPEN) & {State.UNDER_SCRUTINY, State.SIGNED_OFF}


def test_every_state_and_every_reason_has_its_words() -> None:
    assert set(STATE_WORDS) == set(State)
    assert set(REASON_WORDS) == set(Reason)
    assert all(name == step.name for name, step in STEPS.items())
