"""A promise counts from its first publication, and stands where the action stands today."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.domain.actions import ActionFacts, Source, Stage
from app.domain.due_dates import Due
from app.domain.promises import (
    STANDING_WORDS,
    ActionToday,
    PlanLine,
    Promise,
    PublishedPlan,
    Standing,
    counted,
    plan_of,
    promises,
)
from app.domain.workflow import Reason
from tests.unit import statements

TODAY = date(2026, 11, 21)
PUBLISHED = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
SINCE = PUBLISHED + timedelta(days=30)
PAST = Due("30 September 2026", date(2026, 9, 30))
TO_COME = Due("March 2027", date(2027, 3, 31))
LATER = Due("2027/28", date(2028, 3, 31))


def plan(
    due: Due | None = PAST,
    *,
    title: str = "Fill the post",
    year: str = "2024-25",
    revision: int = 1,
    at: datetime = PUBLISHED,
    elsewhere: bool = False,
) -> PublishedPlan:
    return PublishedPlan(year, revision, at, elsewhere, (PlanLine(7, title, due, ("4.1",)),))


def today(stage: Stage = Stage.PLANNED, due: Due | None = PAST, **more: Any) -> ActionToday:
    return ActionToday(7, stage, due, progressed_at=SINCE, **more)


def the_promise(*plans: PublishedPlan, action: ActionToday | None, on: date = TODAY) -> Promise:
    (found,) = promises(plans, [action] if action else [], on)
    return found


@pytest.mark.parametrize(
    ("promised", "action", "standing"),
    [
        (PAST, today(Stage.DONE, done_on=date(2026, 9, 30)), Standing.KEPT),
        (PAST, today(Stage.DONE, done_on=date(2026, 10, 1)), Standing.LATE),
        # The first promise counts, so a later date does not make it kept.
        (PAST, today(Stage.DONE, TO_COME, done_on=date(2026, 10, 1)), Standing.LATE),
        (None, today(Stage.DONE, None, done_on=date(2026, 10, 1)), Standing.KEPT),
        (PAST, today(Stage.DONE), Standing.DONE),
        (PAST, today(Stage.UNDERWAY), Standing.LATE),
        (TO_COME, today(Stage.UNDERWAY, TO_COME), Standing.IN_TIME),
        (LATER, today(Stage.UNDERWAY, TO_COME), Standing.IN_TIME),
        (PAST, today(Stage.PLANNED, TO_COME), Standing.MOVED),
        (TO_COME, today(Stage.PLANNED, LATER), Standing.MOVED),
        (TO_COME, today(Stage.PLANNED, None), Standing.MOVED),
        (PAST, today(Stage.PLANNED, None), Standing.LATE),
        (PAST, today(Stage.DROPPED, dropped_reason="No money"), Standing.DROPPED),
        (None, today(Stage.PLANNED, None), Standing.NO_DATE),
        (None, today(Stage.PLANNED, TO_COME), Standing.IN_TIME),
        (None, today(Stage.PLANNED, PAST), Standing.LATE),
        (PAST, None, Standing.NOT_RECORDED),
    ],
)
def test_where_a_promise_stands(
    promised: Due | None, action: ActionToday | None, standing: Standing
) -> None:
    assert the_promise(plan(promised), action=action).standing is standing


def test_the_last_day_itself_is_in_time() -> None:
    action = today(Stage.PLANNED, PAST)

    assert the_promise(plan(), action=action, on=PAST.last_day).standing is Standing.IN_TIME
    next_day = PAST.last_day + timedelta(days=1)
    assert the_promise(plan(), action=action, on=next_day).standing is Standing.LATE


@pytest.mark.parametrize(
    ("elsewhere", "changed_at", "stage", "standing"),
    [
        (True, None, Stage.PLANNED, Standing.NOT_RECORDED),
        (True, PUBLISHED, Stage.PLANNED, Standing.NOT_RECORDED),
        (True, SINCE, Stage.PLANNED, Standing.LATE),
        (True, SINCE, Stage.DROPPED, Standing.DROPPED),
        # When a past document was typed in says nothing about when the work was done.
        (True, SINCE, Stage.DONE, Standing.DONE),
        (False, None, Stage.PLANNED, Standing.LATE),
    ],
)
def test_a_document_of_the_past_is_not_judged_until_something_is_recorded(
    elsewhere: bool, changed_at: datetime | None, stage: Stage, standing: Standing
) -> None:
    action = replace(today(stage, done_on=date(2026, 9, 1)), progressed_at=changed_at)

    found = the_promise(plan(elsewhere=elsewhere), action=action)

    assert found.standing is standing
    assert found.nothing_recorded_since is (changed_at in (None, PUBLISHED))


def test_an_action_in_several_publications_is_one_promise_with_its_moves() -> None:
    found = the_promise(
        plan(LATER, title="Recruit", year="2025-26", at=PUBLISHED + timedelta(days=300)),
        plan(TO_COME, revision=2, at=PUBLISHED + timedelta(days=10)),
        plan(TO_COME, revision=3, at=PUBLISHED + timedelta(days=20)),
        plan(PAST),
        action=today(Stage.UNDERWAY, LATER),
    )

    assert (found.year, found.revision, found.title) == ("2024-25", 1, "Fill the post")
    assert found.later_titles == ("Recruit",)
    assert found.promised == PAST
    assert [one.due for one in found.dates] == [PAST, TO_COME, LATER]
    assert found.standing is Standing.MOVED


def test_a_date_of_today_that_nobody_published_is_told_as_such() -> None:
    found = the_promise(plan(PAST), action=today(Stage.UNDERWAY, TO_COME))

    assert [(one.due, one.published_at) for one in found.dates] == [
        (PAST, PUBLISHED),
        (TO_COME, None),
    ]
    assert found.promised == PAST


def test_a_promise_without_a_date_is_held_to_the_first_that_is_given() -> None:
    found = the_promise(
        plan(None),
        plan(PAST, revision=2, at=PUBLISHED + timedelta(days=10)),
        action=today(Stage.UNDERWAY, TO_COME),
    )

    assert found.promised == PAST
    assert found.standing is Standing.MOVED


def test_a_correction_that_leaves_the_line_out_does_not_erase_the_promise() -> None:
    empty = replace(plan(revision=2, at=PUBLISHED + timedelta(days=10)), lines=())

    assert the_promise(plan(), empty, action=today()).standing is Standing.LATE


def test_an_action_that_was_never_published_is_not_told() -> None:
    unpublished = ActionToday(8, Stage.PLANNED, TO_COME)

    assert [one.action_id for one in promises([plan()], [today(), unpublished], TODAY)] == [7]


def test_promises_come_with_the_newest_year_first_and_then_the_earliest_date() -> None:
    dated = [(1, None), (2, LATER), (3, PAST)]
    lines = tuple(PlanLine(number, f"Do {number}", due, ()) for number, due in dated)
    old = replace(plan(year="2023-24"), lines=(PlanLine(9, "Do 9", PAST, ()),))

    made = promises([old, replace(plan(), lines=lines)], [], TODAY)

    assert [one.action_id for one in made] == [3, 2, 1, 9]
    assert counted(made)[Standing.NOT_RECORDED] == 4
    assert sum(counted(made).values()) == 4


def test_a_published_statement_gives_its_plan() -> None:
    document = statements.issued()

    found = plan_of(document)

    assert (found.year, found.revision) == ("2023-24", 2)
    assert found.published_at == datetime(2026, 7, 1, 13, 5, tzinfo=UTC)
    assert not found.recorded_elsewhere
    assert [line.title for line in found.lines] == [
        "Refresh staff training",
        "Fill the vacant post",
    ]
    assert found.lines[0].due == Due("Quarter 2 2024/25", date(2024, 9, 30))
    assert found.lines[1].due is None


def test_records_and_demonstrations_are_recorded_elsewhere() -> None:
    action = (ActionFacts(1, "Do it", Stage.PLANNED, Source.CODE),)
    record = statements.facts(actions=action, reason=Reason.RECORD)
    demonstration = statements.facts(actions=action, demonstration=statements.DEMONSTRATION)

    for facts in (record, demonstration):
        assert plan_of(statements.issued(facts)).recorded_elsewhere


def test_every_standing_has_words() -> None:
    assert set(STANDING_WORDS) == set(Standing)
