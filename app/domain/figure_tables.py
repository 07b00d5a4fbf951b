"""The tables of a year's figures, as plain values that a page, a PDF and a Word file show alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.figure_notes import notes_on, period_in_words
from app.domain.figure_words import (
    NOT_STATED,
    cell_text,
    figure_in_words,
    placed,
)
from app.domain.figure_years import comparisons
from app.domain.figures import Figure, Source, YearFigures
from app.domain.table_sets import (
    BY_STAGE,
    IN_ONE_COLUMN,
    OWN_MEMBERS,
    STAGES,
    TableSet,
    figures_of,
    is_whole,
    plain_name,
    row_label,
    stand_together,
    without_stage,
)

__all__ = ["FigureRow", "FigureTable", "figure_in_words", "find_table", "placed", "tables"]

TENURES = {"rental": "Low-cost rental", "ownership": "Low-cost home ownership"}
TENANT_ROWS = (
    ("Homes owned at the end of the year", "homes.{}"),
    ("Stage 1 complaints for each 1,000 homes (CH01)", "ch01.stage_1.{}"),
    ("Stage 2 complaints for each 1,000 homes (CH01)", "ch01.stage_2.{}"),
    ("Stage 1 answered in the Code’s time, of all received (CH02)", "ch02.stage_1.{}.received"),
    ("Stage 1 answered in the Code’s time, of all answered (CH02)", "ch02.stage_1.{}.answered"),
    ("Stage 2 answered in the Code’s time, of all received (CH02)", "ch02.stage_2.{}.received"),
    ("Stage 2 answered in the Code’s time, of all answered (CH02)", "ch02.stage_2.{}.answered"),
)
NEVER_ASKED = "–"
IN_ORDER = ("received", "escalated", *(one.name for one in (*BY_STAGE, *IN_ONE_COLUMN)))


@dataclass(frozen=True)
class FigureRow:
    """One line of a table: what it is about, and a cell for each column after the first."""

    label: str
    cells: tuple[str, ...]
    is_total: bool = False


@dataclass(frozen=True)
class FigureTable:
    """A table in plain words; the first of its columns is the heading of the row labels."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    notes: tuple[str, ...]


def tables(figures: YearFigures, earlier: YearFigures | None = None) -> tuple[FigureTable, ...]:
    """Return every table that these figures can fill, in the order of a report.

    Stage 1 and stage 2 stand side by side; departments and reasons that are not the same in both
    stand below each other. With last year's figures the last table compares.
    """
    made = [
        *(_by_stage(wanted, figures) for wanted in BY_STAGE),
        *(_plain(wanted, figures) for wanted in IN_ONE_COLUMN),
        _tenant_measures(figures),
        *_others(figures),
        *(_year_on_year(figures, earlier) if earlier is not None else ()),
    ]
    place = {name: place for place, name in enumerate(IN_ORDER)}
    made.sort(key=lambda one: place.get(one.name, len(place)))
    return tuple(one for one in made if one.rows)


def find_table(made: Iterable[FigureTable], name: str) -> FigureTable | None:
    """Return the table of a name; `stage_1.outcomes` is the table in which both stages stand."""
    by_name = {one.name: one for one in made}
    return by_name.get(name) or by_name.get(plain_name(name))


def _by_stage(wanted: TableSet, figures: YearFigures) -> FigureTable:
    """Return a table with a column for each stage that has a figure of these measures."""
    if wanted.name in OWN_MEMBERS and not stand_together(figures, wanted.measures):
        return _one_after_the_other(wanted, figures)
    by_stage = {stage: figures_of(figures, wanted.measures, stage) for stage in STAGES}
    columns = {stage: found for stage, found in by_stage.items() if found}
    rows: dict[str, dict[str, Figure]] = {}
    for stage, found in columns.items():
        for figure in found:
            rows.setdefault(plain_name(figure.id), {})[stage] = figure
    shown = [figure for found in columns.values() for figure in found]
    return FigureTable(
        wanted.name,
        wanted.title,
        (wanted.heading, *(STAGES[stage] for stage in columns)),
        (
            *(_stage_row(row, columns, figures) for row in rows.values()),
            *_totals(list(columns.values())),
        ),
        notes_on(shown, figures),
    )


def _one_after_the_other(wanted: TableSet, figures: YearFigures) -> FigureTable:
    """Return a table of two stages that name different things: stage 2 stands below stage 1."""
    rows: list[FigureRow] = []
    shown: list[Figure] = []
    for stage, stage_name in STAGES.items():
        found = figures_of(figures, wanted.measures, stage)
        shown += found
        rows += [
            FigureRow(f"{stage_name}: {without_stage(one)}", (cell_text(one),)) for one in found
        ]
        rows += [replace(one, label=f"{stage_name}: all") for one in _totals([found])]
    return FigureTable(
        wanted.name,
        wanted.title,
        (wanted.heading, figures.year.text),
        tuple(rows),
        notes_on(shown, figures),
    )


def _stage_row(
    row: dict[str, Figure], columns: dict[str, tuple[Figure, ...]], figures: YearFigures
) -> FigureRow:
    cells = (
        cell_text(row[stage]) if stage in row else _absent(found)
        for stage, found in columns.items()
    )
    return FigureRow(row_label(next(iter(row.values())), figures), tuple(cells))


def _absent(found: Sequence[Figure]) -> str:
    """Return what stands where a stage has no such figure: what is counted misses nothing."""
    return NEVER_ASKED if all(one.source is Source.EXTRACT for one in found) else NOT_STATED


def _totals(columns: Sequence[Sequence[Figure]]) -> Iterator[FigureRow]:
    """Yield the line under parts of a whole that says what they are parts of."""
    if not columns or not all(is_whole(one.measure) for found in columns for one in found):
        return
    bases = [{one.base for one in found if one.base is not None} for found in columns]
    if any(bases):
        cells = (f"{base.pop():,}" if len(base) == 1 else NOT_STATED for base in bases)
        yield FigureRow("All", tuple(cells), is_total=True)


def _plain(wanted: TableSet, figures: YearFigures) -> FigureTable:
    """Return a table with one column of figures."""
    found = figures_of(figures, wanted.measures)
    return FigureTable(
        wanted.name,
        wanted.title,
        (wanted.heading, figures.year.text),
        (
            *(FigureRow(row_label(one, figures), (cell_text(one),)) for one in found),
            *_totals([found]),
        ),
        notes_on(found, figures),
    )


def _tenant_measures(figures: YearFigures) -> FigureTable:
    """Return the measures that landlords send in for rented and part-owned homes apart."""
    found = {one.id: one for one in figures.figures}
    asked = [
        (label, [found.get(name.format(tenure)) for tenure in TENURES])
        for label, name in TENANT_ROWS
    ]
    rows = [(label, cells) for label, cells in asked if any(cells)]
    return FigureTable(
        "tenant_measures",
        "Tenant satisfaction measures on complaints",
        ("Measure", *TENURES.values()),
        tuple(FigureRow(label, tuple(map(_tenant_cell, cells))) for label, cells in rows),
        notes_on([one for _, cells in rows for one in cells if one], figures),
    )


def _tenant_cell(figure: Figure | None) -> str:
    if figure is None:
        return NEVER_ASKED
    # The row says already that it is a rate per 1,000 homes.
    return cell_text(figure).replace(" per 1,000 homes", "")


def _others(figures: YearFigures) -> list[FigureTable]:
    """Return a table of whatever stands in none of the tables that have a name."""
    wanted = {
        *(name for one in IN_ONE_COLUMN for name in one.measures),
        *(f"{stage}.{name}" for one in BY_STAGE for name in one.measures for stage in STAGES),
        *(name.format(tenure) for _, name in TENANT_ROWS for tenure in TENURES),
    }
    found = [one for one in figures.figures if not {one.id, one.measure} & wanted]
    if not found:
        return []
    rows = tuple(FigureRow(one.label, (cell_text(one),)) for one in found)
    columns = ("What was counted", figures.year.text)
    return [FigureTable("other", "Other figures", columns, rows, notes_on(found, figures))]


def _year_on_year(figures: YearFigures, earlier: YearFigures) -> list[FigureTable]:
    """Return this year beside the last, with what has changed or why that cannot be told."""
    compared = comparisons(figures, earlier)
    if not compared:
        return []
    rows = (
        FigureRow(one.label, (cell_text(one.before), cell_text(one.now), one.change))
        for one in compared
    )
    periods = (
        f"{year.year.text}: counted from {period_in_words(year.period)}."
        for year in (earlier, figures)
    )
    return [
        FigureTable(
            "year_on_year",
            f"{figures.year.text} beside {earlier.year.text}",
            ("Measure", earlier.year.text, figures.year.text, "Change"),
            tuple(rows),
            (*periods, *dict.fromkeys(one.why for one in compared if one.why)),
        )
    ]
