"""The summary in large print: what fits on one sheet of A4, and what is left to the full page.

Nothing can be measured before it is printed, so lines are counted with the letters of DejaVu Sans,
the widest of the fonts that a page may get: room that is left is better than a second sheet.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.rendering.statement_provisions import ProvisionView
from app.rendering.statement_view import StatementView
from app.rendering.statement_words import NO_DATE

# All in lines of the sheet, which the print part of statement.css sets at 18 points.
LINES = 36.2
LINE = 29.2  # a line holds this many times the size of its letters
HEADING = 1.65  # a heading, with the space around it
TITLE = 1.07  # a line of the first heading, which is larger
GAP = 0.2  # the space after a paragraph
BOX = 0.7  # the edges of a notice, and the space around it
LATER = 2  # a notice that the revision was replaced, which is added after this was counted
BOLD = 1.17  # how much wider the letters of a notice are, its edges counted
LARGE_BOLD = 1.27  # and those of the first heading
WIDTHS = {0.33: " .,:;'’|iIjl", 0.41: "ftrJ()[]!/-", 0.55: "csxyvzk–", 1.0: "mwMW@%—"}
LETTERS = {letter: width for width, letters in WIDTHS.items() for letter in letters}
CAPITAL, LETTER = 0.73, 0.63
LONGEST_NAME = 60
LONGEST_WAY = 90
MOST_WAYS = 3
PREFERRED = ("Telephone", "Email", "Online", "In writing", "Other ways")


@dataclass(frozen=True)
class Sheet:
    """What stands on the sheet, line by line; `more` says how many did not find room."""

    heading: str
    sentences: list[str]
    unmet: tuple[str, ...]
    more: str | None
    complain: tuple[tuple[str, str, str | None], ...]
    ombudsmen: tuple[str, ...]


def sheet(view: StatementView) -> Sheet:
    """Return the summary of a statement, cut to what one sheet holds."""
    name = cut(view.document["landlord"]["name"], LONGEST_NAME)
    heading = f"{name}: complaints self-assessment {view.year}"
    sentences = [view.judgement, f"{view.counts_sentence} {view.evidence_sentence or ''}".strip()]
    complain, ombudsmen = tuple(_ways(view)), tuple(_ombudsmen(view))
    demonstration = view.document["demonstration"]
    ways = [f"{name}: {text}" for name, text, _ in complain]
    others = [*sentences, *ways, *ombudsmen, view.revision]
    room = LINES - LATER - BOX - GAP - 2 * HEADING - TITLE * lines(heading, size=LARGE_BOLD)
    room -= sum(lines(one) + GAP for one in others)
    if demonstration:
        room -= BOX + lines(demonstration["notice"], size=BOLD)
    unmet, more = _fitting([_unmet(one) for one in view.unmet], room)
    return Sheet(heading, sentences, unmet, more, complain, ombudsmen)


def lines(text: str, *, size: float = 1.0) -> int:
    """Return how many lines a text may take: words wrap, and one wider than a line is broken."""
    rows, used = 1, 0.0
    for word in re.findall(r"[^ -]*[ -]|[^ -]+", f"{text} "):
        width = size * _width(word)
        if used and used + size * _width(word.rstrip()) > LINE:
            rows, used = rows + 1, 0.0
        more, used = divmod(used + width, LINE)
        rows += int(more)
    return rows


def cut(text: str, longest: int) -> str:
    """Return the text on one line, ended by "…" where it is wider than so many usual letters."""
    plain = " ".join(text.split())
    if _width(plain) <= longest / 2:
        return plain
    while _width(plain) > longest / 2:
        plain = plain[:-1]
    whole_words = plain.rpartition(" ")[0]
    return f"{(whole_words if _width(whole_words) > longest / 3 else plain).rstrip(' ,.')}…"


def _width(text: str) -> float:
    """Return the width in sizes of the letter: "i" takes a third of "m"; what is not known, all."""
    return sum(_letter(one) for one in text)


def _letter(one: str) -> float:
    if one in LETTERS:
        return LETTERS[one]
    if not one.isascii():
        return 1.0
    return CAPITAL if one.isupper() else LETTER


def _unmet(provision: ProvisionView) -> str:
    dates = dict.fromkeys(action.due for action in provision.open_actions) or {NO_DATE: None}
    said = [cut(one, 50) for one in dates]
    by_when = said[0] if len(said) == 1 else f"{said[0]}, and {len(said) - 1} more"
    return f"{cut(provision.name, 70)} – {'' if dates == {NO_DATE: None} else 'by when: '}{by_when}"


def _ways(view: StatementView) -> Iterable[tuple[str, str, str | None]]:
    ways = sorted(view.ways_to_complain, key=lambda way: PREFERRED.index(way[0]))
    for name, text, link in ways[:MOST_WAYS]:
        yield name, cut(text, LONGEST_WAY), link


def _ombudsmen(view: StatementView) -> Iterable[str]:
    first, *others = view.ombudsmen
    yield (
        "Not content with the final answer? Go to the "
        f"{first.name} within twelve months of it: {first.telephone}, {first.address_words}. "
        "It is free."
    )
    for other in others:
        yield f"About homelessness or the allocation of homes: {other.name}, {other.telephone}."


def _fitting(entries: list[str], room: float) -> tuple[tuple[str, ...], str | None]:
    """Return the entries that fit, and a line for the rest."""
    taken: list[str] = []
    for entry in entries:
        rest = len(entries) - len(taken) - 1
        needed = lines(entry) + (1 if rest else 0)
        if needed > room:
            break
        taken.append(entry)
        room -= lines(entry)
    left = len(entries) - len(taken)
    if not left:
        return tuple(taken), None
    return tuple(taken), f"And {left} more on the full page." if taken else (
        f"{left} on the full page."
    )
