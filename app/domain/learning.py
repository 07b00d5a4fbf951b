"""What a landlord learned from complaints: part d of the annual report (provision 8.1 d)."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.due_dates import read_due
from app.domain.errors import Invalid
from app.domain.years import FinancialYear

LONGEST_WHEN = 200  # characters
LONGEST_THEME = 60
MOST_THEMES = 10


class Worked(StrEnum):
    """Whether a change did what it was made for."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    TOO_EARLY = "too_early"


WORKED_WORDS = {
    Worked.YES: "It worked",
    Worked.PARTLY: "It worked in part",
    Worked.NO: "It did not work",
    Worked.TOO_EARLY: "Too early to say",
}

# As a count is followed by them: "3 worked in part".
TALLY_WORDS = {
    Worked.YES: "worked",
    Worked.PARTLY: "worked in part",
    Worked.NO: "did not work",
    Worked.TOO_EARLY: "too early to say",
}

# What has begun is told by these as well; the last day of what follows them is what is counted.
BEGUN = re.compile(r"^(?:since|from|as of|with effect from|early|mid|late)\s+", re.IGNORECASE)
THEMES_END = re.compile(r"[,;\n]")
NUMBERS_END = re.compile(r"(?:[\s,;&]|\band\b)+")

# What gives a single resident away, as far as letters and figures can tell it: a name cannot.
PERSONAL = {
    "an e-mail address": re.compile(r"[\w.+-]@[\w-]+\.\w"),
    "a telephone number": re.compile(r"(?<!\d)0\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)", re.ASCII),
    "a postcode": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.ASCII),
    "a house number and a street": re.compile(
        r"\b\d{1,4}[a-zA-Z]? (?:[A-Z][a-z']{1,20} ){1,2}"
        r"(?:Avenue|Close|Court|Crescent|Drive|Gardens|Grove|House|Lane|Place|Road|Street|Terrace"
        r"|Walk|Way)\b",
        re.ASCII,
    ),
}


@dataclass(frozen=True)
class LearningFacts:
    """One entry of the learning log as a value."""

    id: int
    year: str
    heard: str
    changed: str
    changed_when: str
    changed_on: date | None
    worked: Worked
    worked_how: str
    themes: tuple[str, ...]
    provisions: tuple[str, ...]
    is_internal: bool = False


def last_day_of(changed_when: str, year_end_month: int) -> date | None:
    """Return the last day that the words for a time allow, or None where none can be counted."""
    try:
        due = read_due(BEGUN.sub("", changed_when), year_end_month)
    except Invalid:
        return None
    return due.last_day if due else None


def read_themes(typed: str) -> tuple[str, ...]:
    """Return the themes that a person typed, separated by commas or lines, each one once."""
    return _each_once(" ".join(piece.split()) for piece in THEMES_END.split(typed))


def read_numbers(typed: str) -> tuple[str, ...]:
    """Return the provision numbers that a person typed: "6.3, 7.1" or "6.3 and 7.1"."""
    pieces = (piece.rstrip(".") for piece in NUMBERS_END.split(typed))
    return tuple(dict.fromkeys(filter(None, pieces)))


def as_known(themes: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Return themes as earlier entries spell them, so that Damp and damp are one theme."""
    spelling: dict[str, str] = {}
    for theme in known:
        spelling.setdefault(theme.casefold(), theme)
    return _each_once(spelling.get(theme.casefold(), theme) for theme in themes)


def check_themes(themes: Sequence[str]) -> None:
    """Raise Invalid for more themes than anybody reads, or for one that is a sentence."""
    if len(themes) > MOST_THEMES:
        raise Invalid(f"Name {MOST_THEMES} themes at most: the ones that matter.", "themes")
    for theme in themes:
        if len(theme) > LONGEST_THEME:
            raise Invalid(
                f"“{theme[:LONGEST_THEME]}…” is too long for a theme. Use a few words, such as "
                "“damp and mould”, with commas between two themes.",
                "themes",
            )


def looks_personal(*texts: str) -> tuple[str, ...]:
    """Return what in texts may tell of a single resident, in words: "a postcode"."""
    return tuple(
        what for what, pattern in PERSONAL.items() if any(pattern.search(text) for text in texts)
    )


def learning_order(entry: LearningFacts) -> tuple[bool, date, int]:
    """Return the sorting key within a year: the earliest change first, those without a day last."""
    return (entry.changed_on is None, entry.changed_on or date.max, entry.id)


def tally(entries: Iterable[LearningFacts]) -> tuple[tuple[Worked, int], ...]:
    """Return how many entries had each outcome, every outcome named."""
    counted = Counter(entry.worked for entry in entries)
    return tuple((worked, counted[worked]) for worked in Worked)


def to_ask_again(
    entries: Iterable[LearningFacts], before: FinancialYear
) -> tuple[LearningFacts, ...]:
    """Return what was too early to say in years before one: by now somebody may know."""
    early = (entry for entry in entries if entry.worked is Worked.TOO_EARLY)
    return tuple(entry for entry in early if FinancialYear.parse(entry.year) < before)


def _each_once(words: Iterable[str]) -> tuple[str, ...]:
    """Return words without blanks, and without those that differ only in capital letters."""
    found: dict[str, str] = {}
    for word in words:
        if word:
            found.setdefault(word.casefold(), word)
    return tuple(found.values())
