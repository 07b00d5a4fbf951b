"""What can be seen of an extract before it is mapped: headers, kinds of cells, and few values.

Only the values of columns that hold few different ones are listed, so that a person can say what
they mean; names, addresses and free text are never among them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from app.domain.case_dates import EMPTY, read_date
from app.domain.case_faults import FaultKind
from app.domain.case_guesses import guess_field
from app.domain.case_mapping import DATE_FIELDS, DateOrder
from app.domain.case_privacy import FEW_ROWS, MOST_LISTED, is_of_known_words, may_be_listed
from app.reading.case_files import CaseFile, open_case_file
from app.reading.case_tables import Coded, read_table

SAMPLE_TEXTS = 5_000
FIRST_ROWS = 5
MOST_DATES_SHOWN = 3
KIND_WORDS = {
    "empty": "empty",
    "date": "date",
    "two_digit_date": "date with a year of two digits",
    "number": "number",
    "percentage": "percentage",
    "amount": "amount",
    "yes_no": "yes or no",
    "text": "text",
}
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_AMOUNT = re.compile(r"£ ?-?\d[\d,]*(?:\.\d+)?")
_YES_NO = frozenset({"y", "n", "yes", "no", "true", "false"})


@dataclass(frozen=True)
class SeenColumn:
    """A column as it looks: its kind, the order of its dates, and its values where these may show.

    `kind` is what most of its cells are, a key of `KIND_WORDS`. `order` is the order that its
    dates can only have, None where they leave it open or it holds none; `is_ambiguous` where a
    person has to choose. `values` are distinct texts with how many rows hold each, most first;
    `examples` are dates, only of a column whose header names an event of the case.
    """

    header: str
    kind: str
    filled: int
    order: DateOrder | None = None
    is_ambiguous: bool = False
    values: tuple[tuple[str, int], ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    """What a file looks like: how it was read, its columns, and the kinds of its first rows."""

    headers: tuple[str, ...]
    columns: tuple[SeenColumn, ...]
    first_rows: tuple[tuple[str, ...], ...]
    rows: int
    header_row: int
    sheets: tuple[str, ...]
    sheet: str | None
    encoding: str | None
    delimiter: str | None
    told: tuple[str, ...]

    @property
    def order(self) -> DateOrder | None:
        """The order of all dates of the file; None where they leave it open or disagree."""
        found = {one.order for one in self.columns if one.order}
        return next(iter(found)) if len(found) == 1 else None

    @property
    def must_choose_order(self) -> bool:
        """Whether a person has to say what comes first, day or month."""
        return self.order is None and any(one.is_ambiguous for one in self.columns)

    def column(self, header: str) -> SeenColumn | None:
        """Return the column with this header."""
        return next((one for one in self.columns if one.header == header), None)

    def to_facts(self) -> dict[str, Any]:
        """Return what may be stored, as plain JSON; `from_facts` reads it back."""
        return {
            "headers": list(self.headers),
            "columns": [_column_facts(one) for one in self.columns],
            "first_rows": [list(one) for one in self.first_rows],
            "rows": self.rows,
            "header_row": self.header_row,
            "sheets": list(self.sheets),
            "sheet": self.sheet,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "told": list(self.told),
        }

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> "Seen":
        """Return what `to_facts` wrote."""
        return cls(
            headers=tuple(facts["headers"]),
            columns=tuple(_column_from(one) for one in facts["columns"]),
            first_rows=tuple(tuple(one) for one in facts["first_rows"]),
            rows=facts["rows"],
            header_row=facts["header_row"],
            sheets=tuple(facts["sheets"]),
            sheet=facts["sheet"],
            encoding=facts["encoding"],
            delimiter=facts["delimiter"],
            told=tuple(facts["told"]),
        )


def look(
    path: Path,
    *,
    sheet: str | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
    most_bytes: int | None = None,
) -> Seen:
    """Return what a file looks like; raise Invalid, with the reason, for one that is no extract."""
    file = open_case_file(
        path, sheet=sheet, delimiter=delimiter, encoding=encoding, most_bytes=most_bytes
    )
    table = read_table(file, {header: header for header in file.headers})
    return Seen(
        headers=file.headers,
        columns=tuple(_seen(header, table.columns[header]) for header in file.headers),
        first_rows=_first_rows(file),
        rows=table.height,
        header_row=file.header_row,
        sheets=file.sheets,
        sheet=file.sheet,
        encoding=file.encoding,
        delimiter=file.delimiter,
        told=file.told,
    )


def _first_rows(file: CaseFile) -> tuple[tuple[str, ...], ...]:
    """Return the kind of each cell in the first rows, in words; never what stands in them."""
    rows = [row for row in file.sample if any(row)][:FIRST_ROWS]
    return tuple(
        tuple(
            KIND_WORDS[_kind(row[at] if at < len(row) else "")] for at in range(len(file.headers))
        )
        for row in rows
    )


def _seen(header: str, column: Coded) -> SeenColumn:
    texts = [text for text in islice(column.texts, SAMPLE_TEXTS) if text.strip()]
    kinds = [_kind(text) for text in texts]
    usual = max(dict.fromkeys(kinds), key=kinds.count, default="empty")
    filled = len(column.codes) - column.codes.null_count()
    if usual in ("date", "two_digit_date"):
        return _seen_dates(header, usual, filled, texts)
    values: tuple[tuple[str, int], ...] = ()
    if usual in ("text", "yes_no", "number") and len(texts) <= MOST_LISTED * 4:
        values = _values(header, column, filled)
    return SeenColumn(header, usual, filled, values=values)


def _seen_dates(header: str, kind: str, filled: int, texts: Sequence[str]) -> SeenColumn:
    read = [read_date(text, None) for text in texts]
    in_doubt = [one.orders for one in read if one.kind is FaultKind.AMBIGUOUS_DATES]
    told = {order for orders in in_doubt if len(orders) == 1 for order in orders}
    order = next(iter(told)) if len(told) == 1 else None
    if not in_doubt:
        order = DateOrder.YEAR_FIRST if any(text[:4].isdigit() for text in texts) else None
    shown = [text for text in texts if _kind(text) == kind][:MOST_DATES_SHOWN]
    return SeenColumn(
        header,
        kind,
        filled,
        order=order,
        is_ambiguous=bool(in_doubt) and order is None,
        examples=tuple(shown) if guess_field(header) in DATE_FIELDS else (),
    )


def _values(header: str, column: Coded, filled: int) -> tuple[tuple[str, int], ...]:
    """Return the distinct values of a column with their counts, where these may be shown."""
    counted: dict[str, int] = {}
    counts = column.codes.drop_nulls().value_counts()
    for code, count in counts.iter_rows():
        text = " ".join(column.texts[code].split())
        if text:
            counted[text] = counted.get(text, 0) + count
    if not may_be_listed(header, tuple(counted), filled):
        return ()
    listed = [one for one in counted.items() if _is_a_word_of_many(*one, filled)]
    return tuple(sorted(listed, key=lambda one: (-one[1], one[0].casefold())))


def _is_a_word_of_many(text: str, count: int, filled: int) -> bool:
    """Return whether a value may be listed: one slip among many cells could be a name."""
    return count > 1 or filled <= FEW_ROWS or is_of_known_words(text)


def _kind(text: str) -> str:
    """Return what a cell holds, by its looks alone."""
    bare = text.strip()
    if not bare or (bare.casefold() in EMPTY and bare != "0"):
        return "empty"
    if bare.casefold() in _YES_NO:
        return "yes_no"
    if _AMOUNT.fullmatch(bare):
        return "amount"
    if bare.endswith("%") and _NUMBER.fullmatch(bare[:-1].strip()):
        return "percentage"
    if _NUMBER.fullmatch(bare):
        return "number"
    read = read_date(bare, DateOrder.DAY_FIRST)
    if read.day is not None or read.orders:
        return "date"
    return "two_digit_date" if read.kind is FaultKind.TWO_DIGIT_YEAR else "text"


def _column_facts(column: SeenColumn) -> dict[str, Any]:
    return {
        "header": column.header,
        "kind": column.kind,
        "filled": column.filled,
        "order": column.order.value if column.order else None,
        "is_ambiguous": column.is_ambiguous,
        "values": [[text, count] for text, count in column.values],
        "examples": list(column.examples),
    }


def _column_from(facts: dict[str, Any]) -> SeenColumn:
    return SeenColumn(
        header=facts["header"],
        kind=facts["kind"],
        filled=facts["filled"],
        order=DateOrder(facts["order"]) if facts["order"] else None,
        is_ambiguous=facts["is_ambiguous"],
        values=tuple((text, count) for text, count in facts["values"]),
        examples=tuple(facts["examples"]),
    )
