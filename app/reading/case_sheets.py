"""Spreadsheets of cases: their list of parts is judged before they are opened by calamine.

A small file can unpack to gigabytes, and one cell far down and right makes a table of millions of
empty ones; both are seen here without unpacking more than a piece at a time.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal, TypeAlias

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from app.domain.errors import Invalid
from app.domain.faults import quoted
from app.reading.packed_files import is_blown_up, is_strange

FIELD = "file"
Kind: TypeAlias = Literal["text", "zip", "xlsx", "ods", "xls"]
Cell: TypeAlias = int | float | str | bool | time | date | datetime | timedelta

MOST_PARTS = 2_000
MOST_UNPACKED = 400_000_000
MOST_CELLS = 12_000_000
PIECE = 1 << 20
OVERLAP = 64
PART_ENTRY = b"PK\x01\x02"
OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

SAVE_AS = "Open it in Excel, save it as an Excel workbook (.xlsx) or CSV, and try again."
DAMAGED = f"This spreadsheet is cut off or damaged. {SAVE_AS}"
OVERBLOWN = "This is not an ordinary table of cases, so it was not opened."
MACROS = (
    "This file holds macros, which are small programs. "
    "Save it as a workbook without macros (.xlsx) or as CSV, and try again."
)
LOCKED = "This file is protected with a password. Take the password off, save it, and try again."

# Both begin with letters that stand in few places, so that most of a sheet is only skipped.
_ROW = re.compile(rb'row [^>]*?r="(\d{1,9})"')
_FAR_COLUMN = re.compile(rb' r="([A-Z]{2,4})\d')
_TABLE_TAG = re.compile(
    rb"<table:(table-row|table-cell|covered-table-cell|table)(?=[\s/>])"
    rb"(?:(?=[^>]*(office:value-type))|)"
    rb'(?:(?=[^>]*number-(?:rows|columns)-repeated="(\d{1,9})")|)'
)


def check_spreadsheet(path: Path) -> Kind:
    """Return which kind of packed spreadsheet a file is, or raise Invalid before it is opened."""
    try:
        # Counted in the bytes, because reading a list of a million parts takes a gigabyte.
        if path.read_bytes().count(PART_ENTRY) > MOST_PARTS:
            raise Invalid(f"This file has more than {MOST_PARTS:,} parts. {OVERBLOWN}", FIELD)
        with zipfile.ZipFile(path) as file:
            parts = _checked(file)
            kind = _kind(file, parts)
            if kind == "xlsx":
                for name in parts:
                    if name.startswith("xl/worksheets/"):
                        _check_size(file, parts[name])
            else:
                _check_repeated(file, parts["content.xml"])
            return kind
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ValueError,
        OSError,
    ) as fault:
        raise Invalid(DAMAGED, FIELD) from fault


def check_old_spreadsheet(path: Path) -> None:
    """Raise Invalid for an old Office file that is no plain spreadsheet."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Invalid(LOCKED, FIELD)
    if "WordDocument".encode("utf-16-le") in content:
        raise Invalid("This is a Word file, not a table of cases. Export the cases again.", FIELD)
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise Invalid(MACROS, FIELD)


def read_sheet(path: Path, sheet: str | None) -> tuple[tuple[str, ...], str, list[list[Cell]]]:
    """Return the names of all sheets, that of the chosen or first one, and its rows of cells.

    The rows begin at the very first row and column. A workbook is opened once, because calamine
    reads a whole sheet even for its first row.
    """
    with _workbook(path) as workbook:
        names = tuple(workbook.sheet_names)
        if not names:
            raise Invalid(DAMAGED, FIELD)
        chosen = sheet or names[0]
        if chosen not in names:
            listed = ", ".join(quoted(name) for name in names[:20])
            raise Invalid(f"This file has no sheet {quoted(chosen)}. It has {listed}.", "sheet")
        try:
            found = workbook.get_sheet_by_name(chosen)
            if found.total_height * found.total_width > MOST_CELLS:
                raise _too_wide()
            return names, chosen, found.to_python(skip_empty_area=False)
        except CalamineError as fault:
            raise Invalid(DAMAGED, FIELD) from fault
        except BaseException as fault:
            raise _damaged(fault) from fault


def _damaged(fault: BaseException) -> BaseException:
    """Return the refusal where calamine gave up, which is no Exception to Python; or the fault."""
    gave_up = type(fault).__name__ == "PanicException"
    return Invalid(DAMAGED, FIELD) if gave_up else fault


def as_text(cell: Cell) -> str:
    """Return a cell as it would stand in a CSV file; a date year first, a whole number plain."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _workbook(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError as fault:
        raise Invalid(LOCKED, FIELD) from fault
    except (CalamineError, OSError, ValueError) as fault:
        raise Invalid(DAMAGED, FIELD) from fault
    except BaseException as fault:
        raise _damaged(fault) from fault


def _checked(file: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the parts by name, having looked at the list of them only; nothing is unpacked."""
    listed = file.infolist()
    parts = {one.filename: one for one in listed}
    if any(one.flag_bits & 1 for one in listed):
        raise Invalid(LOCKED, FIELD)
    if any("vbaproject" in name.lower() or name.startswith("Basic/") for name in parts):
        raise Invalid(MACROS, FIELD)
    if len(parts) < len(listed) or any(is_strange(name) for name in parts):
        raise Invalid(f"The parts of this file have unusual names. {OVERBLOWN}", FIELD)
    if sum(one.file_size for one in listed) > MOST_UNPACKED or any(map(is_blown_up, listed)):
        raise Invalid(
            f"Unpacked, this file would be many times larger than it says. {OVERBLOWN}", FIELD
        )
    return parts


def _kind(file: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> Kind:
    if "xl/workbook.xml" in parts:
        return "xlsx"
    if "xl/workbook.bin" in parts:
        raise Invalid(f"This is a binary workbook (.xlsb), which cannot be read here. {SAVE_AS}")
    if "word/document.xml" in parts:
        raise Invalid("This is a Word file, not a table of cases. Export the cases again.", FIELD)
    if "mimetype" in parts and "content.xml" in parts and parts["mimetype"].file_size < 200:
        if b"opendocument.spreadsheet" in file.read("mimetype"):
            return "ods"
        raise Invalid("This is an OpenDocument file, but no spreadsheet. Export the cases again.")
    raise Invalid(
        "This is a packed archive, not a spreadsheet. Unpack it, and choose the file in it.", FIELD
    )


def _pieces(
    file: zipfile.ZipFile, part: zipfile.ZipInfo, *, overlap: int = OVERLAP
) -> Iterator[bytes]:
    """Yield a part in pieces that overlap a little, so that nothing falls between two."""
    before = b""
    with file.open(part) as packed:
        while piece := packed.read(PIECE):
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                raise Invalid(f"This file declares a document type. {OVERBLOWN}", FIELD)
            yield before + piece
            before = piece[-overlap:] if overlap else b""


def _check_size(file: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a sheet whose furthest cells span a table that no memory holds."""
    height, columns = 0, set[bytes]()
    for piece in _pieces(file, part):
        rows = _ROW.findall(piece)
        height = max(height, *map(int, rows), 0) if rows else height
        columns.update(_FAR_COLUMN.findall(piece))
    width = max((_column_number(name) for name in columns), default=26)
    if height * width > MOST_CELLS:
        raise _too_wide()


def _column_number(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


def _check_repeated(file: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a sheet of OpenDocument whose cells with words span a table no memory holds.

    One cell can say that it stands there a thousand times, and a row of such cells a million.
    """
    height = width = row = cells = repeated = 0
    rest = b""
    for piece in _pieces(file, part, overlap=0):
        text = rest + piece
        end = text.rfind(b"<")
        text, rest = text[:end], text[end:]
        for tag in _TABLE_TAG.finditer(text):
            times = int(tag[3] or 1)
            if tag[1] == b"table":
                row = 0
            elif tag[1] == b"table-row":
                row, repeated, cells = row + repeated, times, 0
            elif tag[2]:
                cells += times
                width, height = max(width, cells), max(height, row + repeated)
            else:
                cells += times
        if height * width > MOST_CELLS:
            raise _too_wide()


def _too_wide() -> Invalid:
    return Invalid(
        "A cell stands so far down or to the right that the sheet spans more than "
        f"{MOST_CELLS // 1_000_000} million cells. Delete the rows and columns outside the table, "
        "or save the sheet as CSV.",
        FIELD,
    )
