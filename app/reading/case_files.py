"""The gate for case extracts: what the bytes of a file really are, checked before it is read.

Nothing here trusts a file's name. A spreadsheet's list of parts is judged before any is unpacked;
everything else is text, whose encoding, delimiter and header are found and told.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from app.domain.case_mapping import DELIMITERS, ENCODINGS
from app.domain.errors import Invalid
from app.domain.faults import quoted
from app.reading.case_headers import read_headers
from app.reading.case_sheets import (
    OLD_FORMAT,
    Cell,
    Kind,
    as_text,
    check_old_spreadsheet,
    check_spreadsheet,
    read_sheet,
)
from app.reading.case_text import (
    FIELD,
    SAMPLE_BYTES,
    SAMPLE_ROWS,
    SAVE_AS,
    decoded,
    delimiter_of,
    sample_of,
    whole,
)

MOST_BYTES_IN_BROWSER = 20_000_000
MOST_CSV_BYTES = 4_000_000_000
MOST_SHEET_BYTES = 50_000_000

Bytes: TypeAlias = Path | bytes

# How other kinds of file begin, and what to say of them.
OTHER_KINDS = (
    (b"%PDF", f"This is a PDF file, whatever its name says. Export the cases again. {SAVE_AS}"),
    (b"{\\rtf", f"This is an RTF document, not a table of cases. {SAVE_AS}"),
    (b"\x1f\x8b", "This is a packed archive. Unpack it, and choose the file in it."),
    (b"Rar!", "This is a packed archive. Unpack it, and choose the file in it."),
    (b"7z\xbc\xaf", "This is a packed archive. Unpack it, and choose the file in it."),
    (b"\x28\xb5\x2f\xfd", "This is a packed archive. Unpack it, and choose the file in it."),
    (b"SQLite format 3", f"This is a database, not a table of cases. {SAVE_AS}"),
    (b"PAR1", f"This is a Parquet file, which cannot be read here. {SAVE_AS}"),
    (b"\x89PNG", "This is a picture, not a table of cases. Export the cases again."),
    (b"\xff\xd8\xff", "This is a picture, not a table of cases. Export the cases again."),
    (b"GIF8", "This is a picture, not a table of cases. Export the cases again."),
    (b"\x7fELF", "This is a program, not a table of cases."),
    (b"MZ\x90", "This is a program, not a table of cases."),
)
WEB_PAGE = re.compile(rb"<(?:!doctype|html|head|body|table|meta|style|\?xml|div|script)\b", re.I)
XML_BEGINNING = re.compile(rb"\s*<[?!a-zA-Z]")


@dataclass(frozen=True)
class CaseFile:
    """A file that may be read: its kind, its headers and where they stand, and what was found.

    `headers` are made distinct: the second “Date” is “Date (2)”, a column without one “Column 4”.
    `header_row` and every row number count from 1 as spreadsheets do; `width` is how many columns
    the headers part, those without words included. `content` holds the bytes in UTF-8 of a text
    in another encoding, `cells` the rows of a spreadsheet. `told` are sentences for the person
    who brought the file.
    """

    path: Path
    kind: Kind
    headers: tuple[str, ...]
    header_row: int
    width: int
    sheets: tuple[str, ...] = ()
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    told: tuple[str, ...] = ()
    content: bytes | None = field(default=None, repr=False)
    sample: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    cells: list[list[Cell]] = field(default_factory=list, repr=False)

    @property
    def source(self) -> Bytes:
        """What a reader of text reads: the file itself, or its bytes in UTF-8."""
        return self.path if self.content is None else self.content


def open_case_file(
    path: Path,
    *,
    sheet: str | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
    most_bytes: int | None = None,
) -> CaseFile:
    """Return what a file is and how it is read; raise Invalid with the reason where it is not.

    A sheet, delimiter or encoding that is given is taken; what is None is found. `most_bytes`
    lowers the limit, for files that arrive through the browser.
    """
    size, beginning = _beginning(path, most_bytes)
    kind = _kind(beginning)
    if kind == "text":
        return _text_file(path, size, beginning, delimiter, encoding)
    if size > MOST_SHEET_BYTES:
        raise _too_large(MOST_SHEET_BYTES, "Save it as a CSV file, which may be larger.")
    return _spreadsheet(path, kind, sheet)


def _beginning(path: Path, most_bytes: int | None) -> tuple[int, bytes]:
    """Return the size and the first bytes of a file; one that is too large is refused unread."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            beginning = file.read(SAMPLE_BYTES)
    except OSError as fault:
        raise Invalid(f"The file cannot be read: {fault.strerror}.", FIELD) from fault
    most = min(most_bytes or MOST_CSV_BYTES, MOST_CSV_BYTES)
    if size > most:
        raise _too_large(most, "Export one year only, and the columns that are needed.")
    if not beginning.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise Invalid("This file is empty. Export the cases again.", FIELD)
    return size, beginning


def _too_large(most: int, advice: str) -> Invalid:
    return Invalid(f"This file is larger than {most // 1_000_000:,} MB. {advice}", FIELD)


def _kind(beginning: bytes) -> Kind:
    """Return what a file is by its first bytes, or raise Invalid for what holds no cases."""
    if beginning.startswith(b"PK\x03\x04"):
        return "zip"
    if beginning.startswith(b"PK"):
        raise Invalid(f"This is an empty or divided archive, not a spreadsheet. {SAVE_AS}", FIELD)
    if beginning.startswith(OLD_FORMAT):
        return "xls"
    bare = beginning[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    for start, words in OTHER_KINDS:
        if bare.startswith(start):
            raise Invalid(words, FIELD)
    plain = beginning.replace(b"\x00", b"")[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe")
    if XML_BEGINNING.match(plain) and WEB_PAGE.search(plain):
        raise Invalid(
            "This is a web page or XML that only calls itself a spreadsheet, as some systems "
            "export it. Open it in Excel, save it as an Excel workbook (.xlsx) or CSV, and try "
            "again.",
            FIELD,
        )
    if re.match(rb"\s*[\[{]\s*[\"\[{]", plain):
        raise Invalid(f"This is a JSON file, which cannot be read here. {SAVE_AS}", FIELD)
    return "text"


def _text_file(
    path: Path, size: int, beginning: bytes, delimiter: str | None, encoding: str | None
) -> CaseFile:
    told: list[str] = []
    found, content, text = decoded(path, size, beginning, encoding)
    if found != "utf-8":
        told.append(f"The file is written in {ENCODINGS[found]} and was read as that.")
    if "\n" not in text and "\r" in text:
        # Line ends of the old Mac kind, which no reader of large files knows.
        content = (content or whole(path, size)).replace(b"\r", b"\n")
        text = text.replace("\r", "\n")
    parted_by = delimiter or delimiter_of(text)
    sample = sample_of(text, parted_by, is_whole=size <= len(beginning))
    if parted_by != ",":
        told.append(f"The columns are parted by {DELIMITERS.get(parted_by, 'another sign')}.")
    headers = read_headers(sample)
    return CaseFile(
        path,
        "text",
        headers.names,
        headers.row,
        headers.width,
        encoding=found,
        delimiter=parted_by,
        told=(*told, *headers.told),
        content=content,
        sample=tuple(tuple(row) for row in sample[headers.row :]),
    )


def _spreadsheet(path: Path, kind: Kind, sheet: str | None) -> CaseFile:
    if kind == "xls":
        check_old_spreadsheet(path)
    else:
        kind = check_spreadsheet(path)
    names, chosen, cells = read_sheet(path, sheet)
    rows = [[as_text(cell) for cell in row] for row in cells[: SAMPLE_ROWS + 1]]
    headers = read_headers(rows)
    told = headers.told
    if len(names) > 1:
        told = (f"Of {len(names)} sheets, {quoted(chosen)} was read.", *told)
    return CaseFile(
        path,
        kind,
        headers.names,
        headers.row,
        headers.width,
        sheets=names,
        sheet=chosen,
        told=told,
        sample=tuple(tuple(row) for row in rows[headers.row :]),
        cells=cells,
    )
