"""`flask editions`: check the files of the editions, and list what is loaded."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.domain.faults import Fault
from app.reading.editions import check as check_files
from app.reading.submission_forms import check_submission_forms, is_of_forms

editions = AppGroup("editions", help="The editions of the Code, as files.")


@editions.command("check")
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
def check(path: Path | None) -> None:
    """Check a file or folder of editions, by default the ones in use; exit 1 on any fault.

    The forms of the yearly submission, which lie beside the editions, are checked with them.
    """
    names, faults = _checked(path) if path else (_in_use(), ())
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        click.echo(
            f"{len(faults)} fault{'s' if len(faults) > 1 else ''}; nothing was loaded.", err=True
        )
        sys.exit(1)
    for name in names:
        click.echo(f"{name}: no faults.")


@editions.command("list")
def list_editions() -> None:
    """List the editions in use, the newest first."""
    for edition in current_app.extensions["editions"].all:
        click.echo(
            f"{edition.id}: {edition.title}, in force from {edition.in_force}; "
            f"{sum(1 for _ in edition.provisions)} provisions, {len(edition.in_form)} in the form."
        )


def _checked(path: Path) -> tuple[list[str], tuple[Fault, ...]]:
    """Return the names of what is faultless at a path, and the faults of everything there."""
    forms, faults = check_submission_forms(path)
    names = [form.id for form in forms]
    if is_of_forms(path):
        return names, faults
    found, more = check_files(path)
    return [edition.id for edition in found] + names, tuple(sorted(faults + more))


def _in_use() -> list[str]:
    """Return the names of what the program has read and checked, or it would not have started."""
    loaded = (*current_app.extensions["editions"].all, *current_app.extensions["submission_forms"])
    return [one.id for one in loaded]
