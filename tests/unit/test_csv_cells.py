"""Cells of CSV files: nothing that a spreadsheet would run, and nothing else changed."""

import csv
import io

import pytest

from app.rendering.csv_cells import csv_bytes, safe
from app.rendering.statement_csv import HEADER, to_csv
from tests.unit import statements


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("https://example.org")',
        "+44 23 8083 3006",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠A1",
        "  =1+1",
        "\ufeff=1+1",
    ],
)
def test_what_could_be_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Yes", "1.1", "53.9%", "a = b", "’tis", "• a bullet"])
def test_any_other_cell_stays_as_it_is(cell: str) -> None:
    assert safe(cell) == cell


def test_the_file_begins_with_the_mark_that_excel_needs_and_quotes_every_cell() -> None:
    assert csv_bytes(["a", "b"], [["é", None], [-5, 'say "x"']]) == (
        '\ufeff"a","b"\r\n"é",""\r\n"-5","say ""x"""\r\n'.encode()
    )


def test_a_statement_has_one_row_for_each_provision() -> None:
    header, *rows = read(to_csv(statements.issued()))
    assert tuple(header) == HEADER
    assert [row[5] for row in rows] == ["1.1", "1.2", "2.1", "2.2", "2.3"]
    assert {len(row) for row in rows} == {len(HEADER)}


def test_a_row_says_everything_in_words() -> None:
    row = dict(zip(HEADER, read(to_csv(statements.issued()))[3], strict=True))
    assert row["Year"] == "2023/24"
    assert row["Edition"] == "Complaint Handling Code 2024"
    assert row["Obligation"] == "Must"
    assert row["Answer"] == "No"
    assert row["Falls short in"] == "The practice"
    assert row["Evidence"] == "Quarterly complaints report"
    assert row["Actions"].splitlines() == [
        "Refresh staff training. Underway. "
        "By when: Quarter 2 2024/25 (30 September 2024 at the latest), already past on 1 July 2026",
        "Fill the vacant post. Planned. By when: No date given",
        "Publish the new policy. Done.",
        "Buy a new system. Dropped: The old one does what is needed",
    ]
    assert row["Note"] == ""


def test_answers_in_words_and_in_parts_are_told_in_full() -> None:
    rows = {row[5]: row[9] for row in read(to_csv(statements.issued_questionnaire()))}
    assert rows["1.3"] == "23 of 29 (79.3%)"
    assert rows["1.5"].startswith("We changed:")
    assert rows["1.6"] == (
        "How are lessons shared with residents? In the tenants’ magazine.\n"
        "What share was answered in time? Not answered"
    )


def test_every_row_of_a_demonstration_carries_its_notice() -> None:
    document = statements.issued(statements.facts(demonstration=statements.DEMONSTRATION))
    rows = read(to_csv(document))[1:]
    assert {row[HEADER.index("Note")] for row in rows} == {statements.DEMONSTRATION.notice}


def test_a_formula_in_the_commentary_is_harmless() -> None:
    document = statements.issued_long(provisions=9, commentary="=cmd|'/C calc'!A0")
    assert {row[14] for row in read(to_csv(document))[1:]} == {"'=cmd|'/C calc'!A0"}


def test_the_official_wording_stands_in_a_last_column_where_it_was_loaded() -> None:
    document = statements.issued_after_scrutiny()
    header, *rows = read(to_csv(document))
    assert header[-1] == "What the Code asks (its official text)"
    official = document["publication"]["official_text"]
    assert [row[-1] for row in rows] == [official.get(row[5], "") for row in rows]
