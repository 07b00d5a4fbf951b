"""Case extracts that are text: in what they are written, what parts their columns, their rows."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from app.domain.case_mapping import DELIMITERS, ENCODINGS
from app.domain.errors import Invalid

FIELD = "file"
MOST_RECODED_BYTES = 200_000_000  # held in memory, because nothing of a case goes to the disk
SAMPLE_BYTES = 512 * 1024
CHECKED_BYTES = 32 * 1024 * 1024
SAMPLE_ROWS = 200
SAVE_AS = "Save it as a CSV file or as an Excel workbook (.xlsx), and try again."


def decoded(
    path: Path, size: int, beginning: bytes, encoding: str | None
) -> tuple[str, bytes | None, str]:
    """Return the encoding, the whole file in UTF-8 where it is in another, and its beginning."""
    found = encoding or _encoding(path, beginning)
    if found == "utf-8":
        try:
            text = _cut(beginning).decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            raise Invalid(
                "This file is not written in UTF-8. Choose another encoding.", FIELD
            ) from fault
        if "\x00" in text:
            raise Invalid(f"This file is not text, whatever its name says. {SAVE_AS}", FIELD)
        return found, None, text
    content = recoded(path, size, found)
    return found, content, _cut(content[:SAMPLE_BYTES]).decode("utf-8")


def recoded(path: Path, size: int, encoding: str) -> bytes:
    """Return a whole file in UTF-8; raise Invalid where it is too large for that, or no text."""
    if size > MOST_RECODED_BYTES:
        raise Invalid(
            f"This file is written in {ENCODINGS[encoding]} and larger than "
            f"{MOST_RECODED_BYTES // 1_000_000} MB. Save it as UTF-8, and try again.",
            FIELD,
        )
    content = path.read_bytes()
    codec = _sixteen(content) if encoding == "utf-16" else "cp1252"
    try:
        # Five bytes mean nothing in Windows-1252; where they stand one sign is lost, and no case.
        text = content.decode(codec, "strict" if encoding == "utf-16" else "replace")
    except UnicodeDecodeError as fault:
        raise Invalid(
            f"This file is not written in {ENCODINGS[encoding]} to its end. {SAVE_AS}", FIELD
        ) from fault
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        raise Invalid(f"This file is not text, whatever its name says. {SAVE_AS}", FIELD)
    return text.encode("utf-8")


def _encoding(path: Path, beginning: bytes) -> str:
    """Return the encoding of a file by its first bytes, or by all of them up to a good length."""
    if beginning[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if beginning[:4000].count(b"\x00") * 3 > len(beginning[:4000]):
        return "utf-16"
    if b"\x00" in beginning:
        raise Invalid(f"This file is not text, whatever its name says. {SAVE_AS}", FIELD)
    with path.open("rb") as file:
        checked = file.read(CHECKED_BYTES + 1)
    try:
        (checked if len(checked) <= CHECKED_BYTES else _cut(checked)).decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def _sixteen(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    return "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"


def _cut(content: bytes) -> bytes:
    """Return a beginning without the half of a character that it may end in."""
    for back in range(1, min(4, len(content)) + 1):
        if content[-back] & 0xC0 == 0xC0:
            return content[:-back] if back < _length(content[-back]) else content
        if content[-back] < 0x80:
            return content
    return content


def _length(first: int) -> int:
    return 4 if first >= 0xF0 else 3 if first >= 0xE0 else 2


def whole(path: Path, size: int) -> bytes:
    """Return a file whose lines have unusual ends; raise Invalid where it is too large for that."""
    if size > MOST_RECODED_BYTES:
        raise Invalid(f"The lines of this file have unusual ends. {SAVE_AS}", FIELD)
    return path.read_bytes()


def delimiter_of(text: str) -> str:
    """Return the sign that parts the columns: the one that gives most rows the same width."""
    best, most = ",", (0.0, 0)
    for one in DELIMITERS:
        widths = [len(row) for row in _rows(text[: 64 * 1024], one)][:-1] or [1]
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        if usual > 1:
            score = (widths.count(usual) / len(widths), usual)
            if score[0] > most[0] + 0.2 or (score[0] > most[0] - 0.2 and usual > most[1]):
                best, most = one, score
    if most == (0.0, 0) and "\n" not in text.strip():
        # One line is a header without cases, which is told as that.
        return max(DELIMITERS, key=text.count)
    return best


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the first rows of a text; raise csv.Error at a value longer than any."""
    for at, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
        if at > SAMPLE_ROWS:
            return
        yield row


def sample_of(text: str, delimiter: str, *, is_whole: bool) -> list[list[str]]:
    """Return the first rows of a text; raise Invalid where there are none, or one has no end."""
    rows: list[list[str]] = []
    try:
        rows.extend(_rows(text, delimiter))
    except csv.Error:
        raise Invalid(
            f"Row {len(rows) + 1} of this file does not come to an end: it holds a value far too "
            "long, or a quotation mark in it opens a value and is not closed. Close or delete "
            "that mark, and try again.",
            FIELD,
        ) from None
    if is_whole or len(rows) > SAMPLE_ROWS:
        return rows
    # The last row of a beginning may be cut in the middle.
    return rows[:-1] or rows
