"""The headers of an extract: in which row they stand, and by which names columns are chosen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.case_dates import read_date
from app.domain.case_mapping import DELIMITERS, LONGEST_HEADER, DateOrder
from app.domain.errors import Invalid
from app.domain.faults import quoted

FIELD = "file"
MOST_COLUMNS = 500
MOST_TITLE_ROWS = 20


@dataclass(frozen=True)
class Headers:
    """The row of the headers, counted from 1, the headers made distinct, and what is to be told.

    `width` is how many columns the row parts, those at its end without words included.
    """

    row: int
    names: tuple[str, ...]
    width: int
    told: tuple[str, ...]


def read_headers(rows: Sequence[Sequence[str]]) -> Headers:
    """Return the headers among the first rows; raise Invalid where there are none, or no cases."""
    at = _header_at(rows)
    cells = [" ".join(cell.replace("\ufeff", "").split()) for cell in rows[at]]
    while cells and not cells[-1]:
        cells.pop()
    _refuse_strange_headers(at + 1, cells, rows[at + 1 :])
    names, told = _distinct(cells)
    if at:
        told = [f"The headers stand in row {at + 1}; the rows above them were left out.", *told]
    return Headers(at + 1, tuple(names), len(rows[at]), tuple(told))


def _distinct(cells: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return a name of its own for each column, and a sentence on each that had none."""
    names: list[str] = []
    told: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = cell[:LONGEST_HEADER] or f"Column {place}"
        if not cell:
            told.append(f"Column {place} has no header and is called {quoted(name)}.")
        again, count = name, 1
        while again in names:
            count += 1
            again = f"{name} ({count})"
        if again != name:
            told.append(
                f"The header {quoted(name)} stands there more than once; "
                f"column {place} is called {quoted(again)}."
            )
        names.append(again)
    return names, told


def _header_at(rows: Sequence[Sequence[str]]) -> int:
    """Return where the headers are: the first row as full as most, below titles and empty rows."""
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    most = max(filled, default=0)
    if not most:
        raise Invalid("This file holds no words. Export the cases again.", FIELD)
    for at, count in enumerate(filled[: MOST_TITLE_ROWS + 1]):
        if count > 1 and count * 2 >= most:
            return at
    return next(at for at, count in enumerate(filled) if count)


def _refuse_strange_headers(row: int, cells: Sequence[str], below: Sequence[Sequence[str]]) -> None:
    if len(cells) > MOST_COLUMNS:
        raise Invalid(
            f"This file has more than {MOST_COLUMNS} columns. Export only those that are needed.",
            FIELD,
        )
    if len(cells) == 1 and any(cells[0].count(sign) > 1 for sign in DELIMITERS):
        raise Invalid(
            f"In row {row} all headers stand fused in one column. Export the cases again with "
            "the columns parted by commas, semicolons or tabs, and without quotation marks "
            "around whole lines.",
            FIELD,
        )
    if any(_is_a_value(cell) for cell in cells):
        raise Invalid(
            f"Row {row} holds a case where the headers should be: a date or an amount stands in "
            "it. Add a first row with the name of each column.",
            FIELD,
        )
    if not any(cell.strip() for one in below for cell in one):
        raise Invalid(
            f"This file has headers in row {row}, but no cases under them. Export the cases again.",
            FIELD,
        )


def _is_a_value(cell: str) -> bool:
    """Whether a cell holds a date or a number, as no header does."""
    if re.fullmatch(r"[£$€]?-?\d[\d,]*(?:\.\d+)?%?", cell) and not re.fullmatch(r"\d{1,4}", cell):
        return True
    return read_date(cell, DateOrder.DAY_FIRST).day is not None or bool(
        re.fullmatch(r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}(?: .*)?", cell)
    )
