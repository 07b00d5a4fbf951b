"""The Word file of a statement: in the layout of the form, complete, inert and repeatable."""

import io
import zipfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import docx
import pytest

from app.domain.documents import Document
from app.rendering.statement_docx import to_docx
from app.rendering.statement_view import StatementView
from app.rendering.word_text import plain
from tests.unit import statements
from tests.unit.word_files import W, body_of, lines_of, parts_of, rows_of, text_of

COLUMNS = [
    "Code provision",
    "Code requirement",
    "Comply: Yes/No",
    "Evidence",
    "Commentary/explanation",
]
# What Word would run, work out or fetch, and what XML or a reader cannot bear.
HOSTILE = (
    "<w:p/>&amp;]]> {{ 7*7 }} =1+1 { MACROBUTTON x } \x00\x01\x0b\x1f\x85\ud800\udfff\ufffe\uffff"
    "\u202e\u2066\U0001f600 ../../x \\\\server\\share DDEAUTO"
)

Make = Callable[[], Document]


def form_tables(body: Element) -> list[Element]:
    """Return the tables that have the headings of the official form."""
    tables = body.findall(f"{W}tbl")
    return [one for one in tables if [text_of(cell) for cell in rows_of(one)[0]] == COLUMNS]


def provisions_of(document: Document) -> list[Document]:
    return [one for section in document["sections"] for one in section["provisions"]]


def form_rows(document: Document) -> list[list[Element]]:
    """Return the cells of every row below the headings of the form."""
    tables = form_tables(body_of(to_docx(document)))
    return [row for table in tables for row in rows_of(table)[1:]]


def said_in(document: Document) -> Iterator[tuple[str, list[Element], Document]]:
    """Yield each provision's answer in words and its source beside the cells that tell it."""
    rows = [row for row in form_rows(document) if len(row) == len(COLUMNS)]
    view = StatementView(document)
    shown = [one for section in view.sections for one in section.provisions]
    assert len(rows) == len(shown)
    for row, provision in zip(rows, shown, strict=True):
        yield provision.answer, row, provision.source


def issued_hostile() -> Document:
    """Return a document with hostile text wherever a person can type."""
    document = statements.issued()
    provision = next(one for one in provisions_of(document) if one["number"] == "2.1")
    provision["commentary"] = f"{HOSTILE}\n•\t{HOSTILE}\n1. {HOSTILE}"
    provision["plan_note"] = HOSTILE
    document["publication"]["official_text"] = {"2.1": f"• {HOSTILE}\n{HOSTILE}"}
    provision["evidence"] = [
        {"text": HOSTILE, "link": "javascript:alert(1)", "dated_on": None},
        {"text": "W" * 300, "link": None, "dated_on": None},
    ]
    document["landlord"]["name"] = HOSTILE * 3
    document["landlord"]["complain"]["online"] = "javascript:alert(1)"
    document["landlord"]["complain"]["other"] = HOSTILE
    document["governing_body_response"]["by"] = HOSTILE
    document["improvement_plan"][0]["title"] = HOSTILE
    return document


EVERY_DOCUMENT = [
    statements.issued,
    statements.issued_after_scrutiny,
    statements.issued_questionnaire,
    statements.issued_empty,
    issued_hostile,
]
every_document = pytest.mark.parametrize("make", EVERY_DOCUMENT)


@every_document
def test_each_section_is_one_table_under_the_five_headings_of_the_form(make: Make) -> None:
    document = make()

    tables = form_tables(body_of(to_docx(document)))

    expected = [
        [one["number"] for one in section["provisions"]] for section in document["sections"]
    ]
    found = [
        [text_of(row[0]) for row in rows_of(table)[1:] if len(row) == len(COLUMNS)]
        for table in tables
    ]
    assert found == expected


@every_document
def test_every_table_has_a_name_fixed_widths_and_a_header_row_on_every_page(make: Make) -> None:
    tables = body_of(to_docx(make())).findall(f"{W}tbl")

    assert tables
    for table in tables:
        repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(f"{W}tr")]
        assert repeated == [True] + [False] * (len(repeated) - 1)
        name = table.find(f"{W}tblPr/{W}tblCaption")
        layout = table.find(f"{W}tblPr/{W}tblLayout")
        assert name is not None
        assert name.get(f"{W}val")
        assert layout is not None
        assert layout.get(f"{W}type") == "fixed"


@every_document
def test_every_provision_says_what_the_document_says(make: Make) -> None:
    document = make()
    for answer, (_, requirement, comply, evidence, commentary), source in said_in(document):
        title, label, first, *_ = lines_of(requirement)
        assert title == source["title"]
        assert (label, first) == ("Our summary", source["requirement"]["text"])
        assert lines_of(comply)[0].split(",")[0] == answer
        if source["evidence"] and "javascript:" not in str(source["evidence"]):
            given = [item["text"] for item in source["evidence"]]
            shown = lines_of(evidence)[: len(given)]
            assert [one.split(" dated ")[0] for one in shown] == given
        if source["commentary"] and "•" not in source["commentary"]:
            assert source["commentary"] in text_of(commentary)


@every_document
def test_before_the_sections_stands_what_the_page_says_in_its_words(make: Make) -> None:
    view = StatementView(make())

    text = text_of(body_of(to_docx(view.document)))

    said = [view.judgement, view.counts_sentence, view.evidence_sentence, view.holds_sentence]
    said += [count.words for count in view.counts]
    said += [one.name for one in view.unmet]
    said += [words for _, lines in view.plan for one in lines for words in (one.owner, one.due)]
    said += (
        [f"{name}: {value}" for name, value in view.response]
        if view.document["governing_body_response"]
        else []
    )
    said += [f"{name}: {value}" for name, value in (view.approval.facts if view.approval else ())]
    said += [view.questions_sentence, *(view.asked_about if view.questions_sentence else ())]
    said += [one.name for one in view.ombudsmen]
    said += [f"{one['term']}: {one['meaning']}" for one in view.glossary]
    assert [one for one in said if one and plain(one) not in text] == []


def test_what_is_internal_is_absent_and_names_appear_only_where_the_document_has_them() -> None:
    parts = parts_of(to_docx(statements.issued_after_scrutiny()))

    everything = b"".join(parts.values()).decode(errors="replace")
    assert "An internal question" not in everything
    assert "A secret report" not in everything
    assert "1 more item of evidence is kept internal and is not published." in everything
    assert "Lee Example" not in everything
    assert "Ann Example" not in everything


def test_hostile_text_stays_text() -> None:
    parts = parts_of(to_docx(issued_hostile()))

    names = " ".join(parts)
    for forbidden in ("vba", "embeddings", "activeX", "customXml", "attachedTemplate", "media"):
        assert forbidden not in names
    everything = b"".join(parts.values()).decode()
    assert "javascript:alert(1)" not in parts["word/_rels/document.xml.rels"].decode()
    assert " (javascript:alert(1))" in everything
    assert "&lt;w:p/&gt;&amp;amp;]]&gt; {{ 7*7 }} =1+1" in everything
    for character in "\x00\x01\x0b\x1f\x85\ufffe\uffff\u202e\u2066":
        assert character not in everything
    for name, part in parts.items():
        if name.endswith(("xml", "rels")):
            fields = [
                one.get(f"{W}instr") for one in ElementTree.fromstring(part).iter(f"{W}fldSimple")
            ]
            assert fields == (["PAGE", "NUMPAGES"] if "footer" in name else [])
            assert b"instrText" not in part


@every_document
def test_headings_follow_one_another_without_a_gap(make: Make) -> None:
    styles = [one.get(f"{W}val", "") for one in body_of(to_docx(make())).iter(f"{W}pStyle")]
    levels = [int(one[-1]) for one in styles if one.startswith("Heading")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


@every_document
def test_every_style_that_is_used_is_there(make: Make) -> None:
    parts = parts_of(to_docx(make()))
    known = {one.get(f"{W}styleId") for one in ElementTree.fromstring(parts["word/styles.xml"])}

    for name in ("word/document.xml", "word/footer1.xml"):
        for kind in ("pStyle", "rStyle", "tblStyle"):
            used = {
                one.get(f"{W}val") for one in ElementTree.fromstring(parts[name]).iter(W + kind)
            }
            assert used <= known


def test_the_file_tells_its_title_language_author_and_identity() -> None:
    document = statements.issued()

    file = docx.Document(io.BytesIO(to_docx(document, newest_address=statements.NEWEST)))

    properties = file.core_properties
    assert properties.title == StatementView(document).heading
    assert properties.author == "Southampton City Council"
    assert properties.subject == "Self-assessment 2023/24 against the Complaint Handling Code 2024"
    assert properties.language == "en-GB"
    assert properties.identifier == document["publication"]["digest"]
    section = file.sections[0]
    assert section.page_width > section.page_height
    foot = "\n".join(one.text for one in section.footer.paragraphs)
    assert "Revision 2, published 1 July 2026" in foot
    assert StatementView(document).issued_code in foot
    text = "\n".join(one.text for one in file.paragraphs)
    assert document["assessment"]["digest"] in text
    assert document["publication"]["digest"] in text
    assert statements.NEWEST in text
    assert "Open Government Licence" in text


@every_document
def test_the_same_document_gives_the_same_bytes(make: Make) -> None:
    document = make()

    assert to_docx(document) == to_docx(document)


def test_no_part_tells_when_or_with_what_the_file_was_made() -> None:
    content = to_docx(statements.issued())

    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {one.date_time for one in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    everything = b"".join(parts_of(content).values())
    assert b"python-docx" not in everything
    assert b"2026-07-01T13:05:00Z" in everything


def test_an_older_document_without_the_newer_keys_is_told_as_it_is() -> None:
    document = statements.issued()
    for key in ("scrutiny", "approval"):
        document.pop(key)
    for key in ("licence", "plain_words", "official_text", "glossary"):
        document["publication"].pop(key)
    for provision in provisions_of(document):
        provision.pop("evidence_internal")
        for item in provision["evidence"]:
            item.pop("dated_on")

    text = text_of(body_of(to_docx(document)))

    assert "Questions asked before sign-off" not in text
    assert "Licence" not in text
    assert "What the Code asks is told in our summary, not in its official text." in text


def test_the_official_words_stand_below_their_row_as_wide_as_the_rest_of_the_table() -> None:
    document = statements.issued_after_scrutiny()

    rows = form_rows(document)
    below = {text_of(above[0]): row for above, row in pairwise(rows) if len(row) == 2}

    assert sorted(below) == sorted(document["publication"]["official_text"])
    name, wording = below["1.1"]
    assert lines_of(wording)[:4] == [
        "The Housing Ombudsman’s own words, for 1.1",
        "A complaint must be told to:",
        "the resident",
        "the Ombudsman",
    ]
    span = wording.find(f"{W}tcPr/{W}gridSpan")
    assert span is not None
    assert span.get(f"{W}val") == "4"
    # The number goes on from the row above, so that the wording has a name and is no row apart.
    assert text_of(name) == ""
    assert name.find(f"{W}tcPr/{W}vMerge") is not None
    text = text_of(body_of(to_docx(document)))
    assert "our summary, and for 2 of the 5 provisions in the Housing Ombudsman’s own words" in text
