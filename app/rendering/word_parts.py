"""What every Word file of ours is built from: its set-up, headings, tables and footer, its bytes.

The same calls give the same bytes: no file tells the moment or the machine it was made on.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Mm
from docx.table import Table, _Row
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph

from app.rendering.word_text import add_line, add_run, plain

LANGUAGE = "en-GB"
A4 = (210, 297)
MARGIN = 15
LANDSCAPE_WIDTH = A4[1] - 2 * MARGIN
PORTRAIT_WIDTH = A4[0] - 2 * MARGIN
MOST_UNSPLIT = 14  # lines of a cell: about a third of a page in landscape
CHARACTER = 2  # millimetres that a character takes on average
LONGEST_PROPERTY = 255  # what python-docx and Word agree on
ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say

# What python-docx's template brings along and our files do without: a picture of an empty page, the
# claim to be made by Word on a Mac, older copies of the styles.
UNUSED_RELATIONS = ("thumbnail", "extended-properties", "customXml", "stylesWithEffects")

CellContent = str | Callable[[Cell], None]


@dataclass(frozen=True)
class About:
    """What a file says of itself beside its text; `made_at` is in UTC."""

    title: str
    subject: str
    author: str
    made_at: datetime
    identifier: str


def new_document(about: About, *, landscape: bool) -> WordDocument:
    """Return an empty A4 document with our styles and language, and its title as first heading."""
    document = docx.Document()
    _replace_content(document.styles.element, "word-styles.xml")
    _replace_content(document.part.numbering_part.element, "word-numbering.xml")
    for rels in (document.part.rels, document.part.package.rels):
        for key in [key for key, one in rels.items() if one.reltype.endswith(UNUSED_RELATIONS)]:
            del rels[key]
    _set_language_and_version(document)
    _set_page(document, landscape=landscape)
    _set_properties(document, about)
    heading(document, 1, about.title)
    return document


def heading(document: WordDocument, level: int, text: str) -> Paragraph:
    """Add a heading; levels follow one another without a gap."""
    return add_line(document, text, f"Heading {level}")


def table(
    document: WordDocument,
    headers: Sequence[str],
    rows: Iterable[Sequence[CellContent]],
    *,
    widths: Sequence[int],
    caption: str,
) -> Table:
    """Add a table with a caption, widths in millimetres and a header row on every page.

    A cell is given as its text, or as a function that fills it. The first cell names its row. A
    row given as one cell belongs to the row above: it shares its name, and is as wide as the rest.
    """
    add_line(document, caption, "Caption")
    made: Table = document.add_table(rows=1, cols=len(headers), style="Ruled Table")
    made.autofit = False
    _name(made, caption)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    _fill_row(made.rows[0], headers, widths)
    _mark_row(made.rows[0], "w:cantSplit")
    _mark_row(made.rows[0], "w:tblHeader")
    for cell in made.rows[0].cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    for contents in rows:
        row: _Row = made.add_row()  # type: ignore[no-untyped-call]  # as python-docx has it
        if len(contents) < len(headers):
            _fill_lower_row(made.rows[-2], row, contents[0], sum(widths[1:]))
            continue
        _fill_row(row, contents, widths)
        # A long row that may not split would leave the page before it empty.
        if max(map(_lines, row.cells, widths)) <= MOST_UNSPLIT:
            _mark_row(row, "w:cantSplit")
    return made


def shared(width: int, parts: Sequence[int]) -> tuple[int, ...]:
    """Return the widths of columns that share a width in the ratio of the parts."""
    return tuple(width * part // sum(parts) for part in parts)


def footer(document: WordDocument, first: str, second: str) -> None:
    """Put two lines at the foot of every page, the second with the number of the page."""
    section = document.sections[0]
    container = section.footer
    container.is_linked_to_previous = False
    line = container.paragraphs[0]
    line.style = "footer"
    add_run(line, first)
    numbered = container.add_paragraph(style="footer")
    width = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
    numbered.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    add_run(numbered, f"{second}\tPage ")
    _add_count(numbered, "PAGE")
    add_run(numbered, " of ")
    _add_count(numbered, "NUMPAGES")


def turn_landscape(document: WordDocument) -> None:
    """Begin a new page that lies on its side, for the wide tables of an annex."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(A4[1]), Mm(A4[0])


def to_bytes(document: WordDocument) -> bytes:
    """Return the file, its parts without the time at which they were written."""
    saved, fixed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(fixed, "w") as written:
        for name in parts.namelist():
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.create_system = 3  # the same on every system
            info.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(info, parts.read(name))
    return fixed.getvalue()


def _replace_content(element: Any, file_name: str) -> None:
    """Give a part of the template the content of a file beside this one."""
    ours = parse_xml((Path(__file__).parent / file_name).read_bytes())
    element[:] = list(ours)


def _set_language_and_version(document: WordDocument) -> None:
    settings = document.settings.element
    language = settings.find(qn("w:themeFontLang"))
    language.set(qn("w:val"), LANGUAGE)
    language.attrib.pop(qn("w:eastAsia"), None)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # Word 2013 and later, without "Compatibility Mode"


def _set_page(document: WordDocument, *, landscape: bool) -> None:
    section = document.sections[0]
    short, long = Mm(A4[0]), Mm(A4[1])
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.left_margin = section.right_margin = section.top_margin = Mm(MARGIN)
    section.bottom_margin = Mm(MARGIN + 3)
    section.header_distance = section.footer_distance = Mm(8)


def _set_properties(document: WordDocument, about: About) -> None:
    properties = document.core_properties
    properties.title = _property(about.title)
    properties.subject = _property(about.subject)
    properties.author = _property(about.author)
    properties.last_modified_by = _property(about.author)
    properties.identifier = _property(about.identifier)
    properties.language = LANGUAGE
    properties.comments = ""
    properties.created = properties.modified = about.made_at


def _property(text: str) -> str:
    return plain(text)[:LONGEST_PROPERTY]


def _name(made: Table, caption: str) -> None:
    """Name a table to those who hear it; the name stands after the other properties."""
    element = OxmlElement("w:tblCaption")
    element.set(qn("w:val"), plain(caption))
    made._tbl.tblPr.append(element)


def _fill_row(row: _Row, contents: Sequence[CellContent], widths: Sequence[int]) -> None:
    for cell, content, width in zip(row.cells, contents, widths, strict=True):
        _fill_cell(cell, content, width)


def _fill_lower_row(above: _Row, row: _Row, content: CellContent, width: int) -> None:
    """Fill a row that is one cell beside the name that it shares with the row above."""
    cell = row.cells[1].merge(row.cells[-1])
    above.cells[0].merge(row.cells[0])
    _fill_cell(cell, content, width)
    if _lines(cell, width) <= MOST_UNSPLIT:
        _mark_row(row, "w:cantSplit")


def _fill_cell(cell: Cell, content: CellContent, width: int) -> None:
    cell.width = Mm(width)
    if isinstance(content, str):
        add_line(cell, content)
    else:
        content(cell)


def _lines(cell: Cell, width: int) -> int:
    """Return about how many lines a cell has."""
    characters = sum(len(piece.text or "") for piece in cell._tc.iter(qn("w:t")))
    return len(cell._tc.p_lst) + characters * CHARACTER // width


def _mark_row(row: _Row, mark: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(mark))


def _add_count(paragraph: Paragraph, what: str) -> None:
    """Add the number that Word itself keeps: of this page, or of all pages."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), what)
    add_run(paragraph, "1")
    field.append(paragraph._p[-1])
    paragraph._p.append(field)
