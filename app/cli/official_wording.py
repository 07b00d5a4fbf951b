"""`flask editions official-text`: the publisher's own words out of the publisher's Word form."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from flask import current_app

from app.cli.edition_names import edition_named
from app.database import transaction, utc_now
from app.domain.errors import DomainError
from app.domain.official_wording import WordingPreview, preview, texts_to_keep
from app.queries import edition_shelf
from app.reading.official_forms import read_form
from app.reading.word_files import read_word_file, sha256_of
from app.services.official_wording import WordingSource, keep

SHOWN = 70  # characters of a text in the list


@click.command("official-text")
@click.argument("edition_name", metavar="EDITION")
@click.argument("form", metavar="FORM.docx", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--apply", "apply_it", is_flag=True, help="Keep the rows that match.")
@click.option("--preview", "preview_it", is_flag=True, help="Keep nothing; this is the default.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON for programs.")
def official_text(
    edition_name: str, form: Path, apply_it: bool, preview_it: bool, as_json: bool
) -> None:
    """Read the official wording of EDITION from the publisher's FORM, row by row.

    Only rows whose provision is certain are kept; those in doubt are listed, and a complaints lead
    can judge them on the page for it. What was kept for the same provisions before is replaced.
    """
    if apply_it and preview_it:
        raise click.UsageError("Choose --preview or --apply, not both.")
    shelf = edition_shelf.current(current_app.extensions["editions"])
    try:
        edition = edition_named(edition_name, shelf)
        content = read_word_file(form)
        found = preview(edition, read_form(content), shelf)
        source = WordingSource(form.name, sha256_of(content))
        if apply_it:
            with transaction():
                keep(edition, texts_to_keep(found.matched, (), ()), source, now=utc_now())
    except DomainError as refused:
        _refuse(refused.message, as_json=as_json)
    if as_json:
        click.echo(json.dumps(_facts(found, source, apply_it), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(found, apply_it)))


def _refuse(reason: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"refused": reason}, ensure_ascii=False, indent=2))
    else:
        click.echo(f"{reason} Nothing was kept.", err=True)
    sys.exit(1)


def _facts(found: WordingPreview, source: WordingSource, applied: bool) -> dict[str, object]:
    return {
        "edition": found.edition.id,
        "file": {"name": source.file_name, "sha256": source.sha256},
        "matched": [{"number": one.number, "text": one.text} for one in found.matched],
        "missing": list(found.missing),
        "extra": [{"number": one.number, "text": one.text} for one in found.extra],
        "doubtful": [
            {"number": one.number, "text": one.text, "why": one.why} for one in found.doubtful
        ],
        "applied": applied,
    }


def _lines(found: WordingPreview, applied: bool) -> Iterator[str]:
    yield f"{found.edition.title} {found.edition.name} ({found.edition.issuer})"
    yield ""
    yield f"Matched: {len(found.matched)}"
    for matched in found.matched:
        yield f"  {matched.number} {_shortened(matched.text)}"
    if found.our_own_words:
        yield f"  {found.our_own_words} of them say what our summary says, word for word."
    yield f"Missing from the form: {', '.join(found.missing) or 'none'}"
    yield f"Extra: {len(found.extra)}"
    for extra in found.extra:
        yield f"  {extra.number} ({extra.place}) {_shortened(extra.text)}"
    yield f"Doubtful: {len(found.doubtful)}"
    for doubtful in found.doubtful:
        yield f"  {doubtful.place}: {doubtful.why} {_shortened(doubtful.text)}"
    yield ""
    if applied:
        count = len(found.matched)
        yield f"The official wording of {count} provision{'s' if count != 1 else ''} is kept."
    else:
        yield "This is a preview; nothing was kept. Add --apply to keep what matched."


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"
