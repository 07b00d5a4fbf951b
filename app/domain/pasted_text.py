"""What people paste: how it is kept, and how it is read as paragraphs, lists and links.

Nobody has to know Markdown. What Word or an e-mail leaves behind as bullets and numbers becomes a
list; a web address becomes a link; every other character comes out as it was typed.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.domain.errors import Invalid

MOST_CHARACTERS = 20_000  # MarkdownIt needs over a second for some texts above this

# Word's own line break is a vertical tab; the last three are Unicode's line and paragraph ends.
LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
FIXED_SPACES = re.compile("[\u00a0\u2007\u202f]")
# Controls, what reverses the reading direction or has no width, what UTF-8 or HTML cannot carry.
NOT_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufdd0-\ufdef"
    "\ufeff\ufffe\uffff\ud800-\udfff]"
)


def tidy(text: str, field_name: str | None = None) -> str:
    """Return the text as it is stored; raise Invalid when it is too long."""
    plain = FIXED_SPACES.sub(" ", NOT_TEXT.sub("", LINE_ENDS.sub("\n", text)))
    # Composed last: what was removed may have stood between a letter and its accent.
    lines = [line.rstrip() for line in unicodedata.normalize("NFC", plain).split("\n")]
    tidied = "\n".join(lines).strip("\n")
    if len(tidied) > MOST_CHARACTERS:
        raise Invalid(
            f"This text has {len(tidied):,} characters, and {MOST_CHARACTERS:,} is the most. "
            "Shorten it, or give the long document as evidence.",
            field_name,
        )
    return tidied


# Each bullet with its depth in Word's usual order (•, then o, then ▪). U+F0B7 and U+F0A7 are what
# the Symbol and Wingdings bullets become when Word's text is pasted elsewhere.
BULLET_DEPTHS = {
    **dict.fromkeys("•●·–-\uf0b7", 0),
    **dict.fromkeys("o◦○", 1),
    **dict.fromkeys("▪■\uf0a7", 2),
}
# Characters that people also begin a sentence with need the space or the tab that a list has.
BULLET = re.compile(
    "(?P<indent>[ \t]*)"
    "(?P<mark>[•●◦▪■\uf0b7\uf0a7](?=[ \t]*\\S)|[·○-](?=[ \t])|[–o](?=\t))[ \t]*(?P<text>\\S.*)"
)
NUMBER = re.compile(
    r"(?P<indent>[ \t]*)(?P<mark>(?P<figures>[1-9]\d?)[.)]|\((?P<in_brackets>[1-9]\d?)\))"
    r"[ \t]+(?P<text>\S.*)"
)
# Roman figures up to twelve; with a full stop only before a tab: "e.g." and initials are no lists.
LETTER = re.compile(
    r"(?P<indent>[ \t]*)(?P<mark>\(?(?:[a-z]|[ivx]{1,4})\)(?=[ \t])|(?:[a-z]|[ivx]{1,4})\.(?=\t))"
    r"[ \t]+(?P<text>\S.*)"
)
# A bullet that lost its text to the next line, as PDF files do.
LONE_BULLET = re.compile("(?m)^([ \t]*[•●▪■◦\uf0b7\uf0a7])[ \t]*\n\\s*(?=[^\\s•●▪■◦\uf0b7\uf0a7])")

# No @ before the first slash: "https://www.gov.uk@elsewhere.example" leads elsewhere.
ADDRESS = re.compile(
    r"(?<!\w)https?://(?![^\s/?#]*@)[a-z0-9][^\s<>\"“”‘’\\/?#]*(?:[/?#][^\s<>\"“”\\]*)?",
    re.IGNORECASE,
)
LONGEST_ADDRESS = 2_000  # what browsers and servers agree to carry
SENTENCE_ENDS = ".,;:!?'’*_|"
SPECIAL = re.compile(r"[\\`*_\[\]<>&~|]")
SPECIAL_AT_START = re.compile(r"^(?:[#+=:-]|\d+(?=[.)]))")


@dataclass
class _Item:
    """One list item: how it was marked, how deep it stood, its lines, and the items below it."""

    mark: str
    text: str
    indent: int
    number: int | None = None
    bullet_depth: int | None = None
    more_lines: list[str] = field(default_factory=list)
    below: list["_Item"] = field(default_factory=list)


@dataclass
class _Paragraph:
    lines: list[str]


@dataclass
class _List:
    items: list[_Item]


_Block = _Paragraph | _List


def as_markdown(text: str) -> str:
    """Return the text as Markdown that says what was typed, with its lists and web addresses."""
    lines = LONE_BULLET.sub("\\1\t", LINE_ENDS.sub("\n", text)).split("\n")
    return "\n\n".join(_written(_blocks(lines)))


def _blocks(lines: Iterable[str]) -> list[_Block]:
    """Group lines into paragraphs and lists; a blank line between two items does not part them."""
    blocks: list[_Block] = []
    after_blank = True
    for line in lines:
        if not line.strip():
            after_blank = True
            continue
        if not _joins_last(line, blocks, after_blank=after_blank):
            item = _read_item(line)
            blocks.append(_List([item]) if item else _Paragraph([line.strip()]))
        after_blank = False
    return blocks


def _joins_last(line: str, blocks: list[_Block], *, after_blank: bool) -> bool:
    """Put a line into the last block when it belongs there: an item, or the rest of something."""
    last = blocks[-1] if blocks else None
    item = _read_item(line)
    if isinstance(last, _List) and item:
        return _add_item(item, last)
    if last is None or after_blank or item:
        return False
    if isinstance(last, _Paragraph):
        last.lines.append(line.strip())
    elif _continues(line):
        _last_item(last).more_lines.append(line.strip())
    else:
        return False
    return True


def _continues(line: str) -> bool:
    """Whether a line without a mark goes on with the item above: indented, or mid-sentence."""
    return line[0] in " \t" or line[0].islower()


def _last_item(items: _List) -> _Item:
    last = items.items[-1]
    return last.below[-1] if last.below else last


def _add_item(item: _Item, into: _List) -> bool:
    """Put an item beside the last one, or below it; deeper than one level is kept at one."""
    if _is_deeper(item, into.items[0]):
        into.items[-1].below.append(item)
    elif _same_list(into.items[-1], item):
        into.items.append(item)
    else:
        return False
    return True


def _is_deeper(item: _Item, first: _Item) -> bool:
    """Whether an item stands below those of the list: further in, or with a deeper bullet."""
    if item.bullet_depth is not None and first.bullet_depth is not None:
        return item.indent > first.indent or item.bullet_depth > first.bullet_depth
    return item.indent > first.indent


def _same_list(before: _Item, item: _Item) -> bool:
    """Whether one list can show both as they were marked: numbers must follow one another."""
    if before.number is not None and item.number is not None:
        return item.number == before.number + 1
    kinds = [(one.number is None, one.bullet_depth is None) for one in (before, item)]
    return kinds[0] == kinds[1]


def _read_item(line: str) -> _Item | None:
    """Return the list item that a line begins, or None where it begins none."""
    if found := BULLET.fullmatch(line):
        return _item(found, bullet_depth=BULLET_DEPTHS[found["mark"]])
    if found := NUMBER.fullmatch(line):
        return _item(found, number=int(found["figures"] or found["in_brackets"]))
    if found := LETTER.fullmatch(line):
        return _item(found)
    return None


def _item(
    found: re.Match[str], *, number: int | None = None, bullet_depth: int | None = None
) -> _Item:
    indent = len(found["indent"].expandtabs(4))
    return _Item(found["mark"], found["text"].strip(), indent, number, bullet_depth)


def _written(blocks: Iterable[_Block]) -> Iterator[str]:
    """Write each block; two numbered lists that follow one another end their numbers differently.

    Markdown would read the second one as going on with the first, and number it anew.
    """
    stop = ")"
    for block in blocks:
        if isinstance(block, _List):
            stop = "." if stop == ")" else ")"
            yield "\n".join(_list_lines(block, stop))
        else:
            yield _literal_lines(block.lines, "")


def _list_lines(block: _List, stop: str) -> Iterator[str]:
    for item in block.items:
        mark = "" if item.number is None else f"{item.number}{stop}"
        yield _item_line(item, mark, "")
        indent = " " * (len(mark or "-") + 1)
        expected = 1
        for child in item.below:
            # Without a blank line before it, Markdown sees no list that counts from 2 or more.
            counts = child.number == expected
            yield _item_line(child, f"{child.number}." if counts else "", indent)
            expected = expected + 1 if counts else 1


def _item_line(item: _Item, number_mark: str, indent: str) -> str:
    """Write one item: a number as itself, a bullet as "-", any other mark kept behind a "+".

    Markdown has no lists with letters, and "see (b)" must go on meaning what it meant.
    """
    is_bullet = item.bullet_depth is not None
    mark = number_mark or ("-" if is_bullet else "+")
    text = item.text if number_mark or is_bullet else f"{item.mark} {item.text}"
    lines = _literal_lines([text, *item.more_lines], indent + " " * (len(mark) + 1))
    return f"{indent}{mark} {lines}"


def _literal_lines(lines: Iterable[str], indent: str) -> str:
    """Write the lines of one paragraph, each break between them kept."""
    return f"\\\n{indent}".join(_literal(line) for line in lines)


def _literal(line: str) -> str:
    """Write one line so that Markdown shows it as typed, with its web addresses as links."""
    pieces: list[str] = []
    position = 0
    for found in ADDRESS.finditer(line):
        if len(found[0]) > LONGEST_ADDRESS:
            continue
        address = _without_sentence_end(found[0])
        pieces += [_escaped(line[position : found.start()]), f"<{address}>"]
        position = found.start() + len(address)
    pieces.append(_escaped(line[position:]))
    return SPECIAL_AT_START.sub(_escape_last, "".join(pieces))


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\g<0>", text)


def _escape_last(found: re.Match[str]) -> str:
    """Escape a mark at the start of a line; of "12." it is the full stop that makes the list."""
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


def _without_sentence_end(address: str) -> str:
    """Return an address without what ends the sentence around it; pairs of brackets stay whole."""
    while address:
        last = address[-1]
        opening = {")": "(", "]": "[", "}": "{"}.get(last)
        unpaired = opening is not None and address.count(last) > address.count(opening)
        if last not in SENTENCE_ENDS and not unpaired:
            break
        address = address[:-1]
    return address
