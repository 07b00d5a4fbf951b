"""Every figure of a published report as a table: a row for each, of its year and the one before."""

from collections.abc import Iterator

from app.domain.documents import Document
from app.domain.figure_words import WITHHELD
from app.rendering.csv_cells import Cell, csv_bytes
from app.rendering.statement_words import capitalised, year_in_words

HEADER = (
    "Year",
    "Id",
    "Measure",
    "Label",
    "Unit",
    "Value",
    "Count",
    "Base",
    "Period",
    "Population",
    "Source",
    "Note",
    "Landlord",
    "Demonstration",
)
UNITS = {
    "count": "Number",
    "share": "Per cent of the base",
    "rate": "Per 1,000 homes",
    "money": "Pounds",
    "days": "Working days",
}
SOURCES = {"extract": "Worked out from the cases", "typed": "Typed in by the landlord"}


def to_csv(document: Document) -> bytes:
    """Return the figures as a CSV file; what is not known is an empty cell."""
    return csv_bytes(HEADER, _rows(document))


def _rows(document: Document) -> Iterator[tuple[Cell, ...]]:
    demonstration = document["demonstration"]
    about = (document["landlord"]["name"], demonstration["notice"] if demonstration else None)
    for figures in (document["figures"], document["earlier"]):
        if figures:
            year = year_in_words(figures["year"])
            yield from ((year, *_row(figure), *about) for figure in figures["figures"])


def _row(figure: Document) -> tuple[Cell, ...]:
    is_withheld = figure["suppressed"]
    period = figure["period"]
    return (
        figure["id"],
        figure["measure"],
        figure["label"],
        UNITS[figure["unit"]],
        None if is_withheld else figure["value"],
        None if is_withheld else figure["count"],
        None if is_withheld else figure["base"],
        f"{period['name']}: {period['start']} to {period['end']}",
        figure["population"],
        SOURCES[figure["source"]],
        _note(figure),
    )


def _note(figure: Document) -> str:
    """Return why there is no value, and what else has to be known."""
    why = figure["why_not"]
    if figure["suppressed"]:
        why = why or WITHHELD
    pieces = (capitalised(one).rstrip(".") for one in (why, figure["note"]) if one)
    return ". ".join(pieces)
