"""What the brief tells the cabinet member, and which questions it suggests."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.domain.actions import ActionFacts, Source, Stage
from app.domain.brief import Before, Brief, brief, worst_of
from app.domain.carrying import Agreed, OnePress
from app.domain.challenges import About, ChallengeFacts, Standing
from app.domain.comparison import Comparison, compare
from app.domain.due_dates import Due
from app.domain.edition_shelf import shelve
from app.domain.editions import Guidance
from app.domain.promises import ActionToday, PlanLine, PublishedPlan, promises
from app.domain.provision_changes import Field
from app.domain.responses import EvidenceFacts, ResponseFacts
from app.domain.statement import AssessmentFacts, build
from app.domain.suggestions import DateMoved
from tests.unit import statements

TODAY = date(2026, 11, 21)
FACTS = replace(
    statements.facts(),
    responses={one.number: ResponseFacts(one.number) for one in statements.edition().in_form}
    | statements.facts().responses,
)
LAST_YEAR = PublishedPlan(
    "2024-25",
    1,
    datetime(2025, 7, 1, tzinfo=UTC),
    False,
    (PlanLine(7, "Fill the post", Due("March 2026", date(2026, 3, 31)), ("2.1",)),),
)
BROKEN = promises([LAST_YEAR], [ActionToday(7, Stage.PLANNED, LAST_YEAR.lines[0].due)], TODAY)


def told(facts: AssessmentFacts = FACTS, before: Before | None = None, **guidance: str) -> Brief:
    """Return the brief of some facts."""
    notes = {
        number: Guidance(number, "For you.", (ask,))
        for number, ask in ((key[1:].replace("_", "."), ask) for key, ask in guidance.items())
    }
    return brief(facts, before or Before(), notes, TODAY)


def responded(*responses: ResponseFacts) -> AssessmentFacts:
    """Return the facts with other responses and no actions."""
    return replace(
        FACTS, responses=FACTS.responses | {one.number: one for one in responses}, actions=()
    )


def since(facts: AssessmentFacts, earlier: AssessmentFacts) -> Comparison:
    """Return what changed since an earlier statement."""
    return compare(build(earlier), build(facts), shelve([facts.edition]))


def test_the_first_page_names_each_gap_with_its_plan() -> None:
    first = told().not_met[0]

    assert (first.number, first.shortfall) == ("2.1", "the practice")
    assert [one.title for one in first.actions] == [
        "Refresh staff training",
        "Fill the vacant post",
        "Publish the new policy",
    ]


def test_what_is_overdue_and_what_has_no_date_is_told_apart() -> None:
    page = told()

    assert [one.title for one in page.overdue] == ["Refresh staff training"]
    assert [one.title for one in page.undated] == ["Fill the vacant post"]


@pytest.mark.parametrize(
    ("dates", "is_old"),
    [
        ([date(2025, 11, 20)], True),
        ([date(2025, 11, 21)], False),
        ([date(2020, 1, 1), date(2026, 1, 1)], False),
        ([date(2020, 1, 1), None], False),  # a piece without a date may be new
        ([], False),
    ],
)
def test_evidence_is_old_when_its_newest_piece_is(dates: list[date | None], is_old: bool) -> None:
    evidence = tuple(EvidenceFacts("Policy", dated_on=one) for one in dates)
    page = told(responded(ResponseFacts("1.1", "yes", evidence=evidence)))

    assert bool(page.old_evidence.count) is is_old


def test_only_the_worst_five_are_shown_and_the_rest_counted() -> None:
    worst = worst_of(list(range(8)))
    assert (worst.count, worst.shown, worst.more) == (8, (0, 1, 2, 3, 4), 3)


def test_an_answer_that_became_worse_comes_first_among_the_changes() -> None:
    earlier = responded(ResponseFacts("2.1", "yes"), ResponseFacts("1.2", None))
    page = told(FACTS, Before(comparison=since(FACTS, earlier)))

    assert page.changed[Field.ANSWER].shown[0].now.number == "2.1"
    assert page.compared_with == FACTS.year.text


def test_each_question_states_the_fact_that_prompts_it() -> None:
    page = told(before=Before(promises=BROKEN))

    assert [one.about for one in page.suggestions[:2]] == [About.PROVISION, About.ACTION]
    assert page.suggestions[0].fact == (
        "In 2024/25 we published: “Fill the post” (March 2026). It is late."
    )
    assert all(one.question.endswith("?") and one.fact.endswith(".") for one in page.suggestions)
    assert len({one.fact for one in page.suggestions}) == len(page.suggestions)


def test_our_own_question_to_a_provision_is_preferred() -> None:
    page = told(responded(ResponseFacts("1.2", "yes")), n1_2="Which sentence says so?")

    assert "Which sentence says so?" in [one.question for one in page.suggestions]


def test_what_was_asked_already_is_not_suggested_again() -> None:
    first = told().suggestions[0]
    asked = ChallengeFacts(
        1, first.about, "", "Why?", Standing.ANSWERED, "Able", "cabinet_member", TODAY,
        prompted_by=first.fact,
    )  # fmt: skip

    again = told(replace(FACTS, challenges=(asked,)))

    assert first.fact not in [one.fact for one in again.suggestions]
    assert again.open_challenges.count == 1


def test_there_are_never_more_than_six_and_one_kind_does_not_crowd_out_the_others() -> None:
    overdue = tuple(
        ActionFacts(
            key, f"Action {key}", Stage.PLANNED, Source.CODE, "Team", Due("2020", date(2020, 1, 1))
        )
        for key in range(20)
    )
    page = told(replace(FACTS, actions=overdue), Before(promises=BROKEN))

    kinds = {one.about for one in page.suggestions}
    assert len(page.suggestions) == 6
    assert kinds == {About.ACTION, About.PROVISION}


def test_a_year_without_gaps_suggests_nothing() -> None:
    met = [
        ResponseFacts(one.number, "yes", evidence=(EvidenceFacts("Policy", dated_on=TODAY),))
        for one in FACTS.edition.in_form
    ]
    page = told(responded(*met))

    assert (page.suggestions, page.not_met, page.without_evidence.count) == ((), (), 0)


def test_a_moved_date_is_asked_about() -> None:
    moved = DateMoved(2, "Fill the vacant post", Due("2026/27", date(2027, 3, 31)), None)

    facts = [one.fact for one in told(before=Before(moved=[moved])).suggestions]

    assert "“Fill the vacant post” was promised for 2026/27; now it says no date." in facts


def test_what_was_only_confirmed_is_told_and_asked_about() -> None:
    presses = (
        OnePress("2.1", "Ann", date(2026, 11, 2), has_evidence=True),
        OnePress("1.2", "Ann", date(2026, 11, 3), has_evidence=False),
    )
    page = told(before=Before(agreed=Agreed(presses)))

    words = (
        "2 answers were confirmed as still true with one press, by Ann between 2 November 2026 "
        "and 3 November 2026; 1 of them has no evidence."
    )
    assert page.agreed
    assert (page.agreed.words, page.agreed.numbers) == (words, ("1.2", "2.1"))
    (asked,) = [one for one in page.suggestions if one.fact == words]
    assert (asked.about, asked.number) == (About.WHOLE, None)


def test_one_answer_that_was_only_confirmed_is_told_in_the_singular() -> None:
    one = Agreed((OnePress("2.1", "Ann", date(2026, 11, 2), has_evidence=False),))
    assert one.words == (
        "1 answer was confirmed as still true with one press, by Ann on 2 November 2026; "
        "it has no evidence."
    )
