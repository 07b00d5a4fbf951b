"""`flask editions add`: one more edition for this installation, checked and shown first."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from flask import current_app

from app.database import transaction, utc_now
from app.domain.edition_corrections import correction_changes, inherited_guidance
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition, Guidance, Provision
from app.domain.errors import AlreadyExists, ChangedByAnother
from app.queries import edition_corrections as queries
from app.queries import edition_shelf
from app.reading.new_editions import NewEdition, read_new_edition
from app.services.installed_editions import install_edition

COMMAND_LINE = "The command line"


@click.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preview", is_flag=True, help="Show what would be added, and add nothing.")
def add(file: Path, preview: bool) -> None:
    """Add an edition to this installation: a correction, the next one, or another rulebook's.

    Our guidance to it is read from FILE's neighbour that ends in .guidance.yaml, where there is
    one. Every fault is listed with its line, and then nothing is added. Programs that are running
    show the edition from their next page on.
    """
    seen = edition_shelf.installed()
    shelf = edition_shelf.current(current_app.extensions["editions"])
    found = read_new_edition(file, shelf)
    edition = _faultless(found)
    known = shelf.get(edition.id)
    if known is not None:
        _stop_at_known(known, edition)
        return
    guidance = _guidance(found, edition, shelf)
    for line in _preview(edition, guidance, shelf):
        click.echo(line)
    if preview:
        click.echo("This is a preview; nothing was added.")
        return
    _install(edition, guidance, seen)
    click.echo(f"{edition.id} is added. Pages show it from now on.")


def _faultless(found: NewEdition) -> Edition:
    """Return the edition, or list every fault and leave."""
    for fault in found.faults:
        click.echo(str(fault), err=True)
    if found.edition is None:
        count = len(found.faults)
        click.echo(f"{count} fault{'s' if count != 1 else ''}; nothing was added.", err=True)
        sys.exit(1)
    return found.edition


def _stop_at_known(known: Edition, edition: Edition) -> None:
    if known.digest == edition.digest:
        click.echo(f"{edition.id} is here already, with the same content. Nothing was changed.")
        return
    click.echo(
        f"{edition.id} is here already, and says something else. Released editions never change: "
        f'give this one a new name, and write “corrects: "{known.name}"”.',
        err=True,
    )
    sys.exit(1)


def _guidance(found: NewEdition, edition: Edition, shelf: Editions) -> tuple[Guidance, ...]:
    """Return the guidance beside the file, or that of the corrected edition where it still fits."""
    corrected = shelf.corrected(edition)
    if found.guidance is not None or corrected is None:
        return found.guidance or ()
    known = {
        one.number: note
        for one in corrected.provisions
        if (note := shelf.guidance(corrected.id, one.number))
    }
    return inherited_guidance(edition, corrected, known)


def _install(
    edition: Edition, guidance: Sequence[Guidance], seen: frozenset[tuple[str, str]]
) -> None:
    try:
        with transaction():
            install_edition(edition, guidance, seen=seen, by_name=COMMAND_LINE, now=utc_now())
    except (AlreadyExists, ChangedByAnother) as refused:
        click.echo(refused.message, err=True)
        sys.exit(1)


def _preview(edition: Edition, guidance: Sequence[Guidance], shelf: Editions) -> Iterator[str]:
    """Yield in sentences what the edition is, and what it changes."""
    provisions = tuple(edition.provisions)
    yield f"{edition.id}: {edition.title} {edition.name}, in force from {edition.in_force}."
    yield (
        f"{_counted(len(edition.sections), 'section')}, {_counted(len(provisions), 'provision')}, "
        f"{len(edition.in_form)} in the form."
    )
    corrected, before = shelf.corrected(edition), shelf.before(edition)
    if corrected is not None:
        yield from _against_corrected(edition, corrected)
        drafts = queries.drafts_of(edition, shelf)
        yield f"{_counted(drafts, 'draft assessment')} will be offered it."
    elif before is not None:
        yield from _against_before(edition, before)
    else:
        yield f"It is the first edition of {edition.rulebook} here."
    without = len(provisions) - len(guidance)
    if without:
        yield f"{_counted(without, 'provision')} without guidance for residents so far."


def _against_corrected(edition: Edition, corrected: Edition) -> Iterator[str]:
    changes = correction_changes(corrected, edition)
    yield f"It corrects {corrected.id}, which stays as it is."
    if changes.is_empty:
        yield "Its form asks the same in the same words."
    yield from _named("Added", changes.added)
    yield from _named("Reworded", [one.after for one in changes.reworded])
    yield from _named("Withdrawn", changes.withdrawn)


def _named(what: str, provisions: Sequence[Provision]) -> Iterator[str]:
    if provisions:
        yield f"{what}: {'; '.join(one.name for one in provisions)}."


def _against_before(edition: Edition, before: Edition) -> Iterator[str]:
    continued = sum(bool(one.predecessors) for one in edition.provisions)
    new = sum(not one.predecessors for one in edition.provisions)
    yield f"It follows {before.id}."
    yield (
        f"Continued: {_counted(continued, 'provision')}. New: {new}. "
        f"Dropped: {len(edition.dropped)}."
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count != 1 else ''}"
