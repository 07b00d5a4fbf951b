"""The summary in large print: what fits on one sheet of A4, and what is left to the full page.

Nothing can be measured before it is printed, so lines are counted by wide guesses: a sheet with
some room left is better than a second sheet with two lines.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.rendering.statement_provisions import ProvisionView
from app.rendering.statement_view import StatementView
from app.rendering.statement_words import NO_DATE

# At 18 points; the wide guesses leave room for the notice of a newer revision as well.
LINES = 34.0
# A line holds this many times the size of its letters.
LINE = 27.5
HEADING = 1.75  # how many lines a heading takes with the space around it
GAP = 0.2  # the space after a paragraph
NARROW, WIDE, CAPITALS = frozenset("iIjlt.,:;'|!()[] ’"), frozenset("mwMW@%—"), 0.72
BOLD = 1.3  # how much wider the letters of the first heading are
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
    room = LINES - 2 * HEADING - 1.3 * lines(heading, size=BOLD)
    room -= sum(lines(one) + GAP for one in others)
    if demonstration:
        room -= 1 + lines(demonstration["notice"])  # its box has edges
    unmet, more = _fitting([_unmet(one) for one in view.unmet], room)
    return Sheet(heading, sentences, unmet, more, complain, ombudsmen)


def lines(text: str, *, size: float = 1.0) -> int:
    """Return how many lines a text may take: words wrap, and one wider than a line is broken."""
    rows, used = 1, 0.0
    for word in text.split(" "):
        width = size * _width(f"{word} ")
        if used and used + width > LINE:
            rows, used = rows + 1, 0.0
        rows += int((used + width) / LINE)
        used = (used + width) % LINE
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
    if one in NARROW:
        return 0.3
    if one in WIDE or not one.isascii():
        return 1.0
    return CAPITALS if one.isupper() else 0.55


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
        needed = lines(entry) + GAP + (1 + GAP if rest else 0)
        if needed > room:
            break
        taken.append(entry)
        room -= lines(entry) + GAP
    left = len(entries) - len(taken)
    if not left:
        return tuple(taken), None
    return tuple(taken), f"And {left} more on the full page." if taken else (
        f"{left} on the full page."
    )
