"""Invented extracts of any length for `case_extract`; a process of its own writes each.

python -m benchmarks.case_files ROWS FILE.csv|FILE.xlsx
"""

import sys
from pathlib import Path

from benchmarks.case_sides import COLUMNS, FIRST

PIECE = 1_000_000
YEAR_DAYS = 365


def main() -> None:
    """Write a file; the same rows each time."""
    rows, file = int(sys.argv[1]), Path(sys.argv[2])
    if file.suffix == ".csv":
        write_csv(rows, file)
    else:
        write_sheet(rows, file)


def write_csv(rows: int, file: Path) -> None:
    """Write a CSV file with dates as most systems write them, some of every kind of case."""
    with file.open("wb") as to:
        for start in range(0, rows, PIECE):
            frame = _cases(start, min(PIECE, rows - start))
            frame.write_csv(to, include_header=start == 0, date_format="%d/%m/%Y")


def write_sheet(rows: int, file: Path) -> None:
    """Write an Excel workbook whose dates are dates."""
    import xlsxwriter

    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, list(COLUMNS.values()))
    for at, row in enumerate(_cases(0, rows).iter_rows(), 1):
        for place, cell in enumerate(row):
            if hasattr(cell, "year"):
                sheet.write_datetime(at, place, cell, day)
            elif cell is not None:
                sheet.write_string(at, place, cell)
    book.close()


def _cases(start: int, count: int):  # type: ignore[no-untyped-def]  # polars is loaded late
    import numpy as np
    import polars as pl

    chance = np.random.default_rng(start + 1)

    def after(days: "np.ndarray", least: int, most: int) -> "np.ndarray":
        return days + chance.integers(least, most, count)

    received = np.full(count, (FIRST.toordinal() - 719_163)) + chance.integers(0, YEAR_DAYS, count)
    acknowledged = after(received, 0, 12)
    answered = after(acknowledged, 3, 40)
    told = after(acknowledged, 5, 20)
    extended = after(told, 5, 25)
    escalated = after(answered, 1, 60)
    at_stage_2 = after(escalated, 5, 60)
    outcomes = np.array(["Upheld", "Partly upheld", "Not upheld"])
    reasons = np.array(
        ["Repairs", "Repairs;Delay", "Noise", "Damp and mould;Repairs;Staff", "Delay"]
    )
    some = chance.random((5, count))
    closed, went_on = some[2] < 0.95, (some[2] < 0.95) & (some[3] < 0.2)
    has = {
        "s1_acknowledged_on": some[0] < 0.97,
        "s1_extension_told_on": some[1] < 0.15,
        "s1_extended_to": some[1] < 0.15,
        "s1_answered_on": closed,
        "s1_outcome": closed,
        "escalated_on": went_on,
        "s2_answered_on": went_on & (some[4] < 0.9),
    }
    values = {
        "reference": pl.Series([f"C-{one:08}" for one in range(start, start + count)]),
        "received_on": received,
        "s1_acknowledged_on": acknowledged,
        "s1_extension_told_on": told,
        "s1_extended_to": extended,
        "s1_answered_on": answered,
        "s1_outcome": outcomes[chance.integers(0, len(outcomes), count)],
        "escalated_on": escalated,
        "s2_answered_on": at_stage_2,
        "categories": reasons[chance.integers(0, len(reasons), count)],
    }
    columns = []
    for name, header in COLUMNS.items():
        column = pl.Series(header, values[name])
        if column.dtype.is_integer():
            column = column.cast(pl.Int32).cast(pl.Date)
        if name in has:
            column = column.set(~pl.Series(has[name]), None)
        columns.append(column)
    return pl.DataFrame(columns)


if __name__ == "__main__":
    main()
