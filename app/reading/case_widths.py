"""Rows of a text file that have fewer columns than there are headers.

Polars reads such a row as if the rest were empty, which it often is: Excel leaves off the last
empty cells. Where a sign between two columns was lost instead, what follows is out of place.
"""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

import polars as pl

from app.reading.case_files import CaseFile
from app.reading.case_tables import Table, opened

PIECE = 1 << 20


def short_rows(file: CaseFile, table: Table) -> pl.Series | None:
    """Return which rows have fewer columns than there are headers; None where none has."""
    if file.kind != "text" or file.width < 2 or not table.is_short.any():
        return None
    with opened(file) as source:
        if not table.too_many.any() and _adds_up(file, source):
            return None
        source.seek(0)
        short = pl.Series(_short(file, source), dtype=pl.UInt32)
    return table.rows.is_in(short.implode()) if len(short) else None


def _adds_up(file: CaseFile, source: BinaryIO) -> bool:
    """Whether there are as many signs between columns as whole rows need; only without quotes."""
    sign = (file.delimiter or ",").encode()
    signs, lines, last = 0, 0, b"\n"
    while piece := source.read(PIECE):
        if b'"' in piece:
            return False
        # Counting what is missing without them is faster than counting signs so close together.
        signs += len(piece) - len(piece.translate(None, sign))
        lines += piece.count(b"\n")
        last = piece[-1:]
    return signs == (lines + (last != b"\n")) * (file.width - 1)


def _short(file: CaseFile, source: BinaryIO) -> Iterator[int]:
    """Yield the number of each row that is too short, having parted every row with care."""
    text = io.TextIOWrapper(source, encoding="utf-8-sig", errors="replace", newline="")
    reader = csv.reader(text, delimiter=file.delimiter or ",")
    try:
        for number, row in enumerate(reader, 1):
            if row and len(row) < file.width and number > file.header_row:
                yield number
    except csv.Error:
        return
    finally:
        text.detach()
