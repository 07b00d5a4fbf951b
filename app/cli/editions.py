"""`flask editions`: check the files of the editions, list what is loaded, help to write them."""

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
    names, faults = _checked(path or current_app.extensions["settings"].editions)
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        click.echo(
            f"{len(faults)} fault{'s' if len(faults) > 1 else ''}; nothing was loaded.", err=True
        )
        sys.exit(1)
    for name in names:
        click.echo(f"{name}: no faults.")


@editions.command("schema")
@click.option("--write", is_flag=True, help="Write them anew, after a change of the format.")
def schema(write: bool) -> None:
    """Say whether the JSON Schemas beside the editions are current; exit 1 where one is not.

    An editor of text completes and explains the keys of the files with them.
    """
    # Only here: to check an edition takes no schema, and has to be quick.
    from app.reading.edition_schema import out_of_date, schema_texts

    folder = current_app.extensions["settings"].editions
    old = list(out_of_date(folder))
    for name in old:
        if write:
            (folder / name).write_text(schema_texts()[name], "utf-8")
        click.echo(f"{name}: {'written.' if write else 'out of date.'}", err=not write)
    if old and not write:
        click.echo("Write them anew: flask editions schema --write", err=True)
        sys.exit(1)
    if not old:
        click.echo("The schemas beside the editions are current.")


@editions.command("list")
def list_editions() -> None:
    """List the editions in use, the newest first, with those that were added here."""
    # Only here: to check an edition takes no database, and has to be quick.
    from app.queries import edition_shelf

    for edition in edition_shelf.current(current_app.extensions["editions"]):
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
    found, more = check_files(path, current_app.extensions["settings"].editions)
    return [edition.id for edition in found] + names, tuple(sorted(faults + more))
