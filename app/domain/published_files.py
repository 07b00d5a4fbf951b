"""The files of a publication: what the endings of their addresses mean, and what binds them."""

import hashlib
import re
from collections.abc import Iterable

from app.domain.editions import number_order

PAGE = ""
SUMMARY = "/summary"
PROVISIONS = "/provisions/"
WORDS = {
    PAGE: "the page",
    SUMMARY: "a summary on one page",
    ".pdf": "PDF",
    ".docx": "Word",
    ".csv": "CSV",
    ".json": "JSON",
}
HTML = "text/html; charset=utf-8"
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
}

_LAST = re.compile(r"(.+)(\.(?:pdf|docx|csv|json))")


def split_ending(last: str) -> tuple[str, str]:
    """Return the last piece of an address without the ending of a file, and that ending."""
    found = _LAST.fullmatch(last)
    return (found[1], found[2]) if found else (last, PAGE)


def is_page(ending: str) -> bool:
    """Return whether a file is a page, which may carry a notice when its revision is old."""
    return not ending.startswith(".")


def media_type_of(ending: str) -> str:
    """Return as what a file is sent: its ending alone decides, never what is stored of it."""
    return HTML if is_page(ending) else MEDIA_TYPES.get(ending, "application/octet-stream")


def files_digest(sha256_by_ending: Iterable[tuple[str, str]]) -> str:
    """Return the sha256 of the lines "ending sha256", sorted: it binds every file of a revision."""
    lines = sorted(f"{ending} {sha256}\n" for ending, sha256 in sha256_by_ending)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def in_words(endings: Iterable[str]) -> str:
    """Return which files there are, as a person would say it."""
    present = set(endings)
    pieces = [words for ending, words in WORDS.items() if ending in present]
    numbers = sorted(
        (one.removeprefix(PROVISIONS) for one in present if one.startswith(PROVISIONS)),
        key=number_order,
    )
    if numbers:
        pieces.append(f"a page for each provision from {numbers[0]} to {numbers[-1]}")
    return ", ".join(pieces)
