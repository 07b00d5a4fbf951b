"""Case extracts for tests: small tables as the files that complaints systems write."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from app.domain.case_mapping import CaseMapping

HEADERS = (
    "Complaint Ref",
    "Date received",
    "Stage 1 acknowledged",
    "Stage 1 response sent",
    "Stage 1 outcome",
    "Date escalated",
    "Stage 2 response sent",
    "Service",
    "Tenure",
    "Category",
    "Compensation",
)
FIRST = ("C1", "05/04/2023", "06/04/2023", "19/04/2023", "Fully upheld", "", "", "Repairs", "GN",
         "Delay; Staff", "£100.50")  # fmt: skip
SECOND = ("C2", "28/06/2023", "", "", "", "", "", "Estates", "Shared ownership", "Delay", "")
THIRD = ("C3", "30/06/2023", "03/07/2023", "14/07/2023", "Not upheld", "20/07/2023", "17/08/2023",
         "Repairs", "GN", "", "1,250")  # fmt: skip
ROWS = (FIRST, SECOND, THIRD)
TODAY = date(2024, 6, 1)
MAPPING = CaseMapping(
    columns={
        "reference": "Complaint Ref",
        "received_on": "Date received",
        "s1_acknowledged_on": "Stage 1 acknowledged",
        "s1_answered_on": "Stage 1 response sent",
        "s1_outcome": "Stage 1 outcome",
        "escalated_on": "Date escalated",
        "s2_answered_on": "Stage 2 response sent",
        "department": "Service",
        "tenure": "Tenure",
        "categories": "Category",
        "compensation": "Compensation",
    },
    values={
        "s1_outcome": {"fully upheld": "upheld"},
        "tenure": {"gn": "rental", "shared ownership": "ownership"},
    },
    category_separator=";",
)


def with_cell(header: str, value: str, row: Sequence[str] = FIRST) -> tuple[str, ...]:
    """Return a row with one cell changed."""
    at = HEADERS.index(header)
    return (*row[:at], value, *row[at + 1 :])


def csv_text(rows: Sequence[Sequence[str]] = ROWS, delimiter: str = ",", **dialect: Any) -> str:
    """Return a table as the text of a CSV file."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, **dialect).writerows([HEADERS, *rows])
    return file.getvalue()


def csv_file(folder: Path, rows: Sequence[Sequence[str]] = ROWS, **dialect: Any) -> Path:
    """Write a table as a CSV file in UTF-8."""
    path = folder / "cases.csv"
    path.write_bytes(csv_text(rows, **dialect).encode())
    return path


def text_file(folder: Path, content: str | bytes) -> Path:
    """Write a file as it is."""
    path = folder / "cases.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(folder: Path, rows: Sequence[Sequence[Any]] = ROWS, name: str = "Cases") -> Path:
    """Write a table as an Excel workbook whose dates are dates."""
    path = folder / "cases.xlsx"
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet(name)
        for at, row in enumerate([HEADERS, *rows]):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, day)
                elif cell != "":
                    sheet.write(at, column, cell)
    return path


def repacked(path: Path, *, without: str = "", **added: bytes) -> Path:
    """Write a packed file again, without a part and with others, whose names end the folder xl/."""
    again = path.with_name("again.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != without:
                new.writestr(name, old.read(name))
        for name, content in added.items():
            new.writestr(f"xl/{name}", content)
    return again


def open_document(path: Path, body: str) -> Path:
    """Write an OpenDocument spreadsheet of one sheet around the given rows."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="Cases">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", "<manifest/>")
        file.writestr("content.xml", content)
    return path


def open_row(*cells: str, times: int = 1) -> str:
    """Return a row of an OpenDocument spreadsheet."""
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{times}">{inside}</table:table-row>'
