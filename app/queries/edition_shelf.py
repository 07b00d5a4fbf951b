"""The shelf as it stands now: the editions of the files, and those that were added here.

A running program notices an edition that another process added, because the database tells each
connection when it was changed.
"""

import json
import logging
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import LargeBinary, select
from sqlalchemy import cast as cast_in_sql
from sqlalchemy.exc import OperationalError

from app.database import db, kept_while_unchanged
from app.domain.edition_facts import edition_from_facts
from app.domain.edition_shelf import Editions, with_more
from app.domain.editions import Edition, Guidance
from app.domain.errors import Damaged
from app.models import InstalledEdition

log = logging.getLogger(__name__)

Names = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class _Shelved:
    """A shelf, and what it was made of: the editions of the files, and the names of the added."""

    base: Editions
    added: Names
    shelf: Editions


_NAMES = "SELECT edition_id, digest FROM installed_edition"
_SHELF = "the shelf of editions"
_last: list[_Shelved] = []


def current(base: Editions) -> Editions:
    """Return the editions of the files with those that were added to the database.

    The database is asked once after each change to it, and the shelf is made again only where
    the change was to the editions.
    """
    kept = kept_while_unchanged()
    shelved: _Shelved | None = kept.get(_SHELF)
    if shelved is None or shelved.base is not base:
        kept[_SHELF] = shelved = _shelved(base)
    return shelved.shelf


def installed() -> Names:
    """Return the ids of the editions that were added here, each with its digest."""
    # Not in the session, whose reading may have begun before the change that is asked for; and
    # on the driver's own connection, as every page of every visitor asks after any change.
    pooled = db.engine.raw_connection()
    try:
        connection = cast(sqlite3.Connection, pooled.driver_connection)
        return frozenset((row[0], row[1]) for row in connection.execute(_NAMES))
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            # Before the migration that makes it, nothing can have been added.
            return frozenset()
        raise OperationalError(_NAMES, None, error) from error
    finally:
        pooled.close()


def added_days() -> dict[str, str]:
    """Return on which day each edition was added here, by its id; those of the files have none."""
    rows = db.session.execute(select(InstalledEdition.edition_id, InstalledEdition.installed_at))
    return {row.edition_id: row.installed_at.date().isoformat() for row in rows}


def _shelved(base: Editions) -> _Shelved:
    names = installed()
    # One assignment and one look, so that two threads at worst make the same shelf twice.
    last = _last[-1] if _last else None
    if last is None or last.base is not base or last.added != names:
        last = _Shelved(base, names, _merged(base, names))
        _last[:] = [last]
    return last


def _merged(base: Editions, names: Names) -> Editions:
    added, guidance = _added_editions(base, names)
    return with_more(base, added, guidance) if added else base


def _added_editions(
    base: Editions, names: Names
) -> tuple[list[Edition], dict[str, tuple[Guidance, ...]]]:
    """Return what was added and can be read; what cannot is left out, and the log says so."""
    editions: list[Edition] = []
    guidance: dict[str, tuple[Guidance, ...]] = {}
    for row in _rows(sorted(one for one, _ in names)):
        known = base.get(row.edition_id)
        if known is not None:
            if known.digest != row.digest:
                log.warning("The file of %s differs from what was added here.", known.id)
            continue
        try:
            edition, notes = edition_from_facts(_facts(row.content), digest=row.digest)
        except Damaged as damaged:
            log.error("%s is left out: %s", row.edition_id, damaged.message)
            continue
        editions.append(edition)
        guidance[edition.id] = notes
    return editions, guidance


def _facts(content: bytes) -> Any:
    """Return what a row holds; raise Damaged where it is no JSON, or none that can be read."""
    try:
        return json.loads(content)
    except (RecursionError, TypeError, ValueError) as error:
        raise Damaged("What the database holds of it can no longer be read.") from error


def _rows(edition_ids: list[str]) -> Sequence[Any]:
    """Return the rows with their content as text, so that one unreadable row spoils no other."""
    if not edition_ids:
        return ()
    with db.engine.connect() as connection:
        return connection.execute(
            select(
                InstalledEdition.edition_id,
                InstalledEdition.digest,
                cast_in_sql(InstalledEdition.content, LargeBinary).label("content"),
            ).where(InstalledEdition.edition_id.in_(edition_ids))
        ).all()
