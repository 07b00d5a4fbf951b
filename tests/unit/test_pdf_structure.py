"""The PDF as a screen reader meets it: headings in order, headers for cells, words for pictures."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from app.domain.documents import Document
from app.rendering.pdf import make_pdf, why_not_available
from app.rendering.statement_page import render_for_pdf
from tests.unit import statements


def issued_without_official_wording() -> Document:
    """Return a published document in our summary alone, each provision in one row."""
    document = statements.issued_after_scrutiny()
    document["publication"]["official_text"] = {}
    return document


HEADINGS = {"/H1": 1, "/H2": 2, "/H3": 3, "/H4": 4}


@pytest.fixture(scope="module", autouse=True)
def _pango() -> None:
    reason = why_not_available()
    if reason:
        pytest.skip(reason)


@pytest.fixture(
    scope="module",
    params=[
        statements.issued_after_scrutiny,
        statements.issued_questionnaire,
        statements.issued_empty,
        issued_without_official_wording,
    ],
)
def tree(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> list[dict[str, Any]]:
    """Return every structure element of a statement's PDF, in reading order."""
    html = render_for_pdf(request.param(), newest_address=statements.NEWEST)
    made = make_pdf(html, lock_folder=tmp_path_factory.mktemp("lock"))
    return list(elements(PdfReader(io.BytesIO(made)).root_object["/StructTreeRoot"]))


def elements(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every structure element below a node."""
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, list):
        for one in node:
            yield from elements(one)
    elif isinstance(node, dict) and ("/S" in node or "/K" in node):
        yield node
        yield from elements(node.get("/K", []))


def of_kind(tree: list[dict[str, Any]], tag: str) -> list[dict[str, Any]]:
    return [one for one in tree if one.get("/S") == tag]


def test_headings_begin_with_the_title_and_skip_no_level(tree: list[dict[str, Any]]) -> None:
    levels = [HEADINGS[one["/S"]] for one in tree if one.get("/S") in HEADINGS]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert len(levels) > 5
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_every_cell_names_the_headers_of_its_row_and_column(tree: list[dict[str, Any]]) -> None:
    headers = {str(one["/ID"]) for one in of_kind(tree, "/TH")}
    cells = of_kind(tree, "/TD")
    assert cells
    for cell in cells:
        named = [str(one) for one in cell["/A"].get_object()["/Headers"]]
        # The number of the row, and the heading of each column that the cell goes over.
        assert len(named) == 1 + int(cell["/A"].get_object().get("/ColSpan", 1))
        assert set(named) <= headers


def test_every_table_has_a_head_where_it_goes_on_as_well(tree: list[dict[str, Any]]) -> None:
    tables = of_kind(tree, "/Table")
    for table in tables:
        assert {"/THead", "/TBody", "/TR"} <= {one.get("/S") for one in elements(table)}
    # A table that goes on is tagged as a second one, and its caption stands at its beginning.
    assert 3 <= len(of_kind(tree, "/Caption")) <= len(tables)


def test_every_picture_is_told_in_words(tree: list[dict[str, Any]]) -> None:
    told = [str(one["/Alt"]) for one in of_kind(tree, "/Figure")]
    assert told[0].startswith("Chart of the answers. Of the ")
    assert set(told[1:]) == {"As in the chart"}


def test_lists_and_links_are_lists_and_links(tree: list[dict[str, Any]]) -> None:
    assert {"/L", "/LI", "/LBody", "/Link", "/P"} <= {one.get("/S") for one in tree}
