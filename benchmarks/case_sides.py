"""What `case_extract` compares: each side is a whole process that prints its totals as JSON.

python -m benchmarks.case_sides ours|polars|pandas|calamine FILE
"""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

HOMES = {"rental": 20_000, "ownership": 1_000}
TARGET = 20
LIMIT, EXTENSION, ACKNOWLEDGE = 10, 10, 5
COLUMNS = {
    "reference": "Reference",
    "received_on": "Received",
    "s1_acknowledged_on": "Acknowledged",
    "s1_extension_told_on": "Extension told",
    "s1_extended_to": "Extended to",
    "s1_answered_on": "Stage 1 answered",
    "s1_outcome": "Stage 1 outcome",
    "escalated_on": "Escalated",
    "s2_answered_on": "Stage 2 answered",
    "categories": "Categories",
}
DATES = [header for name, header in COLUMNS.items() if name.endswith(("_on", "_to"))]
OUTCOMES = {"upheld": "upheld", "partly upheld": "partly_upheld", "not upheld": "not_upheld"}
YEAR = "2024/25"
FIRST, LAST = date(2024, 4, 1), date(2025, 3, 31)


def main() -> None:
    """Run one side, and print what it counted."""
    side, file = sys.argv[1:]
    print(json.dumps(SIDES[side](Path(file))))  # noqa: T201


def asked() -> dict[str, Any]:
    """What our analysis is asked, with the limits and definitions that this version ships."""
    from app.config import ROOT
    from app.domain.case_mapping import CaseMapping, DateOrder
    from app.domain.years import FinancialYear
    from app.reading.case_asked import to_analyse
    from app.reading.clocks import read_clocks
    from app.reading.measures import read_measures

    mapping = CaseMapping(
        COLUMNS,
        {"s1_outcome": OUTCOMES},
        DateOrder.DAY_FIRST,
        category_separator=";",
    )
    folder = ROOT / "code_definitions"
    return to_analyse(
        mapping,
        year=FinancialYear.parse(YEAR),
        clock_sets=read_clocks(folder),
        measure_sets=read_measures(folder),
        today=date(2026, 1, 5),
        targets={1: TARGET},
    )


def warm() -> None:
    """Load what a running server has long loaded before it is asked for an analysis."""
    from app.domain import figure_checks
    from app.reading import case_process

    assert figure_checks
    assert case_process
    asked()


def ours(file: Path) -> dict[str, int]:
    """Our whole analysis: the gate, every check of rows, every figure and the checks of figures."""
    from app.domain.figure_checks import check_figures
    from app.domain.figures import from_facts
    from app.reading import case_process

    given = asked()
    found = case_process.run("analyse", file, given, limits=case_process.by_command())
    figures = from_facts(found["figures"])
    kinds = {one["id"]: one["kind"] for one in given["measures"]["measures"]}
    check_figures(figures, kinds)
    counts = {one.id: one.count for one in figures.figures}
    return {name: counts.get(figure_id) or 0 for name, figure_id in TOTALS.items()}


TOTALS: Mapping[str, str] = {
    "received": "stage_1.received",
    "acknowledged in time": "stage_1.acknowledged.within_limit",
    "acknowledged late": "stage_1.acknowledged.late",
    "no acknowledgement": "stage_1.acknowledged.no_date",
    "within the limit": "stage_1.answered.within_limit",
    "within an extension": "stage_1.answered.within_extension",
    "late": "stage_1.answered.late",
    "open": "stage_1.answered.open",
    "not measurable": "stage_1.answered.not_measurable",
    "within the target": "stage_1.target.20_days",
    "working days": "stage_1.days_average",
    "upheld": "stage_1.outcomes.upheld",
    "about repairs": "stage_1.reasons.repairs",
    "escalated": "stage_2.received",
    "working days at stage 2": "stage_2.days_average",
}


def polars(file: Path) -> dict[str, int]:
    """As little as polars can be asked for: all ten columns, the dates as dates."""
    import polars as pl

    frame = pl.read_csv(file, try_parse_dates=True)
    assert all(frame[one].dtype == pl.Date for one in DATES)
    return {"rows": frame.height}


def pandas(file: Path) -> dict[str, int]:
    """The same totals as a person would write them with pandas and numpy."""
    import holidays
    import numpy as np
    import pandas as pd

    frame = pd.read_csv(file)
    for column in DATES:
        frame[column] = pd.to_datetime(frame[column], format="%d/%m/%Y")
    off = np.array(
        sorted(holidays.country_holidays("GB", subdiv="ENG", years=range(2015, 2028))),
        dtype="datetime64[D]",
    )

    def between(start: "pd.Series[date]", end: "pd.Series[date]") -> "pd.Series[int]":
        both = start.notna() & end.notna()
        one_day = np.timedelta64(1, "D")
        days = np.busday_count(
            start[both].to_numpy().astype("datetime64[D]") + one_day,
            end[both].to_numpy().astype("datetime64[D]") + one_day,
            holidays=off,
        )
        return pd.Series(np.maximum(days, 0), index=start[both].index).reindex(start.index)

    received, acknowledged = frame["Received"], frame["Acknowledged"]
    answered = frame["Stage 1 answered"]
    of_year = received.between(pd.Timestamp(FIRST), pd.Timestamp(LAST))
    waited = between(received, acknowledged)
    took = between(acknowledged, answered)
    told = between(acknowledged, frame["Extension told"])
    in_all = between(received, answered)
    in_limit = took <= LIMIT
    extended = (
        (told <= LIMIT)
        & (answered <= frame["Extended to"])
        & (took <= LIMIT + EXTENSION)
        & ~in_limit
    )
    measurable = answered.notna() & acknowledged.notna()
    escalated = frame["Escalated"].between(pd.Timestamp(FIRST), pd.Timestamp(LAST))
    at_stage_2 = between(frame["Escalated"], frame["Stage 2 answered"])
    reasons = frame.loc[of_year, "Categories"].str.split(";").explode()
    found = {
        "received": of_year,
        "acknowledged in time": of_year & (waited <= ACKNOWLEDGE),
        "acknowledged late": of_year & (waited > ACKNOWLEDGE),
        "no acknowledgement": of_year & acknowledged.isna(),
        "within the limit": of_year & in_limit,
        "within an extension": of_year & extended,
        "late": of_year & measurable & ~in_limit & ~extended,
        "open": of_year & answered.isna(),
        "not measurable": of_year & answered.notna() & acknowledged.isna(),
        "within the target": of_year & (in_all <= TARGET),
        "working days": in_all[of_year],
        "upheld": of_year & answered.notna() & (frame["Stage 1 outcome"] == "Upheld"),
        "about repairs": reasons == "Repairs",
        "escalated": escalated,
        "working days at stage 2": at_stage_2[escalated],
    }
    return {name: int(values.sum()) for name, values in found.items()}


def sheet(file: Path) -> dict[str, int]:
    """Our whole analysis of a spreadsheet: the gate, the cells, every check and figure."""
    return {"received": ours(file)["received"]}


def calamine(file: Path) -> dict[str, int]:
    """The cells of a spreadsheet as bare calamine gives them."""
    from python_calamine import CalamineWorkbook

    return {"received": len(CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()) - 1}


SIDES: dict[str, Callable[[Path], dict[str, int]]] = {
    "ours": ours,
    "polars": polars,
    "pandas": pandas,
    "calamine": calamine,
}

if __name__ == "__main__":
    main()
