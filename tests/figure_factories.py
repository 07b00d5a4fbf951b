"""Making the figures of a year, through the services, with a file of cases of an invented landlord.

The columns that nothing may be kept of hold a marker that tests look for.
"""

import csv
import io
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from app.database import transaction, utc_now
from app.domain.case_mapping import CaseMapping
from app.domain.figures import Figure, Period, Source, Unit, YearFigures
from app.domain.jobs import JobKind, JobState
from app.domain.years import FinancialYear
from app.reading.brought_files import keep_brought
from app.reading.case_preview import look
from app.reading.typed_figures import figures_of_content
from app.services.figures import (
    Extracted,
    SettingsContent,
    change_figure_settings,
    keep_extract,
    write_typed_figures,
)
from app.services.history import Actor
from app.services.jobs import end_job, start_job, take_job
from tests.conftest import NOW

MARKER = "XMARKERX"
YEAR = FinancialYear(2020)
HEADERS = (
    "Case Ref",
    "Tenant Name",
    "Address",
    "Date Received",
    "Stage 1 Acknowledged",
    "Stage 1 Response Date",
    "Stage 1 Outcome",
    "Directorate",
    "What happened",
)
OUTCOMES = ("Fully upheld", "Not Upheld", "Partially Upheld")
MAPPING = CaseMapping(
    columns={
        "reference": "Case Ref",
        "received_on": "Date Received",
        "s1_acknowledged_on": "Stage 1 Acknowledged",
        "s1_answered_on": "Stage 1 Response Date",
        "s1_outcome": "Stage 1 Outcome",
        "department": "Directorate",
    },
    values={"s1_outcome": {"fully upheld": "upheld", "not upheld": "not_upheld"}},
)
CONTENT: dict[str, Any] = {
    "schema": "figures/1",
    "year": "2020-21",
    "source": "The quarterly reports",
    "figures": [
        {"id": "stage_1.received", "count": "329"},
        {"id": "stage_1.outcomes.upheld", "share": "46.9", "base": "stage_1.received"},
        {"id": "homes.rental", "count": "16000"},
    ],
}


def case_rows(year: FinancialYear = YEAR, count: int = 24) -> list[list[str]]:
    """Return cases received through a year, with dates written day first."""
    rows = []
    for n in range(count):
        received = date(year.start, 4, 6) + timedelta(days=13 * n)
        days = (received, received + timedelta(days=3), received + timedelta(days=14))
        written = [f"{day:%d/%m/%Y}" for day in days]
        rows.append(
            [f"C{n}", f"{MARKER} Hill", f"{n} {MARKER} Road", *written, OUTCOMES[n % 3],
             ("Repairs", "Lettings")[n % 2], f"{MARKER} called about her boiler."]
        )  # fmt: skip
    return rows


def case_file(rows: Sequence[Sequence[str]] | None = None) -> bytes:
    """Return cases as a CSV file."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([HEADERS, *(case_rows() if rows is None else rows)])
    return file.getvalue().encode()


def few_figures(year: FinancialYear = YEAR, count: int = 24) -> YearFigures:
    """Return figures as an analysis gives them."""
    period = Period(year.text, date(year.start, 4, 1), year.last_day())
    received = Figure(
        id="stage_1.received",
        measure="stage_1.received",
        label="Stage 1 complaints received",
        unit=Unit.COUNT,
        value=None,
        count=count,
        base=None,
        period=period,
        population="complaints received in the year",
        source=Source.EXTRACT,
    )
    return YearFigures(year, period, "measures-2022-04-01", (received,), ("Counted by the day.",))


def extracted(year: FinancialYear = YEAR, count: int = 24) -> Extracted:
    """Return what a file of cases gave."""
    rows = {"in_file": count + 1, "used": count, "left_out": 1}
    return Extracted(few_figures(year, count), MAPPING, "a" * 64, rows)


def count_cases(app: Flask, by: Actor) -> int:
    """Keep figures of both kinds, and leave a file whose columns wait to be mapped; its job."""
    lead = Actor(by.landlord_id, role=None)
    settings = SettingsContent({1: 20}, {date(2020, 12, 29): "Offices closed"})
    folder = Path(app.instance_path)
    name = keep_brought(folder, io.BytesIO(case_file()), 1_000_000)
    assert name is not None
    seen = look(folder / "jobs" / name).to_facts() | {"listed": ["Stage 1 Outcome"]}
    with transaction():
        change_figure_settings(settings, seen_version=None, by=lead, now=NOW)
        keep_extract(YEAR, extracted(), by=by, now=NOW, token=secrets.token_hex())
        figures = figures_of_content(CONTENT)
        write_typed_figures(YEAR, CONTENT, figures, seen_version=None, by=by, now=NOW)
        asked = {"file": name, "year": YEAR.slug}
        job = start_job(JobKind.LOOK, asked, by=by, now=utc_now(), token=secrets.token_hex())
        take_job(job.id, now=utc_now())
        end_job(job.id, JobState.DONE, outcome=seen, now=utc_now())
        return job.id
