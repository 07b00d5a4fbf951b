"""Numbers from one to four are not shown, and nobody can work them out from what is shown.

The attacker here knows every definition and tries all numbers that agree with what is left.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

import pytest

from app.domain.figure_charts import charts
from app.domain.figure_tables import tables
from app.domain.figure_words import FEWER, WITHHELD
from app.domain.figures import Figure, Source, Unit, YearFigures, share
from app.domain.small_numbers import suppress
from tests.unit.figure_samples import a_figure, a_set, a_whole_year, a_year, quarters, received

SEEDS = tuple(range(120))
ANSWERS = ("within_limit", "within_extension", "late", "open")
OUTCOMES = ("upheld", "partly_upheld", "not_upheld")
Possible = dict[str, set[int]]


def hidden(figures: YearFigures) -> dict[str, str]:
    """Return what is said instead of each hidden figure."""
    return {one.id: one.why_not for one in figures.figures if one.suppressed}


def compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to split a total into this many parts."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in compositions(total - first, parts - 1))


def agrees(figure: Figure, count: int, base: int) -> bool:
    """Tell whether a figure as it is shown could have this count and base."""
    if figure.base is not None and figure.base != base:
        return False
    if figure.suppressed:
        return 1 <= count <= 4 if figure.why_not == FEWER else count >= 1
    if figure.count is not None and figure.count != count:
        return False
    stated = figure.value is not None and figure.unit is Unit.SHARE
    return not stated or figure.value == share(count, base)


def splits(shown: YearFigures, measure: str, total: int) -> Iterator[dict[str, int]]:
    """Yield every split of a total that agrees with the members as they are shown."""
    members = shown.of(measure)
    for counts in compositions(total, len(members)):
        pairs = list(zip(members, counts, strict=True))
        if all(agrees(figure, count, total) for figure, count in pairs):
            yield {figure.id: count for figure, count in pairs}


def a_random_year(seed: int) -> YearFigures:
    """Return a small landlord's year in which everything adds up."""
    chance = random.Random(seed)
    total = chance.randint(1, 13)
    answers = parts(chance, total, 4)
    answered = total - answers[-1]
    escalated = chance.randint(0, total)
    outcomes = parts(chance, answered, 3)
    return a_year(
        received("stage_1", total),
        received("stage_2", escalated),
        a_figure(
            "escalation_rate", Unit.SHARE, count=escalated, base=total, base_id="stage_1.received"
        ),
        *quarters("stage_1", parts(chance, total, 4)),
        *a_set(
            "stage_1.received_by_department",
            list(zip("abc", parts(chance, total, 3), strict=True)),
            total,
            Unit.SHARE,
        ),
        *a_set(
            "stage_1.answered",
            list(zip(ANSWERS, answers, strict=True)),
            total,
            Unit.SHARE,
            base_id="stage_1.received",
        ),
        a_figure("stage_1.answered_in_all", count=answered),
        a_figure(
            "stage_1.answered_on_time",
            Unit.SHARE,
            count=answers[0] + answers[1],
            base=answered,
            base_id="stage_1.answered_in_all",
        ),
        *a_set(
            "stage_1.outcomes",
            list(zip(OUTCOMES, outcomes, strict=True)),
            answered,
            Unit.SHARE,
            base_id="stage_1.answered_in_all",
        ),
    )


def parts(chance: random.Random, total: int, number: int) -> tuple[int, ...]:
    """Return a total in parts, of which some are often nought."""
    cuts = sorted(chance.choice((0, total, chance.randint(0, total))) for _ in range(number - 1))
    return tuple(end - start for start, end in zip((0, *cuts), (*cuts, total), strict=True))


def what_is_possible(shown: YearFigures, most: int) -> Possible:
    """Return every count that each figure could have, as an attacker works it out."""
    found: Possible = {one.id: set() for one in shown.figures}
    by_id = {one.id: one for one in shown.figures}
    for total in range(most + 1):
        if agrees(by_id["stage_1.received"], total, 0):
            _try_total(shown, by_id, total, found)
    return found


def _try_total(
    shown: YearFigures, by_id: Mapping[str, Figure], total: int, found: Possible
) -> None:
    free = [
        list(splits(shown, measure, total))
        for measure in ("stage_1.received_by_quarter", "stage_1.received_by_department")
    ]
    escalated = [
        count
        for count in range(total + 1)
        if agrees(by_id["stage_2.received"], count, 0)
        and agrees(by_id["escalation_rate"], count, total)
    ]
    if not all(free) or not escalated:
        return
    ways = list(_ways_to_answer(shown, by_id, total))
    if not ways:
        return
    found["stage_1.received"].add(total)
    found["stage_2.received"].update(escalated)
    found["escalation_rate"].update(escalated)
    for way in (*ways, *free[0], *free[1]):
        for name, count in way.items():
            found[name].add(count)


def _ways_to_answer(
    shown: YearFigures, by_id: Mapping[str, Figure], total: int
) -> Iterator[dict[str, int]]:
    for answers in splits(shown, "stage_1.answered", total):
        answered = total - answers["stage_1.answered.open"]
        in_time = total - answers["stage_1.answered.open"] - answers["stage_1.answered.late"]
        if not agrees(by_id["stage_1.answered_in_all"], answered, 0):
            continue
        if not agrees(by_id["stage_1.answered_on_time"], in_time, answered):
            continue
        counted = {"stage_1.answered_in_all": answered, "stage_1.answered_on_time": in_time}
        for outcomes in splits(shown, "stage_1.outcomes", answered):
            yield answers | counted | outcomes


@pytest.mark.parametrize("seed", SEEDS)
def test_no_hidden_number_can_be_worked_out(seed: int) -> None:
    figures = a_random_year(seed)
    shown = suppress(figures)

    possible = what_is_possible(shown, most=26)

    for before, after in zip(figures.figures, shown.figures, strict=True):
        assert before.count in possible[before.id], "the truth itself must be possible"
        if 0 < (before.count or 0) < 5:
            assert after.suppressed, before.id
        if before.count == 0:
            assert after.count == 0, "nought tells of nobody"
        if after.suppressed:
            assert len(possible[after.id]) > 1, (after.id, possible[after.id])


@pytest.mark.parametrize("counts", [*product((0, 1, 2, 4, 5, 7), repeat=3)])
def test_calling_a_number_fewer_than_five_tells_no_more(counts: Sequence[int]) -> None:
    """Whoever also knows that the other hidden numbers are five or more still cannot tell."""
    total = sum(counts)
    members = list(zip("abc", counts, strict=True))
    figures = a_year(
        received("stage_1", total),
        *a_set("stage_1.received_by_department", members, total, Unit.COUNT),
    )
    shown = suppress(figures).of("stage_1.received_by_department")
    if not any(one.why_not == FEWER for one in shown):
        return
    top = suppress(figures).figures[0]
    totals = range(30) if top.suppressed else (total,)
    limits = [limits_of(one) for one in shown]

    ways = [
        way
        for whole in totals
        if not top.suppressed or whole in limits_of(top)
        for way in compositions(whole, 3)
        if all(count in limit for count, limit in zip(way, limits, strict=True))
    ]

    for place, one in enumerate(shown):
        if one.suppressed:
            assert len({way[place] for way in ways}) > 1


def limits_of(figure: Figure) -> range:
    """Return what a figure can be for whoever takes the words at their most telling."""
    if not figure.suppressed:
        return range(figure.count or 0, (figure.count or 0) + 1)
    return range(1, 5) if figure.why_not == FEWER else range(5, 40)


def test_one_small_number_hides_the_next_smallest_with_it() -> None:
    shown = suppress(a_year(received("stage_1", 60), *quarters("stage_1", (3, 30, 8, 19))))

    assert set(hidden(shown)) == {
        "stage_1.received_by_quarter.q1",
        "stage_1.received_by_quarter.q3",
    }
    assert shown.figures[0].count == 60


def test_two_small_numbers_protect_each_other_unless_their_sum_tells_them() -> None:
    def shown(counts: Sequence[int]) -> dict[str, str]:
        figures = a_year(received("stage_1", sum(counts)), *quarters("stage_1", counts))
        return hidden(suppress(figures))

    assert set(shown((2, 3, 20, 30)).values()) == {FEWER}
    # Two hidden numbers that add up to two are one and one: a third is hidden.
    assert sorted(shown((1, 1, 20, 30)).values()) == [FEWER, FEWER, WITHHELD]


def test_a_number_is_hidden_wherever_it_stands() -> None:
    shown = suppress(
        a_year(
            received("stage_1", 60),
            received("stage_2", 3),
            a_figure("escalation_rate", Unit.SHARE, count=3, base=60, base_id="stage_1.received"),
            *quarters("stage_2", (0, 3, 0, 0)),
            a_figure(
                "stage_2.answered_on_time", Unit.SHARE, count=0, base=3, base_id="stage_2.received"
            ),
        )
    )

    assert {"stage_2.received", "escalation_rate", "stage_2.received_by_quarter.q2"} == set(
        hidden(shown)
    )
    assert not any(one.base == 3 or one.count == 3 for one in shown.figures)
    assert shown.get("stage_2.answered_on_time").value is None  # type: ignore[union-attr]


def test_late_answers_are_not_told_by_those_on_time() -> None:
    answers = [("within_limit", 90), ("within_extension", 7), ("late", 3), ("open", 0)]
    shown = suppress(
        a_year(
            received("stage_1", 100),
            *a_set("stage_1.answered", answers, 100, Unit.SHARE, base_id="stage_1.received"),
            a_figure("stage_1.answered_on_time", Unit.SHARE, count=97, base=100),
        )
    )

    assert set(hidden(shown)) == {
        "stage_1.answered.within_extension",
        "stage_1.answered.late",
        "stage_1.answered_on_time",
    }


@pytest.mark.parametrize(("in_time", "is_hidden"), [(37, True), (33, False), (38, False)])
def test_a_single_late_answer_is_not_told_by_those_in_time(in_time: int, is_hidden: bool) -> None:
    share = "ch02.stage_2.rental.received"

    shown = suppress(a_year(a_figure(share, Unit.SHARE, count=in_time, base=38)))

    figure = shown.get(share)
    assert figure is not None
    assert (figure.count is None or figure.base is None) is is_hidden


def test_a_rule_of_counting_tells_no_number() -> None:
    rules = (
        "Of the complaints at stage 2, 1 of 44 are outside the Ombudsman’s remit; CH02.",
        "Of the complaints at stage 1, 0 of 300 are outside the Ombudsman’s remit.",
        "Day 1 is the working day after the event.",
    )

    assert suppress(a_year(received("stage_1", 300), rules=rules)).rules == (
        "Of the complaints at stage 2, some are outside the Ombudsman’s remit; CH02.",
        "Of the complaints at stage 1, none are outside the Ombudsman’s remit.",
        rules[2],
    )


@pytest.mark.parametrize(("rate", "is_hidden"), [("7.5", True), ("20.0", False)])
def test_a_rate_of_known_homes_tells_its_count(rate: str, is_hidden: bool) -> None:
    homes = a_figure("homes.ownership", count=400)
    figure = a_figure("ch01.stage_1.ownership", Unit.RATE, value=rate, base_id="homes.ownership")

    assert ("ch01.stage_1.ownership" in hidden(suppress(a_year(homes, figure)))) is is_hidden


def test_an_average_does_not_tell_how_many_were_paid() -> None:
    shown = suppress(
        a_year(
            a_figure("compensation.total", Unit.MONEY, value="500", count=2),
            a_figure("compensation.average", Unit.MONEY, value="250"),
        )
    )

    assert set(hidden(shown)) == {"compensation.average"}
    assert shown.get("compensation.total").count is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("part", "base"),
    [
        ("ombudsman.cases_upheld", "ombudsman.cases"),
        ("ombudsman.orders_complied", "ombudsman.orders"),
    ],
)
def test_who_is_left_out_is_not_told_by_a_part_and_its_whole(part: str, base: str) -> None:
    shown = suppress(
        a_year(a_figure(base, count=40), a_figure(part, count=38, base=40, base_id=base))
    )

    both = [shown.get(one) for one in (part, base)]
    assert any(one is not None and one.suppressed for one in both)


def test_a_typed_share_of_a_known_base_tells_its_count() -> None:
    part = {"source": Source.TYPED, "base": 68, "measure": "stage_2.outcomes"}
    shown = suppress(
        a_year(
            received("stage_2", 68),
            a_figure("stage_2.outcomes.upheld", Unit.SHARE, value="26.4", **part),
            a_figure("stage_2.outcomes.partly_upheld", Unit.SHARE, value="5.8", **part),
            a_figure("stage_2.outcomes.not_upheld", Unit.SHARE, value="67.6", **part),
        )
    )

    assert set(hidden(shown)) == {"stage_2.outcomes.upheld", "stage_2.outcomes.partly_upheld"}


def test_findings_are_not_told_by_the_rate() -> None:
    findings = [("maladministration", 12), ("service_failure", 2), ("no_maladministration", 9)]
    shown = suppress(
        a_year(
            *a_set("ombudsman.findings", findings, None, Unit.COUNT),
            a_figure("ombudsman.maladministration_rate", Unit.SHARE, count=14, base=23),
        )
    )

    assert "ombudsman.findings.service_failure" in hidden(shown)
    assert len(hidden(shown)) > 1


def test_homes_are_nobodys_complaints() -> None:
    shown = suppress(
        a_year(
            a_figure("homes.ownership", count=3),
            a_figure(
                "ch01.stage_1.ownership",
                Unit.RATE,
                value="666.7",
                count=2,
                base=3,
                base_id="homes.ownership",
            ),
        )
    )

    assert set(hidden(shown)) == {"ch01.stage_1.ownership"}


def test_amounts_by_case_are_left_out_where_the_cases_are_few() -> None:
    def amounts(number: int) -> YearFigures:
        cases = (
            a_figure(
                f"ombudsman.compensation_by_case.case_{i}",
                Unit.MONEY,
                measure="ombudsman.compensation_by_case",
                value="300",
            )
            for i in range(number)
        )
        return suppress(a_year(a_figure("ombudsman.compensation", Unit.MONEY, value="900"), *cases))

    assert [one.id for one in amounts(4).figures] == ["ombudsman.compensation"]
    assert len(amounts(5).figures) == 6


def test_a_year_without_small_numbers_stays_as_it_is() -> None:
    figures = a_whole_year()
    large = replace(
        figures,
        figures=tuple(one for one in figures.figures if not 0 < (one.count or 0) < 5),
    )
    without_stage_2 = replace(
        large, figures=tuple(one for one in large.figures if "stage_2.outcomes" not in one.id)
    )

    assert suppress(without_stage_2) == without_stage_2


def test_tables_and_charts_show_nothing_of_a_hidden_number() -> None:
    figures = a_year(received("stage_1", 60), *quarters("stage_1", (3, 30, 8, 19)))
    shown = suppress(figures)
    cells = [cell for one in tables(shown) for row in one.rows for cell in row.cells]
    bars = [bar for one in charts(shown) for group in one.groups for bar in group.bars]

    assert {"3", "8"}.isdisjoint(cells)
    assert [bar.size is None for bar in bars] == [True, False, True, False]
