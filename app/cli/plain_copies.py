"""`flask publications export`, and the check of a copy that it made."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import click
from flask import current_app

from app.domain.publications import PublicationFacts
from app.domain.signed_documents import digests_hold
from app.queries import public_lists
from app.rendering.copy_contents import CopiedFile, CopySource, copied_files
from app.rendering.feeds import INDEX_ADDRESS, SCHEMA
from app.rendering.plain_copy import (
    CopyList,
    CopyRefused,
    content_of,
    files_in,
    read_list,
    write_copy,
)
from app.services.publishing import stylesheet_address

PROGRESS_EVERY = 500


def export_to(folder: Path, *, made_on: date) -> str:
    """Write a copy of all that is public, and return a sentence that says so."""
    source = _source()
    address = current_app.extensions["settings"].public_address
    files = copied_files(source, made_on=made_on, public_address=address)
    plain = ((file.path, file.content) for file in _with_progress(files))
    try:
        count = write_copy(folder, plain, made_on=made_on, public_address=address)
    except OSError as fault:
        raise CopyRefused(f"{folder} could not be written: {fault.strerror}.") from fault
    revisions = len(source.publications)
    return (
        f"Wrote {count} files with {revisions} published "
        f"{'revision' if revisions == 1 else 'revisions'} to {folder}. Begin with index.html."
    )


def faults_of(folder: Path) -> tuple[list[str], str]:
    """Compare a copy with what is stored; return each fault, and a sentence for there being none.

    The links are rewritten again, for the address and the day that the copy names. What tells how
    things stood on that day cannot be made again, so it is compared with the copy's own list.
    """
    listed, source = read_list(folder), _source()
    wanted = copied_files(source, made_on=listed.made_on, public_address=listed.public_address)
    faults = list(_changes_since(folder, source.publications))
    address = current_app.extensions["settings"].public_address
    if listed.public_address != address:
        # Otherwise a copy could lead its readers to another site, and say so in its own list.
        faults.append(f"its links lead to {listed.public_address}, and PUBLIC_ADDRESS is {address}")
    seen, then = set(), 0
    for file in _with_progress(wanted):
        seen.add(file.path)
        then += not file.is_frozen
        faults += _faults_of_file(folder, file, listed)
    # A page of how things stood then may have had its last reason to exist taken away since.
    faults += [f"{path}: is no part of the copy" for path in files_in(folder) if path not in seen]
    return faults, (
        f"All {len(seen)} files of {folder} are what was published; {then} of them tell how things "
        f"stood on {listed.made_on:%Y-%m-%d}, and are as they were written then."
    )


def _source() -> CopySource:
    newest = Path(stylesheet_address()).stem
    return CopySource(
        public_lists.all_publications(),
        public_lists.stylesheets(),
        newest,
        current_app.extensions["public_site"].answer,
    )


def _faults_of_file(folder: Path, file: CopiedFile, listed: CopyList) -> Iterator[str]:
    content = content_of(folder, file.path)
    if content is None:
        yield f"{file.path}: is missing"
    elif not (
        content == file.content if file.is_frozen else listed.is_as_written(file.path, content)
    ):
        yield f"{file.path}: was altered"
    elif file.is_frozen and file.path.endswith(".json") and not digests_hold(json.loads(content)):
        yield f"{file.path}: the digests inside it do not hold"


def _changes_since(folder: Path, publications: Iterable[PublicationFacts]) -> Iterator[str]:
    """Yield a sentence where something was published or withdrawn after the copy was made."""
    with suppress(ValueError, KeyError, TypeError):
        index = json.loads(content_of(folder, INDEX_ADDRESS[1:]) or b"")
        then = {(one["digest"], one["state"]) for one in index["publications"]}
        now = {(one.digest, one.state.value) for one in publications}
        if index["schema"] == SCHEMA and then != now:
            yield "Something was published or withdrawn since this copy was made: export it again"


def _with_progress(files: Iterable[CopiedFile]) -> Iterator[CopiedFile]:
    for count, file in enumerate(files, 1):
        if count % PROGRESS_EVERY == 0:
            click.echo(f"{count} files …", err=True)
        yield file
