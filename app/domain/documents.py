"""The type of a published document, and how its smallest pieces are written."""

from datetime import date
from typing import Any

Document = dict[str, Any]


def reference_code(full_digest: str) -> str:
    """Return the short code by which people name an exact text: "4F2A-91C0"."""
    return f"{full_digest[:4]}-{full_digest[4:8]}".upper()


def day_in_document(day: date | None) -> str | None:
    """Return a day as documents keep it, 2026-03-01, or None."""
    return day.isoformat() if day else None
