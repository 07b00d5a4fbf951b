"""Figures out of small frames, each worked out by hand."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from app.config import ROOT
from app.domain.errors import Invalid
from app.domain.figures import Figure, Source, YearFigures, as_facts, from_facts
from app.domain.measures import measure_set_for
from app.domain.years import FinancialYear
from app.reading.bank_holidays import working_days
from app.reading.case_analysis import analyse
from app.reading.case_extracts import FRAME_SCHEMA
from app.reading.clocks import read_clocks
from app.reading.measures import read_measures

DEFINITIONS = ROOT / "code_definitions"
CLOCKS = read_clocks(DEFINITIONS)
MEASURES = read_measures(DEFINITIONS)
DAYS = working_days(date(2015, 1, 1), date(2030, 12, 31))
DATES = [name for name, kind in FRAME_SCHEMA.items() if kind == pl.Date]


def case(**columns: Any) -> dict[str, Any]:
    """One complaint; its days are written as texts."""
    return {
        name: date.fromisoformat(value) if name in DATES and value else value
        for name, value in columns.items()
    }


def figures_of(
    *cases: Mapping[str, Any], year: str = "2024/25", end: int = 3, **asked: Any
) -> YearFigures:
    rows = [{"row": at, **one} for at, one in enumerate(cases, 2)]
    chosen = FinancialYear.parse(year)
    return analyse(
        pl.DataFrame(rows, schema=FRAME_SCHEMA),
        year=chosen,
        year_end_month=end,
        clock_sets=CLOCKS,
        measure_set=measure_set_for(MEASURES, date(chosen.start, 4, 1)),
        days=DAYS,
        **{"targets": {}, "homes": {}, "today": date(2026, 1, 5)} | asked,
    )


def figure(found: YearFigures, figure_id: str) -> Figure:
    one = found.get(figure_id)
    assert one is not None, [each.id for each in found.figures]
    return one


def counts(found: YearFigures, measure: str) -> dict[str, int | None]:
    return {one.member: one.count for one in found.of(measure) if one.count}


# Monday 3 June 2024; acknowledged on Wednesday 5 June: ten working days end on Wednesday 19 June.
JUNE = {"received_on": "2024-06-03", "s1_acknowledged_on": "2024-06-05"}
TOLD = {"s1_extension_told_on": "2024-06-19", "s1_extended_to": "2024-07-01"}


@pytest.mark.parametrize(
    ("columns", "member"),
    [
        (JUNE | {"s1_answered_on": "2024-06-19"}, "within_limit"),
        (JUNE | {"s1_answered_on": "2024-06-20"}, "late"),
        (JUNE | {"s1_answered_on": None}, "open"),
        (JUNE | {"s1_answered_on": "2024-06-03"}, "within_limit"),
        # Told on the last day of the first limit, and answered on the last day given.
        (JUNE | TOLD | {"s1_answered_on": "2024-07-01"}, "within_extension"),
        (JUNE | TOLD | {"s1_answered_on": "2024-07-02"}, "late"),
        # Told a day after the first limit ran out.
        (
            JUNE | TOLD | {"s1_extension_told_on": "2024-06-20", "s1_answered_on": "2024-06-24"},
            "late",
        ),
        # Answered within the first limit: the extension was not needed.
        (JUNE | TOLD | {"s1_answered_on": "2024-06-10"}, "within_limit"),
        # Ten more working days end on 3 July, whatever longer date was promised.
        (
            JUNE | TOLD | {"s1_extended_to": "2024-08-01", "s1_answered_on": "2024-07-03"},
            "within_extension",
        ),
        (JUNE | TOLD | {"s1_extended_to": "2024-08-01", "s1_answered_on": "2024-07-04"}, "late"),
        # Told, but without a new date: an answer by that date cannot be shown.
        (JUNE | {"s1_extension_told_on": "2024-06-10", "s1_answered_on": "2024-06-25"}, "late"),
        # No date of acknowledgement: never in time, however quick the answer.
        ({"received_on": "2024-06-03", "s1_answered_on": "2024-06-04"}, "not_measurable"),
        ({"received_on": "2024-06-03", "s1_answered_on": None}, "open"),
    ],
)
def test_an_answer_is_put_where_it_belongs(columns: dict[str, Any], member: str) -> None:
    answered = case(**JUNE, s1_answered_on="2024-06-12")

    found = figures_of(case(**columns), answered)

    expected = {"within_limit": 1}
    expected[member] = expected.get(member, 0) + 1
    assert counts(found, "stage_1.answered") == expected
    assert all(one.base == 2 for one in found.of("stage_1.answered"))


@pytest.mark.parametrize(
    ("acknowledged", "answered", "member"),
    [
        # Good Friday and Easter Monday 2025 (18 and 21 April) do not count.
        ("2025-04-10", "2025-04-28", "within_limit"),
        ("2025-04-10", "2025-04-29", "late"),
        # An answer on a bank holiday or at a weekend counts as on the working day before it.
        ("2025-04-03", "2025-04-18", "within_limit"),
        ("2025-04-03", "2025-04-22", "late"),
        ("2025-04-16", "2025-05-05", "within_limit"),
        ("2025-04-15", "2025-05-05", "late"),
    ],
)
def test_bank_holidays_do_not_count(acknowledged: str, answered: str, member: str) -> None:
    found = figures_of(
        case(received_on="2025-04-03", s1_acknowledged_on=acknowledged, s1_answered_on=answered),
        year="2025/26",
    )

    assert counts(found, "stage_1.answered") == {member: 1}


@pytest.mark.parametrize(
    ("acknowledged", "member"),
    [
        ("2024-06-03", "within_limit"),
        ("2024-06-10", "within_limit"),
        ("2024-06-11", "late"),
        (None, "no_date"),
    ],
)
def test_an_acknowledgement_is_put_where_it_belongs(acknowledged: str, member: str) -> None:
    found = figures_of(case(received_on="2024-06-03", s1_acknowledged_on=acknowledged))

    assert counts(found, "stage_1.acknowledged") == {member: 1}
    assert figure(found, "stage_1.acknowledged.within_limit").base == 1


def test_each_case_is_measured_by_the_edition_of_its_day() -> None:
    """A year that ends in December runs under two editions; only the later needs the first date."""
    quick = {"s1_answered_on": "2024-04-12"}
    found = figures_of(
        case(received_on="2024-03-28", **quick),  # from receipt: ten working days end on 15 April
        case(received_on="2024-04-01", **quick),  # no acknowledgement: cannot be measured
        year="2023/24",
        end=12,
    )

    assert counts(found, "stage_1.answered") == {"within_limit": 1, "not_measurable": 1}
    assert found.clock_ids == (
        "clocks-housing-ombudsman-2022",
        "clocks-housing-ombudsman-2024",
    )
    assert any("2022 Code" in rule for rule in found.rules)


def test_stage_2_is_counted_by_the_day_of_its_request() -> None:
    before = {"received_on": "2024-01-10", "s1_answered_on": "2024-01-20"}
    found = figures_of(
        case(**before, escalated_on="2024-03-29"),
        # Under the rules of 2022: twenty working days from the request, which is 30 April.
        case(**before, escalated_on="2024-04-02", s2_answered_on="2024-04-30"),
        # Under those of 2024: from the acknowledgement, and within five days of the request.
        case(
            received_on="2024-05-01",
            escalated_on="2024-06-03",
            s2_acknowledged_on="2024-06-11",
            s2_answered_on="2024-07-09",
        ),
        case(received_on="2024-05-01", escalated_on="2025-04-01"),
    )

    assert figure(found, "stage_1.received").count == 2
    assert figure(found, "stage_2.received").count == 2
    assert figure(found, "escalation_rate").value == Decimal("100.0")
    assert counts(found, "stage_2.answered") == {"within_limit": 2}
    late = figure(found, "stage_2.acknowledged.late")
    assert (late.count, late.base, late.base_id) == (1, 1, None)
    assert late.note == "1 more had no limit, by the rules of their day."


def test_a_year_and_its_quarters_begin_and_end_on_their_days() -> None:
    days = ("2024-03-31", "2024-04-01", "2024-06-30", "2024-07-01", "2025-03-31", "2025-04-01")
    found = figures_of(*(case(received_on=day) for day in days))

    assert figure(found, "stage_1.received").count == 4
    quarters = found.of("stage_1.received_by_quarter")
    assert [one.count for one in quarters] == [2, 1, 0, 1]
    assert quarters[3].period.start == date(2025, 1, 1)
    assert quarters[3].period.end == date(2025, 3, 31)
    assert quarters[3].period.name == "Quarter 4 of 2024/25"


def test_days_are_averaged_with_their_total_and_measured_against_a_target() -> None:
    found = figures_of(
        case(**JUNE, s1_answered_on="2024-06-04"),  # 1 working day after receipt
        case(**JUNE, s1_answered_on="2024-07-01"),  # 20
        case(**JUNE, s1_answered_on="2024-07-02"),  # 21
        case(**JUNE, s1_answered_on=None),
        targets={1: 20},
    )

    average = figure(found, "stage_1.days_average")
    assert (average.value, average.count, average.base) == (Decimal("14.0"), 42, 3)
    target = figure(found, "stage_1.target.20_days")
    assert (target.value, target.count, target.base) == (Decimal("66.7"), 2, 3)
    assert target.label == "Within 20 working days"
    assert figure(found, "stage_1.answered_on_time").base_id == "stage_1.answered_in_all"


def test_refused_complaints_are_counted_apart() -> None:
    found = figures_of(
        case(received_on="2024-06-03", refused=False),
        case(received_on="2024-06-03", refused=True, refused_reason="Too old"),
        case(
            received_on="2024-06-03", refused=True, refused_reason="Too old", compensation_pence=1
        ),
        case(received_on="2024-06-03", refused=True),
        case(received_on="2023-06-03", refused=True),
    )

    assert figure(found, "stage_1.received").count == 1
    assert "refused ones are counted apart" in figure(found, "stage_1.received").population
    assert figure(found, "refused").count == 3
    assert counts(found, "refused_by_reason") == {"too_old": 2, "not_stated": 1}


def test_outcomes_are_of_answered_complaints() -> None:
    answered = {"s1_answered_on": "2024-06-12"}
    found = figures_of(
        case(**JUNE, **answered, s1_outcome="upheld"),
        case(**JUNE, **answered, s1_outcome="not_upheld"),
        case(**JUNE, **answered),
        case(**JUNE, s1_outcome="withdrawn"),
    )

    assert counts(found, "stage_1.outcomes") == {"upheld": 1, "not_upheld": 1, "not_known": 1}
    assert figure(found, "stage_1.outcomes.upheld").value == Decimal("33.3")
    note = figure(found, "stage_1.answered.open").note
    assert "1 was withdrawn and has no date of answer." in note
    assert "1 was past the first limit on 5 January 2026." in note


def test_reasons_may_overlap_and_departments_do_not() -> None:
    found = figures_of(
        case(received_on="2024-06-03", categories=["Repairs", "Delay"], department="Homes"),
        case(received_on="2024-06-03", categories=["Repairs"], department="Homes & places"),
        case(received_on="2024-06-03", categories=[], department="Homes – places"),
        case(received_on="2024-06-03", department=None),
    )

    assert counts(found, "stage_1.reasons") == {"repairs": 2, "delay": 1}
    departments = found.of("stage_1.received_by_department")
    assert [one.member for one in departments] == [
        "homes",
        "homes_places",
        "homes_places_2",
        "not_stated",
    ]
    assert [one.value for one in departments] == [Decimal("25.0")] * 4


def test_compensation_is_totalled_and_averaged_over_the_cases_that_had_some() -> None:
    found = figures_of(
        case(received_on="2024-06-03", compensation_pence=10_000),
        case(received_on="2024-06-03", compensation_pence=5_001),
        case(received_on="2024-06-03", compensation_pence=0),
    )

    total, average = figure(found, "compensation.total"), figure(found, "compensation.average")
    assert (total.value, total.count) == (Decimal("150.01"), 2)
    assert (average.value, average.base) == (Decimal("75.01"), 2)


def test_the_regulators_measures_keep_tenures_apart_and_leave_out_other_complaints() -> None:
    rental = JUNE | {"tenure": "rental", "in_remit": True}
    found = figures_of(
        case(**rental, s1_answered_on="2024-06-12"),
        case(**rental, s1_answered_on="2024-06-24"),
        case(**rental, s1_answered_on=None),
        case(**rental | {"in_remit": False}, s1_answered_on="2024-06-12"),
        case(**JUNE, tenure="ownership", s1_answered_on="2024-06-12"),
        case(**JUNE, tenure="other"),
        # Received the year before and answered in this one: only in the second reading.
        case(received_on="2024-03-28", s1_answered_on="2024-04-03", tenure="rental"),
        homes={"rental": 600},
    )

    assert figure(found, "stage_1.received").count == 6
    assert any("1 of 6 are outside the Ombudsman’s remit" in rule for rule in found.rules)
    ch01 = figure(found, "ch01.stage_1.rental")
    assert (ch01.value, ch01.count, ch01.base) == (Decimal("5.0"), 3, 600)
    assert figure(found, "homes.rental").source is Source.TYPED
    received = figure(found, "ch02.stage_1.rental.received")
    assert (received.count, received.base, received.value) == (1, 3, Decimal("33.3"))
    answered = figure(found, "ch02.stage_1.rental.answered")
    assert (answered.count, answered.base, answered.value) == (2, 3, Decimal("66.7"))
    without = figure(found, "ch01.stage_1.ownership")
    assert (without.value, without.count, without.base) == (None, 1, None)
    assert without.why_not == "The number of homes is not stated."


def test_what_an_extract_does_not_hold_is_not_counted() -> None:
    found = figures_of(case(received_on="2024-06-03"))

    ids = {one.id for one in found.figures}
    assert not {one for one in ids if one.startswith(("stage_2", "ch0", "refused", "compens"))}
    assert "stage_1.answered.open" not in ids
    assert any("has no dates of answers at stage 1" in rule for rule in found.rules)


def test_what_the_mapping_names_is_counted_even_where_nothing_stands() -> None:
    found = figures_of(case(received_on="2024-06-03"), mapped={"received_on", "escalated_on"})

    assert figure(found, "stage_2.received").count == 0
    assert figure(found, "escalation_rate").value == Decimal("0.0")


def test_a_file_without_a_complaint_of_the_year_is_refused() -> None:
    with pytest.raises(Invalid, match="from 3 June 2022 to 5 June 2022"):
        figures_of(case(received_on="2022-06-03"), case(received_on="2022-06-05"))


def test_every_figure_says_what_it_is_and_can_be_stored() -> None:
    found = figures_of(
        case(**JUNE, s1_answered_on="2024-06-12", s1_outcome="upheld", escalated_on="2024-07-01")
    )

    for one in found.figures:
        assert one.label
        assert one.population
        assert one.count is not None or one.base is not None
        assert one.period.start >= date(2024, 4, 1)
    assert from_facts(as_facts(found)) == found
