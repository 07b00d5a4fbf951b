"""One published file as its address asks for it, checked before it is handed out."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import select

from app.database import db
from app.domain.documents import DocumentKind
from app.domain.errors import Damaged, NotFound
from app.domain.history import Kind
from app.domain.published_files import PROVISIONS, in_words
from app.domain.years import FinancialYear
from app.models import HistoryEntry, Landlord, Publication, Withdrawal
from app.models.told import is_whole
from app.queries.kept_records import withdrawal_faults
from app.queries.publications import Shelf, known_year
from app.queries.verification import (
    JSON,
    Bound,
    StoredFile,
    bound_of,
    document_faults,
    file_faults,
    is_told,
    manifest_faults,
    manifest_of,
    stored_file,
)

# Revisions published before CSV files were stored have it made from their document.
MADE_FROM = {".csv": JSON}
DAMAGED = (
    "This copy is damaged and is not shown: what is stored is no longer what was published. "
    "Please tell the landlord, who can look for a copy that is whole."
)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Revision:
    """One revision of a year: what binds it, and whether it was withdrawn."""

    id: int
    landlord_id: int
    document_id: int
    bound: Bound
    withdrawn_at: datetime | None
    why_withdrawn: str | None
    is_demonstration: bool

    @property
    def number(self) -> int:
        """The number in its address."""
        return self.bound.revision


@dataclass(frozen=True)
class PublishedCopy:
    """A file that is whole, its revision, and the newest revision that stands.

    `later_withdrawn` are those that came after it and were withdrawn, the latest first.
    """

    shelf: Shelf
    year: str
    file: StoredFile
    revision: Revision
    newest: Revision
    later_withdrawn: tuple[Revision, ...]


def find(
    shelf: Shelf,
    year_text: str,
    number: int | None,
    ending: str,
    checked: dict[Any, Any],
) -> PublishedCopy:
    """Return a file of a revision, or of the newest when no number is given.

    Raises NotFound saying what there is, and Damaged where anything of it was altered. What was
    found whole of a revision is noted in `checked`, so that it is not gone through for each file.
    """
    year = known_year(shelf, year_text)
    revisions = revisions_of(shelf, year)
    newest = next((one for one in revisions if one.withdrawn_at is None), revisions[0])
    revision = newest if number is None else _numbered(revisions, number)
    if revision is None:
        raise no_such_revision(shelf, year, revisions, f"v{number}")
    # Also of the others: which revision is the newest that stands hangs on every withdrawal.
    _refuse_damaged(shelf, revision, _withdrawal_faults(shelf, year, checked))
    manifest = manifest_of(revision.id)
    _refuse_damaged(shelf, revision, _revision_faults(revision, manifest, checked))
    stored = ending if ending in manifest else MADE_FROM.get(ending, ending)
    if stored not in manifest:
        raise _no_such_file(shelf, year, revision, ending, manifest)
    file = stored_file(revision.id, stored)
    _refuse_damaged(shelf, revision, file_faults(file))
    later = tuple(one for one in revisions if one.number > newest.number)
    return PublishedCopy(shelf, year.slug, file, revision, newest, later)


def revisions_of(shelf: Shelf, year: FinancialYear) -> list[Revision]:
    """Return the revisions published on a shelf for a year, the newest first."""
    rows = db.session.execute(
        select(
            Publication,
            Landlord,
            Withdrawal.withdrawn_at,
            Withdrawal.reason,
        )
        .join(Landlord, Landlord.id == Publication.landlord_id)
        .outerjoin(Withdrawal, Withdrawal.publication_id == Publication.id)
        .where(
            *shelf.which,
            Publication.year == year.text,
        )
        .order_by(Publication.revision.desc())
    )
    return [
        Revision(
            row.id,
            row.landlord_id,
            row.document_id,
            bound_of(row),
            withdrawn_at,
            why,
            is_demonstration=landlord.demonstration_notice is not None,
        )
        for row, landlord, withdrawn_at, why in rows
    ]


def no_such_revision(
    shelf: Shelf, year: FinancialYear, revisions: list[Revision], asked: str
) -> NotFound:
    """Return the refusal of a revision that does not exist, naming those that do."""
    numbers = sorted(one.number for one in revisions)
    return NotFound(
        f"{_name(shelf, year)} has {'revision' if len(numbers) == 1 else 'revisions'} "
        f"{', '.join(str(one) for one in numbers)}; there is no “{asked}”."
    )


def _numbered(revisions: list[Revision], number: int) -> Revision | None:
    return next((one for one in revisions if one.number == number), None)


def _refuse_damaged(shelf: Shelf, revision: Revision, faults: Iterable[str]) -> None:
    found = "; ".join(faults)
    if found:
        log.error("%s %s v%s: %s", shelf.slug, revision.bound.year, revision.number, found)
        raise Damaged(DAMAGED)


def _withdrawal_faults(
    shelf: Shelf, year: FinancialYear, checked: dict[Any, Any]
) -> tuple[str, ...]:
    """Return what the withdrawals of a year say otherwise than the history, gone through once."""
    key = ("withdrawals", shelf, year.text)
    if key not in checked:
        faults = withdrawal_faults(
            *shelf.which,
            Publication.year == year.text,
        )
        checked[key] = tuple(one for found in faults.values() for one in found)
    return cast(tuple[str, ...], checked[key])


def _revision_faults(
    revision: Revision, manifest: dict[str, str], checked: dict[Any, Any]
) -> tuple[str, ...]:
    """Return what no longer holds of the revision as a whole, gone through once for its files."""
    key = ("whole", revision.id)
    if key not in checked:
        checked[key] = tuple(_all_revision_faults(revision, manifest))
    return cast(tuple[str, ...], checked[key])


def _all_revision_faults(revision: Revision, manifest: dict[str, str]) -> Iterator[str]:
    yield from manifest_faults(revision.bound, manifest)
    if JSON not in manifest:
        yield "its document is gone"
        return
    document = stored_file(revision.id, JSON)
    yield from file_faults(document)
    yield from document_faults(revision.bound, document.content)
    told = db.session.scalars(
        select(HistoryEntry).where(
            HistoryEntry.landlord_id == revision.landlord_id,
            HistoryEntry.document_id == revision.document_id,
            HistoryEntry.kind == Kind.ASSESSMENT_PUBLISHED,
        )
    )
    if not any(is_told(revision.bound, one.after) and is_whole(one) for one in told):
        yield "the history does not tell of it"


def _name(shelf: Shelf, year: FinancialYear) -> str:
    """Return the year, or the report of the year, within a sentence."""
    return f"The report of {year.text}" if shelf.kind is DocumentKind.REPORT else year.text


def _no_such_file(
    shelf: Shelf, year: FinancialYear, revision: Revision, ending: str, manifest: dict[str, str]
) -> NotFound:
    named = _name(shelf, year)
    which = f"Revision {revision.number} of {named[0].lower()}{named[1:]}"
    if ending == ".pdf":
        return NotFound(
            "PDF is not available for this revision: none could be made where it was published. "
            "The page and the other files hold the same."
        )
    if ending.startswith(PROVISIONS) and any(one.startswith(PROVISIONS) for one in manifest):
        asked = ending.removeprefix(PROVISIONS)
        return NotFound(f"{which} has {in_words(manifest)}; there is no provision “{asked}”.")
    return NotFound(f"{which} has {in_words(manifest)}; there is no “{ending}”.")
