"""Figures of an invented landlord's year, for the tests of tables, charts and small numbers."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.figures import Figure, Period, Source, Unit, YearFigures, share
from app.domain.years import FinancialYear

YEAR = FinancialYear(2023)
PERIOD = Period("2023/24", date(2023, 4, 1), date(2024, 3, 31))
QUARTERS = (
    Period("Quarter 1", date(2023, 4, 1), date(2023, 6, 30)),
    Period("Quarter 2", date(2023, 7, 1), date(2023, 9, 30)),
    Period("Quarter 3", date(2023, 10, 1), date(2023, 12, 31)),
    Period("Quarter 4", date(2024, 1, 1), date(2024, 3, 31)),
)
RULE = "Day 1 is the working day after the complaint was received."


def a_figure(figure_id: str, unit: Unit = Unit.COUNT, **more: Any) -> Figure:
    """Return a figure whose value follows from its count and base unless it is given."""
    count, base = more.get("count"), more.get("base")
    value = more.pop("value", None)
    if value is None and count is not None and unit is Unit.COUNT:
        value = count
    if value is None and count is not None and base and unit is Unit.SHARE:
        value = share(count, base)
    facts = {
        "measure": figure_id,
        "label": figure_id.rpartition(".")[2].replace("_", " ").capitalize(),
        "count": None,
        "base": None,
        "period": PERIOD,
        "population": "complaints received in the year",
        "source": Source.EXTRACT,
    } | more
    return Figure(id=figure_id, unit=unit, value=None if value is None else Decimal(value), **facts)


def a_set(
    measure: str, counts: Sequence[tuple[str, int]], base: int | None, unit: Unit, **more: Any
) -> list[Figure]:
    """Return the members of a set with their counts."""
    return [
        a_figure(f"{measure}.{member}", unit, measure=measure, count=count, base=base, **more)
        for member, count in counts
    ]


def quarters(stage: str, counts: Sequence[int]) -> list[Figure]:
    """Return the complaints of a stage in each quarter."""
    made = a_set(
        f"{stage}.received_by_quarter",
        [(f"q{place}", count) for place, count in enumerate(counts, 1)],
        sum(counts),
        Unit.COUNT,
        base_id=f"{stage}.received",
    )
    return [
        Figure(**{**vars(one), "period": period, "label": period.name})
        for one, period in zip(made, QUARTERS, strict=True)
    ]


def received(stage: str, count: int) -> Figure:
    """Return the complaints of a stage."""
    return a_figure(f"{stage}.received", count=count, label="Complaints received")


def a_year(*figures: Figure, year: FinancialYear = YEAR, **more: Any) -> YearFigures:
    """Return the figures of a year."""
    facts = {"measures_id": "2022-04-01", "rules": (RULE,), "clock_ids": ("2022",)} | more
    return YearFigures(year=year, period=PERIOD, figures=figures, **facts)


def a_whole_year(**more: Any) -> YearFigures:
    """Return a year with most measures in it: counts, shares, money, days, and what is missing."""
    outcomes = [("upheld", 150), ("partly_upheld", 46), ("not_upheld", 110), ("not_known", 18)]
    answers = [("within_limit", 170), ("within_extension", 80), ("late", 74), ("open", 5)]
    reasons = [(f"reason_{i}", 40 - 3 * i) for i in range(12)]
    typed = {"source": Source.TYPED}
    return a_year(
        received("stage_1", 329),
        received("stage_2", 68),
        a_figure("stage_1.answered_in_all", count=324),
        a_figure("escalation_rate", Unit.SHARE, count=68, base=329, base_id="stage_1.received"),
        *quarters("stage_1", (80, 91, 0, 158)),
        *quarters("stage_2", (20, 13, 15, 20)),
        *a_set("stage_1.answered", answers, 329, Unit.SHARE, base_id="stage_1.received"),
        a_figure("stage_1.answered_on_time", Unit.SHARE, count=250, base=324),
        a_figure("stage_1.target.20_days", Unit.SHARE, measure="stage_1.target", value="66.2"),
        a_figure("stage_1.days_average", Unit.DAYS, value="9.4", count=3046, base=324),
        *a_set("stage_1.outcomes", outcomes, 324, Unit.SHARE, base_id="stage_1.answered_in_all"),
        a_figure("stage_2.outcomes.upheld", Unit.SHARE, measure="stage_2.outcomes", value="26.4"),
        *a_set("stage_2.outcomes", [("not_upheld", 40), ("withdrawn", 2)], 68, Unit.SHARE),
        *a_set("stage_1.reasons", reasons, 329, Unit.SHARE),
        a_figure("refused", count=6),
        *a_set("refused_by_reason", [("older_than_a_year", 6), ("in_court", 0)], 6, Unit.COUNT),
        *a_set("ombudsman.findings", [("maladministration", 5), ("resolved", 6)], None, Unit.COUNT),
        a_figure("ombudsman.compensation", Unit.MONEY, value="3607.70", **typed),
        a_figure("homes.rental", count=16000),
        a_figure("ch01.stage_1.rental", Unit.RATE, value="20.0", count=320, base=16000),
        a_figure("ch02.stage_1.rental.received", Unit.SHARE, count=240, base=320),
        a_figure("tp09", Unit.SHARE, value="31.5", **typed),
        **more,
    )
