"""`flask publications`: copy what is published as plain files, and check that none has changed."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli import plain_copies
from app.database import utc_now
from app.domain.days import london_day
from app.queries import verification as queries
from app.rendering.plain_copy import CopyRefused

# A publication has some eighty files: with all of them gone, nobody could read the rest.
SHOWN = 10

publications = AppGroup("publications", help="What has been published.")


@publications.command("export")
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path), metavar="DIR")
def export(folder: Path) -> None:
    """Write all that is public as plain files with relative links, to a new folder.

    An earlier export in the folder is replaced; a folder with anything else in it is refused. What
    is stored is verified first, because a copy would carry on whatever is wrong with it.
    """
    _verify_what_is_stored()
    try:
        click.echo(plain_copies.export_to(folder, made_on=london_day(utc_now())))
    except CopyRefused as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)


@publications.command("verify")
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
def verify(folder: Path | None) -> None:
    """Recompute every digest of everything published; exit 1 when one does not hold.

    With DIR, an exported copy is compared with it as well, file by file.
    """
    count = _verify_what_is_stored()
    click.echo(f"All {count} items are as they were issued, signed or recorded.")
    if folder is not None:
        _verify_copy(folder)


def _verify_what_is_stored() -> int:
    """Return how many items hold; name those that do not and end the command."""
    checked = list(queries.verify())
    faulty = [one for one in checked if one.faults]
    for one in faulty:
        click.echo(f"{one.name}: {'; '.join(one.faults)}.", err=True)
    if faulty:
        click.echo(f"{len(faulty)} of {len(checked)} do not hold.", err=True)
        sys.exit(1)
    return len(checked)


def _verify_copy(folder: Path) -> None:
    try:
        faults, sentence = plain_copies.faults_of(folder)
    except CopyRefused as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    for line in _shortened(faults):
        click.echo(f"{line}.", err=True)
    if faults:
        click.echo(f"{folder} is not a true copy of what was published.", err=True)
        sys.exit(1)
    click.echo(sentence)


def _shortened(faults: Sequence[str]) -> Iterator[str]:
    """Yield the first faults of each kind and how many more there are, so that no kind is lost."""
    by_kind: dict[str, list[str]] = {}
    for fault in faults:
        by_kind.setdefault(fault.rpartition(": ")[2], []).append(fault)
    for kind, found in by_kind.items():
        yield from found[:SHOWN]
        more = len(found) - SHOWN
        if more > 0:
            yield f"and {more} more: {kind}"
