"""The public page of an annual report and its PDF: sound, in words, with every number."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from app.domain.documents import Document, reference_code
from app.domain.figure_words import value_in_words
from app.domain.figures import from_facts
from app.domain.report import from_statement
from app.domain.signed_documents import signed_part
from app.domain.statement import build
from app.reading.typed_figures import read_typed_figures
from app.rendering.pdf import make_pdf, why_not_available
from app.rendering.report_page import render, render_for_pdf, site_of
from app.rendering.statement_page import FOR_NOTICE, with_notice
from tests.unit import reports, statements
from tests.unit.pages import CODE_WORDS, check_page, tree_of, words_of
from tests.unit.test_pdf_structure import HEADINGS, elements, of_kind

SVG = "{http://www.w3.org/2000/svg}"
STYLES = "/published/assets/0.css"
DEMONSTRATION = Path(__file__).parents[2] / "demonstration"
Make = Callable[[], Document]
ALL = [
    reports.issued,
    reports.issued_sparse,
    reports.issued_demonstration,
    reports.issued_extreme,
    reports.issued_with_hostile_figures,
]
KNOWN_WORDS = re.compile(r"stage_\d|received_by|within_limit|too_early|how_to_complain")


def page_of(document: Document) -> str:
    return render(document, stylesheet_address=STYLES)


def main_words(document: Document) -> str:
    return words_of(tree_of(page_of(document)).find(".//main"))


def issued_seed() -> Document:
    """Return a report with the figures of the council's own one, exactly as they were typed in."""
    figures = read_typed_figures(DEMONSTRATION / "figures-2023-24.yaml")
    return reports.issued(replace(reports.facts(), figures=figures, earlier=None))


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("form", ["page", "pdf"])
def test_the_html_is_sound(make: Make, form: str) -> None:
    document = make()
    html = (
        page_of(document)
        if form == "page"
        else render_for_pdf(document, newest_address=reports.NEWEST)
    )
    tree = check_page(html)
    assert words_of(tree.find(".//title")) == words_of(tree.find(".//h1"))
    assert len(tree.findall(".//style")) == (1 if form == "pdf" else 0)


@pytest.mark.parametrize("make", ALL[:3])
def test_no_code_word_is_shown_or_hidden_in_it(make: Make) -> None:
    assert CODE_WORDS.findall(page_of(make())) == []
    assert KNOWN_WORDS.findall(main_words(make())) == []


@pytest.mark.parametrize("make", ALL)
def test_the_marker_stands_once_and_a_notice_changes_nothing_else(make: Make) -> None:
    page = page_of(make())
    assert page.count(FOR_NOTICE) == 1
    assert len(with_notice(page.encode(), "Replaced.")) > len(page.encode())


def test_a_resident_is_told_first_what_residents_ask() -> None:
    words = main_words(reports.issued())

    assert words.startswith(
        "Southampton City Council: annual complaints performance and service improvement report "
        "2023/24 This is the landlord’s own account, and the Ombudsman has not checked it."
    )
    for said in (
        "320 at stage 1 and 60 at stage 2. In 2022/23: 325 at stage 1 and 65 at stage 2.",
        "3 complaints were refused.",
        "Stage 1: 77.4 % answered on time (240 of 310).",
        "Stage 1: 48.4 % upheld (150 of 310) and 14.5 % partly upheld (45 of 310).",
        "5 cases, of which 3 were upheld.",
        "Operatives now look up the parts before they set out.",
        "Telephone: 023 8083 3006",
    ):
        assert said in words
    assert words.index("How many complaints there were") < words.index("On this page")


def test_the_parts_stand_in_order_with_their_letters() -> None:
    tree = tree_of(page_of(reports.issued()))

    headings = [words_of(one) for one in tree.iter("h2")]
    assert headings == [
        "At a glance",
        "Foreword by the Member Responsible for Complaints",
        "How to complain",
        "What this report covers",
        "What the words mean",
        "a) How we measure up to the Code",
        "b) How we handled complaints: figures and what they tell",
        "b) Complaints we refused to accept",
        "c) What the Ombudsman found against the Code",
        "d) What we learned and changed",
        "e) The Ombudsman’s yearly report about us",
        "f) What else the Ombudsman published about our work",
        "What we will do next",
        "The governing body’s response",
        "Questions asked before sign-off",
        "Approval by the governing body",
        "More figures",
        "How the figures were worked out",
        "Words explained",
        "About this document",
    ]
    contents = tree.find(".//nav[@class='contents']")
    assert contents is not None
    listed = [words_of(one) for one in contents.iter("a")]
    for heading in headings:
        if heading != "Questions asked before sign-off":
            assert heading in listed


@pytest.mark.parametrize("make", [reports.issued, issued_seed])
def test_every_figure_stands_on_the_page_and_in_the_pdf(make: Make) -> None:
    document = make()
    figures = from_facts(document["figures"])
    for html in (page_of(document), render_for_pdf(document, newest_address=reports.NEWEST)):
        words = words_of(tree_of(html))
        absent = [one.id for one in figures.figures if value_in_words(one) not in words]
        assert absent == []


def test_the_figures_of_the_councils_own_report_are_exact() -> None:
    words = main_words(issued_seed())

    assert "329 at stage 1 and 68 at stage 2." in words
    assert (
        "Stage 1: 66.2 % answered within 20 working days and 53.9 % answered within 10 working days"
        in words
    )
    for said in ("46.9 %", "13.9 %", "33.5 %", "5.6 %", "£2,857.70", "76 %"):
        assert said in words


def test_tables_and_charts_stand_where_they_are_placed_and_once() -> None:
    html = page_of(reports.issued())
    tree = tree_of(html)

    captions = [words_of(one) for one in tree.iter("caption")]
    assert captions.count("Outcomes of complaints") == 1
    performance = html.index('id="performance"')
    refused = html.index('id="refused"')
    assert performance < html.index("<caption>Outcomes of complaints") < refused
    drawings = tree.findall(f".//{SVG}svg[@class='figure-chart']")
    assert len(drawings) == 3
    for drawing in drawings:
        assert drawing.get("role") == "img"
        assert "Stage 1" in words_of(drawing.find(f"{SVG}title"))


def test_a_figure_placed_in_the_text_is_told_with_its_unit() -> None:
    words = main_words(reports.issued())

    assert "We received 320 complaints at stage 1. Of those answered, 48.4 % were upheld." in words


def test_the_self_assessment_is_shown_by_section_with_its_gaps_and_led_to() -> None:
    tree = tree_of(page_of(reports.issued()))

    words = words_of(tree.find(".//table[@class='sections']"))
    assert "Section 1 – Definition of a complaint Compliant, with 1 gap 1.2 underway" in words
    links = {words_of(one): one.get("href") for one in tree.iter("a")}
    assert links["Self-assessment 2023/24 against the Complaint Handling Code 2024"] == (
        reports.ADDRESS
    )
    assert links["2.2"] == f"{reports.ADDRESS}#p-2.2"


def test_a_self_assessment_that_is_not_published_is_shown_without_links() -> None:
    facts = replace(
        reports.facts(), self_assessment=from_statement(build(statements.facts())), learning=()
    )
    tree = tree_of(page_of(reports.issued(facts)))

    assert [one for one in tree.iter("a") if "#p-" in one.get("href", "")] == []
    assert "Section 2 – Complaints stages Non-compliant" in words_of(tree)


def test_a_questionnaire_has_counts_in_place_of_a_status() -> None:
    statement = signed_part(statements.issued_questionnaire())
    facts = replace(reports.facts(), self_assessment=from_statement(statement))

    words = main_words(reports.issued(facts))

    assert "1 No, 1 not applicable, 4 with a figure or in words" in words
    assert "questions of the Code" in words


def test_what_was_learned_is_told_with_what_came_of_it() -> None:
    words = words_of(tree_of(page_of(reports.issued())).find(".//table[@class='plan learning']"))

    assert "Operatives now look up the parts before they set out." in words
    assert "October 2023 Did it work? It worked in part. Repairs done at the first visit" in words
    assert "A panel of residents rewrote them. When: Not stated" in words
    assert "Too early to say." in words


def test_a_contradiction_stands_beside_what_the_landlord_says_of_it() -> None:
    words = main_words(reports.issued())

    assert (
        "are more than the 15 at stage 1. Stage 1 is counted by quarter, and stage 2 over the year."
        in words
    )


def test_what_is_blank_says_so_in_a_record_and_in_a_demonstration() -> None:
    record, demonstration = (
        main_words(reports.issued_sparse()),
        main_words(reports.issued_demonstration()),
    )

    assert "It is a record of a past report: what is blank there is left blank here" in record
    assert "c) What the Ombudsman found against the Code Nothing is said here about it." in record
    assert "c) What the Ombudsman found against the Code The report gives none." in demonstration
    assert "Foreword" not in record
    assert "What this report covers Complaints about housing." in record
    assert "Questions asked before sign-off" not in record


def test_none_this_year_is_told_in_the_words_that_were_signed() -> None:
    document = reports.issued()
    words = main_words(document)

    assert "The Ombudsman made no finding of non-compliance with the Code this year." in words
    document["parts"][7]["none_words"] = "None at all."
    assert "None at all." in main_words(document)


def test_the_end_tells_of_the_document_itself() -> None:
    document = reports.issued()
    words = main_words(document)

    signed = reference_code(document["report"]["digest"])
    issued = reference_code(document["publication"]["digest"])
    assert f"{signed} for the report, {issued} for this revision of it" in words
    assert "Covers 1 April 2023 to 31 March 2024" in words
    assert "Why it was made The yearly report on complaints" in words
    for ending in (".pdf", ".docx", ".csv", ".json"):
        assert f"/published/southampton/2023-24/report/v2{ending}" in page_of(document)
    assert ".pdf" not in render(document, stylesheet_address=STYLES, has_pdf=False)


@pytest.mark.parametrize("make", [reports.issued_extreme, reports.issued_with_hostile_figures])
def test_hostile_text_is_shown_and_not_obeyed(make: Make) -> None:
    tree = tree_of(page_of(make()))

    assert tree.findall(".//script") == []
    assert tree.findall(".//img") == []
    assert [one for one in tree.iter("a") if "javascript" in one.get("href", "")] == []
    words = words_of(tree)
    assert "<script>alert(1)</script>" in words
    assert "{{ 7*7 }}" in words


def test_words_of_another_language_stay_as_they_were_typed() -> None:
    assert reports.WELSH in main_words(reports.issued_extreme())


def test_on_paper_addresses_within_the_site_are_whole() -> None:
    html = render_for_pdf(reports.issued(), newest_address=reports.NEWEST)

    assert site_of(reports.NEWEST) == "https://tracker.example.org"
    links = [one.get("href", "") for one in tree_of(html).iter("a")]
    assert f"https://tracker.example.org{reports.ADDRESS}" in links
    assert [link for link in links if link.startswith("/")] == []


@pytest.fixture(
    scope="module", params=[reports.issued, reports.issued_demonstration, reports.issued_extreme]
)
def pdf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    reason = why_not_available()
    if reason:
        pytest.skip(reason)
    html = render_for_pdf(request.param(), newest_address=reports.NEWEST)
    return PdfReader(io.BytesIO(make_pdf(html, lock_folder=tmp_path_factory.mktemp("lock"))))


@pytest.fixture
def tree(pdf: PdfReader) -> list[dict[str, Any]]:
    return list(elements(pdf.root_object["/StructTreeRoot"]))


def test_the_pdf_tells_its_language_and_title(pdf: PdfReader) -> None:
    assert pdf.root_object["/Lang"] == "en-GB"
    assert "annual complaints performance" in str(pdf.metadata and pdf.metadata.title)
    page = pdf.pages[0].mediabox
    assert page.height > page.width


def test_its_headings_begin_with_the_title_and_skip_no_level(tree: list[dict[str, Any]]) -> None:
    levels = [HEADINGS[one["/S"]] for one in tree if one.get("/S") in HEADINGS]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_its_cells_name_their_headers(tree: list[dict[str, Any]]) -> None:
    headers = {str(one["/ID"]) for one in of_kind(tree, "/TH")}
    for cell in of_kind(tree, "/TD"):
        named = {str(one) for one in cell["/A"].get_object()["/Headers"]}
        assert len(named) == 2
        assert named <= headers


def test_its_charts_are_told_in_words(tree: list[dict[str, Any]]) -> None:
    told = [str(one["/Alt"]) for one in of_kind(tree, "/Figure")]
    assert all("Stage 1" in one for one in told)
