"""A fault: one thing to put right in a file, said in a sentence to the person who edits it.

A rule yields objections, each a place and a sentence; whoever read the file knows the line of each
place. Kept apart from the rules, because guidance, editions and YAML all have faults.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

# A place is the way down to a value in the words of the file: ("sections", 2, "title").
Place: TypeAlias = tuple[str | int, ...]
Objection: TypeAlias = tuple[Place, str]
LineOf: TypeAlias = Callable[[Place], int | None]

_MARKUP = re.compile(r"<[A-Za-z/!?]|\]\(")
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LONGEST_QUOTATION = 60


@dataclass(frozen=True)
class Fault:
    """One thing to put right in a file, printed as `2024.yaml:123: what to write instead`."""

    where: str
    line: int | None
    message: str

    def __str__(self) -> str:
        """Return the fault in the shape that editors turn into a link."""
        line = "" if self.line is None else f"{self.line}:"
        return f"{self.where}:{line} {self.message}"

    def __lt__(self, other: "Fault") -> bool:
        """Sort by file and line, a fault of the whole file first."""
        mine = (self.where, self.line or 0, self.message)
        return mine < (other.where, other.line or 0, other.message)


def unknown_line(place: Place) -> int | None:
    """Return no line, for an edition that came from no file."""
    return None


def as_faults(
    objections: Iterable[Objection], *, where: str, line_of: LineOf = unknown_line
) -> tuple[Fault, ...]:
    """Return the objections as faults of one file, in the order of its lines."""
    return tuple(sorted(Fault(where, line_of(place), message) for place, message in objections))


def quoted(text: str) -> str:
    """Return a value in quotation marks, cut short and with hidden characters made visible.

    A fault is printed in a terminal and on pages, where a right-to-left override in the quoted
    value would turn round the sentence that complains about it.
    """
    shown = "".join(one if one.isprintable() else f"[U+{ord(one):04X}]" for one in text[:80])
    cut = len(text) > 80 or len(shown) > _LONGEST_QUOTATION
    return f"“{shown[:_LONGEST_QUOTATION]}{'…' if cut else ''}”"


def text_faults(text: str) -> Iterator[str]:
    """Yield what is wrong with a piece of text, whatever it says: hidden characters, markup.

    Pages show the text as it stands, so markup would be harmless but ugly; hidden characters can
    make a reader see other words than those that are compared and signed.
    """
    # Whatever Python can print leaves a mark, and most texts are nothing else.
    hidden = None if text.isprintable() else next(filter(_is_hidden, text), None)
    if hidden is not None:
        name = unicodedata.name(hidden, "a control character").lower()
        yield f"The text holds a hidden character, U+{ord(hidden):04X} ({name}): delete it."
    markup = _MARKUP.search(text)
    if markup:
        start = quoted(text[markup.start() : markup.start() + 20])
        yield f"The text holds HTML or Markdown at {start}: write plain words."


def _is_hidden(character: str) -> bool:
    """Tell whether a character leaves no mark: controls, bidi overrides, unassigned ones."""
    return character != "\n" and unicodedata.category(character) in _HIDDEN_CATEGORIES
