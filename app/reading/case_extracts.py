"""A complaints system's extract as the frame that figures are worked out from, with its faults.

Names, addresses, free text and references stay behind here: the frame holds dates, the meanings
of values, and the labels of departments, categories and reasons.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from app.domain.case_dates import NOTHING, read_date
from app.domain.case_faults import FaultGroup, FaultKind, stops
from app.domain.case_mapping import (
    DATE_FIELDS,
    FIELD_LABELS,
    LABEL_FIELDS,
    YES_NO_FIELDS,
    CaseMapping,
    DateOrder,
    check_mapping,
)
from app.domain.errors import Invalid
from app.reading.case_files import CaseFile, open_case_file
from app.reading.case_order import note_order_faults
from app.reading.case_rows import Rows
from app.reading.case_tables import Progress, Table, read_table
from app.reading.case_text import FIELD
from app.reading.case_values import (
    amounts,
    categories,
    dates,
    labels,
    meanings,
    order_of,
    truths,
)
from app.reading.case_widths import short_rows

FRAME_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "row": pl.UInt32,
    **dict.fromkeys(DATE_FIELDS, pl.Date),
    "s1_outcome": pl.String,
    "s2_outcome": pl.String,
    "refused": pl.Boolean,
    "refused_reason": pl.String,
    "categories": pl.List(pl.String),
    "department": pl.String,
    "tenure": pl.String,
    "in_remit": pl.Boolean,
    "compensation_pence": pl.Int64,
}
# Where a column of the frame is not called as its field.
COLUMN_OF = {"compensation": "compensation_pence"}


@dataclass(frozen=True)
class CasesRead:
    """What an extract gave: the frame of the rows that can be used, and every fault by kind.

    `frame` has the columns of `FRAME_SCHEMA`; those of text are an `Enum`, which
    takes a tenth of the memory. `rows_in_file` counts rows that hold anything. `told` are sentences
    about the file itself. Where a fault stops the analysis, `frame` is empty.
    """

    frame: pl.DataFrame
    faults: tuple[FaultGroup, ...]
    rows_in_file: int
    rows_used: int
    rows_left_out: int
    told: tuple[str, ...] = ()

    @property
    def is_stopped(self) -> bool:
        """Whether a fault stands in the way of any figure."""
        return stops(self.faults)


def no_progress(done: int, total: int, words: str) -> None:
    """Tell nobody how far the reading is."""


def read_cases(
    path: Path,
    mapping: CaseMapping,
    *,
    today: date,
    progress: Progress = no_progress,
    most_bytes: int | None = None,
) -> CasesRead:
    """Read an extract by its mapping; raise Invalid where the file or the mapping cannot be used.

    `progress` is told how many steps are done, of how many, and what is being done.
    """
    steps = len(mapping.columns) + 3
    progress(0, steps, "Looking at the file")
    check_mapping(mapping)
    file = open_case_file(
        path,
        sheet=mapping.sheet,
        delimiter=mapping.delimiter,
        encoding=mapping.encoding,
        most_bytes=most_bytes,
    )
    check_mapping(mapping, file.headers)
    progress(1, steps, "Reading the rows")
    table = read_table(file, mapping.columns)
    if not table.height:
        raise Invalid("This file holds no cases under its headers. Export them again.", FIELD)
    rows = Rows(table.rows, mapping.columns)
    columns = _columns(table, mapping, rows, progress, steps)
    progress(steps - 1, steps, "Checking the order of the dates")
    _note_widths(file, table, rows)
    note_order_faults(columns, today, rows)
    _note_repeated(table, rows)
    progress(steps, steps, "The file has been read")
    return _result(table, columns, rows, file.told)


def _columns(
    table: Table, mapping: CaseMapping, rows: Rows, progress: Progress, steps: int
) -> dict[str, pl.Series]:
    """Return the columns of the frame, one after the other, so that few texts are held at once."""
    written = {name: table.columns[name] for name in DATE_FIELDS if name in table.columns}
    order = order_of(written, mapping.date_order)
    columns: dict[str, pl.Series] = {}
    for done, name in enumerate(table.columns, 2):
        progress(done, steps, f"Reading “{FIELD_LABELS[name]}”")
        columns[COLUMN_OF.get(name, name)] = _column(name, table, mapping, order, rows)
    _note_no_received(table, columns, rows)
    if "refused" not in columns and "refused_reason" in columns:
        columns["refused"] = columns["refused_reason"].is_not_null()
    return columns


def _column(
    name: str, table: Table, mapping: CaseMapping, order: DateOrder | None, rows: Rows
) -> pl.Series:
    column = table.columns[name]
    if name in DATE_FIELDS:
        return dates(name, column, order, rows)
    if name in YES_NO_FIELDS:
        return truths(name, column, mapping, rows)
    if name == "compensation":
        return amounts(name, column, rows)
    if name == "categories":
        return categories(column, mapping, rows)
    if name in LABEL_FIELDS:
        return labels(name, column, mapping, rows)
    return meanings(name, column, mapping, rows)


def _note_no_received(table: Table, columns: dict[str, pl.Series], rows: Rows) -> None:
    """Note rows with an empty date; one that cannot be read has its own fault already."""
    written = table.columns["received_on"]
    empty = [read_date(text, DateOrder.DAY_FIRST) == NOTHING for text in written.texts]
    rows.note(
        FaultKind.NO_RECEIVED_DATE,
        written.looked_up(empty, pl.Boolean).fill_null(True),
        lambda place: "no date stands here, so this row belongs to no year",
        name="received_on",
    )


def _note_widths(file: CaseFile, table: Table, rows: Rows) -> None:
    """Note rows whose columns are fused or parted too often, so that the rest is out of place."""
    short = short_rows(file, table)
    rows.note(
        FaultKind.TOO_MANY_COLUMNS,
        table.too_many,
        lambda place: (
            "it has more columns than there are headers, so a sign that parts columns stands in "
            "one of its values. Put quotation marks around that value"
        ),
    )
    if short is None:
        return
    faulty = rows.faulty if rows.faulty is not None else pl.repeat(False, len(short), eager=True)
    rows.note(
        FaultKind.TOO_FEW_COLUMNS,
        short & faulty,
        lambda place: (
            "it has fewer columns than there are headers and does not make sense, so two of its "
            "columns are probably fused. Part them in the file"
        ),
    )
    rows.note(
        FaultKind.ENDS_EARLY,
        short & ~faulty,
        lambda place: (
            "it ends before the last column; what is missing at its end was taken as empty"
        ),
    )


def _note_repeated(table: Table, rows: Rows) -> None:
    """Note each row whose reference an earlier row has that can be used."""
    if table.reference is None:
        return
    reference = table.reference
    if rows.left_out is not None:
        reference = reference.zip_with(~rows.left_out, pl.Series([None], dtype=reference.dtype))
    if reference.n_unique() + max(reference.null_count() - 1, 0) == len(reference):
        return
    again = reference.is_not_null() & ~reference.is_first_distinct()

    def say(place: int) -> str:
        first = (reference == reference[place]).arg_max()
        return (
            f"row {table.rows[first or 0]} has the same reference, so this one is not counted. "
            "Each case needs one row; stages go into columns"
        )

    rows.note(FaultKind.DUPLICATE_REFERENCE, again, say, name="reference")


def _result(
    table: Table, columns: dict[str, pl.Series], rows: Rows, told: tuple[str, ...]
) -> CasesRead:
    groups = rows.groups()
    left_out = rows.count_left_out()
    frame = pl.DataFrame({"row": table.rows, **columns}).with_columns(
        pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in FRAME_SCHEMA.items()
        if name not in columns and name != "row"
    )
    frame = frame.select(list(FRAME_SCHEMA))
    if stops(groups):
        frame = frame.clear()
    elif rows.left_out is not None:
        frame = frame.filter(~rows.left_out)
    return CasesRead(
        frame,
        groups,
        rows_in_file=table.height,
        rows_used=frame.height,
        rows_left_out=left_out,
        told=told,
    )
