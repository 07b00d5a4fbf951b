"""The measuring of thousands of cases at once against a slow version that looks at each."""

import random
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl
import pytest

from app.config import ROOT
from app.domain.clocks import Start, clock_set_on
from app.domain.measures import measure_set_for
from app.domain.years import FinancialYear
from app.reading.bank_holidays import working_days
from app.reading.case_analysis import analyse
from app.reading.case_extracts import FRAME_SCHEMA
from app.reading.clocks import read_clocks
from app.reading.measures import read_measures

CLOCKS = read_clocks(ROOT / "code_definitions")
MEASURES = read_measures(ROOT / "code_definitions")
DAYS = working_days(date(2015, 1, 1), date(2030, 12, 31))
FIRST, LAST = date(2024, 4, 1), date(2025, 3, 31)
Case = Mapping[str, date | None]


def invented_cases(count: int) -> list[Case]:
    """Cases over two editions, in which any date but the first can be missing."""
    chance = random.Random(5)

    def after(day: date | None, most: int, often: float) -> date | None:
        if day is None or chance.random() > often:
            return None
        return day + timedelta(days=chance.randint(0, most))

    cases: list[Case] = []
    for _ in range(count):
        received = after(date(2023, 10, 1), 600, 1)
        acknowledged = after(received, 12, 0.9)
        told = after(acknowledged or received, 25, 0.4)
        escalated = after(received, 100, 0.5)
        told_again = after(escalated, 40, 0.4)
        again = after(escalated, 10, 0.8)
        cases.append(
            {
                "received_on": received,
                "s1_acknowledged_on": acknowledged,
                "s1_extension_told_on": told,
                "s1_extended_to": after(told, 30, 0.9),
                "s1_answered_on": after(acknowledged or received, 40, 0.9),
                "escalated_on": escalated,
                "s2_acknowledged_on": again,
                "s2_extension_told_on": told_again,
                "s2_extended_to": after(told_again, 40, 0.9),
                "s2_answered_on": after(again or escalated, 80, 0.8),
            }
        )
    return cases


def acknowledged(case: Case, stage: int, begun: date) -> str | None:
    received = case["received_on"]
    assert received is not None
    clock = clock_set_on(CLOCKS, received).acknowledge(stage)
    if clock is None:
        return None
    day = case[f"s{stage}_acknowledged_on"]
    if day is None:
        return "no_date"
    return "within_limit" if DAYS.between(begun, day) <= clock.limit else "late"


def answered(case: Case, stage: int, begun: date) -> str:
    received, day = case["received_on"], case[f"s{stage}_answered_on"]
    assert received is not None
    clock = clock_set_on(CLOCKS, received).answer(stage)
    start = case[f"s{stage}_acknowledged_on"] if clock.starts is Start.ACKNOWLEDGED else begun
    if day is None:
        return "open"
    if start is None:
        return "not_measurable"
    took = DAYS.between(start, day)
    if took <= clock.limit:
        return "within_limit"
    told, until = case[f"s{stage}_extension_told_on"], case[f"s{stage}_extended_to"]
    told_in_time = told is not None and DAYS.between(start, told) <= clock.limit
    by_new_date = until is not None and day <= until
    if told_in_time and by_new_date and took <= clock.limit + (clock.extension or 0):
        return "within_extension"
    return "late"


@pytest.mark.parametrize(("stage", "begins"), [(1, "received_on"), (2, "escalated_on")])
def test_all_at_once_is_the_same_as_one_by_one(stage: int, begins: str) -> None:
    cases = invented_cases(4000)
    begun = [(one, one[begins]) for one in cases]
    of_year = [(one, day) for one, day in begun if day is not None and FIRST <= day <= LAST]
    by_answer = Counter(answered(one, stage, day) for one, day in of_year)
    by_acknowledgement = Counter(acknowledged(one, stage, day) for one, day in of_year)
    days = sum(
        DAYS.between(day, end) for one, day in of_year if (end := one[f"s{stage}_answered_on"])
    )

    found = analyse(
        pl.DataFrame(cases, schema={name: FRAME_SCHEMA[name] for name in cases[0]}).with_columns(
            pl.lit(None, dtype=kind).alias(name)
            for name, kind in FRAME_SCHEMA.items()
            if name not in cases[0]
        ),
        year=FinancialYear(2024),
        clock_sets=CLOCKS,
        measure_set=measure_set_for(MEASURES, FIRST),
        days=DAYS,
        targets={},
        homes={},
        today=date(2026, 1, 5),
    )

    assert len(by_answer) == 5
    assert {one.member: one.count for one in found.of(f"stage_{stage}.answered")} == by_answer
    limited = {one.member: one.count for one in found.of(f"stage_{stage}.acknowledged")}
    assert limited == {member: count for member, count in by_acknowledgement.items() if member}
    average = found.get(f"stage_{stage}.days_average")
    assert average is not None
    assert average.count == days
