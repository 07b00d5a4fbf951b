"""What differs between two statements, in sentences for the people who have to agree to it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.actions import Stage
from app.domain.differences import FIELDS, PARTS, changes
from app.domain.document_parts import GoverningBodyResponse
from app.domain.due_dates import Due
from app.domain.responses import EvidenceFacts, ResponseFacts
from app.domain.statement import AssessmentFacts, build
from tests.unit import statements

FACTS = statements.facts()
Change = Callable[[AssessmentFacts], AssessmentFacts]


def with_response(response: ResponseFacts) -> Change:
    return lambda facts: replace(facts, responses={**facts.responses, response.number: response})


def with_action(at: int, **changed: object) -> Change:
    def change(facts: AssessmentFacts) -> AssessmentFacts:
        actions = list(facts.actions)
        actions[at] = replace(actions[at], **changed)  # type: ignore[arg-type]
        return replace(facts, actions=tuple(actions))

    return change


def told(change: Change) -> tuple[str, ...]:
    return changes(build(FACTS), build(change(FACTS)))


def test_the_same_statement_has_no_changes() -> None:
    assert changes(build(FACTS), build(statements.facts())) == ()


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (
            lambda f: replace(f, landlord=replace(f.landlord, complain_telephone="0")),
            ["What the landlord says about itself and how to complain has changed."],
        ),
        (
            lambda f: replace(f, response=GoverningBodyResponse("Other.")),
            ["The governing body's response has changed."],
        ),
        (
            lambda f: replace(f, response=None),
            ["The governing body's response has changed."],
        ),
        (
            lambda f: replace(f, demonstration=statements.DEMONSTRATION),
            ["The demonstration notice has changed."],
        ),
        (
            lambda f: replace(f, assessed_on=date(2024, 6, 1)),
            ["The date of the assessment has changed."],
        ),
        (
            lambda f: replace(f, edition=replace(f.edition, title="Another Code")),
            ["The edition of the Code is not the same."],
        ),
        (
            with_response(ResponseFacts("1.2", "no")),
            ["1.2 No magic word: the answer changed."],
        ),
        (
            with_response(
                ResponseFacts("2.2", "no", plan_note="Later.", evidence=(EvidenceFacts("E"),))
            ),
            [
                "2.2 Social media: the evidence, the commentary, the words in place of a plan "
                "changed."
            ],
        ),
        (
            with_response(ResponseFacts("2.3", "yes")),
            ["2.3 Say what comes next: the answer changed."],
        ),
        (
            with_action(0, owner="Somebody else"),
            ["A line of the improvement plan has changed: Refresh staff training."],
        ),
        (
            with_action(0, due=Due("2025/26", date(2026, 3, 31))),
            [
                "1.2 No magic word: its actions changed.",
                "2.1 Answer in time: its actions changed.",
                "A line of the improvement plan has changed: Refresh staff training.",
            ],
        ),
        (
            with_action(1, stage=Stage.DONE),
            [
                "2.1 Answer in time: its actions changed.",
                "A line has left the improvement plan: Fill the vacant post.",
            ],
        ),
        (
            with_action(2, stage=Stage.UNDERWAY),
            [
                "2.1 Answer in time: its actions changed.",
                "The improvement plan has a new line: Publish the new policy.",
            ],
        ),
    ],
)
def test_each_change_is_one_sentence(change: Change, sentences: list[str]) -> None:
    assert list(told(change)) == sentences


def test_no_change_of_what_is_signed_goes_without_a_sentence() -> None:
    """Publication is refused by the digest, so each difference of digests needs its words."""
    landlord = FACTS.landlord
    variants = [
        replace(FACTS, landlord=replace(landlord, **{name: value}))  # type: ignore[arg-type]
        for name, value in {
            "name": "Other",
            "homes": 1,
            "complain_online": "https://example.org/",
            "complain_email": "a@example.org",
            "complain_address": "Elsewhere",
            "complain_other": "By pigeon",
            "ombudsman_words": "Other words",
        }.items()
    ]
    variants += [with_response(ResponseFacts(number, None))(FACTS) for number in FACTS.responses]
    variants += [with_action(at, title="Another")(FACTS) for at in range(4)]
    before = build(FACTS)

    for variant in variants:
        after = build(variant)
        assert after["assessment"]["digest"] != before["assessment"]["digest"]
        assert changes(before, after), variant


def test_every_part_that_is_compared_is_in_the_document() -> None:
    document = build(FACTS)

    assert set(PARTS) <= set(document)
    assert set(FIELDS) <= set(document["sections"][0]["provisions"][0])
