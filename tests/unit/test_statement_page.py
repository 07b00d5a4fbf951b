"""The public page of a statement: sound HTML, in words, and complete."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.documents import Document, reference_code
from app.domain.workflow import Reason
from app.reading.editions import read_edition_file
from app.rendering.statement_page import (
    FOR_NOTICE,
    render,
    render_for_pdf,
    stylesheet_bytes,
    with_notice,
)
from tests.unit import statements
from tests.unit.extreme_statements import issued_hostile
from tests.unit.pages import CODE_WORDS, check_page, tree_of, words_of

EDITIONS = Path(__file__).parents[2] / "code_definitions" / "housing-ombudsman"
STYLES = "/published/assets/0.css"
Make = Callable[[], Document]


def issued_demonstration() -> Document:
    return statements.issued(statements.facts(demonstration=statements.DEMONSTRATION))


ALL = [
    statements.issued,
    issued_demonstration,
    statements.issued_questionnaire,
    statements.issued_empty,
    statements.issued_long,
    statements.issued_after_scrutiny,
    issued_hostile,
]


def page_of(document: Document) -> str:
    return render(document, stylesheet_address=STYLES)


def main_words(document: Document) -> str:
    return words_of(tree_of(page_of(document)).find(".//main"))


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("form", ["page", "pdf"])
def test_the_html_is_sound(make: Make, form: str) -> None:
    document = make()
    html = (
        page_of(document)
        if form == "page"
        else render_for_pdf(document, newest_address="https://x.example/")
    )
    tree = check_page(html)
    assert words_of(tree.find(".//title")) == words_of(tree.find(".//h1"))
    assert len(tree.findall(".//style")) == (1 if form == "pdf" else 0)


@pytest.mark.parametrize("name", ["2020", "2022", "2024"])
def test_every_real_edition_can_be_published(name: str) -> None:
    edition = read_edition_file(EDITIONS / f"{name}.yaml")
    document = statements.issued(statements.facts(of=edition, responses=(), actions=()))
    tree = check_page(page_of(document))
    assert f"{len(edition.in_form)} are not answered" in words_of(tree)
    assert CODE_WORDS.findall(page_of(document)) == []


@pytest.mark.parametrize("make", ALL[:-1])
def test_no_code_word_is_shown_or_hidden_in_it(make: Make) -> None:
    assert CODE_WORDS.findall(page_of(make())) == []


@pytest.mark.parametrize("make", ALL)
def test_the_marker_stands_once_right_after_the_skip_link(make: Make) -> None:
    html = page_of(make())
    assert html.count(FOR_NOTICE) == 1
    assert re.search(r'class="skip-link"[^\n]*</a>\n' + re.escape(FOR_NOTICE), html)


def test_a_notice_changes_the_page_at_the_marker_only() -> None:
    page = page_of(statements.issued()).encode()
    noticed = with_notice(
        page,
        "Replaced by <b>revision</b> 3.",
        link_to="/published/a/2023-24",
        link_words="See the newest revision",
    )
    before, after = page.split(FOR_NOTICE.encode())
    assert noticed.startswith(before)
    assert noticed.endswith(after)
    added = noticed[len(before) : len(noticed) - len(after)].decode()
    assert "Replaced by &lt;b&gt;revision&lt;/b&gt; 3." in added
    assert '<a href="/published/a/2023-24">' in added
    tree_of(noticed.decode())


def test_a_notice_for_a_withdrawn_page_needs_no_address() -> None:
    page = page_of(statements.issued()).encode()
    assert b"See the newest" not in with_notice(page, "Withdrawn.")


def test_a_page_without_the_marker_is_refused() -> None:
    with pytest.raises(ValueError, match="marker"):
        with_notice(b"<html></html>", "Withdrawn.")


def test_the_page_says_first_whose_judgement_it_is() -> None:
    words = main_words(statements.issued())
    assert words.startswith(
        "Southampton City Council: self-assessment 2023/24 against the "
        "Complaint Handling Code 2024 "
        "This is the landlord’s own judgement, and the Ombudsman has not checked it."
    )
    assert "record of a past" not in words


def test_a_record_says_that_it_is_one() -> None:
    words = main_words(statements.issued(statements.facts(reason=Reason.RECORD)))
    assert "what is blank there is left blank here, and it was not signed off here" in words


def test_the_counts_and_the_missing_evidence_are_in_words() -> None:
    words = main_words(statements.issued())
    assert (
        "Of the 5 provisions of the Code, 2 are met, 2 are not met and 1 is not answered." in words
    )
    assert "1 of the 2 Yes answers gives no evidence." in words


def test_the_section_table_says_non_compliant_and_the_gaps_of_a_compliant_section() -> None:
    table = tree_of(page_of(statements.issued())).find(".//table[@class='sections']")
    words = words_of(table)
    assert "Section 1 – Definition of a complaint Compliant, with 1 gap 1.2 underway" in words
    assert "Section 2 – Complaints stages Non-compliant 2.1 underway, 2.2 no open action" in words
    assert "“Should” not met: 2.2." in words


def test_a_questionnaire_has_counts_in_place_of_a_status() -> None:
    words = main_words(statements.issued_questionnaire())
    assert (
        "Section 1 – Every kind of answer 1 No, 1 not applicable, 4 with a figure or in words"
        in words
    )
    assert "ompliant" not in words
    assert "23 of 29 (79.3%)" in words


def test_what_is_not_met_tells_of_the_plan_and_its_blanks() -> None:
    words = main_words(statements.issued())
    part = words[words.rindex("What is not met 2.1") : words.index("Improvement plan From")]
    assert "What falls short The practice" in part
    assert (
        "Refresh staff training Underway. By when: Quarter 2 2024/25 (30 September 2024 at" in part
    )
    assert "Fill the vacant post Planned. By when: No date given" in part
    assert "Dropped: The old one does what is needed" in part
    assert "No date can be given until the budget is agreed." in part
    assert "What is being done No action given" in part


def test_the_plan_is_grouped_by_source() -> None:
    tables = tree_of(page_of(statements.issued())).findall(".//table[@class='plan']")
    assert [words_of(one.find("caption")) for one in tables] == [
        "From the self-assessment",
        "Learning from complaints",
    ]
    assert "No owner given" in words_of(tables[0])


def test_what_is_not_known_of_the_governing_bodys_response_is_said() -> None:
    words = main_words(statements.issued())
    assert "Given by Not stated" in words
    assert "Date 25 June 2024" in words


def test_blanks_are_named_and_a_demonstration_has_its_own_words_for_them() -> None:
    assert "No evidence given" in main_words(statements.issued())
    words = main_words(issued_demonstration())
    assert "Evidence The report gives none" in words
    assert "No evidence given" not in words


def test_a_demonstration_says_so_at_the_top_and_asks_not_to_be_indexed() -> None:
    html = page_of(issued_demonstration())
    assert html.index(statements.DEMONSTRATION.notice) < html.index("<h1>")
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in html
    assert "robots" not in page_of(statements.issued())


def test_residents_are_told_where_to_complain() -> None:
    words = main_words(statements.issued())
    assert "Housing Ombudsman within twelve months of that answer" in words
    assert "homelessness and the allocation of homes" in words
    assert "has not said here how to complain" in main_words(statements.issued_empty())


def test_an_answer_read_elsewhere_says_so() -> None:
    assert "Read from another part of the document" in main_words(statements.issued())


def test_each_provision_has_an_address_of_its_own() -> None:
    names = {one.get("id") for one in tree_of(page_of(statements.issued())).iter("tr")}
    assert {"p-1.1", "p-1.2", "p-2.1", "p-2.2", "p-2.3"} <= names


def test_the_end_tells_of_the_document_itself() -> None:
    document = statements.issued()
    html = page_of(document)
    words = main_words(document)
    assert "Published 1 July 2026 at 2:05pm (London time)" in words
    assert "Replaces Revision 1. Reason: The figures of 2.1 were corrected" in words
    for place in ("assessment", "publication"):
        assert reference_code(document[place]["digest"]) in words
        assert document[place]["digest"] in words
    for ending in (".pdf", ".docx", ".csv", ".json", "/summary"):
        assert f'href="/published/southampton/2023-24/v2{ending}"' in html
    for address in (
        "/schemas/statement-1.json",
        "/published/southampton/2023-24",
        "/published/southampton/2023-24/changes",
        "/published/southampton/promises",
        "/accessibility",
    ):
        assert f'href="{address}"' in html


def test_hostile_text_is_shown_and_not_obeyed() -> None:
    html = page_of(issued_hostile())
    tree = tree_of(html)
    assert tree.findall(".//script") == []
    assert tree.findall(".//img") == []
    assert "<script>alert(1)</script>" in words_of(tree.find(".//main"))
    assert 'href="javascript' not in html


def test_the_bar_is_told_in_words_and_has_no_styles_of_its_own() -> None:
    bar = tree_of(page_of(statements.issued())).find(".//{*}svg[@class='bar']")
    assert bar is not None
    assert bar.get("role") == "img"
    assert "2 are met" in words_of(bar)


def test_the_stylesheet_fetches_nothing() -> None:
    styles = stylesheet_bytes().decode()
    assert not re.search(r"url\(|@import|@font-face|</", styles)
