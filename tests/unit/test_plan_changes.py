"""What is new in an improvement plan, what changed in it, and what has left it."""

from copy import deepcopy
from dataclasses import replace
from datetime import date

from app.domain.actions import Stage
from app.domain.documents import Document
from app.domain.due_dates import Due
from app.domain.plan_changes import PlanChange, PlanMove, plan_changes
from tests.unit import statements


def with_action(at: int, **changed: object) -> Document:
    actions = list(statements.ACTIONS)
    actions[at] = replace(actions[at], **changed)  # type: ignore[arg-type]
    return statements.issued(statements.facts(actions=actions))


def changed_to(after: Document) -> tuple[PlanChange, ...]:
    return plan_changes(statements.issued(), after)


def test_a_plan_beside_itself_has_not_changed() -> None:
    assert changed_to(statements.issued()) == ()


def test_a_line_that_changed_names_what_is_not_the_same() -> None:
    (one,) = changed_to(
        with_action(0, due=Due("2025/26", date(2026, 3, 31)), owner="Somebody else")
    )

    assert (one.move, set(one.changed)) == (PlanMove.CHANGED, {"due", "owner"})
    assert one.before is not None
    assert one.before["due"]["promised"] == "Quarter 2 2024/25"


def test_a_line_that_is_gone_tells_what_became_of_its_action() -> None:
    (one,) = changed_to(with_action(1, stage=Stage.DONE))

    assert one.move is PlanMove.GONE
    assert one.closed is not None
    assert one.closed["stage"] == "done"


def test_an_action_of_no_provision_leaves_the_plan_without_a_word() -> None:
    without = [replace(one, provisions=()) for one in statements.ACTIONS]
    before = statements.issued(statements.facts(actions=without))
    after = statements.issued(statements.facts(actions=without[1:]))

    (one,) = plan_changes(before, after)

    assert (one.move, one.closed) == (PlanMove.GONE, None)


def test_an_action_that_is_taken_up_again_is_new_in_the_plan() -> None:
    (one,) = changed_to(with_action(2, stage=Stage.UNDERWAY))

    assert (one.move, one.before) == (PlanMove.NEW, None)


def test_an_action_that_goes_on_in_next_years_plan_is_known_by_its_words() -> None:
    after = deepcopy(statements.issued())
    for action in after["improvement_plan"]:
        action["id"] += 100
        action["title"] = action["title"].upper()

    changed = changed_to(after)

    assert [(one.move, one.changed) for one in changed] == [(PlanMove.CHANGED, ("title",))] * 2
