"""The kinds of published document, their type, and how their smallest pieces are written."""

from datetime import date
from enum import StrEnum
from typing import Any

Document = dict[str, Any]


class DocumentKind(StrEnum):
    """What is written, scrutinised, signed off and published for a year."""

    STATEMENT = "statement"  # the self-assessment
    REPORT = "report"  # the complaints performance and service improvement report


NOUNS = {DocumentKind.STATEMENT: "assessment", DocumentKind.REPORT: "report"}
TITLES = {DocumentKind.STATEMENT: "Self-assessment", DocumentKind.REPORT: "Annual report"}


def reference_code(full_digest: str) -> str:
    """Return the short code by which people name an exact text: "4F2A-91C0"."""
    return f"{full_digest[:4]}-{full_digest[4:8]}".upper()


def day_in_document(day: date | None) -> str | None:
    """Return a day as documents keep it, 2026-03-01, or None."""
    return day.isoformat() if day else None
