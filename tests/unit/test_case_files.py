"""The gate for case extracts: a file is what its bytes are, and a refusal says what to do."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from app.domain.case_mapping import DateOrder
from app.domain.errors import Invalid
from app.reading import case_files, case_text
from app.reading.case_files import open_case_file
from app.reading.case_preview import Seen, look
from tests.unit.case_extract_files import (
    FIRST,
    HEADERS,
    ROWS,
    csv_file,
    csv_text,
    open_document,
    open_row,
    repacked,
    text_file,
    with_cell,
    workbook,
)


def refusal(path: Path, **given: str) -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(Invalid) as refused:
        open_case_file(path, **given)
    return refused.value.message


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quoting", [0, 1])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_usual_dialect_is_found(
    tmp_path: Path, delimiter: str, quoting: int, line_end: str
) -> None:
    path = csv_file(tmp_path, delimiter=delimiter, quoting=quoting, lineterminator=line_end)
    file = open_case_file(path)

    assert file.headers == HEADERS
    assert (file.delimiter, file.encoding, file.header_row) == (delimiter, "utf-8", 1)
    assert look(path).rows == len(ROWS)


@pytest.mark.parametrize(
    ("codec", "found", "sentence"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8-sig", "utf-8", ""),
        ("utf-16", "utf-16", "The file is written in UTF-16 and was read as that."),
        ("utf-16-le", "utf-16", "The file is written in UTF-16 and was read as that."),
        ("utf-16-be", "utf-16", "The file is written in UTF-16 and was read as that."),
        ("cp1252", "windows-1252", "The file is written in Windows-1252 and was read as that."),
    ],
)
def test_every_usual_encoding_is_found_and_told(
    tmp_path: Path, codec: str, found: str, sentence: str
) -> None:
    text = csv_text([with_cell("Service", "Café – £")] * 3)
    file = open_case_file(text_file(tmp_path, text.encode(codec)))

    assert file.encoding == found
    assert " ".join(file.told) == sentence
    assert file.headers == HEADERS
    assert ("Café – £", 3) in look(file.path).columns[7].values


def test_an_encoding_or_delimiter_that_a_person_chose_is_taken(tmp_path: Path) -> None:
    path = text_file(tmp_path, "Date received|Notes;x\n01/02/2024|a\n")

    assert open_case_file(path, delimiter="|").headers == ("Date received", "Notes;x")
    assert "not written in UTF-8" in refusal(
        text_file(tmp_path, csv_text([with_cell("Service", "é")]).encode("cp1252")),
        encoding="utf-8",
    )


def test_a_line_break_in_quotes_ends_no_row(tmp_path: Path) -> None:
    rows = [with_cell("Category", "Delay\nand\nmore"), FIRST]
    seen = look(csv_file(tmp_path, rows))

    assert seen.rows == 2
    assert seen.first_rows[1] == seen.first_rows[0]


def test_titles_above_the_headers_are_left_out_and_told(tmp_path: Path) -> None:
    title = 'Complaints "2023/24"\nExported by the system,on Monday\n\n'
    file = open_case_file(text_file(tmp_path, title + csv_text()))

    assert (file.headers, file.header_row) == (HEADERS, 4)
    assert "The headers stand in row 4" in file.told[0]


def test_repeated_and_missing_headers_get_names_of_their_own(tmp_path: Path) -> None:
    file = open_case_file(text_file(tmp_path, "Date,Date,,Date,\n01/02/2024,a,b,c,\n"))

    assert file.headers == ("Date", "Date (2)", "Column 3", "Date (3)")
    assert "column 2 is called “Date (2)”" in file.told[0]
    assert "Column 3 has no header" in " ".join(file.told)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "This file is empty"),
        (b",,,\n,,,\n", "holds no words"),
        (b"%PDF-1.7\n1 0 obj", "This is a PDF file, whatever its name says"),
        (b"{\\rtf1 cases}", "RTF document"),
        (b"\x1f\x8b\x08\x00cases", "packed archive"),
        (b"\x89PNG\r\n\x1a\n\x00", "picture"),
        (b"SQLite format 3\x00", "database"),
        (b"a,b\n1,\x00\x01\x02" + b"x" * 50, "not text"),
        (b'[{"ref": 1}]', "JSON"),
        (b"<html><table><tr><td>Ref</td></tr></table></html>", "web page or XML"),
        (b'\xef\xbb\xbf\n<?xml version="1.0"?><Workbook/>', "web page or XML"),
        ("<html><body>x".encode("utf-16"), "web page or XML"),
        (b"Ref,Date received\n", "headers in row 1, but no cases"),
        (b"Ref,Date received\n,\n\n", "headers in row 1, but no cases"),
        (b"C1,01/02/2024,Upheld\nC2,02/02/2024,Upheld\n", "Row 1 holds a case"),
        (b"C1,45%,Upheld\nC2,3%,Upheld\n", "Row 1 holds a case"),
        (b'"Ref,Date,Outcome"\n"C1,01/02/2024,Upheld"\n', "fused in one column"),
    ],
)
def test_what_holds_no_cases_is_refused_with_the_reason(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    assert sentence in refusal(text_file(tmp_path, content))


def test_a_file_that_is_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = csv_file(tmp_path)
    with pytest.raises(Invalid, match="larger than 0 MB"):
        open_case_file(path, most_bytes=100)
    monkeypatch.setattr(case_files, "MOST_SHEET_BYTES", 100)
    assert "Save it as a CSV file" in refusal(workbook(tmp_path))
    monkeypatch.setattr(case_text, "MOST_RECODED_BYTES", 100)
    assert "Save it as UTF-8" in refusal(
        text_file(tmp_path, csv_text([with_cell("Service", "é")]).encode("cp1252"))
    )


def test_more_columns_than_any_extract_are_refused(tmp_path: Path) -> None:
    line = ",".join(f"h{letter}" for letter in range(501))
    assert "more than 500 columns" in refusal(text_file(tmp_path, f"{line}\n{line}\n"))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "none.csv")


def test_a_workbook_is_read_whatever_its_name(tmp_path: Path) -> None:
    path = workbook(tmp_path).rename(tmp_path / "cases.csv")
    file = open_case_file(path)

    assert (file.kind, file.sheet, file.headers) == ("xlsx", "Cases", HEADERS)


def test_the_sheet_is_chosen_and_the_others_named(tmp_path: Path) -> None:
    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Read me").write_row(0, 0, ["How to", "read this"])
        sheet = book.add_worksheet("Cases")
        sheet.write_row(2, 1, ["Ref", "Date received"])
        sheet.write_row(3, 1, ["C1", "01/02/2024"])
    file = open_case_file(path, sheet="Cases")

    assert file.sheets == ("Read me", "Cases")
    assert (file.header_row, file.headers) == (3, ("Column 1", "Ref", "Date received"))
    assert "Of 2 sheets, “Cases” was read." in file.told
    assert "no sheet “Other”. It has “Read me”, “Cases”" in refusal(path, sheet="Other")
    assert "no cases" in refusal(path)


def test_a_sheet_of_opendocument_is_read(tmp_path: Path) -> None:
    body = open_row("Ref", "Date received") + open_row("C1", "01/02/2024")
    empty = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    file = open_case_file(open_document(tmp_path / "cases.ods", body + empty))

    assert (file.kind, file.headers) == ("ods", ("Ref", "Date received"))


def bomb(folder: Path) -> Path:
    """Return a workbook that unpacks to two hundred times its size."""
    return repacked(workbook(folder), **{"worksheets/sheet2.xml": b" " * 30_000_000})


def with_a_far_cell(folder: Path) -> Path:
    """Return a workbook with one cell far to the right and far down."""
    path = folder / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Ref", "Date received"])
        sheet.write(1_000_000, 16_000, "x")
    return path


def repeated(folder: Path) -> Path:
    """Return a small sheet that says it has a million rows."""
    row = open_row(*["x"] * 50, times=1_000_000)
    return open_document(folder / "many.ods", open_row("Ref", "Date") + row)


def with_a_document_type(folder: Path) -> Path:
    """Return a workbook whose sheet declares entities."""
    text = b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'
    name = "xl/worksheets/sheet1.xml"
    return repacked(workbook(folder), without=name, **{"worksheets/sheet1.xml": text})


def archive(folder: Path, **parts: bytes) -> Path:
    """Return a packed file of the given parts."""
    path = folder / "archive.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (bomb, "many times larger"),
        (with_a_far_cell, "so far down or to the right"),
        (repeated, "so far down or to the right"),
        (with_a_document_type, "declares a document type"),
        (lambda at: repacked(workbook(at), **{"vbaProject.bin": b"x"}), "holds macros"),
        (lambda at: repacked(workbook(at), **{"../../etc": b"x"}), "unusual names"),
        (lambda at: archive(at, **{"cases.csv": b"a,b"}), "packed archive, not a spreadsheet"),
        (lambda at: archive(at, **{"word/document.xml": b"<a/>"}), "Word file"),
        (lambda at: archive(at, **{"xl/workbook.bin": b"x"}), "binary workbook"),
        (lambda at: archive(at, **{"xl/workbook.xml": b"<a"}), "cut off or damaged"),
        (
            lambda at: archive(at, **{f"p{number}": b"" for number in range(2001)}),
            "more than 2,000 parts",
        ),
        (
            lambda at: archive(at, **{"mimetype": b"x", "content.xml": b"<a/>"}),
            "no spreadsheet",
        ),
    ],
)  # fmt: skip
def test_a_bad_spreadsheet_is_refused_before_it_is_opened(
    tmp_path: Path, make: object, sentence: str
) -> None:
    assert callable(make)
    assert sentence in refusal(make(tmp_path))


def test_a_spreadsheet_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path).read_bytes()
    for length in (10, len(whole) // 2, len(whole) - 10):
        assert "cut off or damaged" in refusal(text_file(tmp_path, whole[:length]))


def test_a_spreadsheet_with_a_flipped_byte_is_read_or_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path).read_bytes()
    refused = 0
    for at in range(0, len(whole), 97):
        content = bytearray(whole)
        content[at] ^= 0x55
        try:
            look(text_file(tmp_path, bytes(content)))
        except Invalid:
            refused += 1
    assert refused > 10


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [
        ("EncryptedPackage", "protected with a password"),
        ("WordDocument", "Word file"),
        ("_VBA_PROJECT", "holds macros"),
        ("Workbook", "cut off or damaged"),
    ],
)
def test_an_old_office_file_that_is_no_plain_spreadsheet_is_refused(
    tmp_path: Path, mark: str, sentence: str
) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + mark.encode("utf-16-le")
    assert sentence in refusal(text_file(tmp_path, content))


def test_a_text_cut_within_a_character_is_still_utf_8(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = csv_file(tmp_path, [with_cell("Service", "€" * 50)] * 40)
    for length in range(600, 616):
        monkeypatch.setattr(case_files, "SAMPLE_BYTES", length)
        assert open_case_file(path).encoding == "utf-8"


# --- what is seen before a mapping -----------------------------------------------------------


def test_a_look_tells_kinds_orders_and_the_values_to_be_mapped(tmp_path: Path) -> None:
    seen = look(csv_file(tmp_path, ROWS * 5))
    outcome, received = seen.column("Stage 1 outcome"), seen.column("Date received")

    assert seen.rows == 15
    assert seen.first_rows[0][:5] == ("text", "date", "date", "date", "text")
    assert outcome is not None
    assert outcome.values == (("Fully upheld", 5), ("Not upheld", 5))
    assert received is not None
    assert (received.kind, received.order) == ("date", DateOrder.DAY_FIRST)
    assert received.examples[0] == "05/04/2023"
    assert (seen.order, seen.must_choose_order) == (DateOrder.DAY_FIRST, False)


@pytest.mark.parametrize(
    ("dates", "order", "must_choose"),
    [
        (("05/04/2023", "06/07/2023"), None, True),
        (("05/04/2023", "25/07/2023"), DateOrder.DAY_FIRST, False),
        (("05/04/2023", "07/25/2023"), DateOrder.MONTH_FIRST, False),
        (("25/04/2023", "07/25/2023"), None, True),
        (("2023-04-05", "2023-07-06"), DateOrder.YEAR_FIRST, False),
    ],
)
def test_a_look_tells_whether_a_person_must_choose_the_order(
    tmp_path: Path, dates: tuple[str, str], order: DateOrder | None, must_choose: bool
) -> None:
    text = "Date received\n" + "\n".join(dates) + "\n"
    seen = look(text_file(tmp_path, text))

    assert (seen.order, seen.must_choose_order) == (order, must_choose)


def test_a_look_keeps_no_name_address_or_free_text(tmp_path: Path) -> None:
    secrets = {
        "Resident": "Jane Doe",
        "Contact": "07700 900123",
        "Where": "12 High Street",
        "Postal": "SO14 7LY",
        "Story": "The boiler broke and nobody came for three weeks although I rang",
        "Mail": "jane@example.org",
        "D.O.B.": "01/02/1980",
        "Unique": "Zyx",
    }
    rows = [[f"{value}{at}" if name == "Unique" else value for name, value in secrets.items()]
            for at in range(30)]  # fmt: skip
    text = "\n".join(",".join(row) for row in [list(secrets), *rows])
    facts = look(text_file(tmp_path, text)).to_facts()

    for value in secrets.values():
        assert value not in str(facts)


def test_a_look_survives_facts(tmp_path: Path) -> None:
    seen = look(workbook(tmp_path, [with_cell("Date received", date(2024, 1, 2))]))  # type: ignore[list-item, arg-type]

    assert Seen.from_facts(seen.to_facts()) == seen


def test_a_look_reads_no_more_of_a_column_than_it_may_list(tmp_path: Path) -> None:
    file = io.StringIO()
    file.write("Ref,Kind\n")
    file.writelines(f"C{number},{number % 60}\n" for number in range(6000))
    seen = look(text_file(tmp_path, file.getvalue()))

    assert [one.values for one in seen.columns] == [(), ()]


@pytest.mark.parametrize("row", [1, 2, 52])
@pytest.mark.parametrize("begun", ['"', "x" * 200_000])
def test_a_row_without_an_end_is_named(tmp_path: Path, row: int, begun: str) -> None:
    rows = ["Ref,Date Received,Outcome", *(f"C{n},01/05/2023,Upheld" for n in range(40_000))]
    rows[row - 1] = begun + rows[row - 1]
    path = tmp_path / "cases.csv"
    path.write_text("\n".join(rows))

    with pytest.raises(Invalid, match=f"Row {row} of this file does not come to an end"):
        open_case_file(path)
