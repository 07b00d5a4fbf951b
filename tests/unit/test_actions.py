"""Actions: when one is overdue, and the order in which a plan needs attention."""

import itertools
from datetime import date, timedelta

import pytest

from app.domain.actions import (
    OPEN_STAGES,
    SOURCE_WORDS,
    STAGE_WORDS,
    ActionFacts,
    Source,
    Stage,
    Urgency,
    furthest_open_stage,
    improvement_plan,
)
from app.domain.due_dates import Due

TODAY = date(2026, 11, 21)


def action(
    number: int = 1, stage: Stage = Stage.PLANNED, last_day: date | None = None, owner: str = ""
) -> ActionFacts:
    due = Due("as promised", last_day) if last_day else None
    return ActionFacts(number, f"Action {number}", stage, Source.CODE, owner, due)


@pytest.mark.parametrize(
    ("stage", "is_open"),
    [
        (Stage.PLANNED, True),
        (Stage.UNDERWAY, True),
        (Stage.DONE, False),
        (Stage.DROPPED, False),
    ],
)
def test_work_is_promised_until_it_is_done_or_dropped(stage: Stage, is_open: bool) -> None:
    assert action(stage=stage).is_open is is_open
    assert (stage in OPEN_STAGES) is is_open


@pytest.mark.parametrize(
    ("days", "urgency"),
    [(-1, Urgency.OVERDUE), (0, Urgency.DUE), (1, Urgency.DUE), (-400, Urgency.OVERDUE)],
)
def test_the_last_day_itself_is_still_in_time(days: int, urgency: Urgency) -> None:
    assert action(last_day=TODAY + timedelta(days=days)).urgency(TODAY) is urgency


def test_without_a_date_nothing_is_ever_overdue() -> None:
    assert action().urgency(TODAY) is Urgency.NO_DATE


@pytest.mark.parametrize(
    ("owner", "last_day", "whole"),
    [("Head", TODAY, True), ("Head", None, False), ("", TODAY, False), ("", None, False)],
)
def test_a_promise_names_who_and_by_when(owner: str, last_day: date | None, whole: bool) -> None:
    assert action(owner=owner, last_day=last_day).has_owner_and_date is whole


def test_the_plan_has_the_earliest_first_the_undated_last_and_no_closed_ones() -> None:
    actions = [
        action(1),
        action(2, last_day=TODAY + timedelta(days=9)),
        action(3, Stage.UNDERWAY, TODAY - timedelta(days=9)),
        action(4, Stage.DONE, TODAY),
        action(5, Stage.DROPPED),
        action(6, last_day=TODAY + timedelta(days=9)),
        action(7, Stage.UNDERWAY),
    ]

    for shuffled in itertools.permutations(actions, len(actions)):
        assert [one.id for one in improvement_plan(shuffled)] == [3, 2, 6, 1, 7]


@pytest.mark.parametrize("count", range(5))
def test_the_furthest_open_stage_is_underway_before_planned(count: int) -> None:
    for stages in itertools.combinations_with_replacement(Stage, count):
        expected = next((one for one in (Stage.UNDERWAY, Stage.PLANNED) if one in stages), None)

        assert furthest_open_stage([action(stage=stage) for stage in stages]) is expected


def test_every_stage_and_every_source_has_its_words() -> None:
    assert set(STAGE_WORDS) == set(Stage)
    assert set(SOURCE_WORDS) == set(Source)
