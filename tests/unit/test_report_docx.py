"""The Word file of a report: what the page says, complete, inert and repeatable."""

import io
from collections.abc import Callable
from xml.etree import ElementTree

import docx
import pytest

from app.domain.documents import Document
from app.domain.figure_words import value_in_words
from app.domain.figures import from_facts
from app.rendering.report_docx import to_docx
from app.rendering.report_view import ReportView
from app.rendering.word_text import plain
from tests.unit import reports
from tests.unit.word_files import W, body_of, lines_of, parts_of, text_of

DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
Make = Callable[[], Document]
every_document = pytest.mark.parametrize(
    "make",
    [
        reports.issued,
        reports.issued_sparse,
        reports.issued_demonstration,
        reports.issued_extreme,
        reports.issued_with_hostile_figures,
    ],
)


@every_document
def test_it_says_what_the_page_says_in_its_words(make: Make) -> None:
    view = ReportView(make())

    lines = lines_of(body_of(to_docx(view.document)))
    text = " ".join("\n".join(lines).split())

    said = [view.heading, view.judgement, view.record_sentence, view.letters_sentence]
    said += [sentence for line in view.glance for sentence in (line.asked, *line.said)]
    said += [words for part in view.parts for words in (part.heading, part.none_words, part.blank)]
    said += [one.heard.split("\n")[0] for one in view.learning]
    said += [one.worked for one in view.learning]
    said += [words for pair in view.explanations for words in pair]
    said += [words for _, plan in view.plan for one in plan for words in (one.owner, one.due)]
    said += [f"{name}: {value}" for name, value in (view.approval.facts if view.approval else ())]
    said += [view.questions_sentence, *view.rules]
    said += [f"{name}: {value}" for name, value in view.made_for]
    assert [one for one in said if one and " ".join(plain(one).split()) not in text] == []


def test_every_figure_stands_in_it() -> None:
    document = reports.issued()

    text = text_of(body_of(to_docx(document)))

    figures = from_facts(document["figures"]).figures
    assert [one.id for one in figures if value_in_words(one) not in text] == []


def test_a_chart_has_words_for_those_who_hear_it() -> None:
    pictures = list(body_of(to_docx(reports.issued())).iter(f"{DRAWN}docPr"))

    assert len(pictures) == 3
    assert all("Stage 1" in one.get("descr", "") for one in pictures)
    assert len({one.get("id") for one in pictures}) == 3


@every_document
def test_every_table_has_a_name_and_a_header_row_on_every_page(make: Make) -> None:
    for table in body_of(to_docx(make())).findall(f"{W}tbl"):
        repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(f"{W}tr")]
        assert repeated == [True] + [False] * (len(repeated) - 1)
        name = table.find(f"{W}tblPr/{W}tblCaption")
        assert name is not None
        assert name.get(f"{W}val")


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

    for kind in ("pStyle", "rStyle", "tblStyle"):
        tree = ElementTree.fromstring(parts["word/document.xml"])
        assert {one.get(f"{W}val") for one in tree.iter(W + kind)} <= known


@every_document
def test_the_same_document_gives_the_same_bytes(make: Make) -> None:
    document = make()

    assert to_docx(document) == to_docx(document)


def test_hostile_text_stays_text() -> None:
    parts = parts_of(to_docx(reports.issued_extreme()))

    relations = parts["word/_rels/document.xml.rels"].decode()
    assert "javascript:" not in relations
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in parts["word/document.xml"].decode()
    for forbidden in ("vba", "embeddings", "activeX", "customXml", "attachedTemplate"):
        assert forbidden not in " ".join(parts)


def test_what_is_internal_is_absent_and_so_are_names() -> None:
    everything = b"".join(parts_of(to_docx(reports.issued())).values()).decode(errors="replace")

    for hidden in ("An internal lesson", "An internal question", "Ann Example", "Lee Example"):
        assert hidden not in everything


def test_the_file_tells_what_it_is_and_where_the_newest_stands() -> None:
    document = reports.issued()

    file = docx.Document(io.BytesIO(to_docx(document, newest_address=reports.NEWEST)))

    properties = file.core_properties
    assert properties.title == ReportView(document).heading
    assert properties.subject == (
        "Annual complaints performance and service improvement report 2023/24"
    )
    assert properties.language == "en-GB"
    assert properties.identifier == document["publication"]["digest"]
    section = file.sections[0]
    assert section.page_height > section.page_width
    text = "\n".join(one.text for one in file.paragraphs)
    assert document["report"]["digest"] in text
    assert reports.NEWEST in text


def test_the_self_assessment_can_be_followed_only_where_its_site_is_known() -> None:
    whole = f"https://tracker.example.org{reports.ADDRESS}"

    known = parts_of(to_docx(reports.issued(), newest_address=reports.NEWEST))
    unknown = parts_of(to_docx(reports.issued()))

    assert whole in known["word/_rels/document.xml.rels"].decode()
    assert reports.ADDRESS not in unknown["word/_rels/document.xml.rels"].decode()
