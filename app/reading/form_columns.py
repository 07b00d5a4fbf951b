"""Which column of a form says what: by the words of its header, or by what stands below."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.reading.word_tables import Grid, GridRow

NUMBER = re.compile(
    r"(?:code |provision |section |paragraph |para\.? |clause |requirement |question |no\.? ?)?"
    r"(\d{1,2})(?: ?\. ?(\d{1,2}))?[.:)]?"
)
NUMBER_THEN_TEXT = re.compile(r"(\d{1,2}) ?\. ?(\d{1,2})(?!\d)[.:)]?\s+(?=\S)")
LONGEST = 120  # of the head of a column, or of a section's title beside it

# What headers are called, tried in this order; the first that fits a cell gives it its part.
PARTS = (
    ("yes", r"y|yes"),
    ("no", r"n|no"),
    ("na", r"n ?/ ?a|not applicable"),
    ("status", r".*\bcompl(?:y|ies|iance|iant)\b.*|yes ?/ ?no.*|met\b.*|status"),
    ("commentary", r".*\b(?:comment(?:s|ary)?|expla(?:in|nation)s?|notes?|narrative)\b.*"),
    ("evidence", r".*\bevidence\b.*"),
    ("requirement", r".*\b(?:requirements?|questions?|what .* (?:asks?|says?|requires?))\b.*"),
    (
        "number",
        r"(?:code )?(?:provisions?|sections?|paragraphs?|para|clauses?|ref(?:erence)?|numbers?"
        r"|nr|no\.|#|§)\.?(?: (?:no|number|ref|reference)\.?)?",
    ),
)
COMPILED = tuple((part, re.compile(words)) for part, words in PARTS)
LONGEST_ANSWER = 40
ANSWERS = frozenset({"yes", "no", "na"})
ANSWERED_IN = ("status", "yes", "no", "na", "evidence", "commentary")


@dataclass(frozen=True)
class Columns:
    """In which column of a table each part of a row stands; None where it has none.

    Where `number` and `requirement` are the same column, its text begins with the number.
    `certain` where a header says which column holds the requirement.
    """

    number: int
    requirement: int
    status: int | None = None
    yes: int | None = None
    no: int | None = None
    na: int | None = None
    evidence: int | None = None
    commentary: int | None = None
    certain: bool = False


def header(row: GridRow) -> Columns | None:
    """Return the columns that a row names, or None where it is no header."""
    if any(_belongs_to_a_provision(cell.text) for cell in row):
        return None
    parts = _named(row)
    firsts = [at for at, part in enumerate(parts) if part in ANSWERED_IN]
    named = {part for part in parts if part}
    if not firsts or len(named) < 2:
        return None
    return _placed(parts, firsts[0])


def with_answers_below(columns: Columns, row: GridRow) -> Columns | None:
    """Return the columns with Yes and No apart, where a second row of the header names these."""
    parts = _named(row)
    others = [cell for at, cell in enumerate(row) if parts[at] not in ANSWERS]
    if not {"yes", "no"} <= set(parts) or any(one.text and not one.goes_on for one in others):
        return None
    where = {part: at for at, part in enumerate(parts) if part in ANSWERS}
    return replace(columns, status=None, yes=where["yes"], no=where["no"], na=where.get("na"))


def by_content(table: Grid) -> Columns | None:
    """Return the columns of a table without a header, judged by where its numbers stand."""
    for at in range(min(table.columns, 3)):
        texts = [row[at].text for row in table.rows if row[at].text]
        rest = tuple(range(at + 1, table.columns))
        if rest and _most(texts, lambda text: "." in (number_in(text) or "")):
            return _in_usual_order(table, at, rest[0], rest[1:])
        if _most(texts, lambda text: bool(NUMBER_THEN_TEXT.match(text))):
            return _in_usual_order(table, at, at, rest)
    return None


def number_in(text: str) -> str | None:
    """Return the number that a cell holds and nothing else, or None: "1. 2" is 1.2, not 1."""
    found = NUMBER.fullmatch(" ".join(text.lower().split()))
    return as_number(found[1], found[2]) if found else None


def as_number(section: str, provision: str | None) -> str:
    """Return the number of a provision as editions write it; 1.10 keeps its nought."""
    return str(int(section)) if provision is None else f"{int(section)}.{int(provision)}"


def _belongs_to_a_provision(text: str) -> bool:
    """Whether a text is a provision's number, begins with one, or is too long to head a column."""
    return (
        "." in (number_in(text) or "") or bool(NUMBER_THEN_TEXT.match(text)) or len(text) > LONGEST
    )


def _named(row: GridRow) -> list[str | None]:
    """Return which part each cell of a row names, each part once."""
    parts: list[str | None] = []
    for cell in row:
        text = " ".join(cell.text.lower().split()).strip(" :*?")
        part = None
        if text and number_in(text) is None:
            part = next((part for part, words in COMPILED if words.fullmatch(text)), None)
        # "No." at the head of the first column is its number, not an answer.
        if part == "no" and "yes" not in parts:
            part = "number" if not any(parts) else None
        parts.append(part if part not in parts else None)
    return parts


def _placed(parts: list[str | None], first: int) -> Columns | None:
    """Return where each part stands; what no header names stands in its usual place before them."""
    where = {part: at for at, part in enumerate(parts) if part}
    if "requirement" not in where and first == 0:
        return None
    number = where.get("number", 0)
    if "requirement" in where:
        requirement = where["requirement"]
        number = where.get("number", requirement if requirement == 0 else 0)
    else:
        unnamed = [at for at in range(first) if at != number]
        requirement = unnamed[0] if unnamed else number
    return Columns(
        number,
        requirement,
        **{one: where.get(one) for one in ANSWERED_IN},
        certain="requirement" in where,
    )


def _in_usual_order(table: Grid, number: int, requirement: int, rest: tuple[int, ...]) -> Columns:
    """Return columns as the official forms order them: comply, evidence, commentary."""
    status = None
    if rest and all(len(row[rest[0]].text) <= LONGEST_ANSWER for row in table.rows):
        status, rest = rest[0], rest[1:]
    evidence = rest[0] if len(rest) > 1 else None
    commentary = rest[len(rest) > 1] if rest else None
    return Columns(number, requirement, status=status, evidence=evidence, commentary=commentary)


def _most(texts: Sequence[str], fits: Callable[[str], bool]) -> bool:
    """Whether something holds for at least half of some texts."""
    return bool(texts) and 2 * sum(1 for text in texts if fits(text)) >= len(texts)
