"""Word files read for the tests by another reader than the one that wrote them."""

import io
import zipfile
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of a Word file by their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def body_of(content: bytes) -> Element:
    """Return the body of a Word file, read by another reader than the one that wrote it."""
    body = ElementTree.fromstring(parts_of(content)["word/document.xml"]).find(f"{W}body")
    assert body is not None
    return body


def lines_of(element: Element) -> list[str]:
    """Return the text of each paragraph, its line breaks as line ends."""
    marks = {f"{W}br": "\n", f"{W}tab": "\t"}
    return [
        "".join(marks.get(one.tag, one.text if one.tag == f"{W}t" else "") for one in line.iter())
        for line in element.iter(f"{W}p")
    ]


def text_of(element: Element) -> str:
    """Return the whole text, a line for each paragraph."""
    return "\n".join(lines_of(element))


def rows_of(table: Element) -> list[list[Element]]:
    """Return the cells of each row."""
    return [row.findall(f"{W}tc") for row in table.findall(f"{W}tr")]
