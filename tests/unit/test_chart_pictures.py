"""Pictures of charts show their words on every machine, and Word files tell them to all."""

import io
import struct
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from fontTools.ttLib import TTFont

from app.domain.figure_charts import ChartBar, ChartGroup, ChartKind, FigureChart, charts
from app.domain.figure_tables import tables
from app.rendering import chart_pictures
from app.rendering.chart_pictures import COVERED, FONTS, draws_text, picture
from app.rendering.chart_text import width_of
from app.rendering.figure_tables_docx import NO_PICTURE, add_figure_chart, add_figure_table
from app.rendering.word_parts import About, new_document, to_bytes
from tests.unit.figure_samples import a_whole_year

ABOUT = About("Report", "Figures", "A council", datetime(2024, 6, 1, tzinfo=UTC), "report-1")
YEAR = a_whole_year()


def a_chart(label: str) -> FigureChart:
    """Return a chart of two bars."""
    bars = (ChartBar("2023/24", Decimal(3), "3"), ChartBar("2023/24", Decimal(6), "6"))
    groups = (ChartGroup(label, bars),)
    return FigureChart("one", "One chart", ChartKind.BARS, ("2023/24",), groups, "one")


def test_letters_appear_and_other_words_give_another_picture() -> None:
    assert draws_text()
    assert picture(a_chart("Repairs")) != picture(a_chart("Lettings"))


@pytest.mark.parametrize("chart", charts(YEAR), ids=lambda one: one.name)
def test_a_picture_is_a_sharp_png_and_always_the_same(chart: FigureChart) -> None:
    drawn = picture(chart)

    assert drawn is not None
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">I", drawn[16:20])[0] == 1280
    assert drawn == picture(chart)


def test_words_that_our_font_lacks_are_left_to_the_table() -> None:
    assert picture(a_chart("Łódź, Tŷ Ŵyn – “café”")) is not None
    assert picture(a_chart("住宅")) is None


def test_without_its_fonts_there_is_no_picture_rather_than_one_without_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chart_pictures, "FONTS", (Path("no-such-font.ttf"),))
    draws_text.cache_clear()
    try:
        assert picture(a_chart("Repairs")) is None
    finally:
        draws_text.cache_clear()


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.name)
def test_the_font_has_the_letters_that_we_count_on(path: Path) -> None:
    letters = TTFont(path).getBestCmap()

    assert {code for low, high in COVERED for code in range(low, high + 1)} <= set(letters)


def test_text_takes_no_more_room_than_we_leave_it() -> None:
    font = TTFont(FONTS[0])
    letters, widths = font.getBestCmap(), font["hmtx"]
    for text in ("Multiple appointments to complete repairs", "46.9 % (1,154)", "WWW MMM", "iill"):
        taken = sum(widths[letters[ord(one)]][0] for one in text) * 14 / font["head"].unitsPerEm
        assert taken <= width_of(text, 14) * 1.02, text


def test_a_word_file_has_the_table_its_notes_and_a_picture_with_its_words() -> None:
    document = new_document(ABOUT, landscape=False)
    table = next(one for one in tables(YEAR) if one.name == "outcomes")
    chart = next(one for one in charts(YEAR) if one.name == "outcomes")

    add_figure_table(document, table)
    add_figure_chart(document, chart)

    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert cells[:3] == ["Outcome", "Stage 1", "Stage 2"]
    assert "46.3 % (150)" in cells
    assert [one.text for one in document.paragraphs if one.style.name == "Note"] == list(
        table.notes
    )
    properties = next(document.element.body.iter(qn("wp:docPr")))
    assert properties.get("descr") == chart.in_words
    made = to_bytes(document)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert [one for one in parts.namelist() if one.endswith(".png")] == [
            "word/media/image1.png"
        ]


def test_a_word_file_says_so_where_there_is_no_picture() -> None:
    document = new_document(ABOUT, landscape=False)

    add_figure_chart(document, replace(a_chart("住宅"), title="Complaints"))

    assert [one.text for one in document.paragraphs][-2:] == ["Complaints", NO_PICTURE]
