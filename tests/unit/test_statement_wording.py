"""Which wording of the Code a statement shows: said at the top and at each provision."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.domain.documents import Document
from app.domain.packs import Cover, build_pack
from app.domain.signed_documents import signed_part
from app.rendering.document_files import rendered_pages
from app.rendering.pack_docx import pack_to_docx
from app.rendering.pack_page import render_pack
from app.rendering.pdf import make_pdf, why_not_available
from app.rendering.statement_page import render_for_pdf
from app.rendering.statement_view import StatementView
from app.rendering.statement_wording import wording_view
from tests.unit import statements
from tests.unit.extreme_statements import issued_hostile, issued_in_long_official_words
from tests.unit.pages import check_page, tree_of, words_of
from tests.unit.word_files import body_of, text_of

OURS_ONLY = "What the Code asks is told in our summary, not in its official text."
SOME = (
    "What the Code asks is told in our summary, and for 2 of the 5 provisions in the Housing "
    "Ombudsman’s own words as well."
)
ALL = "What the Code asks is told in our summary and in the Housing Ombudsman’s own words."
LABEL = "The Housing Ombudsman’s own words"
FOLDED = "in the Housing Ombudsman’s own words"
NUMBERS = ("1.1", "1.2", "2.1", "2.2", "2.3")


def issued_in_both_wordings(*numbers: str) -> Document:
    """Return a published document with the official wording of some provisions."""
    document = statements.issued()
    document["publication"]["official_text"] = {one: f"Words of {one}." for one in numbers}
    return document


def page_of(document: Document, ending: str = "") -> str:
    files = rendered_pages(document, stylesheet_address="/x.css", has_pdf=True)
    return next(file.content.decode() for file in files if file.ending == ending)


def printed(document: Document) -> str:
    return render_for_pdf(document, newest_address=statements.NEWEST)


@pytest.mark.parametrize(
    ("numbers", "said"), [((), OURS_ONLY), (("1.1", "2.2"), SOME), (NUMBERS, ALL)]
)
@pytest.mark.parametrize("form", ["page", "pdf"])
def test_the_top_says_which_wording_is_included(
    numbers: tuple[str, ...], said: str, form: str
) -> None:
    document = issued_in_both_wordings(*numbers)
    html = page_of(document) if form == "page" else printed(document)
    words = words_of(check_page(html))
    assert said in words[: words.rindex("At a glance")]


def test_a_number_that_the_edition_does_not_have_is_not_counted() -> None:
    assert wording_view(issued_in_both_wordings("9.9")).both == OURS_ONLY


def test_a_questionnaire_has_questions_and_another_issuer_has_its_own_name() -> None:
    document = statements.issued_questionnaire()
    document["publication"]["official_text"] = {"1.1": "Is there a policy?"}
    document["edition"]["issuer"] = "Tenancy Regulator"
    view = wording_view(document)
    assert "for 1 of the 6 questions in the Tenancy Regulator’s own words" in view.both
    assert view.official_label == "The Tenancy Regulator’s own words"


def test_the_page_labels_our_summary_and_folds_the_official_wording_away_below_it() -> None:
    tree = tree_of(page_of(statements.issued_after_scrutiny()))
    rows = {row.get("id"): row for row in tree.iter("tr")}
    assert all("Our summary" in words_of(rows[f"p-{number}"]) for number in NUMBERS)

    folded = rows["p-1.1"].findall(".//details")
    assert [words_of(one.find("summary")) for one in folded] == [f"1.1 {FOLDED}"]
    assert folded[0].get("open") is None
    assert [words_of(one) for one in folded[0].iter("li")] == ["the resident", "the Ombudsman"]
    assert rows["p-1.2"].findall(".//details") == []


def test_the_page_of_a_provision_shows_both_wordings_unfolded() -> None:
    html = page_of(statements.issued_after_scrutiny(), "/provisions/1.1")
    words = words_of(tree_of(html).find(".//main"))
    assert "<details" not in html
    assert "What the Code asks Our summary The landlord does" in words
    assert f"{LABEL} A complaint must be told to: the resident the Ombudsman both" in words
    assert LABEL not in page_of(statements.issued_after_scrutiny(), "/provisions/1.2")


def test_paper_shows_both_wordings_with_nothing_folded() -> None:
    html = printed(statements.issued_after_scrutiny())
    assert "<details" not in html
    words = words_of(tree_of(html))
    assert f"{LABEL} A complaint must be told to: the resident the Ombudsman both" in words
    assert words.count("Our summary The landlord") == len(NUMBERS)


def test_on_paper_what_is_asked_has_a_row_to_itself_where_official_wording_is_shown() -> None:
    document = statements.issued()
    document["publication"]["official_text"] = {"1.1": "Words of 1.1."}

    first, second = (
        tree_of(printed(document)).findall(".//table[@class='provisions officially']"),
        (tree_of(printed(document)).findall(".//table[@class='provisions']")),
    )

    assert [len(first), len(second)] == [1, 1]
    asked, answered = first[0].findall(".//tbody/tr")[:2]
    assert asked.get("id") == "p-1.1"
    assert asked.find("td").get("colspan") == "4"
    assert words_of(asked).endswith("The Housing Ombudsman’s own words Words of 1.1.")
    assert words_of(answered.find("th")) == "Answer to 1.1"
    assert len(answered.findall("td")) == 3
    assert [len(row) for row in second[0].findall(".//tbody/tr")] == [5, 5, 5]


@pytest.mark.parametrize("ending", ["", "/provisions/2.1"])
def test_hostile_official_wording_is_shown_and_not_obeyed(ending: str) -> None:
    html = page_of(issued_hostile(), ending)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_an_older_document_has_our_summary_only() -> None:
    document = statements.issued()
    del document["publication"]["official_text"]
    assert OURS_ONLY in words_of(tree_of(page_of(document)))
    assert all(one.official_text is None for one in StatementView(document).provisions)


def test_a_long_official_wording_may_go_on_on_the_next_page() -> None:
    provisions = StatementView(issued_in_long_official_words()).provisions
    assert [one.is_asked_shortly for one in provisions[:3]] == [False, True, False]


def test_a_pack_shows_the_official_wording_as_it_would_be_published() -> None:
    document = statements.issued_after_scrutiny()
    pack = build_pack(
        signed_part(document),
        Cover("Cabinet", "Approve it.", ""),
        None,
        at=statements.ISSUED_AT,
        official_text=document["publication"]["official_text"],
    )
    words = words_of(check_page(render_pack(pack)))
    assert SOME in words
    assert f"{LABEL} A complaint must be told to:" in words
    assert "A complaint must be told to:" in text_of(body_of(pack_to_docx(pack)))

    del pack["official_text"]
    assert OURS_ONLY in words_of(check_page(render_pack(pack)))


@pytest.mark.skipif(why_not_available() is not None, reason=str(why_not_available()))
def test_a_very_long_official_wording_is_printed_to_its_end(tmp_path: Path) -> None:
    made = make_pdf(printed(issued_in_long_official_words()), lock_folder=tmp_path)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert "End of 1.1." in " ".join(text.split())
    assert "point 59" in text
