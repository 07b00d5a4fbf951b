"""Obstacles and warnings: each with its provision, none twice, none for a record."""

from datetime import date

import pytest

from app.domain.actions import ActionFacts, Source, Stage
from app.domain.answers import Reach
from app.domain.due_dates import Due
from app.domain.readiness import CHECK_WORDS, Check, Finding, blocking, obstacles, reminders
from app.domain.responses import EvidenceFacts, ResponseFacts
from app.domain.workflow import Reason
from tests.unit import statements

EDITION = statements.edition()
EVIDENCE = (EvidenceFacts("Policy"),)
ALL_YES = {
    one.number: ResponseFacts(one.number, "yes", evidence=EVIDENCE) for one in EDITION.in_form
}
ORDINARY = [reason for reason in Reason if reason is not Reason.RECORD]
PROMISE = ActionFacts(
    1,
    "Hire",
    Stage.PLANNED,
    Source.CODE,
    "Head",
    Due("2026/27", date(2027, 3, 31)),
    provisions=("2.1", "2.2"),
)


def findings(
    *changed: ResponseFacts,
    actions: tuple[ActionFacts, ...] = (),
    reason: Reason = Reason.ANNUAL,
    has_signer: bool = True,
) -> tuple[Finding, ...]:
    responses = ALL_YES | {one.number: one for one in changed}
    return obstacles(EDITION, responses, actions, reason=reason, has_signer=has_signer)


def named(found: tuple[Finding, ...]) -> list[tuple[Check, str | None]]:
    return [(one.check, one.number) for one in found]


def test_a_whole_assessment_has_no_findings() -> None:
    assert findings() == ()


@pytest.mark.parametrize(
    ("response", "checks"),
    [
        (ResponseFacts("2.1"), [Check.NOT_ANSWERED]),
        (ResponseFacts("2.1", "no"), [Check.NO_EXPLANATION, Check.NO_PLAN]),
        (ResponseFacts("2.1", "no", commentary="So."), [Check.NO_PLAN]),
        (ResponseFacts("2.1", "no", plan_note="Later."), [Check.NO_EXPLANATION]),
        (ResponseFacts("2.1", "no", commentary=" ", plan_note="Later."), [Check.NO_EXPLANATION]),
        (ResponseFacts("2.1", "no", commentary="So.", plan_note="Later."), []),
        (ResponseFacts("2.1", "yes"), [Check.NO_EVIDENCE]),
        (ResponseFacts("2.1", "not_applicable"), []),
        (ResponseFacts("2.1", {"not_available": True}), []),
    ],
)
def test_each_kind_of_gap_is_found_at_its_provision(
    response: ResponseFacts, checks: list[Check]
) -> None:
    assert named(findings(response)) == [(check, "2.1") for check in checks]


def test_one_shared_action_is_the_plan_of_each_of_its_provisions() -> None:
    no = [ResponseFacts(number, "no", commentary="So.") for number in ("2.1", "2.2", "2.3")]

    found = findings(*no, actions=(PROMISE,))

    assert named(found) == [(Check.NO_PLAN, "2.3")]


def test_a_recommendation_answered_no_needs_its_plan_too() -> None:
    assert named(findings(ResponseFacts("2.2", "no", commentary="So."))) == [(Check.NO_PLAN, "2.2")]


def test_nobody_to_sign_is_an_obstacle_without_a_provision() -> None:
    assert named(findings(has_signer=False)) == [(Check.NO_SIGNER, None)]


def test_a_provision_that_nobody_touched_is_not_answered() -> None:
    found = obstacles(EDITION, {}, [], reason=Reason.ANNUAL, has_signer=True)

    assert named(found) == [(Check.NOT_ANSWERED, one.number) for one in EDITION.in_form]


def test_findings_come_in_the_order_of_the_code() -> None:
    found = findings(ResponseFacts("2.3"), ResponseFacts("1.1"), ResponseFacts("2.1", "no"))

    assert [one.number for one in found] == ["1.1", "2.1", "2.1", "2.3"]


def test_only_missing_evidence_is_a_warning() -> None:
    found = findings(
        ResponseFacts("1.1"),
        ResponseFacts("1.2", "yes"),
        ResponseFacts("2.1", "no"),
        has_signer=False,
    )

    assert {one.check for one in found} == set(Check) - {Check.LATE_PLAN, Check.NO_SHORTFALL}
    assert {one.check for one in found if not one.blocks} == {Check.NO_EVIDENCE}
    assert blocking(found) == tuple(one for one in found if one.check is not Check.NO_EVIDENCE)


@pytest.mark.parametrize("reason", ORDINARY)
def test_every_reason_but_a_record_has_the_same_obstacles(reason: Reason) -> None:
    assert named(findings(ResponseFacts("2.1"), reason=reason)) == [(Check.NOT_ANSWERED, "2.1")]


def test_a_record_of_a_past_one_has_no_obstacles_whatever_is_missing() -> None:
    assert obstacles(EDITION, {}, [], reason=Reason.RECORD, has_signer=False) == ()


def test_every_message_names_its_provision_and_is_a_sentence() -> None:
    found = findings(ResponseFacts("1.1"), ResponseFacts("2.1", "no"), has_signer=False)

    for one in found:
        assert one.message.endswith(".")
        assert one.number is None or one.message.startswith(f"{one.number} ")
    assert set(CHECK_WORDS) == set(Check)


@pytest.mark.parametrize(
    ("shortfall", "today", "reason", "expected"),
    [
        (Reach.POLICY, date(2027, 3, 31), Reason.ANNUAL, []),
        (Reach.POLICY, date(2027, 4, 1), Reason.ANNUAL, [(Check.LATE_PLAN, "2.1")]),
        (None, date(2027, 3, 31), Reason.ANNUAL, [(Check.NO_SHORTFALL, "2.1")]),
        (None, date(2027, 4, 1), Reason.RECORD, []),
    ],
)
def test_a_no_is_asked_about_its_late_plan_and_what_falls_short(
    shortfall: Reach | None, today: date, reason: Reason, expected: list[tuple[Check, str]]
) -> None:
    response = ResponseFacts("2.1", "no", shortfall=shortfall, commentary="So.")

    found = reminders(EDITION, ALL_YES | {"2.1": response}, [PROMISE], reason=reason, today=today)

    assert named(found) == expected
    assert blocking(found) == ()
