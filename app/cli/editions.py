"""`flask editions`: check the files of the editions, and list what is loaded."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.reading.editions import check as check_files

editions = AppGroup("editions", help="The editions of the Code, as files.")


@editions.command("check")
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
def check(path: Path | None) -> None:
    """Check a file or folder of editions, by default the ones in use; exit 1 on any fault."""
    # The program has read and checked its own editions by now, or it would not have started.
    found, faults = check_files(path) if path else (current_app.extensions["editions"].all, ())
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        click.echo(
            f"{len(faults)} fault{'s' if len(faults) > 1 else ''}; nothing was loaded.", err=True
        )
        sys.exit(1)
    for edition in found:
        click.echo(f"{edition.id}: no faults.")


@editions.command("list")
def list_editions() -> None:
    """List the editions in use, the newest first."""
    for edition in current_app.extensions["editions"].all:
        click.echo(
            f"{edition.id}: {edition.title}, in force from {edition.in_force}; "
            f"{sum(1 for _ in edition.provisions)} provisions, {len(edition.in_form)} in the form."
        )
