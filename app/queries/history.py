"""The history as pages show it, the newest first, a page at a time."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from app.database import db
from app.models import HistoryEntry, Landlord, YearlyDocument

ON_A_PAGE = 50
LARGEST = 2**63 - 1  # SQLite's; a larger one in an address would be a fault, not a page


@dataclass(frozen=True)
class HistoryPage:
    """Some entries, and the sequence before which the older ones lie."""

    entries: tuple[HistoryEntry, ...]
    older: int | None


def of_landlord(landlord: Landlord, before: int | None) -> HistoryPage:
    """Return the history of everything a landlord did."""
    return _page(select(HistoryEntry).where(HistoryEntry.landlord_id == landlord.id), before)


def of_document(document: YearlyDocument, before: int | None) -> HistoryPage:
    """Return the history of one document."""
    return _page(select(HistoryEntry).where(HistoryEntry.document_id == document.id), before)


def of_provision(document: YearlyDocument, number: str, before: int | None) -> HistoryPage:
    """Return the history of what was said about one provision."""
    return _page(
        select(HistoryEntry).where(
            HistoryEntry.document_id == document.id,
            HistoryEntry.subject == f"provision:{number}",
        ),
        before,
    )


def _page(entries: Select[Any], before: int | None) -> HistoryPage:
    if before is not None:
        entries = entries.where(HistoryEntry.sequence < min(before, LARGEST))
    found = db.session.scalars(
        entries.order_by(HistoryEntry.sequence.desc()).limit(ON_A_PAGE + 1)
    ).all()
    shown: tuple[HistoryEntry, ...] = tuple(found[:ON_A_PAGE])
    return HistoryPage(shown, shown[-1].sequence if len(found) > ON_A_PAGE else None)
