"""The table of a report's figures: every figure of both years, and no cell that is a formula."""

import csv
import io
from dataclasses import replace

from app.domain.documents import Document
from app.rendering.report_csv import HEADER, to_csv
from tests.unit import reports, statements


def rows_of(document: Document) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(document).decode("utf-8-sig"), newline="")))


def test_every_figure_of_both_years_has_a_row() -> None:
    document = reports.issued()

    rows = rows_of(document)

    years = (("2023/24", document["figures"]), ("2022/23", document["earlier"]))
    expected = [(year, one["id"]) for year, figures in years for one in figures["figures"]]
    assert [(row["Year"], row["Id"]) for row in rows] == expected
    assert tuple(rows[0]) == HEADER
    assert {row["Landlord"] for row in rows} == {"Southampton City Council"}


def test_a_share_has_its_count_base_period_and_population() -> None:
    row = next(one for one in rows_of(reports.issued()) if one["Id"] == "stage_1.outcomes.upheld")

    assert (row["Measure"], row["Label"], row["Unit"]) == (
        "stage_1.outcomes",
        "Upheld",
        "Per cent of the base",
    )
    assert (row["Value"], row["Count"], row["Base"]) == ("48.4", "150", "310")
    assert row["Period"] == "2023/24: 2023-04-01 to 2024-03-31"
    assert row["Population"] == "Complaints received in the year"
    assert row["Source"] == "Worked out from the cases"
    assert row["Note"] == ""


def test_a_number_that_is_withheld_or_not_measurable_is_empty_and_says_why() -> None:
    rows = {(one["Year"], one["Id"]): one for one in rows_of(reports.issued())}

    small = rows["2023/24", "refused_by_reason.too_old"]
    unknown = rows["2023/24", "stage_2.answered_on_time"]
    assert (small["Value"], small["Count"], small["Base"]) == ("", "", "")
    assert small["Note"] == "Fewer than 5"
    assert (unknown["Value"], unknown["Note"]) == ("", "The day of escalation is not recorded")


def test_a_report_without_figures_is_a_header_alone() -> None:
    assert rows_of(reports.issued_sparse()) == []
    assert to_csv(reports.issued_sparse()).count(b"\r\n") == 1


def test_hostile_cells_are_quoted_and_no_formula() -> None:
    figures = reports.year_figures()
    hostile = replace(
        figures, figures=tuple(replace(one, label="=1+1", note="@x") for one in figures.figures)
    )

    rows = rows_of(reports.issued(replace(reports.facts(), figures=hostile)))

    assert {row["Label"] for row in rows if row["Year"] == "2023/24"} == {"'=1+1"}
    assert all(not cell.startswith(tuple("=+-@")) for row in rows for cell in row.values())


def test_a_demonstration_says_so_in_every_row() -> None:
    facts = replace(reports.facts(), demonstration=statements.DEMONSTRATION)

    rows = rows_of(reports.issued(facts))

    assert {row["Demonstration"] for row in rows} == {statements.DEMONSTRATION.notice}
