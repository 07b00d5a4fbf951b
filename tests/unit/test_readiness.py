"""Obstacles and warnings: each with what it concerns, none twice, none for a record."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.actions import ActionFacts, Source, Stage
from app.domain.answers import Reach
from app.domain.approvals import AmendmentFacts, ApprovalFacts, Decision
from app.domain.challenges import OPEN, About, ChallengeFacts, Standing
from app.domain.document_parts import GoverningBodyResponse
from app.domain.due_dates import Due
from app.domain.readiness import (
    CHECK_WORDS,
    Check,
    Finding,
    Gate,
    Signers,
    blocking,
    findings,
    gate_of,
)
from app.domain.responses import EvidenceFacts, ResponseFacts
from app.domain.workflow import Reason, State
from tests.unit import statements

EDITION = statements.edition()
TODAY = date(2026, 11, 21)
EVIDENCE = (EvidenceFacts("Policy"),)
ALL_YES = {
    one.number: ResponseFacts(one.number, "yes", evidence=EVIDENCE) for one in EDITION.in_form
}
ORDINARY = [reason for reason in Reason if reason is not Reason.RECORD]
SIGNERS = Signers(can_sign=True)
NO_SIGNERS = Signers(can_sign=False)
PROMISE = ActionFacts(
    1,
    "Hire",
    Stage.PLANNED,
    Source.CODE,
    "Head",
    Due("2026/27", date(2027, 3, 31)),
    provisions=("2.1", "2.2"),
)
CHALLENGE = ChallengeFacts(
    7,
    About.PROVISION,
    "2.1 Answer in time",
    "Why so late?",
    Standing.AWAITING_REPLY,
    "Cllr Evans",
    "cabinet_member",
    TODAY,
    number="2.1",
)
APPROVAL = ApprovalFacts("Cabinet", Decision.APPROVED)
RESPONSE = GoverningBodyResponse("We asked why 2.1 is late.")


def found(
    *changed: ResponseFacts,
    gate: Gate = Gate.SCRUTINY,
    signers: Signers = SIGNERS,
    today: date = TODAY,
    **more: Any,
) -> tuple[Finding, ...]:
    facts = replace(
        statements.facts(),
        edition=EDITION,
        responses=ALL_YES | {one.number: one for one in changed},
        **{"actions": (), "challenges": (), "approval": APPROVAL, "response": RESPONSE} | more,
    )
    return findings(facts, gate=gate, signers=signers, today=today)


def named(found: tuple[Finding, ...]) -> list[tuple[Check, str | None]]:
    return [(one.check, one.number) for one in found]


def no(number: str, shortfall: Reach | None = Reach.POLICY, **said: str) -> ResponseFacts:
    return ResponseFacts(number, "no", shortfall=shortfall, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize("gate", Gate)
def test_a_whole_assessment_has_no_findings(gate: Gate) -> None:
    assert found(gate=gate) == ()


@pytest.mark.parametrize(
    ("response", "checks"),
    [
        (ResponseFacts("2.1"), [Check.NOT_ANSWERED]),
        (no("2.1"), [Check.NO_EXPLANATION, Check.NO_PLAN]),
        (no("2.1", commentary="So."), [Check.NO_PLAN]),
        (no("2.1", plan_note="Later."), [Check.NO_EXPLANATION]),
        (no("2.1", commentary=" ", plan_note="Later."), [Check.NO_EXPLANATION]),
        (no("2.1", commentary="So.", plan_note="Later."), []),
        (no("2.1", None, commentary="So.", plan_note="Later."), [Check.NO_SHORTFALL]),
        (ResponseFacts("2.1", "yes"), [Check.NO_EVIDENCE]),
        (ResponseFacts("2.1", "not_applicable"), []),
        (ResponseFacts("2.1", {"not_available": True}), []),
    ],
)
def test_each_kind_of_gap_is_found_at_its_provision(
    response: ResponseFacts, checks: list[Check]
) -> None:
    assert named(found(response)) == [(check, "2.1") for check in checks]


@pytest.mark.parametrize(
    ("dates", "is_old"),
    [
        ([date(2025, 11, 20)], True),
        ([date(2025, 11, 21)], False),
        ([date(2024, 1, 1), date(2026, 1, 1)], False),
        ([date(2024, 1, 1), None], False),
        ([None], False),
    ],
)
def test_evidence_is_old_when_its_newest_date_is_more_than_a_year_ago(
    dates: list[date | None], is_old: bool
) -> None:
    evidence = tuple(EvidenceFacts("Audit", dated_on=day) for day in dates)

    old = found(ResponseFacts("2.1", "yes", evidence=evidence))

    assert named(old) == ([(Check.OLD_EVIDENCE, "2.1")] if is_old else [])
    assert blocking(old) == ()


def test_one_shared_action_is_the_plan_of_each_of_its_provisions() -> None:
    gaps = [no(number, commentary="So.") for number in ("2.1", "2.2", "2.3")]

    assert named(found(*gaps, actions=(PROMISE,))) == [(Check.NO_PLAN, "2.3")]


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2027, 3, 31), []), (date(2027, 4, 1), [(Check.LATE_PLAN, "2.1")])],
)
def test_a_no_is_asked_about_its_late_plan(today: date, expected: list[tuple[Check, str]]) -> None:
    late = found(no("2.1", commentary="So."), actions=(PROMISE,), today=today)

    assert named(late) == expected
    assert blocking(late) == ()


@pytest.mark.parametrize("gate", [Gate.SCRUTINY, Gate.SIGN_OFF])
def test_nobody_to_sign_is_an_obstacle_until_it_is_signed(gate: Gate) -> None:
    assert named(found(signers=NO_SIGNERS, gate=gate)) == [(Check.NO_SIGNER, None)]
    assert found(signers=NO_SIGNERS, gate=Gate.PUBLICATION) == ()


def test_whose_office_begins_later_is_said() -> None:
    waiting = Signers(can_sign=False, outside=("the role of Cllr Hill begins on 1 May 2027",))

    (finding,) = found(signers=waiting)

    assert "today: the role of Cllr Hill begins on 1 May 2027." in finding.message


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("gate", Gate)
def test_an_open_challenge_stands_before_the_sign_off_and_only_warns_a_draft(
    gate: Gate, standing: Standing
) -> None:
    asked = found(gate=gate, challenges=(replace(CHALLENGE, standing=standing),))

    if standing in OPEN:
        (finding,) = asked
        assert (finding.challenge_id, finding.number) == (7, "2.1")
        assert finding.blocks is (gate is not Gate.SCRUTINY)
        assert finding.message == "2.1 Answer in time: “Why so late?”"
    else:
        assert asked == ()


@pytest.mark.parametrize("gate", Gate)
def test_an_amendment_that_nobody_made_stands_before_the_sign_off(gate: Gate) -> None:
    amended = ApprovalFacts(
        "Cabinet",
        Decision.APPROVED_WITH_AMENDMENTS,
        amendments=(AmendmentFacts("Name the owner."), AmendmentFacts("Shorten 2.1.", "Done.")),
    )

    (finding,) = found(gate=gate, approval=amended)

    assert finding.check is Check.AMENDMENT_NOT_MADE
    assert "Name the owner." in finding.message
    assert finding.blocks is (gate is not Gate.SCRUTINY)


def test_the_sign_off_wants_a_response_and_a_draft_does_not() -> None:
    assert found(response=None) == ()

    assert named(blocking(found(response=None, gate=Gate.SIGN_OFF))) == [(Check.NO_RESPONSE, None)]


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("We are pleased with everything.", True),
        ("Provisions 12.1 and 2.10 are good, and so is 2.1.3.", True),
        ("We asked about 2.1.", False),
        ("Answer in  time remains our worry.", False),
    ],
)
def test_a_response_that_names_nothing_unmet_is_warned_of(text: str, warned: bool) -> None:
    gap = no("2.1", commentary="So.", plan_note="Later.")

    said = found(gap, response=GoverningBodyResponse(text), gate=Gate.SIGN_OFF)

    assert [one.check for one in said] == ([Check.RESPONSE_NAMES_NOTHING] if warned else [])
    assert blocking(said) == ()


def test_a_missing_approval_is_a_warning_from_scrutiny_on() -> None:
    assert found(approval=None) == ()

    (finding,) = found(approval=None, gate=Gate.SIGN_OFF)

    assert (finding.check, finding.blocks) == (Check.NO_APPROVAL, False)


def test_a_provision_that_nobody_touched_is_not_answered() -> None:
    facts = replace(statements.facts(), edition=EDITION, responses={}, challenges=())

    untouched = findings(facts, gate=Gate.SCRUTINY, signers=SIGNERS, today=TODAY)

    assert named(untouched) == [(Check.NOT_ANSWERED, one.number) for one in EDITION.in_form]


def test_findings_come_in_the_order_of_the_code() -> None:
    several = found(ResponseFacts("2.3"), ResponseFacts("1.1"), no("2.1"))

    assert [one.number for one in several] == ["1.1", "2.1", "2.1", "2.3"]


@pytest.mark.parametrize("reason", ORDINARY)
def test_every_reason_but_a_record_has_the_same_obstacles(reason: Reason) -> None:
    assert named(found(ResponseFacts("2.1"), reason=reason)) == [(Check.NOT_ANSWERED, "2.1")]


@pytest.mark.parametrize("gate", Gate)
def test_a_record_of_a_past_one_has_no_obstacles_whatever_is_missing(gate: Gate) -> None:
    missing = {"response": None, "approval": None, "reason": Reason.RECORD}

    assert found(ResponseFacts("2.1"), gate=gate, signers=NO_SIGNERS, **missing) == ()


def test_every_message_names_its_provision_and_is_a_sentence() -> None:
    several = found(ResponseFacts("1.1"), no("2.1"), signers=NO_SIGNERS)

    for one in several:
        assert one.message.endswith(".")
        assert one.number is None or one.message.startswith(f"{one.number} ")
    assert set(CHECK_WORDS) == set(Check)


def test_each_state_has_the_gate_of_the_step_that_comes_next() -> None:
    gates = {state: gate_of(state) for state in State}

    assert gates[State.DRAFT] is Gate.SCRUTINY
    assert gates[State.UNDER_SCRUTINY] is Gate.SIGN_OFF
    assert gates[State.SIGNED_OFF] is Gate.PUBLICATION
