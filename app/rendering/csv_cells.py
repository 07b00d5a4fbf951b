"""CSV files that a spreadsheet opens as text: with Excel's mark for UTF-8, and without formulas."""

import csv
import io
from collections.abc import Iterable, Sequence

# What a spreadsheet may take for the start of a formula, the full-width forms included.
FORMULA_STARTS = tuple("=+-@\t\r\n\0＝＋－＠")
# U+FEFF is taken for a second byte order mark and dropped, so that a formula could follow it.
SKIPPED_AT_START = " \ufeff\u00a0"

Cell = str | int | None


def safe(cell: str) -> str:
    """Return the cell, behind an apostrophe where a spreadsheet would run it as a formula."""
    begins = cell.startswith(FORMULA_STARTS)
    return (
        f"'{cell}" if begins or cell.lstrip(SKIPPED_AT_START).startswith(FORMULA_STARTS) else cell
    )


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV file; None is an empty cell, and every cell is quoted."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([safe(name) for name in header])
    for row in rows:
        writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")
