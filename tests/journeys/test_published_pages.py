"""The published pages in a browser: their tables for a screen reader, their width, their print."""

import io
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from app.domain.documents import Document
from app.rendering.document_files import rendered_pages
from app.rendering.statement_page import stylesheet_bytes, with_notice
from tests.journeys.walker import NARROW, PHONE, TOO_WIDE, WIDE
from tests.unit import statements
from tests.unit.extreme_statements import issued_hostile, issued_not_met

STYLES = "/published/assets/0.css"
LINK = f'<link rel="stylesheet" href="{STYLES}">'
REPLACED = "This is revision 1. It has been replaced by revision 2. See the newest revision"

Make = Callable[[], Document]


def issued_demonstration() -> Document:
    return statements.issued(statements.facts(demonstration=statements.DEMONSTRATION))


DOCUMENTS = [
    statements.issued,
    statements.issued_after_scrutiny,
    statements.issued_questionnaire,
    statements.issued_empty,
    issued_hostile,
    issued_demonstration,
]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def html_of(document: Document, ending: str) -> str:
    """Return one page of a publication with its stylesheet inside, as a browser shows it."""
    files = rendered_pages(document, stylesheet_address=STYLES, has_pdf=True)
    content = next(file.content for file in files if file.ending == ending).decode()
    assert content.count(LINK) == 1
    return content.replace(LINK, f"<style>{stylesheet_bytes().decode()}</style>")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_screen_reader_meets_tables_at_every_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(html_of(statements.issued_after_scrutiny(), ""))
    tables = tables_in(page)

    section = tables["Section 2, result: Non-compliant"]
    assert section["columnheader"] == [
        "Provision",
        "Code requirement",
        "Comply",
        "Evidence",
        "Commentary",
    ]
    assert section["rowheader"] == [
        "2.1 Answer in time",
        "2.2 Social media",
        "2.3 Say what comes next",
    ]
    assert len(section["row"]) == 4
    assert len(section["cell"]) == 3 * 4
    plan = tables["From the self-assessment"]
    assert plan["columnheader"] == ["Action", "Owner", "By when", "Stage"]
    assert len(plan["rowheader"]) == 1


def tables_in(page: Page) -> dict[str, dict[str, list[str]]]:
    """Return the browser's accessibility tree of each table: the names it tells, by role."""
    nodes: list[Any] = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")[
        "nodes"
    ]
    by_id = {node["nodeId"]: node for node in nodes}

    def below(node: Any) -> Iterator[Any]:
        for child in node.get("childIds", []):
            yield by_id[child]
            yield from below(by_id[child])

    found: dict[str, dict[str, list[str]]] = {}
    for node in nodes:
        if node.get("role", {}).get("value") == "table":
            parts: dict[str, list[str]] = {}
            for one in below(node):
                role, name = one.get("role", {}).get("value"), one.get("name", {}).get("value", "")
                parts.setdefault(role, []).append(" ".join(name.split()))
            found[" ".join(node["name"]["value"].split())] = parts
    return found


@pytest.mark.parametrize("make", DOCUMENTS)
@pytest.mark.parametrize("ending", ["", "/summary", "/provisions/1.1"])
def test_nothing_is_in_the_way_of_anybody(page: Page, make: Make, ending: str) -> None:
    page.set_content(html_of(make(), ending))
    page.evaluate(AXE_SCRIPT)
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(TOO_WIDE) == [], f"wider than {width}"
        found = page.evaluate("axe.run({resultTypes: ['violations'], preload: false})")
        assert Counter(one["id"] for one in found["violations"]) == Counter()


def test_the_first_key_leads_past_what_every_page_repeats(page: Page) -> None:
    page.set_content(html_of(statements.issued(), ""))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def issued_with_twenty_not_met() -> Document:
    return issued_not_met(20)


def issued_without_end() -> Document:
    document = issued_not_met(20, title="Answer every complaint " + "W" * 300)
    document["landlord"]["name"] = "The Joint Housing Management of " + "M" * 200
    document["landlord"]["complain"]["telephone"] = "023 8083 3006 " + "from nine to five " * 40
    document["demonstration"] = {"notice": "This is a demonstration. " * 8, "silence": "none"}
    return document


@pytest.mark.parametrize(
    "make", [issued_demonstration, issued_with_twenty_not_met, issued_without_end]
)
@pytest.mark.parametrize("notice", ["", REPLACED])
@pytest.mark.parametrize("font", ["Liberation Sans", "DejaVu Sans"])
def test_the_summary_prints_on_one_sheet_in_large_letters(
    page: Page, make: Make, font: str, notice: str
) -> None:
    own_font = f"body {{ font-family: '{font}' !important }}</style>"
    html = html_of(make(), "/summary").replace("</style>", own_font)
    page.set_content(with_notice(html.encode(), notice).decode() if notice else html)
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))

    assert len(printed.pages) == 1
    words = " ".join(printed.pages[0].extract_text().split())
    assert "the Ombudsman has not" in words
    assert "0300 111 3000" in words
    page.emulate_media(media="print")
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('main *')].map("
        "(one) => parseFloat(getComputedStyle(one).fontSize)))"
    )
    assert smallest >= 24  # CSS pixels: 18 points
