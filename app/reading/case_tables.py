"""The mapped columns of an extract: each as its distinct texts and, row by row, which one it is.

A column of a million dates holds some thousand different ones. So each distinct text is judged
once, strictly and in plain Python, and polars does for the rows what remains: looking up a number.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeAlias

import polars as pl

from app.domain.case_mapping import DATE_FIELDS
from app.domain.errors import Invalid
from app.reading.case_files import Bytes, CaseFile
from app.reading.case_sheets import Cell, as_text
from app.reading.case_text import FIELD, recoded

Progress: TypeAlias = Callable[[int, int, str], None]

MOST_ROWS = 50_000_000
MOST_LINES_IN_A_CELL = 1_000
_TIME = r"(?:[ T]+|, ?)\d{1,2}:\d{2}.*$"
_HAS_TIME = re.compile(r"\d[ T]+\d{1,2}:\d{2}")


@dataclass(frozen=True)
class Coded:
    """A column: its distinct texts, and for each row the place of its text; null where empty."""

    texts: list[str]
    codes: pl.Series

    def looked_up(self, values: list[Any], dtype: pl.DataType | type[pl.DataType]) -> pl.Series:
        """Return for each row the value that stands at the place of its text."""
        return pl.Series(values, dtype=dtype).gather(self.codes)


@dataclass(frozen=True)
class Table:
    """The rows of an extract that hold anything.

    `rows` are their numbers in the file; `columns` the mapped columns by field; `reference` a
    number for each reference, alike where the references are; `too_many` and `is_short` tell of
    each row whether it has a column too many, or nothing in its last one.
    """

    rows: pl.Series
    columns: dict[str, Coded]
    reference: pl.Series | None
    too_many: pl.Series
    is_short: pl.Series

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.rows)


def read_table(file: CaseFile, wanted: Mapping[str, str]) -> Table:
    """Return the wanted columns, by field and header, of a file that passed the gate."""
    places = {name: file.headers.index(header) for name, header in wanted.items()}
    if file.kind != "text":
        return _from_sheet(file, places)
    try:
        return _from_whole_text(file, places)
    # Where quotation marks are broken, polars can give up in ways that are no Exception.
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as fault:
        raise _not_to_the_end(file) from fault


def _from_whole_text(file: CaseFile, places: Mapping[str, int]) -> Table:
    try:
        return _from_text(file, file.source, places)
    except pl.exceptions.ComputeError as fault:
        if "utf-8" not in str(fault)[:100].lower() or file.content is not None:
            raise
    # Only so far down that the gate did not come there, a sign is not in UTF-8.
    content = recoded(file.path, file.path.stat().st_size, "windows-1252")
    return _from_text(file, content, places)


def opened(file: CaseFile) -> BinaryIO:
    """Return the bytes of a text, in UTF-8, to be read from their beginning."""
    return io.BytesIO(file.content) if file.content is not None else file.path.open("rb")


def _from_text(file: CaseFile, source: Bytes, places: Mapping[str, int]) -> Table:
    """Read a text by polars: only the wanted columns, coded while they are read."""
    names = [f"c{at}" for at in range(file.width + 1)]
    codings = {name: pl.Categories.random() for name in places if name != "reference"}
    schema: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(names, pl.String)
    chosen: list[pl.Expr] = []
    for name, coding in codings.items():
        at = places[name]
        column = pl.col(names[at])
        if list(places.values()).count(at) > 1 or at == 0:
            column = column.cast(pl.Categorical(coding))
        elif name in DATE_FIELDS and _holds_times(file, at):
            column = column.str.replace(_TIME, "").cast(pl.Categorical(coding))
        else:
            # Where nothing is done to the texts, they are coded sooner than they are copied.
            schema[names[at]] = pl.Categorical(coding)
        chosen.append(column.alias(name))
    if "reference" in places:
        written = pl.col(names[places["reference"]])
        number = written.cast(pl.String).str.strip_chars().hash()
        chosen.append(pl.when(written.is_not_null()).then(number).alias("reference"))
    frame = (
        pl.scan_csv(
            source,
            has_header=False,
            skip_rows=file.header_row,
            separator=file.delimiter or ",",
            schema=schema,
            missing_columns="insert",
            extra_columns="ignore",
            truncate_ragged_lines=True,
            raise_if_empty=False,
            glob=False,
        )
        .select(
            *chosen,
            pl.col(names[-1]).is_not_null().alias("too_many"),
            pl.col(names[-2]).is_null().alias("is_short"),
            pl.col(names[0]).is_not_null().alias("begins"),
        )
        .collect(engine="streaming")
    )
    if frame.height > MOST_ROWS:
        raise Invalid(f"This file has more than {MOST_ROWS:,} rows. Export one year only.", FIELD)
    return _table(file, frame, codings)


def _not_to_the_end(file: CaseFile) -> Invalid:
    """Return the refusal of a text whose last row never ends, with its number."""
    number = 0
    with opened(file) as source:
        text = io.TextIOWrapper(source, encoding="utf-8-sig", errors="replace", newline="")
        reader = csv.reader(text, delimiter=file.delimiter or ",")
        try:
            for row in reader:
                number += 1
                if any(cell.count("\n") > MOST_LINES_IN_A_CELL for cell in row):
                    break
        except csv.Error:
            number += 1
    return Invalid(
        "This file cannot be read to its end as a table, probably for a quotation mark in row "
        f"{number} that opens a value and is not closed. Close or delete it, and try again.",
        FIELD,
    )


def _holds_times(file: CaseFile, at: int) -> bool:
    """Whether the dates of a column are followed by times, which only make them all different."""
    return any(at < len(row) and _HAS_TIME.search(row[at]) for row in file.sample)


def _table(file: CaseFile, frame: pl.DataFrame, codings: Mapping[str, pl.Categories]) -> Table:
    first = file.header_row + 1
    rows = pl.int_range(first, first + frame.height, dtype=pl.UInt32, eager=True)
    if not frame["begins"].all():
        anything = pl.exclude("begins", "too_many", "is_short").is_not_null()
        held = frame.select(pl.any_horizontal("begins", "too_many", anything)).to_series()
        frame, rows = frame.filter(held), rows.filter(held)
    columns = {}
    for name, coding in codings.items():
        column = frame.drop_in_place(name)
        is_empty = column.null_count() == len(column)
        # Polars forgets the texts with the last column that is coded by them.
        texts = [] if is_empty else coding.to_series().fill_null("").to_list()
        columns[name] = Coded(texts, column.to_physical())
    return Table(rows, columns, _references(frame), frame["too_many"], frame["is_short"])


def _references(frame: pl.DataFrame) -> pl.Series | None:
    """Return the references as numbers, of which spaces alone have none."""
    if "reference" not in frame.columns:
        return None
    blank = pl.Series([""]).hash()[0]
    numbers = frame["reference"]
    return numbers.set(numbers == blank, None) if (numbers == blank).any() else numbers


def _from_sheet(file: CaseFile, places: Mapping[str, int]) -> Table:
    """Read a sheet by calamine, and code each wanted column by its distinct cells."""
    cells = file.cells[file.header_row :]
    nothing = [""] * max(map(len, cells), default=0)
    held = [row != nothing for row in cells]
    rows = [number for number, full in enumerate(held, file.header_row + 1) if full]
    cells = [row for row, full in zip(cells, held, strict=True) if full]
    columns = {
        name: _coded([row[at] if at < len(row) else "" for row in cells])
        for name, at in places.items()
    }
    reference = columns.pop("reference", None)
    too_many = [len(row) > file.width and any(row[file.width :]) for row in cells]
    return Table(
        pl.Series(rows, dtype=pl.UInt32),
        columns,
        reference.codes.cast(pl.UInt64) if reference else None,
        pl.Series(too_many, dtype=pl.Boolean),
        pl.repeat(False, len(rows), eager=True, dtype=pl.Boolean),
    )


def _coded(cells: list[Cell]) -> Coded:
    texts: dict[str, int] = {}
    known: dict[Cell, int | None] = {}
    codes: list[int | None] = []
    for cell in cells:
        try:
            codes.append(known[cell])
        except KeyError:
            text = as_text(cell).strip()
            known[cell] = texts.setdefault(text, len(texts)) if text else None
            codes.append(known[cell])
    return Coded(list(texts), pl.Series(codes, dtype=pl.UInt32))
