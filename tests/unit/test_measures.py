"""The definitions of measures: complete, tied to each other, and chosen by the year."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from app.config import ROOT
from app.domain.errors import Invalid
from app.domain.figures import Unit
from app.domain.measures import (
    Kind,
    Measure,
    MeasureSet,
    measure_set_for,
    objections_to_measures,
)
from app.reading.measures import read_measures

SETS = read_measures(ROOT / "code_definitions")
NEWEST = SETS[-1]
STAGES = ("stage_1", "stage_2")
TENURES = ("rental", "ownership")
OF_A_STAGE = (
    "received",
    "received_by_quarter",
    "received_by_department",
    "reasons",
    "acknowledged",
    "answered",
    "answered_on_time",
    "target",
    "days_average",
    "outcomes",
    "answered_in_all",
)
OTHERS = (
    "escalation_rate",
    "refused",
    "refused_by_reason",
    "ombudsman.cases",
    "ombudsman.cases_upheld",
    "ombudsman.findings",
    "ombudsman.maladministration_rate",
    "ombudsman.orders",
    "ombudsman.orders_complied",
    "ombudsman.compensation",
    "ombudsman.compensation_by_case",
    "compensation.total",
    "compensation.average",
    "homes.rental",
    "homes.ownership",
    "tp09",
)


def wanted_ids() -> Iterator[str]:
    """Yield the ids that the open data and the report name."""
    yield from (f"{stage}.{one}" for stage, one in product(STAGES, OF_A_STAGE))
    yield from OTHERS
    yield from (f"ch01.{stage}.{tenure}" for stage, tenure in product(STAGES, TENURES))
    yield from (
        f"ch02.{stage}.{tenure}.{of}"
        for stage, tenure, of in product(STAGES, TENURES, ("received", "answered"))
    )


def test_the_sets_are_named_by_their_first_day() -> None:
    assert [one.id for one in SETS] == ["measures-2022-04-01", "measures-2024-04-01"]


@pytest.mark.parametrize("own", SETS, ids=lambda one: one.id)
def test_every_measure_is_defined_in_sentences(own: MeasureSet) -> None:
    assert {one.id for one in own.measures} == set(wanted_ids())
    for one in own.measures:
        assert one.definition.endswith("."), one.id
        assert one.sure.endswith("."), one.id
        assert one.title[0].isupper(), one.id
        assert one.population[0].islower(), f"{one.id}: it stands within a sentence"
        assert one.base_id is None or own.get(one.base_id), one.id
        needs_base = one.unit in (Unit.SHARE, Unit.RATE, Unit.DAYS)
        assert bool(one.base) or not needs_base, f"{one.id}: of what?"


@pytest.mark.parametrize("own", SETS, ids=lambda one: one.id)
def test_the_doubt_about_ch02_is_said_at_both_readings(own: MeasureSet) -> None:
    both = [one for one in own.measures if one.id.startswith("ch02.")]

    assert len(both) == 8
    assert all("both readings are shown" in one.sure for one in both)
    bases = {one.id: one.base for one in both}
    assert bases["ch02.stage_1.rental.received"].endswith("received in the year")
    assert bases["ch02.stage_1.rental.answered"].endswith("answered in the year")


def test_no_title_stands_twice_in_a_set() -> None:
    titles = [one.title for one in NEWEST.measures]

    assert sorted(set(titles)) == sorted(titles)


@pytest.mark.parametrize(
    ("year", "since"),
    [(2019, 2022), (2022, 2022), (2023, 2022), (2024, 2024), (2031, 2024)],
    ids=str,
)
def test_a_year_is_measured_by_the_definitions_of_its_first_day(year: int, since: int) -> None:
    for sets in (SETS, SETS[::-1]):
        assert measure_set_for(sets, date(year, 4, 1)).since == date(since, 4, 1)


def test_a_year_without_definitions_is_refused() -> None:
    with pytest.raises(Invalid, match="No definitions"):
        measure_set_for((), date(2024, 4, 1))


@pytest.mark.parametrize(
    ("figure", "measure"),
    [
        ("stage_1.outcomes.upheld", "stage_1.outcomes"),
        ("stage_1.received", "stage_1.received"),
        ("stage_1.received_by_quarter.q1", "stage_1.received_by_quarter"),
        ("stage_2.target.20_days", "stage_2.target"),
        ("ch02.stage_1.rental.received", "ch02.stage_1.rental.received"),
        ("ombudsman.compensation_by_case.case_1", "ombudsman.compensation_by_case"),
        ("stage_1.received.upheld", None),
        ("stage_3.received", None),
        ("stage_1.outcomes.upheld.more", None),
        ("stage_1.outcomes", None),
    ],
)
def test_a_figure_is_found_by_the_start_of_its_id(figure: str, measure: str | None) -> None:
    found = NEWEST.of_figure(figure)

    assert (found and found.id) == measure


def test_a_measure_is_found_by_its_id_and_no_other_is() -> None:
    assert NEWEST["refused"] is NEWEST.get("refused")
    assert NEWEST.get("refusals") is None
    with pytest.raises(Invalid, match="“refusals” is not a measure"):
        NEWEST["refusals"]


def test_members_have_labels_in_plain_words() -> None:
    outcomes = NEWEST["stage_1.outcomes"]

    assert outcomes.label("partly_upheld") == "Partly upheld"
    assert outcomes.label("rest") == "The rest, not told apart"
    assert outcomes.label("allocations") is None


def with_one(measure_id: str, **changes: object) -> tuple[Measure, ...]:
    """Return our definitions with one of them changed."""
    return tuple(
        replace(one, **changes) if one.id == measure_id else one  # type: ignore[arg-type]
        for one in NEWEST.measures
    )


WRONG = {
    "missing": (NEWEST.measures[1:], "The measure “stage_1.received” is missing"),
    "twice": ((*NEWEST.measures, NEWEST.measures[0]), "stands here more than once"),
    "a strange id": (
        (*NEWEST.measures, replace(NEWEST.measures[0], id="Stage 1")),
        "“Stage 1” is no id",
    ),
    "a base of nowhere": (with_one("refused", base_id="zzz"), "There is no measure “zzz”"),
    "another unit": (with_one("tp09", unit=Unit.COUNT), "write unit: share."),
    "another kind": (with_one("stage_1.reasons", kind=Kind.WHOLE), "write kind: several."),
    "a member that is needed": (
        with_one("stage_1.acknowledged", members={"late": "Late"}),
        "The program works out the member “within_limit” of “stage_1.acknowledged”",
    ),
    "members of one figure": (
        with_one("refused", members={"all": "All"}),
        "A single figure has no members",
    ),
    "a strange member": (
        with_one("stage_1.reasons", members={"Repairs": "Repairs"}),
        "“Repairs” is no id",
    ),
}


@pytest.mark.parametrize(("measures", "says"), WRONG.values(), ids=WRONG)
def test_definitions_that_cannot_be_are_refused(measures: tuple[Measure, ...], says: str) -> None:
    said = [sentence for _, sentence in objections_to_measures(measures)]

    assert len(said) >= 1
    assert any(says in one for one in said), said


def test_a_measure_of_ones_own_may_stand_beside_ours() -> None:
    own = replace(NEWEST["refused"], id="compliments")

    assert list(objections_to_measures((*NEWEST.measures, own))) == []
