"""Every check of the figures, both ways: a sum that cannot be right is told, a right one is not."""

import dataclasses
import re
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from app.config import ROOT
from app.domain.category_names import is_same_category
from app.domain.figure_checks import check_figures
from app.domain.figures import Figure, Source, Unit, share
from app.domain.findings import Level
from app.domain.possible_counts import cut_counts, nearest_shares, rounded_counts
from app.reading.typed_figures import definitions_in, figures_of_content
from tests.unit.test_case_analysis import case, figures_of
from tests.unit.typed_years import ESCALATED, YEAR, a_year, found_in, one

C, Q, N = Level.CONTRADICTION, Level.QUESTION, Level.NOTE
DEPARTMENT = "stage_1.received_by_department"
SECOND = "stage_2.received_by_department"
OUTCOMES = "stage_1.outcomes"
LATE = ("stage_1.answered", "stage_1.target")


def test_a_year_whose_sums_agree_raises_nothing() -> None:
    assert found_in(YEAR) == {}


# What is changed in that year, and the one finding that it has to raise.
BROKEN: list[tuple[str, dict[str, Any], str, Level]] = [
    (
        "shares above the whole",
        a_year(one(f"{OUTCOMES}.upheld", share="43.3")),
        "shares.sum:stage_1.outcomes",
        C,
    ),
    (
        "shares below the whole",
        a_year(one(f"{OUTCOMES}.upheld", share="23.3")),
        "shares.sum:stage_1.outcomes",
        C,
    ),
    (
        "shares that no counts of the base give together",
        a_year(one("stage_2.outcomes.upheld", share="60.0")),
        "shares.sum:stage_2.outcomes",
        C,
    ),
    (
        "counts above their total",
        a_year(one(f"{SECOND}.repairs", count="26")),
        f"counts.sum:{SECOND}",
        C,
    ),
    (
        "counts below their total",
        a_year(one("stage_1.received_by_quarter.q1", count="39")),
        "counts.sum:stage_1.received_by_quarter",
        C,
    ),
    (
        "amounts that are not their total",
        a_year(one("ombudsman.compensation", amount="750")),
        "amounts.sum:ombudsman.compensation_by_case",
        C,
    ),
    (
        "a share no count gives",
        a_year(one("stage_1.reasons.manner", share="45.3")),
        "shares.impossible:stage_1.reasons",
        C,
    ),
    (
        "a share that was cut",
        a_year(one("stage_1.target.10_days", share="80.5")),
        "shares.cut:stage_1",
        N,
    ),
    (
        "more at stage 2 in a category",
        a_year(
            one(f"{SECOND}.estates", ESCALATED, count="31", label="Estates"),
            one(f"{SECOND}.repairs", count="5"),
            one(f"{SECOND}.lettings", count="4"),
        ),
        "stages.more_at_stage_2:received_by_department.estates",
        C,
    ),
    (
        "more at stage 2 in all",
        a_year(one(ESCALATED, count="240"), without=("escalation", "stage_2.")),
        "stages.more_at_stage_2:received",
        C,
    ),
    (
        "a category that stage 1 lacks",
        a_year(
            one(f"{SECOND}.parking", ESCALATED, count="5", label="Parking"),
            one(f"{SECOND}.repairs", count="20"),
        ),
        "stages.other_categories:received_by_department",
        Q,
    ),
    (
        "a share above 100",
        a_year(one("stage_1.reasons.waiting", share="170")),
        "part.above_whole:stage_1.reasons.waiting",
        C,
    ),
    (
        "a part above its base",
        a_year(one("stage_1.reasons.waiting", count="201")),
        "part.above_whole:stage_1.reasons.waiting",
        C,
    ),
    (
        "more upheld than decided",
        a_year(one("ombudsman.cases", count="2")),
        "part.above_whole:ombudsman.cases_upheld",
        C,
    ),
    (
        "more orders kept than made",
        a_year(one("ombudsman.orders_complied", count="5")),
        "part.above_whole:ombudsman.orders_complied",
        C,
    ),
    (
        "more in ten days than in twenty",
        a_year(one("stage_1.target.10_days", share="95.6")),
        "target.more_in_fewer_days:stage_1.target.10_days",
        C,
    ),
    (
        "a rate of other stages",
        a_year(one("escalation_rate", share="25.0")),
        "rate.parts:escalation_rate",
        C,
    ),
    (
        "a share and its count",
        a_year(one("tp09", share="36.0", count="60")),
        "rate.parts:tp09",
        C,
    ),
    (
        "a rate per 1,000 homes",
        a_year(one("ch01.stage_1.rental", rate="32.5", count="180")),
        "rate.parts:ch01.stage_1.rental",
        C,
    ),
    (
        "parts of another total",
        a_year(
            one("stage_1.reasons.manner", base="300"), one("stage_1.reasons.waiting", base="300")
        ),
        "rate.other_base:stage_1.reasons",
        Q,
    ),
    (
        "a rate of other findings",
        a_year(one("ombudsman.maladministration_rate", share="80")),
        "ombudsman.rate_of_findings",
        C,
    ),
    (
        "a rate that fits neither cases nor findings",
        a_year(without=("ombudsman.findings",)),
        "ombudsman.findings_or_cases",
        Q,
    ),
    (
        "fewer findings than cases",
        a_year(
            one("ombudsman.cases", count="12"),
            one("ombudsman.cases_upheld", count="10"),
        ),
        "ombudsman.fewer_findings",
        C,
    ),
    (
        "shares mixed with counts",
        a_year(one("stage_2.outcomes.not_upheld", count="17")),
        "shares.mixed:stage_2.outcomes",
        N,
    ),
    (
        "amounts without a total",
        a_year(
            one("ombudsman.compensation_by_case.noise", amount="300"),
            one("ombudsman.compensation_by_case.damp", amount="450.50"),
            without=("ombudsman.compensation",),
        ),
        "total.missing:ombudsman.compensation_by_case",
        N,
    ),
    (
        "counts without a total",
        a_year(
            one("refused_by_reason.too_old", count="2"),
            one("refused_by_reason.court", count="1"),
            without=("refused",),
        ),
        "total.missing:refused_by_reason",
        N,
    ),
    ("a base not given", a_year({"id": "tp09", "base": ""}), "base.missing:tp09", Q),
    (
        "an average of days",
        a_year(one("stage_1.days_average", days="10.4", count="1700")),
        "average.parts:stage_1.days_average",
        C,
    ),
    (
        "an average of money",
        a_year(one("compensation.average", amount="250")),
        "average.parts:compensation.average",
        C,
    ),
    (
        "late beside a Yes, by the same clock",
        a_year(one("stage_2.answered_on_time", share="90")),
        "answer.late:6.14",
        C,
    ),
    (
        "late acknowledgements beside a Yes",
        a_year(
            one("stage_1.acknowledged.within_limit", share="90"),
            one("stage_1.acknowledged.late", share="10"),
        ),
        "answer.late:6.2",
        C,
    ),
    (
        "no date of acknowledgement beside a Yes",
        a_year(
            one("stage_2.acknowledged.within_limit", ESCALATED, count="39"),
            one("stage_2.acknowledged.no_date", ESCALATED, count="1"),
        ),
        "answer.late:6.11",
        C,
    ),
    (
        "late answers by count beside a Yes",
        a_year(
            one("stage_1.answered.within_limit", count="169"),
            one("stage_1.answered.late", count="1"),
            without=("stage_1.answered_on_time",),
        ),
        "answer.late:6.3",
        C,
    ),
    (
        "a target of as many days",
        a_year(without=("stage_1.answered.", "stage_1.answered_on_time")),
        "answer.late:6.3",
        C,
    ),
    (
        "late by a clock whose start is not stated",
        a_year(one("stage_2.answered_on_time", share="90"), starts={}),
        "answer.late:6.14",
        Q,
    ),
    (
        "late by a clock that starts elsewhere",
        a_year(
            one("stage_2.answered_on_time", share="90"),
            starts={"stage_2": "escalated"},
        ),
        "answer.late:6.14",
        Q,
    ),
    (
        "late by the rules before",
        a_year(one("stage_2.answered_on_time", share="90"), rules="housing-ombudsman-2022"),
        "answer.late:6.14",
        Q,
    ),
]


@pytest.mark.parametrize(
    ("year", "expected", "level"),
    [each[1:] for each in BROKEN],
    ids=[each[0] for each in BROKEN],
)
def test_one_number_that_cannot_be_right_is_told_once(
    year: dict[str, Any], expected: str, level: Level
) -> None:
    found = found_in(year)

    assert {each.id: each.level for each in found.values()} == {expected: level}
    finding = found[expected]
    assert finding.sentence.endswith((".", "?"))
    assert finding.numbers
    assert finding.about


def test_the_documentation_lists_every_check_and_no_other() -> None:
    text = (ROOT / "docs" / "figures.md").read_text("utf-8")
    listed = set(re.findall(r"^\| `([a-z]+\.[a-z0-9_]+)` \|", text, re.MULTILINE))

    assert listed == {expected.partition(":")[0] for _, _, expected, _ in BROKEN}


# What a reader might take for a mistake, and is none.
SOUND: list[tuple[str, dict[str, Any]]] = [
    ("rounded up together", a_year(one("stage_1.reasons.waiting", share="70.5"))),
    ("reasons above 100 together", a_year(one("stage_1.reasons.manner", share="95"))),
    (
        "a remainder without a number",
        a_year(one(f"{DEPARTMENT}.rest"), without=(f"{DEPARTMENT}.estates",)),
    ),
    (
        "a category that may lie in the remainder",
        a_year(
            one(f"{DEPARTMENT}.rest"),
            one(f"{SECOND}.parking", ESCALATED, count="5", label="Parking"),
            one(f"{SECOND}.repairs", count="20"),
            without=(f"{DEPARTMENT}.estates",),
        ),
    ),
    ("as many at stage 2 as at stage 1", a_year(one(f"{DEPARTMENT}.lettings", count="47"))),
    ("a part as large as its whole", a_year(one("ombudsman.cases_upheld", count="5"))),
    (
        "late beside a No",
        a_year(one("stage_2.answered_on_time", share="90"), answers={"6.14": "no"}),
    ),
    ("late beside no answer", a_year(one("stage_2.answered_on_time", share="90"), answers={})),
    (
        "late beside the Yes of another edition",
        a_year(one("stage_2.answered_on_time", share="90"), edition="housing-ombudsman-2022"),
    ),
    (
        "slow by a shorter target, in time by the Code",
        a_year(one("stage_1.target.5_days", "180", share="10.0")),
    ),
    ("one amount is its own total", a_year(without=("ombudsman.compensation",))),
    (
        "a rate that is the share of cases",
        a_year(
            one("ombudsman.maladministration_rate", share="60"),
            without=("ombudsman.findings",),
        ),
    ),
    (
        "only the worst findings, which are not all",
        a_year(
            one("ombudsman.maladministration_rate", share="60"),
            without=("ombudsman.findings.no", "ombudsman.findings.outside"),
        ),
    ),
    ("counts whose total stands in its own place", a_year({"id": f"{SECOND}.repairs", "base": ""})),
    ("all of an unknown number", a_year({"id": "stage_2.answered_on_time", "base": ""})),
]


@pytest.mark.parametrize("year", [each[1] for each in SOUND], ids=[each[0] for each in SOUND])
def test_what_may_be_right_is_not_told(year: dict[str, Any]) -> None:
    contradictions = {
        each.id for each in found_in(year).values() if not each.id.startswith("shares.mixed")
    }

    assert contradictions == set()


def test_a_contradiction_comes_before_a_question_and_a_question_before_a_note() -> None:
    year = a_year(
        one("stage_1.target.10_days", share="80.5"),
        one("ombudsman.orders_complied", count="5"),
        {"id": "tp09", "base": ""},
    )

    assert [each.level for each in found_in(year).values()] == [C, Q, N]


def test_the_sentence_on_a_share_no_count_gives_names_the_nearest() -> None:
    year = a_year(one("stage_1.reasons.manner", share="45.3"))
    finding = found_in(year)["shares.impossible:stage_1.reasons"]

    assert "45.3 %" in finding.sentence
    assert "45.0 % or 45.5 %" in finding.sentence
    assert finding.numbers == {"base": 200, "stage_1.reasons.manner": "45.3"}


def test_mixed_shares_and_counts_that_disagree_are_a_contradiction_too() -> None:
    found = found_in(a_year(one("stage_2.outcomes.not_upheld", count="18")))

    assert {each.id: each.level for each in found.values()} == {
        "shares.sum:stage_2.outcomes": C,
        "shares.mixed:stage_2.outcomes": N,
    }
    assert "agree" not in found["shares.mixed:stage_2.outcomes"].sentence


def test_a_share_of_cases_that_poses_as_a_share_of_findings_is_named_as_such() -> None:
    found = found_in(a_year(one("ombudsman.maladministration_rate", share="60")))

    assert "share of cases upheld" in found["ombudsman.rate_of_findings"].sentence


def computed(figure_id: str, measure: str, count: int, base: int) -> Figure:
    """Return a figure as the analysis of an extract gives it."""
    typed = figures_of_content(YEAR)
    return Figure(
        id=figure_id,
        measure=measure,
        label=figure_id.rpartition(".")[2].capitalize(),
        unit=Unit.SHARE,
        value=share(count, base),
        count=count,
        base=base,
        period=typed.period,
        population="complaints received in the year",
        source=Source.EXTRACT,
        base_id=f"{measure.partition('.')[0]}.received",
    )


def a_computed_year(second: dict[str, int]) -> tuple[Figure, ...]:
    first = {"repairs": 2, "estates": 1, "lettings": 0}
    totals = [
        dataclasses.replace(
            computed(f"stage_{stage}.received", f"stage_{stage}.received", total, total),
            unit=Unit.COUNT,
            value=Decimal(total),
            base=None,
            base_id=None,
        )
        for stage, total in ((1, 3), (2, sum(second.values())))
    ]
    return (
        *totals,
        *(computed(f"{DEPARTMENT}.{name}", DEPARTMENT, count, 3) for name, count in first.items()),
        *(
            computed(f"{SECOND}.{name}", SECOND, count, sum(second.values()))
            for name, count in second.items()
        ),
    )


def test_computed_figures_raise_nothing() -> None:
    """A complaint of the year before may be escalated this year, under any category."""
    year = dataclasses.replace(
        figures_of_content(YEAR), figures=a_computed_year({"estates": 4, "parking": 2}), answers={}
    )

    assert check_figures(year) == ()


def test_suppressed_numbers_are_not_taken_for_nothing() -> None:
    figures = a_computed_year({"repairs": 2})
    hidden = tuple(
        dataclasses.replace(each, value=None, count=None, suppressed=True)
        if each.measure == DEPARTMENT and each.member != "repairs"
        else each
        for each in figures
    )
    year = dataclasses.replace(figures_of_content(YEAR), figures=hidden, answers={})

    assert check_figures(year) == ()


def test_late_answers_of_an_extract_contradict_a_yes_by_the_same_clock() -> None:
    late = computed("stage_1.answered.late", "stage_1.answered", 1, 3)
    in_time = computed("stage_1.answered.within_limit", "stage_1.answered", 2, 3)
    year = dataclasses.replace(figures_of_content(YEAR), figures=(in_time, late), rules=())

    assert [(each.id, each.level) for each in check_figures(year)] == [("answer.late:6.3", C)]


def test_the_definitions_of_measures_say_the_same_as_ours() -> None:
    for measures in definitions_in().measures:
        kinds = {each.id: each.kind.value for each in measures.measures}
        for _, year, _, _ in BROKEN:
            figures = figures_of_content(year)
            assert check_figures(figures, kinds) == check_figures(figures)


def test_every_share_of_every_base_is_possible_as_rounded_and_as_cut() -> None:
    for base in range(1, 330, 7):
        for count in range(base + 1):
            exact = Decimal(count) * 100 / base
            rounded = share(count, base)
            cut = Decimal(int(exact * 10)) / 10
            assert rounded is not None
            assert count in rounded_counts(rounded, base)
            assert count in cut_counts(cut.quantize(Decimal("0.1")), base)


@pytest.mark.parametrize(
    ("value", "base", "nearest"),
    [
        ("33.5", 329, ("33.4", "33.7")),
        ("5.6", 329, ("5.5", "5.8")),
        ("99.9", 10, ("90.0", "100.0")),
        ("0.1", 10, ("0.0", "10.0")),
    ],
)
def test_the_nearest_possible_shares(value: str, base: int, nearest: tuple[str, ...]) -> None:
    assert nearest_shares(Decimal(value), base) == tuple(map(Decimal, nearest))


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ("Allocations", "Housing Allocations", True),
        ("ALLOCATION", "allocations team", True),
        ("Repairs", "Housing repairs", True),
        ("Communities and estates", "Estates & Community", True),
        ("Housing services", "Housing", False),
        ("Housing Operations including repairs", "Housing repairs", False),
        ("Leasehold & Right To Buy", "Leaseholders", False),
        ("Homelessness", "Homeless", False),
    ],
)
def test_categories_are_the_same_by_their_significant_words(
    first: str, second: str, is_same: bool
) -> None:
    assert is_same_category(first, second) is is_same
    assert is_same_category(second, first) is is_same


def an_extract(chance: Random) -> list[dict[str, Any]]:
    """Return complaints that anybody could have had, over more than the year."""
    rows = []
    for _ in range(chance.choice((6, 80))):
        received = date(2024, 2, 1) + timedelta(chance.randrange(400))
        answered = received + timedelta(chance.randrange(5, 40)) if chance.random() < 0.9 else None
        escalated = answered + timedelta(9) if answered and chance.random() < 0.5 else None
        again = escalated + timedelta(30) if escalated and chance.random() < 0.8 else None
        days = {
            "received_on": received,
            "s1_acknowledged_on": received + timedelta(4) if chance.random() < 0.9 else None,
            "s1_answered_on": answered,
            "escalated_on": escalated,
            "s2_acknowledged_on": escalated,
            "s2_answered_on": again,
        }
        words = {
            "s1_outcome": chance.choice(("upheld", "partly_upheld", None)) if answered else None,
            "s2_outcome": chance.choice(("upheld", "not_upheld")) if again else None,
            "department": chance.choice(("Repairs", "Allocations", "Estates", None)),
            "categories": chance.sample(("Waiting", "Manner", "Damp"), chance.randrange(3)),
            "tenure": chance.choice(("rental", "ownership", "other", None)),
            "compensation_pence": chance.choice((None, 5_000, 12_345)),
        }
        rows.append(case(**{name: day.isoformat() for name, day in days.items() if day}, **words))
    return rows


@pytest.mark.parametrize("seed", range(8))
def test_the_figures_of_any_extract_agree_with_each_other(seed: int) -> None:
    rows = an_extract(Random(seed))
    figures = figures_of(*rows, targets={1: 10, 2: 20}, homes={"rental": 8_000, "ownership": 500})

    assert len(figures.figures) > 50
    assert check_figures(figures) == ()
