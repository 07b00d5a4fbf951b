"""Tables and charts of figures in a Word document, with words for those who hear it."""

import io

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm

from app.domain.figure_charts import FigureChart
from app.domain.figure_tables import FigureTable
from app.rendering.chart_pictures import picture
from app.rendering.word_parts import PORTRAIT_WIDTH, shared, table
from app.rendering.word_text import add_line, plain

NAMES_SHARE = 2  # how many columns of figures the column of names is as wide as
PICTURE_WIDTH = 150
NO_PICTURE = "There is no picture of this chart: the table shows the same numbers."


def add_figure_table(
    document: WordDocument, shown: FigureTable, width: int = PORTRAIT_WIDTH
) -> None:
    """Add a table of figures with its notes beneath; the width is in millimetres."""
    columns = shared(width, (NAMES_SHARE, *(1 for _ in shown.columns[1:])))
    rows = [(row.label, *row.cells) for row in shown.rows]
    table(document, shown.columns, rows, widths=columns, caption=shown.title)
    for note in shown.notes:
        add_line(document, note, "Note")


def add_figure_chart(
    document: WordDocument, chart: FigureChart, width: int = PORTRAIT_WIDTH
) -> None:
    """Add the picture of a chart with alternative text; its table is to stand beside it.

    The picture is no wider than the width in millimetres.
    """
    add_line(document, chart.title, "Caption")
    drawn = picture(chart)
    if drawn is None:
        add_line(document, NO_PICTURE, "Note")
        return
    run = add_line(document).add_run()
    placed = run.add_picture(io.BytesIO(drawn), width=Mm(min(PICTURE_WIDTH, width)))
    properties = placed._inline.docPr
    properties.set("name", plain(chart.title))
    properties.set("descr", plain(chart.in_words))
    # python-docx names the file inside by a counter; the name is heard by nobody.
    for inner in placed._inline.iter(qn("pic:cNvPr")):
        inner.set("name", f"{chart.name}.png")
