"""`flask figures check`: what cannot be right in a file of hand-typed figures."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from flask import current_app

from app.domain.figure_checks import check_figures
from app.domain.findings import LEVEL_WORDS, LEVELS, Finding, Level
from app.domain.measures import measure_set_for
from app.domain.wording import listed
from app.reading.typed_figures import (
    FiguresFaulty,
    TypedFile,
    definitions_in,
    read_typed_file,
)


@click.command("check")
@click.argument(
    "path", metavar="FIGURES.yaml", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON for programs.")
def check(path: Path, as_json: bool) -> None:
    """Say which of a year's hand-typed figures cannot be right, do not fit, or want a word.

    Findings are no error: exit 1 only where the file itself has faults.
    """
    definitions = definitions_in(current_app.extensions["settings"].editions)
    try:
        typed = read_typed_file(path, definitions)
    except FiguresFaulty as faulty:
        for fault in faulty.faults:
            click.echo(str(fault), err=True)
        number = len(faulty.faults)
        click.echo(f"{number} fault{'s' if number > 1 else ''}; nothing was checked.", err=True)
        sys.exit(1)
    measures = measure_set_for(definitions.measures, typed.figures.period.start).measures
    findings = check_figures(typed.figures, {one.id: one.kind.value for one in measures})
    if as_json:
        click.echo(json.dumps(_facts(typed, findings), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(typed, findings)))


def _facts(typed: TypedFile, findings: Sequence[Finding]) -> dict[str, object]:
    return {
        "year": typed.figures.year.text,
        "landlord": typed.landlord,
        "findings": [one.as_facts() for one in findings],
    }


def _lines(typed: TypedFile, findings: Sequence[Finding]) -> Iterator[str]:
    number = len(typed.figures.figures)
    yield f"{typed.landlord}, {typed.figures.year.text}: {number} figures."
    counts = Counter(one.level for one in findings)
    for level in LEVELS:
        if counts[level]:
            yield from ("", f"{LEVEL_WORDS[level]}s")
        yield from (f"  {one.sentence}" for one in findings if one.level is level)
    yield ""
    said = [_counted(counts[level], level) for level in LEVELS if counts[level]]
    yield f"{listed(said)}." if said else "Everything agrees."


def _counted(number: int, level: Level) -> str:
    return f"{number} {LEVEL_WORDS[level].lower()}{'' if number == 1 else 's'}"
