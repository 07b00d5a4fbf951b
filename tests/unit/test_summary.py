"""The section table: when a section is compliant, what its gaps are, and what is counted."""

import itertools
from pathlib import Path

import pytest

from app.domain.actions import ActionFacts, Source, Stage
from app.domain.answers import Answer, Outcome
from app.domain.editions import AnswerType, Edition, Obligation, Provision, Section
from app.domain.responses import ResponseFacts
from app.domain.summary import (
    GAP_WORDS,
    NO_STAGE,
    STATUS_WORDS,
    Gap,
    SectionSummary,
    Status,
    in_code_order,
    summarise,
)
from app.reading.editions import read_edition_file
from tests.unit import statements

EDITIONS = Path(__file__).parents[2] / "code_definitions" / "housing-ombudsman"
ANSWERS: list[Answer | None] = ["yes", "no", "not_applicable", None]


def section_of(*obligations: Obligation) -> Edition:
    return statements.edition(
        [
            Section(
                "4",
                "Principles",
                tuple(
                    Provision(f"4.{at}", "Title", obligation, "Does it.", AnswerType.YES_NO_NA)
                    for at, obligation in enumerate(obligations, start=1)
                ),
            )
        ]
    )


def only_section(
    edition: Edition, answers: dict[str, Answer | None], *actions: ActionFacts
) -> SectionSummary:
    responses = {number: ResponseFacts(number, answer) for number, answer in answers.items()}
    return summarise(edition, responses, actions).sections[0]


def action(stage: Stage, *provisions: str) -> ActionFacts:
    return ActionFacts(1, "Do it", stage, Source.CODE, provisions=provisions)


@pytest.mark.parametrize("answers", list(itertools.product(ANSWERS, repeat=3)))
def test_a_section_of_duties_rolls_up_by_the_rule(answers: tuple[Answer | None, ...]) -> None:
    edition = section_of(Obligation.MUST, Obligation.MUST, Obligation.MUST)

    row = only_section(edition, {f"4.{at}": one for at, one in enumerate(answers, start=1)})

    if "no" in answers:
        assert row.status is Status.NON_COMPLIANT
    elif None in answers:
        assert row.status is Status.NOT_COMPLETE
    else:
        assert row.status is Status.COMPLIANT
    assert row.should_not_met == ()


@pytest.mark.parametrize("must", ANSWERS)
@pytest.mark.parametrize("should", ANSWERS)
def test_a_recommendation_answered_no_is_listed_apart_and_changes_no_status(
    must: Answer | None, should: Answer | None
) -> None:
    edition = section_of(Obligation.MUST, Obligation.SHOULD)

    row = only_section(edition, {"4.1": must, "4.2": should})

    if must == "no":
        assert row.status is Status.NON_COMPLIANT
    elif None in (must, should):
        assert row.status is Status.NOT_COMPLETE
    else:
        assert row.status is Status.COMPLIANT
    assert row.should_not_met == (("4.2",) if should == "no" else ())


def test_a_figure_in_place_of_a_yes_leaves_a_section_not_complete() -> None:
    row = only_section(section_of(Obligation.MUST), {"4.1": {"percent": "100"}})

    assert row.status is Status.NOT_COMPLETE


def test_a_section_that_nobody_touched_is_not_complete() -> None:
    row = only_section(section_of(Obligation.MUST, Obligation.SHOULD), {})

    assert row.status is Status.NOT_COMPLETE
    assert row.counts[Outcome.NOT_ANSWERED] == 2


@pytest.mark.parametrize("answers", list(itertools.product(ANSWERS, repeat=2)))
def test_a_questionnaire_has_counts_and_never_a_status(answers: tuple[Answer | None, ...]) -> None:
    edition = section_of(Obligation.QUESTION, Obligation.QUESTION)

    row = only_section(edition, {"4.1": answers[0], "4.2": answers[1]})

    assert row.status is None
    assert sum(row.counts.values()) == row.provisions == 2
    assert row.should_not_met == ()


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("stages", [[], *([one] for one in Stage), list(Stage)])
def test_a_gap_is_a_no_or_an_open_action_with_its_furthest_stage(
    answer: Answer | None, stages: list[Stage]
) -> None:
    row = only_section(
        section_of(Obligation.MUST), {"4.1": answer}, *(action(stage, "4.1") for stage in stages)
    )

    furthest = next((s for s in (Stage.UNDERWAY, Stage.PLANNED) if s in stages), None)
    if furthest:
        assert row.gaps == (Gap("4.1", furthest.value),)
    elif answer == "no":
        assert row.gaps == (Gap("4.1", NO_STAGE),)
    else:
        assert row.gaps == ()


def test_a_compliant_section_may_have_gaps() -> None:
    row = only_section(section_of(Obligation.MUST), {"4.1": "yes"}, action(Stage.UNDERWAY, "4.1"))

    assert (row.status, row.gaps) == (Status.COMPLIANT, (Gap("4.1", "underway"),))


def test_one_action_is_a_gap_of_each_provision_that_it_names_and_of_no_other() -> None:
    edition = section_of(*[Obligation.MUST] * 10)

    row = only_section(edition, {}, action(Stage.PLANNED, "4.10", "4.9"), action(Stage.PLANNED))

    assert row.gaps == (Gap("4.9", "planned"), Gap("4.10", "planned"))


def test_the_whole_form_is_counted_once() -> None:
    edition = statements.edition()
    answers: dict[str, Answer | None] = {
        "1.1": "yes", "1.2": "no", "2.1": "not_applicable", "2.2": {"count": 3}, "2.3": None
    }  # fmt: skip
    responses = {number: ResponseFacts(number, answer) for number, answer in answers.items()}

    summary = summarise(edition, responses, [])

    assert summary.counts == dict.fromkeys(Outcome, 1)
    assert summary.provisions == 5
    for outcome in Outcome:
        assert summary.counts[outcome] == sum(row.counts[outcome] for row in summary.sections)


def test_what_is_not_in_the_form_is_not_counted() -> None:
    edition = read_edition_file(EDITIONS / "2024.yaml")

    summary = summarise(edition, {"1.1": ResponseFacts("1.1", "no")}, [])

    assert summary.provisions == 72
    assert summary.counts[Outcome.NO] == 0
    assert [row.provisions for row in summary.sections] == [5, 5, 7, 3, 15, 20, 4, 5, 8]


@pytest.fixture(scope="module")
def edition_2022() -> Edition:
    return read_edition_file(EDITIONS / "2022.yaml")


def test_in_2022_every_should_answered_no_leaves_every_section_compliant(
    edition_2022: Edition,
) -> None:
    should = [p.number for p in edition_2022.in_form if p.obligation is Obligation.SHOULD]
    responses = {
        one.number: ResponseFacts(one.number, "no" if one.number in should else "yes")
        for one in edition_2022.in_form
    }

    summary = summarise(edition_2022, responses, [])

    assert {row.status for row in summary.sections} == {Status.COMPLIANT}
    assert [number for row in summary.sections for number in row.should_not_met] == should
    assert summary.counts[Outcome.NO] == len(should) > 20
    fourth = summary.sections[3].should_not_met
    assert fourth.index("4.10") == fourth.index("4.9") + 1


def test_in_2022_one_must_answered_no_makes_its_section_and_only_its_section_non_compliant(
    edition_2022: Edition,
) -> None:
    responses = {
        one.number: ResponseFacts(one.number, "no" if one.number == "4.18" else "yes")
        for one in edition_2022.in_form
    }

    summary = summarise(edition_2022, responses, [])

    unmet = [row.number for row in summary.sections if row.status is Status.NON_COMPLIANT]
    assert unmet == ["4"]


def test_the_2020_questionnaire_has_no_status() -> None:
    edition = read_edition_file(EDITIONS / "2020.yaml")

    summary = summarise(edition, {}, [])

    assert {row.status for row in summary.sections} == {None}
    assert summary.counts[Outcome.NOT_ANSWERED] == summary.provisions == 36


def test_4_10_comes_after_4_9_and_before_5_1() -> None:
    assert in_code_order(["5.1", "4.10", "4.2", "4.9", "10.1"]) == (
        "4.2", "4.9", "4.10", "5.1", "10.1"
    )  # fmt: skip


def test_every_status_and_every_stage_of_a_gap_has_its_words() -> None:
    assert set(STATUS_WORDS) == set(Status)
    assert set(GAP_WORDS) == {NO_STAGE, Stage.UNDERWAY.value, Stage.PLANNED.value}
