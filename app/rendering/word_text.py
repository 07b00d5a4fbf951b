"""Text in Word files: lines, pasted text with its lists, links; whatever was typed stays text."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, cast
from urllib.parse import quote, urlsplit, urlunsplit

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.document import DocumentPart
from docx.parts.story import StoryPart
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph
from markdown_it.token import Token

from app.domain.pasted_text import LINE_ENDS, LONGEST_ADDRESS, NOT_TEXT
from app.rendering.marked_text import tokens
from app.rendering.statement_words import EMAIL_ADDRESS
from app.rendering.word_limits import MOST_LINKS, MOST_LISTS, allowance_of, in_one_line

Place = WordDocument | Cell

TOO_MANY_LINES = (
    "This file is too long to keep the lines of this text apart: a stroke stands where each ended."
)
BULLETS = 1  # the w:num of word-numbering.xml
FIGURES = "1"  # its w:abstractNum
VALUE = qn("w:val")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
WHITE_SPACE = {"\n": "w:br", "\t": "w:tab"}
LIST_STYLES = {"-": "List Bullet", "+": "List Continue"}
INDENT = 283  # twentieths of a point: 5 mm, as in word-numbering.xml

_HOST = re.compile(r"[A-Za-z0-9_.-]+(?::[0-9]{1,5})?")
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def plain(text: str) -> str:
    """Return the text without the characters that XML forbids or that reverse what is read."""
    return NOT_TEXT.sub("", LINE_ENDS.sub("\n", text))


def add_line(place: Place, text: str = "", style: str | None = None) -> Paragraph:
    """Add one paragraph of plain text; a cell's own empty paragraph is used first."""
    paragraph = _next_paragraph(place)
    if style:
        properties = _add(paragraph._p, "w:pPr")
        _add(properties, "w:pStyle", {VALUE: style.replace(" ", "")})
    if text:
        add_run(paragraph, text)
    return paragraph


def add_run(paragraph: Paragraph, text: str, style: str | None = None) -> None:
    """Add text to a paragraph, in the look of a character style where one is given."""
    _add_run(paragraph._p, _fitted(paragraph, text), style)


def add_fact(place: Place, name: str, value: str, link: str | None = None) -> None:
    """Add a line that begins with its name: "Role: Cabinet Member for Housing"."""
    paragraph = add_line(place)
    add_run(paragraph, f"{name}: ", "Strong")
    add_link(paragraph, value, link)


def add_text(place: Place, text: str) -> None:
    """Add what somebody typed or pasted: its paragraphs, lists and web addresses."""
    text = plain(text)
    if not allowance_of(place.part).takes(text):
        if "\n" in text:
            add_line(place, TOO_MANY_LINES, "Note")
        add_line(place, in_one_line(text))
        return
    lists: list[_OpenList] = []
    for token in tokens(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(_OpenList(place, token, len(lists)))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "inline":
            paragraph = lists[-1].next_item(place) if lists else add_line(place)
            _fill(paragraph, token.children or ())


def add_bullets(place: Place, lines: Sequence[str]) -> None:
    """Add a list of plain lines."""
    for line in lines:
        add_run(add_bullet(place), line)


def add_bullet(place: Place) -> Paragraph:
    """Add an empty item of a list, to be filled."""
    return _add_item(place, LIST_STYLES["-"], BULLETS, 0)


def add_link(paragraph: Paragraph, text: str, link: str | None) -> None:
    """Add a link, or only its text where there is no address that is safe to follow.

    A link is a relation of the file with a fixed address, never a field that Word would work out.
    """
    relation = _relation(paragraph.part, link) if link else None
    if relation is None:
        add_run(paragraph, text)
    else:
        _add_link(paragraph._p, _fitted(paragraph, text), relation)


def link_address(link: str) -> str | None:
    """Return a web or e-mail address as Word's files need it, or None for anything else.

    Word refuses a whole file for one address that is not a proper one.
    """
    if link.lower().startswith("mailto:"):
        return link if EMAIL_ADDRESS.fullmatch(link[7:]) else None
    try:
        pieces = urlsplit(link)
        host = pieces.netloc.encode("idna").decode()
    except ValueError:
        return None
    if pieces.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return None
    rest = (quote(one, safe="/:;@&=+$,!'()*~?%", errors="replace") for one in pieces[2:])
    address = _LONE_PERCENT.sub("%25", urlunsplit((pieces.scheme, host, *rest)))
    return address if len(address) <= LONGEST_ADDRESS else None


class _OpenList:
    """A list of pasted text while its items are written."""

    def __init__(self, place: Place, token: Token, level: int) -> None:
        self.level = level
        self.next_figure = int(token.attrs.get("start", 1)) if _is_counted(token) else None
        self.style = LIST_STYLES.get(token.markup, "List Number")
        self.numbering: int | None = BULLETS if token.markup == "-" else None
        if self.next_figure is not None:
            self.numbering = _new_count(place, self.next_figure, level)

    def next_item(self, place: Place) -> Paragraph:
        """Return the paragraph of the next item; without a mark of its own it carries letters."""
        paragraph = _add_item(place, self.style, self.numbering, self.level)
        if self.numbering is None and self.next_figure is not None:
            add_run(paragraph, f"{self.next_figure}. ")
            self.next_figure += 1
        return paragraph


def _is_counted(token: Token) -> bool:
    return token.type == "ordered_list_open"


def _new_count(place: Place, start: int, level: int) -> int | None:
    """Return a new numbering that counts from a figure, or None when there are too many."""
    numbering = cast(DocumentPart, place.part).numbering_part.element
    if len(numbering) > MOST_LISTS:
        return None
    # python-docx would look through all numbers for a free one.
    number: int = numbering[-1].numId + 1
    added = _add(numbering, "w:num", {qn("w:numId"): str(number)})
    _add(added, "w:abstractNumId", {VALUE: FIGURES})
    override = _add(added, "w:lvlOverride", {qn("w:ilvl"): str(level)})
    _add(override, "w:startOverride", {VALUE: str(start)})
    return number


def _fitted(paragraph: Paragraph, text: str) -> str:
    """Return a text as the file can hold it."""
    text = plain(text)
    return text if allowance_of(paragraph.part).takes(text) else in_one_line(text)


def _relation(part: StoryPart, link: str) -> str | None:
    """Return the relation of a file to an address, or None where there is to be none."""
    address = link_address(link)
    links = allowance_of(part).links
    if address is None or (address not in links and len(links) >= MOST_LINKS):
        return None
    if address not in links:
        links[address] = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return links[address]


def _add_item(place: Place, style: str, numbering: int | None, level: int) -> Paragraph:
    """Add an item of a list; the numbering says how far in it stands, or else we do."""
    paragraph = add_line(place, style=style)
    properties = paragraph._p[0]
    if numbering is not None:
        numbered = _add(properties, "w:numPr")
        _add(numbered, "w:ilvl", {VALUE: str(level)})
        _add(numbered, "w:numId", {VALUE: str(numbering)})
    elif level:
        left, hanging = str((level + 1) * INDENT), str(INDENT)
        _add(properties, "w:ind", {qn("w:left"): left, qn("w:hanging"): hanging})
    return paragraph


def _fill(paragraph: Paragraph, pieces: Sequence[Token]) -> None:
    """Write the words, line breaks and links of one paragraph."""
    for text, link in _runs(pieces):
        relation = _relation(paragraph.part, link) if link else None
        if relation is None:
            _add_run(paragraph._p, text)
        else:
            _add_link(paragraph._p, text, relation)


def _runs(pieces: Sequence[Token]) -> Iterator[tuple[str, str | None]]:
    link = None
    for piece in pieces:
        if piece.type == "link_open":
            link = str(piece.attrs["href"])
        elif piece.type == "link_close":
            link = None
        elif piece.type in ("hardbreak", "softbreak"):
            yield "\n", None
        elif piece.content:
            yield piece.content, link


def _add_link(element: BaseOxmlElement, text: str, relation: str) -> None:
    _add_run(_add(element, "w:hyperlink", {qn("r:id"): relation}), text, "Hyperlink")


def _add_run(element: BaseOxmlElement, text: str, style: str | None = None) -> None:
    """Add a run with its tabs and line breaks."""
    run = _add(element, "w:r")
    if style:
        _add(_add(run, "w:rPr"), "w:rStyle", {VALUE: style})
    for piece in re.split("([\n\t])", text):
        if piece in WHITE_SPACE:
            _add(run, WHITE_SPACE[piece])
        elif piece:
            _add(run, "w:t", {SPACE: "preserve"}).text = piece


def _next_paragraph(place: Place) -> Paragraph:
    """Return a new paragraph, or the one that a new cell begins with."""
    if isinstance(place, Cell):
        # Asked of the last one only: a cell may hold thousands.
        last = place._tc[-1]
        if len(last) == 0 and last.getprevious().tag == qn("w:tcPr"):
            return Paragraph(last, place)
        return Paragraph(_add(place._tc, "w:p"), place)
    # The page set-up stays last; python-docx would look for it from the first paragraph on.
    setup = place.element.body[-1]
    setup.addprevious(setup.makeelement(qn("w:p")))
    return Paragraph(setup.getprevious(), place._body)


def _add(element: BaseOxmlElement, name: str, values: dict[str, str] | None = None) -> Any:
    """Add an element at the end of another; python-docx needs ten times as long for one."""
    made = element.makeelement(qn(name), values)
    element.append(made)
    return made
