"""Word forms made for the tests, with invented words, in the ways that forms reach us."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

import docx

from app.domain.editions import Edition, Provision

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
HEADER = (
    "Code provision",
    "Code requirement",
    "Comply: Yes/No",
    "Evidence",
    "Commentary/explanation",
)
HEADER_2022 = (
    "Code section",
    "Code requirement",
    "Comply: Yes/No",
    "Evidence, commentary and any explanations",
)

Row = Sequence[str]


def official(provision: Provision) -> str:
    """Return invented words that stand for the publisher's: like our summary, but not the same."""
    return f"Invented official words, {provision.title.lower()}. {provision.requirement}"


def rows_of(edition: Edition) -> list[list[Row]]:
    """Return the rows of a whole form, section by section, with nothing filled in."""
    return [
        [(one.number, official(one), "", "", "") for one in section.in_form]
        for section in edition.sections
    ]


def form(
    sections: Iterable[Iterable[Row]],
    header: Row | None = HEADER,
    *,
    title: str = "Appendix A: self-assessment form",
) -> bytes:
    """Return a form as Word writes it: a table for each section."""
    document = docx.Document()
    document.add_heading(title)
    for rows in sections:
        lines = [*([header] if header else []), *rows]
        table = document.add_table(rows=len(lines), cols=len(lines[0]))
        for cells, line in zip(table.rows, lines, strict=True):
            for cell, text in zip(cells.cells, line, strict=True):
                cell.text = text
        document.add_paragraph("")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def whole_form(edition: Edition) -> bytes:
    """Return the whole form of an edition."""
    return form(rows_of(edition))


# Pieces of WordprocessingML, for what python-docx does not write.


def text(words: str) -> str:
    """Return a run of text."""
    return f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """Return a paragraph of runs; plain words become a run."""
    inside = "".join(run if run.startswith("<") else text(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def cell(*paragraphs: str, properties: str = "") -> str:
    """Return a cell of paragraphs; plain words become one."""
    inside = "".join(one if one.startswith("<") else paragraph(one) for one in paragraphs)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside or paragraph()}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """Return a row of cells; plain words become one."""
    inside = "".join(one if one.startswith("<w:") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def table(*rows: str) -> str:
    """Return a table of rows."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def control(content: str, properties: str = "") -> str:
    """Return a content control around something."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def tick_box(ticked: bool) -> str:
    """Return a content control with a box to tick."""
    state = f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/></w14:checkbox>'
    return control(text("☒" if ticked else "☐"), state)


def xml_form(*blocks: str, namespace: str = W) -> bytes:
    """Return a Word file whose body is written as XML."""
    return packed(body(*blocks, namespace=namespace))


def body(*blocks: str, namespace: str = W) -> bytes:
    """Return the text part of a Word file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{namespace}" '
        f'xmlns:w14="{W14}"><w:body>{"".join(blocks)}</w:body></w:document>'
    ).encode()


def packed(
    document: bytes,
    *,
    main_type: str = MAIN_TYPE,
    more: Mapping[str, bytes] | None = None,
    name: str = "word/document.xml",
    stored: bool = False,
) -> bytes:
    """Return a Word file around its text part; stored as it is, where packed it were a bomb."""
    types = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{name}" ContentType="{main_type}"/></Types>'
    )
    parts = {"[Content_Types].xml": types.encode(), name: document, **(more or {})}
    written = io.BytesIO()
    how = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(written, "w", how) as file:
        for part, content in parts.items():
            file.writestr(part, content)
    return written.getvalue()
