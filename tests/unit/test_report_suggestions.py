"""Sentences that figures and records offer to a report: true, with their base, or none at all."""

import re
from dataclasses import replace
from datetime import date

import pytest

from app.domain.actions import ActionFacts, Source, Stage
from app.domain.due_dates import Due
from app.domain.figure_words import FEWER, placed
from app.domain.figures import Figure, Unit, YearFigures
from app.domain.learning import Worked
from app.domain.report import ReportFacts
from app.domain.report_parts import PARTS
from app.domain.report_suggestions import doubt_about_none, suggestions
from tests.unit import reports
from tests.unit.figure_samples import a_figure, a_set, a_whole_year, a_year, received

ANSWERED = a_figure("stage_1.answered_in_all", count=310)
RECEIVED = received("stage_1", 329)
ESCALATED = received("stage_2", 68)
RATE = a_figure("escalation_rate", Unit.SHARE, count=68, base=329, base_id="stage_1.received")


def facts_with(figures: YearFigures | None, earlier: YearFigures | None = None) -> ReportFacts:
    return replace(reports.facts(), figures=figures, earlier=earlier)


def said(key: str, *figures: Figure, earlier: YearFigures | None = None) -> list[str]:
    """Return what is suggested for a part, as residents would read it, but with plain spaces."""
    year = a_year(*figures)
    found = suggestions(key, facts_with(year, earlier))
    return [placed(one, year)[0].replace("\u00a0", " ") for one in found]


def starting(sentences: list[str], words: str) -> list[str]:
    return [one for one in sentences if one.startswith(words)]


@pytest.mark.parametrize("key", [part.key for part in PARTS])
def test_a_suggestion_names_only_figures_that_there_are(key: str) -> None:
    figures = a_whole_year()

    for sentence in suggestions(key, facts_with(figures, a_whole_year())):
        words, unknown = placed(sentence, figures)
        assert unknown == []
        assert "{" not in words


@pytest.mark.parametrize(
    "key", ["scope", "definitions", "performance", "refused", "non_compliance"]
)
def test_without_figures_nothing_is_suggested_from_them(key: str) -> None:
    assert suggestions(key, facts_with(None)) == ()
    assert not re.search(r"\d+ complaints", " ".join(said(key)))


def test_no_suggestion_is_made_for_words_of_a_persons_own() -> None:
    for key in ("foreword", "ombudsman_report", "other_publications", "no such part"):
        assert suggestions(key, facts_with(a_whole_year())) == ()


def test_a_number_stands_by_its_name_and_so_follows_the_figures() -> None:
    found = suggestions("performance", facts_with(a_year(RECEIVED, ESCALATED)))

    assert found == (
        "In 2023/24 we received {stage_1.received} complaints at stage 1, and {stage_2.received} "
        "went on to stage 2.",
    )


def test_one_complaint_is_not_called_complaints() -> None:
    one = said("performance", received("stage_1", 1))

    assert one == ["In 2023/24 we received 1 complaint at stage 1."]


def test_a_share_is_said_with_what_it_is_a_share_of() -> None:
    assert "Of the 329 complaints received at stage 1, 20.7 % went on to stage 2: 68." in said(
        "performance", RECEIVED, ESCALATED, RATE
    )


@pytest.mark.parametrize("missing", ["base", "value", "suppressed"])
def test_a_share_without_its_base_or_its_value_is_not_suggested(missing: str) -> None:
    changed = {
        "base": replace(RATE, base=None, base_id=None),
        "value": replace(RATE, value=None, count=None),
        "suppressed": replace(RATE, value=None, count=None, suppressed=True, why_not="other"),
    }[missing]

    found = said("performance", RECEIVED, ESCALATED, changed)

    assert not [one for one in found if "went on to stage 2: " in one]
    assert starting(found, "In 2023/24 we received 329")


def test_the_answers_on_time_are_those_of_all_that_were_answered() -> None:
    on_time = a_figure(
        "stage_1.answered_on_time",
        Unit.SHARE,
        count=240,
        base=310,
        base_id="stage_1.answered_in_all",
    )

    assert "Of the 310 complaints answered at stage 1, 77.4 % were answered on time." in said(
        "performance", ANSWERED, on_time
    )


def test_a_base_that_disagrees_with_its_figure_is_said_as_it_was_counted() -> None:
    on_time = a_figure(
        "stage_1.answered_on_time", Unit.SHARE, count=240, base=300, base_id="stage_1.received"
    )

    found = said("performance", RECEIVED, on_time)

    assert "Of the 300 complaints at stage 1, 80.0 % were answered on time." in found


def test_what_could_not_be_measured_says_why() -> None:
    on_time = a_figure("stage_2.answered_on_time", Unit.SHARE, why_not="no dates of escalation")

    assert (
        "How many complaints at stage 2 were answered on time is not measurable: no dates of "
        "escalation." in said("performance", on_time)
    )


def test_outcomes_are_told_together_or_not_at_all() -> None:
    counts = [("upheld", 150), ("partly_upheld", 45), ("not_upheld", 115), ("withdrawn", 0)]
    outcomes = a_set("stage_1.outcomes", counts, 310, Unit.SHARE, base_id="stage_1.answered_in_all")
    gap = [*outcomes[:2], replace(outcomes[2], value=None, count=None)]

    whole = said("performance", ANSWERED, *outcomes)

    assert whole == [
        "How the 310 complaints answered at stage 1 ended: 48.4 % upheld, 14.5 % partly upheld "
        "and 37.1 % not upheld."
    ]
    assert said("performance", ANSWERED, *gap) == []


def test_a_year_is_set_beside_the_last_only_where_both_may_be_compared() -> None:
    before = a_year(received("stage_1", 317), year=replace(a_year().year, start=2022))
    otherwise = a_year(
        replace(received("stage_1", 317), population="complaints closed in the year"),
        year=replace(a_year().year, start=2022),
    )

    assert "Complaints received at stage 1: 317 in 2022/23 and 329 in 2023/24, up 12." in said(
        "performance", RECEIVED, earlier=before
    )
    assert not starting(said("performance", RECEIVED, earlier=otherwise), "Complaints received")
    assert not starting(said("performance", RECEIVED), "Complaints received")


def test_reasons_are_named_by_how_often_and_the_rest_is_no_reason() -> None:
    reasons = a_set(
        "stage_1.reasons",
        [("rest", 300), ("manner", 40), ("waiting", 90)],
        329,
        Unit.SHARE,
        base_id="stage_1.received",
    )

    found = starting(said("performance", RECEIVED, *reasons), "The reasons")

    assert found == [
        "The reasons that people named most often at stage 1 were Waiting (27.4 %) and Manner "
        "(12.2 %), out of 329 received. One complaint can name several."
    ]


def test_refusals_are_told_with_their_reasons() -> None:
    reasons = a_set("refused_by_reason", [("too_old", 5), ("in_court", 1)], 6, Unit.COUNT)

    assert said("refused", a_figure("refused", count=6), *reasons) == [
        "In 2023/24 we refused 6 complaints.",
        "Of the 6 refused, the reasons were: too old (5) and in court (1).",
    ]


def test_where_nothing_was_refused_nothing_is_suggested_and_none_is_not_doubted() -> None:
    nothing = a_year(a_figure("refused", count=0))

    assert suggestions("refused", facts_with(nothing)) == ()
    assert doubt_about_none("refused", nothing) == ""


def test_none_this_year_is_doubted_where_the_figures_count_some() -> None:
    few = a_figure("refused", count=None, suppressed=True, why_not=FEWER)

    assert "both cannot be right" in doubt_about_none(
        "refused", a_year(a_figure("refused", count=2))
    )
    assert "both cannot be right" in doubt_about_none("refused", a_year(few))
    assert doubt_about_none("refused", a_year()) == ""
    assert doubt_about_none("refused", None) == ""
    assert doubt_about_none("non_compliance", a_year(a_figure("refused", count=2))) == ""


def test_the_ombudsman_is_told_by_case_by_finding_and_by_order() -> None:
    found = said(
        "non_compliance",
        a_figure("ombudsman.cases", count=5),
        a_figure("ombudsman.cases_upheld", count=1),
        *a_set("ombudsman.findings", [("maladministration", 3), ("resolved", 0)], None, Unit.COUNT),
        a_figure("ombudsman.orders", count=4),
        a_figure("ombudsman.orders_complied", count=3),
        a_figure("ombudsman.compensation", Unit.MONEY, value="3607.70"),
    )

    assert found == [
        "The Ombudsman decided 5 cases about us, of which 1 was upheld.",
        "What the Ombudsman found, where one case can have several findings: maladministration: 3.",
        "The Ombudsman made 4 orders, of which we have complied with 3.",
        "The compensation that the Ombudsman ordered comes to £3,607.70 in all.",
    ]


def test_words_are_defined_only_where_the_figures_use_them() -> None:
    outcome = a_set("stage_1.outcomes", [("upheld", 3)], 5, Unit.SHARE)

    found = said("definitions", RECEIVED, *outcome)

    assert [one.partition(":")[0] for one in found] == ["• Stage 1", "• Upheld"]


def test_the_ways_to_complain_are_those_that_the_landlord_gave() -> None:
    facts = reports.facts()
    bare = replace(facts.landlord, complain_online="", complain_telephone="", complain_address="")

    only_email = suggestions("how_to_complain", replace(facts, landlord=bare))

    assert only_email[0] == "You can complain by email."


def test_the_learning_that_is_published_is_counted_and_no_other() -> None:
    facts = reports.facts()
    internal = replace(facts.learning[0], id=99, is_internal=True, themes=("secret",))

    found = suggestions("improvements", replace(facts, learning=[*facts.learning, internal]))

    assert found == suggestions("improvements", facts)
    assert found[0].startswith("Because of complaints we made 2 changes: 1 worked in part and 1")
    assert suggestions("improvements", replace(facts, learning=[internal])) == ()


def test_the_plan_is_counted_with_its_dates() -> None:
    due = Due("June 2026", date(2026, 6, 30))
    plan = [
        ActionFacts(
            id=number,
            title="Do it",
            stage=stage,
            source=Source.SELF_ASSESSMENT,
            owner="Head of Housing",
            due=date_of,
            provisions=(),
        )
        for number, stage, date_of in (
            (1, Stage.PLANNED, due),
            (2, Stage.UNDERWAY, None),
            (3, Stage.DONE, due),
        )
    ]
    facts = replace(reports.facts(), improvement_plan=plan, learning=[])

    assert suggestions("plan", facts) == (
        "Our improvement plan has 2 actions, 1 of them with a date.",
    )
    assert suggestions("plan", replace(facts, improvement_plan=[])) == ()


def test_what_is_too_early_to_say_is_promised_for_the_next_report() -> None:
    facts = reports.facts()
    early = [replace(facts.learning[0], worked=Worked.TOO_EARLY, is_internal=False)]

    found = suggestions("plan", replace(facts, learning=early, improvement_plan=[]))

    assert len(found) == 1
    assert found[0].startswith("For one change that we made this year it is too early to say")
