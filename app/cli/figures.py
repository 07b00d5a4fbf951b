"""`flask figures`: the figures of a year out of an extract of cases, for people or for programs."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from app.domain.days import day_in_words, london_day
from app.domain.errors import Invalid
from app.domain.figure_checks import check_figures
from app.domain.figures import Figure, Unit, YearFigures, figure_facts, from_facts
from app.domain.findings import Finding
from app.domain.measures import MeasureSet
from app.domain.years import FinancialYear
from app.reading import case_process
from app.reading.case_asked import to_analyse
from app.reading.case_mappings import load_mapping
from app.reading.clocks import read_clocks
from app.reading.editions import EditionsFaulty
from app.reading.measures import read_measures

figures = AppGroup("figures", help="The year's figures out of the cases themselves.")

DAY = click.DateTime(formats=["%Y-%m-%d"])
HOMES = click.IntRange(0, 10_000_000)
TARGET = click.IntRange(1, 365)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@figures.command("analyse")
@click.argument("extract", type=FILE)
@click.option("--mapping", "mapping_file", required=True, type=FILE, help="What its columns hold.")
@click.option("--year", "year_written", required=True, help="The financial year, such as 2023/24.")
@click.option("--year-end-month", default=3, type=click.IntRange(1, 12), help="By default March.")
@click.option("--homes-rental", type=HOMES, help="Low-cost rental homes at the year's end.")
@click.option("--homes-ownership", type=HOMES, help="Low-cost home ownership homes then.")
@click.option("--target-stage-1", type=TARGET, help="Your own working days to answer stage 1.")
@click.option("--target-stage-2", type=TARGET, help="Your own working days to answer stage 2.")
@click.option("--closure", "closures", type=DAY, multiple=True, help="A day you were closed.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON for programs.")
def analyse(
    extract: Path,
    mapping_file: Path,
    year_written: str,
    year_end_month: int,
    homes_rental: int | None,
    homes_ownership: int | None,
    target_stage_1: int | None,
    target_stage_2: int | None,
    closures: tuple[datetime, ...],
    as_json: bool,
) -> None:
    """Work out the figures of a year from EXTRACT, a file of cases; nothing of it is kept."""
    homes = {"rental": homes_rental, "ownership": homes_ownership}
    targets = {1: target_stage_1, 2: target_stage_2}
    try:
        clock_sets, measure_sets = _definitions(current_app.extensions["settings"].editions)
        asked = to_analyse(
            load_mapping(mapping_file),
            year=FinancialYear.parse(year_written),
            year_end_month=year_end_month,
            clock_sets=clock_sets,
            measure_sets=measure_sets,
            today=_today(),
            closures=[one.date() for one in closures],
            targets={stage: days for stage, days in targets.items() if days is not None},
            homes={tenure: number for tenure, number in homes.items() if number is not None},
        )
        found = case_process.run(
            "analyse", extract, asked, on_progress=_tell, limits=case_process.by_command()
        )
        made = _figures(found)
    except Invalid as refusal:
        click.echo(refusal.message, err=True)
        sys.exit(1)
    measures = next(one for one in measure_sets if one.id == made.measures_id)
    findings = check_figures(made, {one.id: one.kind.value for one in measures.measures})
    if as_json:
        click.echo(json.dumps(_facts(found, made, findings), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(found, made, measures, findings)))


def _today() -> date:
    return london_day(datetime.now(UTC))


def _definitions(folder: Path) -> tuple[Any, tuple[MeasureSet, ...]]:
    try:
        return read_clocks(folder), read_measures(folder)
    except EditionsFaulty as refusal:
        raise Invalid(str(refusal)) from refusal


def _tell(done: int, total: int, words: str) -> None:
    """Say how far it is, where somebody looks on."""
    if sys.stderr.isatty():
        click.echo(f"{words} ({done} of {total} steps done) …", err=True)


def _figures(found: dict[str, Any]) -> YearFigures:
    """Return the figures; raise Invalid with the first fault that stands in their way."""
    if found["figures"] is not None:
        return from_facts(found["figures"])
    said = next(one for one in found["faults"] if one["effect"] == "stops")
    raise Invalid(_fault_sentence(said))


def _fault_sentence(fault: dict[str, Any]) -> str:
    return " ".join(one["sentence"] for one in fault["first"][:1])


def _facts(
    found: dict[str, Any], made: YearFigures, findings: tuple[Finding, ...]
) -> dict[str, Any]:
    return {
        "year": made.year.text,
        "period": found["figures"]["period"],
        "measures": made.measures_id,
        "clocks": list(made.clock_ids),
        "rules": list(made.rules),
        "rows": found["rows"],
        "sha256": found["sha256"],
        "told": found["told"],
        "faults": [
            {
                "kind": one["kind"],
                "effect": one["effect"],
                "sentence": _fault_sentence(one),
                "rows": [first["row"] for first in one["first"]],
                "count": one["count"],
            }
            for one in found["faults"]
        ],
        "figures": [figure_facts(one) | {"value": _number(one)} for one in made.figures],
        "findings": [one.as_facts() for one in findings],
    }


def _number(figure: Figure) -> int | float | None:
    if figure.value is None:
        return None
    return int(figure.value) if figure.unit is Unit.COUNT else float(figure.value)


def _lines(
    found: dict[str, Any], made: YearFigures, measures: MeasureSet, findings: tuple[Finding, ...]
) -> Iterator[str]:
    period, rows = made.period, found["rows"]
    yield f"{made.year.text}, {day_in_words(period.start)} to {day_in_words(period.end)}"
    yield (
        f"{rows['in_file']:,} rows in the file, {rows['used']:,} used, {rows['left_out']:,} left "
        "out."
    )
    yield from found["told"]
    width = max(len(one.label) for one in made.figures)
    for measure_id in made.measures:
        own = made.of(measure_id)
        title = measures[measure_id].title
        if own[0].member:
            yield from ("", title)
        for one in own:
            indent = "  " if one.member else ""
            yield f"{indent}{one.label.ljust(width)}  {_value(one):>12}  {_parts(one)}".rstrip()
    yield from _said("Faults of the rows", map(_fault_line, found["faults"]))
    yield from _said("What does not fit", (f"{one.level}: {one.sentence}" for one in findings))
    yield from _said("How it was worked out", made.rules)


def _said(title: str, lines: Any) -> Iterator[str]:
    listed = list(lines)
    if listed:
        yield from ("", title, *(f"  {one}" for one in listed))


def _fault_line(fault: dict[str, Any]) -> str:
    return f"{fault['count']:,} × {_fault_sentence(fault)}"


def _value(figure: Figure) -> str:
    if figure.value is None:
        return "–"
    match figure.unit:
        case Unit.SHARE:
            return f"{figure.value} %"
        case Unit.MONEY:
            return f"£{figure.value:,}"
        case _:
            return f"{figure.value:,}"


def _parts(figure: Figure) -> str:
    """Write out of what a value was worked out, and why there is none."""
    said = [figure.why_not, figure.note]
    if figure.count is not None and figure.base is not None:
        said.insert(0, f"{figure.count:,} of {figure.base:,}")
    return " ".join(filter(None, said))
