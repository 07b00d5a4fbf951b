"""The year's figures as their pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.database import db
from app.domain.case_mapping import CaseMapping
from app.domain.figure_charts import FigureChart, charts
from app.domain.figure_checks import check_figures
from app.domain.figure_tables import FigureTable, tables
from app.domain.figures import YearFigures, from_facts, is_of_homes
from app.domain.findings import Finding, Level
from app.domain.small_numbers import suppress
from app.domain.years import FinancialYear
from app.models import CaseExtract, ClosureDay, Landlord, TypedFigures
from app.models.figure_facts import (
    earlier_figures_of,
    every_figure_of,
    figure_settings,
    hides_small_numbers,
    newest_extract,
    typed_figures,
)
from app.models.report_facts import why_figures_fixed

YEARS_OFFERED = 4


@dataclass(frozen=True)
class YearLine:
    """What there is of one year."""

    year: FinancialYear
    extracted_at: datetime | None
    rows_used: int | None
    has_typed: bool

    @property
    def has_figures(self) -> bool:
        """Whether there is anything to show."""
        return self.extracted_at is not None or self.has_typed


@dataclass(frozen=True)
class ExtractFacts:
    """Where figures out of cases come from: the file by its sha256, its rows, and who read it."""

    sha256: str
    rows: Mapping[str, int]
    made_by: str
    made_at: datetime
    columns: Mapping[str, str]


@dataclass(frozen=True)
class FiguresPage:
    """Everything the page of a year shows; `figures` is None while there are none."""

    year: FinancialYear
    figures: YearFigures | None
    earlier: YearFigures | None
    tables: tuple[FigureTable, ...]
    charts: tuple[FigureChart, ...]
    findings: Mapping[Level, tuple[Finding, ...]]
    extract: ExtractFacts | None
    has_typed: bool
    hides_small: bool
    fixed: str | None

    @property
    def charts_of(self) -> Mapping[str, tuple[FigureChart, ...]]:
        """The charts by the table that shows the same numbers."""
        found: dict[str, tuple[FigureChart, ...]] = {}
        for one in self.charts:
            found[one.table] = (*found.get(one.table, ()), one)
        return found


@dataclass(frozen=True)
class TypedPage:
    """What was typed in for a year, with the version that its form carries."""

    year: FinancialYear
    content: Mapping[str, Any]
    version: int | None
    fixed: str | None
    extract_measures: frozenset[str]


@dataclass(frozen=True)
class FigureSettingsPage:
    """How a landlord's figures are read; `version` is None while nothing was chosen."""

    targets: Mapping[int, int] = field(default_factory=dict)
    closures: Mapping[date, str] = field(default_factory=dict)
    suppresses_small: bool = False
    version: int | None = None


@dataclass(frozen=True)
class HowToCount:
    """What the cases of a landlord's year are counted by, besides the rules of the Code."""

    year_end_month: int
    closures: tuple[date, ...]
    targets: Mapping[int, int]
    homes: Mapping[str, int]


def year_lines(landlord: Landlord, today: date) -> tuple[YearLine, ...]:
    """Return the years of a landlord with what there is, the newest first.

    The last years are among them even without figures, so that there is a way in.
    """
    now = FinancialYear.containing(today, landlord.year_end_month)
    offered = {FinancialYear(now.start - before) for before in range(YEARS_OFFERED)}
    extracts = {
        FinancialYear.parse(row.year): row
        for row in db.session.scalars(
            select(CaseExtract)
            .where(CaseExtract.landlord_id == landlord.id)
            .order_by(CaseExtract.id)
        )
    }
    typed = {
        FinancialYear.parse(row.year)
        for row in db.session.scalars(
            select(TypedFigures).where(TypedFigures.landlord_id == landlord.id)
        )
        if row.content["figures"]
    }
    return tuple(
        _year_line(year, extracts.get(year), has_typed=year in typed)
        for year in sorted(offered | set(extracts) | typed, reverse=True)
    )


def figures_page(landlord: Landlord, year: FinancialYear) -> FiguresPage:
    """Return the figures of a year with tables, charts and what does not fit in them."""
    every = every_figure_of(landlord.id, year)
    earlier = earlier_figures_of(landlord.id, year)
    found = check_figures(every) if every else ()
    hides = hides_small_numbers(landlord.id)
    figures = suppress(every) if every and hides else every
    return FiguresPage(
        year=year,
        figures=figures,
        earlier=earlier,
        tables=tables(figures, earlier) if figures else (),
        charts=charts(figures, earlier) if figures else (),
        findings={level: tuple(one for one in found if one.level is level) for level in Level},
        extract=_extract_facts(newest_extract(landlord.id, year)),
        has_typed=_has_typed(landlord.id, year),
        hides_small=hides,
        fixed=why_fixed(landlord.id, year),
    )


def typed_page(landlord: Landlord, year: FinancialYear) -> TypedPage:
    """Return what was typed in for a year."""
    row = typed_figures(landlord.id, year)
    extract = newest_extract(landlord.id, year)
    return TypedPage(
        year=year,
        content=row.content["typed"] if row else {},
        version=row.version if row else None,
        fixed=why_fixed(landlord.id, year),
        extract_measures=_measures_of(extract),
    )


def _measures_of(extract: CaseExtract | None) -> frozenset[str]:
    """Return the measures that a file of cases gives, whatever is typed in for them."""
    measures = from_facts(extract.figures).measures if extract else ()
    return frozenset(one for one in measures if not is_of_homes(one))


def settings_page(landlord: Landlord) -> FigureSettingsPage:
    """Return how a landlord's figures are read."""
    closures = {row.day: row.name for row in _closures(landlord.id)}
    row = figure_settings(landlord.id)
    if row is None:
        return FigureSettingsPage(closures=closures)
    return FigureSettingsPage(_targets(row.targets), closures, row.suppresses_small, row.version)


def remembered_mapping(landlord_id: int) -> CaseMapping | None:
    """Return how the columns were mapped the last time, or None."""
    row = figure_settings(landlord_id)
    return CaseMapping.from_facts(row.mapping) if row and row.mapping else None


def how_to_count(landlord_id: int, year: FinancialYear) -> HowToCount:
    """Return what the cases of a year are counted by: closures, targets, and the homes typed in."""
    landlord = db.session.get_one(Landlord, landlord_id)
    row, typed = figure_settings(landlord_id), typed_figures(landlord_id, year)
    figures = from_facts(typed.content["figures"]) if typed and typed.content["figures"] else None
    homes = figures.figures if figures else ()
    return HowToCount(
        year_end_month=landlord.year_end_month,
        closures=tuple(one.day for one in _closures(landlord_id)),
        targets=_targets(row.targets) if row else {},
        homes={
            one.id.removeprefix("homes."): one.count
            for one in homes
            if is_of_homes(one.measure) and one.count is not None
        },
    )


def why_fixed(landlord_id: int, year: FinancialYear) -> str | None:
    """Return why the figures of a year cannot be changed now, or None where they can."""
    return why_figures_fixed(landlord_id, year)


def _year_line(year: FinancialYear, extract: CaseExtract | None, *, has_typed: bool) -> YearLine:
    return YearLine(
        year=year,
        extracted_at=extract.made_at if extract else None,
        rows_used=extract.rows["used"] if extract else None,
        has_typed=has_typed,
    )


def _extract_facts(row: CaseExtract | None) -> ExtractFacts | None:
    if row is None:
        return None
    columns = row.mapping["columns"]
    return ExtractFacts(row.sha256, row.rows, row.made_by_name, row.made_at, columns)


def _has_typed(landlord_id: int, year: FinancialYear) -> bool:
    row = typed_figures(landlord_id, year)
    return row is not None and row.content["figures"] is not None


def _closures(landlord_id: int) -> list[ClosureDay]:
    return list(
        db.session.scalars(
            select(ClosureDay).where(ClosureDay.landlord_id == landlord_id).order_by(ClosureDay.day)
        )
    )


def _targets(stored: Mapping[str, int]) -> dict[int, int]:
    return {int(stage): days for stage, days in stored.items()}
