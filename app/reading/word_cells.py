"""The text of a Word file as somebody sees it: what is typed, chosen, ticked and inserted.

Word keeps more than it shows. What was deleted, hints nobody replaced, hidden text, and the codes
of fields are left out; what was inserted with tracked changes, and what stands in boxes to fill
in, is text like any other.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from app.domain.pasted_text import FIXED_SPACES, LINE_ENDS, NOT_TEXT

TICKED, UNTICKED = "☒", "☐"
BULLET = "• "
LEFT_OUT = frozenset(
    {"del", "moveFrom", "delText", "instrText", "delInstrText", "Fallback", "drawing", "pict"}
    | {"object", "sdtPr", "rPr", "tblPr", "trPr", "tcPr"}
)
MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Boxes and ticks of the fonts Wingdings and Wingdings 2, which have no characters of their own.
SYMBOLS = {
    **dict.fromkeys(("fe", "fd", "78", "fc", "52", "53", "54", "50", "51"), TICKED),
    **dict.fromkeys(("a8", "6f", "a3", "71", "2a"), UNTICKED),
    "b7": "•",
    "a7": "•",
}
SPACES = re.compile(r"[ \t]+")


def local(element: Any) -> str:
    """Return the name of an element without its namespace; Word has two for the same names."""
    return str(etree.QName(element).localname)


def attribute(element: Any, name: str) -> str | None:
    """Return an attribute by its name without namespace, or None."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: Any, *names: str) -> Any:
    """Return what lies under an element by a path of names, or None where a step is missing."""
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def is_on(element: Any) -> bool:
    """Whether a property that is on or off is there and on."""
    if element is None:
        return False
    return attribute(element, "val") not in ("0", "false", "off", "none")


def within(element: Any, name: str, *others: str) -> Iterator[Any]:
    """Yield the outermost elements of a name inside another, through whatever wraps them.

    Nothing that is left out is looked into, nor any element of the other names.
    """
    walk = etree.iterwalk(element, events=("start",))
    for _, one in walk:
        if one is element:
            continue
        found = local(one)
        if found == name:
            yield one
        if found == name or found in LEFT_OUT or found in others:
            walk.skip_subtree()


def visible_text(element: Any, *, without_struck: bool = False) -> str:
    """Return the text of a cell, a line for each paragraph, its bullets as characters."""
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, one in walk:
        name = local(one)
        if event == "end":
            if name == "p":
                pieces.append("\n")
        elif name in LEFT_OUT or _is_unseen(one, name, without_struck=without_struck):
            walk.skip_subtree()
        elif name == "p":
            # A table inside a cell may begin on the line of the paragraph before it.
            pieces.append(BULLET if _is_item(one) else "")
        elif (found := _said_by(one, name)) is not None:
            pieces.append(found)
            walk.skip_subtree()
    return plain_lines("".join(pieces))


def plain_lines(text: str) -> str:
    """Return text without controls, doubled spaces and empty lines; a lone item has no bullet."""
    text = FIXED_SPACES.sub(" ", NOT_TEXT.sub("", LINE_ENDS.sub("\n", text)))
    lines = [SPACES.sub(" ", line).strip() for line in text.split("\n")]
    kept = [line for line in lines if line and line != BULLET.strip()]
    return kept[0].removeprefix(BULLET) if len(kept) == 1 else "\n".join(kept)


def _is_unseen(element: Any, name: str, *, without_struck: bool) -> bool:
    """Whether Word shows nothing of an element, or shows it struck through."""
    if name != "r":
        return False
    looks = child(element, "rPr")
    if is_on(child(looks, "vanish")):
        return True
    return without_struck and (is_on(child(looks, "strike")) or is_on(child(looks, "dstrike")))


def _is_item(paragraph: Any) -> bool:
    """Whether a paragraph is an item of a list, which Word marks beside the text."""
    properties = child(paragraph, "pPr")
    numbering = child(properties, "numPr", "numId")
    if numbering is not None:
        return attribute(numbering, "val") != "0"
    return (attribute(child(properties, "pStyle"), "val") or "").startswith(
        ("ListBullet", "ListNumber")
    )


def _said_by(element: Any, name: str) -> str | None:
    """Return what an element stands for by itself, or None where its own content says it."""
    if name == "t":
        return str(element.text or "")
    if name == "sdt":
        return _said_by_control(element)
    if name == "sym":
        return SYMBOLS.get((attribute(element, "char") or "")[-2:].lower(), "")
    if name == "ffData":
        return _said_by_old_field(element)
    return MARKS.get(name)


def _said_by_control(control: Any) -> str | None:
    """Return the tick of a box, nothing for a hint that nobody replaced, or None for the rest."""
    properties = child(control, "sdtPr")
    box = child(properties, "checkbox")
    if box is not None:
        ticked = attribute(child(box, "checked"), "val") in ("1", "true", "on")
        return TICKED if ticked else UNTICKED
    return "" if is_on(child(properties, "showingPlcHdr")) else None


def _said_by_old_field(field: Any) -> str:
    """Return what is ticked or chosen in a form field of the old kind, which holds no text."""
    box = child(field, "checkBox")
    if box is not None:
        state = child(box, "checked")
        state = state if state is not None else child(box, "default")
        return TICKED if is_on(state) else UNTICKED
    choice = child(field, "ddList")
    if choice is None:
        return ""
    entries = [attribute(one, "val") or "" for one in choice if local(one) == "listEntry"]
    chosen = attribute(child(choice, "result"), "val") or "0"
    at = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 4 else 0
    return entries[at] if at < len(entries) else ""
