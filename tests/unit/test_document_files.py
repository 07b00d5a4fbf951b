"""The files of a publication that are pages: the whole, the summary, each provision by itself."""

import re
from collections.abc import Callable

import pytest

from app.domain.documents import Document
from app.domain.workflow import Reason
from app.rendering.document_files import rendered_pages
from app.rendering.large_print import cut, lines, sheet
from app.rendering.statement_page import FOR_NOTICE, render_for_pdf
from app.rendering.statement_view import StatementView
from tests.unit import statements
from tests.unit.extreme_statements import issued_hostile, issued_not_met
from tests.unit.pages import CODE_WORDS, check_page, tree_of, words_of

STYLES = "/published/assets/0.css"
BASE = "/published/southampton/2023-24"
Make = Callable[[], Document]
ALL = [
    statements.issued,
    statements.issued_after_scrutiny,
    statements.issued_questionnaire,
    statements.issued_empty,
    issued_hostile,
]


def files_of(document: Document) -> dict[str, str]:
    """Return the pages of a document by the ending of their address."""
    files = rendered_pages(document, stylesheet_address=STYLES, has_pdf=True)
    return {file.ending: file.content.decode() for file in files}


def main_words(document: Document, ending: str = "") -> str:
    return words_of(tree_of(files_of(document)[ending]).find(".//main"))


@pytest.mark.parametrize("make", ALL)
def test_every_file_is_a_sound_page_with_one_place_for_a_notice(make: Make) -> None:
    for ending, html in files_of(make()).items():
        check_page(html)
        assert html.count(FOR_NOTICE) == 1, ending
        assert f'<link rel="stylesheet" href="{STYLES}">' in html
        assert "the Ombudsman has not checked it" in html


@pytest.mark.parametrize("make", ALL[:-1])
def test_no_file_holds_a_code_word(make: Make) -> None:
    for ending, html in files_of(make()).items():
        assert CODE_WORDS.findall(html) == [], ending


def test_there_is_a_page_a_summary_and_one_page_for_each_provision() -> None:
    assert list(files_of(statements.issued())) == [
        "",
        "/summary",
        *(f"/provisions/{number}" for number in ("1.1", "1.2", "2.1", "2.2", "2.3")),
    ]


def test_a_provision_tells_by_itself_all_that_the_whole_page_says_of_it() -> None:
    document = statements.issued_after_scrutiny()
    words = main_words(document, "/provisions/2.1")
    for said in (
        "2.1 Answer in time",
        "It is Southampton City Council’s answer for 2023/24 to the Complaint Handling Code 2024.",
        "It is not the Code’s official text.",
        "What it means for you You should have a written answer within ten working days.",
        "Answer No",
        "What falls short The practice",
        "Evidence Quarterly complaints report",
        "Explanation 53.9% of closed complaints were answered within 10 working days.",
        "About the plan No date can be given until the budget is agreed.",
        "Fill the vacant post Planned. By when: No date given",
        "Given up: Buy a new system.",
        "Revision 1, published 1 July 2026.",
    ):
        assert said in words


def test_a_provision_leads_to_its_neighbours_and_to_the_whole() -> None:
    files = files_of(statements.issued())
    middle = set(re.findall(r'href="([^"]+)"', files["/provisions/2.1"]))
    assert {
        f"{BASE}/v2/provisions/1.2",
        f"{BASE}/v2/provisions/2.2",
        f"{BASE}/v2",
        f"{BASE}/v2#p-2.1",
        f"{BASE}/v2#complain",
        f"{BASE}/provisions/2.1",
    } <= middle
    assert 'rel="prev"' not in files["/provisions/1.1"]
    assert 'rel="next"' not in files["/provisions/2.3"]
    assert f'href="{BASE}/v2/provisions/2.1"' in files[""]


def test_the_page_tells_what_the_body_decided_and_on_which_copy() -> None:
    words = main_words(statements.issued_after_scrutiny())
    for said in (
        "Governing body Cabinet Meeting 25 June 2024 Decision Approved subject to amendments",
        "Copy the meeting saw 4F2A-91C0, made on 18 June 2024 Minute Minute 14",
        "Give a date for the vacant post. What was done: Action 2 now says why it has none.",
        "Say how many answers were late. What was done: Nothing is recorded",
        "Changes since the copy that the meeting saw",
    ):
        assert said in words


def test_approval_is_never_implied_and_a_record_is_silent_about_it() -> None:
    sentence = "No approval by a governing body is recorded here."
    assert sentence in main_words(statements.issued())
    assert sentence not in main_words(statements.issued(statements.facts(reason=Reason.RECORD)))


def test_the_page_counts_all_questions_and_tells_only_those_that_were_published() -> None:
    words = main_words(statements.issued_after_scrutiny())
    assert "asked 2 questions on record. They were about: The whole assessment" in words
    assert "Asked: Cabinet member, 3 June 2024 Why is every second answer late?" in words
    assert "Reply: Complaints lead, 5 June 2024 Two posts are vacant:" in words
    assert "never to be published" not in words


def test_what_is_kept_internal_reaches_no_page() -> None:
    document = statements.issued_after_scrutiny()
    pages = [*files_of(document).values(), render_for_pdf(document, newest_address=f"{BASE}")]
    assert [page for page in pages if "secret" in page or "Ann Example" in page] == []
    words = main_words(document)
    assert "Complaints policy, section 2 dated 1 March 2024" in words
    assert "1 more item of evidence is kept internal and is not published." in words


def test_the_pdf_holds_what_the_page_holds() -> None:
    document = statements.issued_after_scrutiny()
    printed = words_of(tree_of(render_for_pdf(document, newest_address=f"https://x.example{BASE}")))
    for said in (
        "What it means for you: You should have a written answer",
        "Decision Approved subject to amendments",
        "Reply: Complaints lead, 5 June 2024",
        "1 holds in policy and in practice",
        "Working day Monday to Friday",
        "Open Government Licence v3.0",
        "telephone 0300 061 0614",
        "kept internal and is not published",
    ):
        assert said in printed
        assert said in main_words(document)


def test_a_document_from_before_has_no_empty_places() -> None:
    document = statements.issued()
    for key in ("scrutiny", "approval"):
        del document[key]
    for key in ("licence", "plain_words", "glossary"):
        del document["publication"][key]
    for section in document["sections"]:
        for provision in section["provisions"]:
            del provision["evidence_internal"]
            for item in provision["evidence"]:
                del item["dated_on"]
    words = main_words(document)
    for heading in ("Questions asked", "Words explained", "Licence", "What it means"):
        assert heading not in words


def test_a_housing_association_has_one_ombudsman_and_its_own_words_are_kept() -> None:
    document = statements.issued()
    document["landlord"].update(
        kind="housing_association", ombudsman="Ring us first: 0300 123 4567"
    )
    html = files_of(document)[""]
    assert "Local Government" not in html
    assert '<a href="tel:03001234567">0300 123 4567</a>' in html


def test_the_summary_names_what_fits_and_counts_the_rest() -> None:
    said = sheet(StatementView(issued_not_met(20)))
    assert said.unmet[0] == "1.1 Answer in time – No date given"
    assert 3 <= len(said.unmet) < 20
    assert said.more == f"And {20 - len(said.unmet)} more on the full page."
    words = main_words(statements.issued(), "/summary")
    assert "2.1 Answer in time – by when: Quarter 2 2024/25 (30 September 2024 at the" in words
    assert "2.2 Social media – No date given" in words
    assert "more on the full page" not in words
    assert "No provision is answered No." in main_words(statements.issued_empty(), "/summary")


def test_long_words_are_cut_where_a_reader_would_cut_them() -> None:
    assert cut("Answer in time", 40) == "Answer in time"
    assert cut("Answer every complaint in time, always", 30) == "Answer every complaint in…"
    assert len(cut("W" * 500, 40)) < 25
    assert lines("Answer in time") == 1
    assert lines("W" * 100) > 3
