"""The parts of the annual complaints performance and service improvement report, in their order.

Provision 8.1 of the 2024 edition asks for the lettered ones, a to f; the others are what landlords
add. A lettered part is complete when it says something, or says plainly that there was none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.errors import NotFound

SELF_ASSESSMENT = "self_assessment"
IMPROVEMENTS = "improvements"


@dataclass(frozen=True)
class ReportPart:
    """One part: what it must hold, what may fill it, and what stands for "none this year".

    `letter` is that of provision 8.1, None for what the Code does not ask for. `none_words` are
    published where the landlord chooses them; empty where the part may not be left out so.
    """

    key: str
    letter: str | None
    title: str
    holds: str
    filled_by: str
    none_words: str = ""

    @property
    def needed(self) -> bool:
        """Whether the Code asks for it."""
        return self.letter is not None

    @property
    def may_be_none(self) -> bool:
        """Whether a landlord may say that there was none this year."""
        return bool(self.none_words)


@dataclass(frozen=True)
class PartFacts:
    """What a landlord says in one part: its text, or none, and the tables and charts in it.

    Each of `shown` is "table:" or "chart:" and the name of the table or the chart.
    """

    key: str
    text: str = ""
    none_this_year: bool = False
    shown: tuple[str, ...] = ()


@dataclass(frozen=True)
class PartStanding:
    """Whether a part that the Code asks for is complete, and in a sentence what is missing."""

    part: ReportPart
    is_complete: bool
    missing: str = ""
    says_none: bool = False


PARTS = (
    ReportPart(
        "foreword",
        None,
        "Foreword by the Member Responsible for Complaints",
        "How the member judges the year, in the member’s own words.",
        "Text: what went badly, what the member asked, and what will be looked at next.",
    ),
    ReportPart(
        "how_to_complain",
        None,
        "How to complain",
        "Every way to complain, and where to go with what is not settled.",
        "Text, beside the ways to complain that the landlord has given for all its pages.",
    ),
    ReportPart(
        "scope",
        None,
        "What this report covers",
        "Which services, homes and days the figures are about, and what they leave out.",
        "Text: services outside the Housing Ombudsman’s remit that are counted in it as well.",
    ),
    ReportPart(
        "definitions",
        None,
        "What the words mean",
        "What the landlord means by upheld, partly upheld and the like.",
        "Text, a line for each word.",
    ),
    ReportPart(
        SELF_ASSESSMENT,
        "a",
        "How we measure up to the Code",
        "The year’s self-assessment against the Code: the result and the gaps of each section.",
        "The signed self-assessment of the year; text beside it if something needs explaining.",
    ),
    ReportPart(
        "performance",
        "b",
        "How we handled complaints: figures and what they tell",
        "How complaints were handled, in figures and in words that say what they mean.",
        "Tables and charts of the year’s figures, and text on why they are as they are.",
    ),
    ReportPart(
        "refused",
        "b",
        "Complaints we refused to accept",
        "How many complaints were refused, and for what kinds of reason.",
        "The table of refused complaints, or text, or the statement that there were none.",
        "We refused no complaint this year.",
    ),
    ReportPart(
        "non_compliance",
        "c",
        "What the Ombudsman found against the Code",
        "Every finding of the Ombudsman that the landlord did not comply with the Code.",
        "Text on each finding and each failure order, or the statement that there were none.",
        "The Ombudsman made no finding of non-compliance with the Code this year.",
    ),
    ReportPart(
        IMPROVEMENTS,
        "d",
        "What we learned and changed",
        "The improvements to services that came from complaints.",
        "Entries of the learning log, or text.",
    ),
    ReportPart(
        "ombudsman_report",
        "e",
        "The Ombudsman’s yearly report about us",
        "What the Ombudsman’s yearly report about the landlord says.",
        "Text with a link to it and its main figures, or the statement that there was none.",
        "The Ombudsman made no yearly report about us.",
    ),
    ReportPart(
        "other_publications",
        "f",
        "What else the Ombudsman published about our work",
        "Other reports or publications of the Ombudsman that bear on the landlord’s work.",
        "Text with a link to each, or the statement that there were none.",
        "The Ombudsman published nothing else about our work this year.",
    ),
    ReportPart(
        "plan",
        None,
        "What we will do next",
        "What will be done next, by whom and by when.",
        "The improvement plan, and text beside it.",
    ),
)
LETTERS = tuple(dict.fromkeys(part.letter for part in PARTS if part.letter))

PART_ORDER = tuple(part.key for part in PARTS)
PART_KEYS = frozenset(PART_ORDER)

_BY_KEY = {part.key: part for part in PARTS}


def part_title(key: str) -> str:
    """Return the title of a part; raise NotFound for what no page of ours sends."""
    if key not in _BY_KEY:
        raise NotFound("The report has no such part. Choose one of its parts.")
    return _BY_KEY[key].title


def part_named(key: str) -> ReportPart:
    """Return the part with a key; KeyError where there is none."""
    return _BY_KEY[key]


def standing(
    parts: Sequence[PartFacts], *, has_self_assessment: bool, has_learning: bool
) -> tuple[PartStanding, ...]:
    """Return for each part that the Code asks for whether it is complete; b stands as two parts."""
    said = {part.key: part for part in parts}
    return tuple(_standing(said, has_self_assessment, has_learning))


def missing(
    parts: Sequence[PartFacts], *, has_self_assessment: bool, has_learning: bool
) -> tuple[PartStanding, ...]:
    """Return the parts that the Code asks for and that are not complete, in their order."""
    everything = standing(parts, has_self_assessment=has_self_assessment, has_learning=has_learning)
    return tuple(one for one in everything if not one.is_complete)


def _standing(
    said: dict[str, PartFacts], has_self_assessment: bool, has_learning: bool
) -> Iterator[PartStanding]:
    for part in PARTS:
        if not part.needed:
            continue
        facts = said.get(part.key, PartFacts(part.key))
        says_none = facts.none_this_year and part.may_be_none
        is_complete = bool(facts.text.strip() or facts.shown or says_none)
        if part.key == SELF_ASSESSMENT:
            is_complete = has_self_assessment
        if part.key == IMPROVEMENTS:
            is_complete = bool(facts.text.strip()) or has_learning
        what = "" if is_complete else _what_is_missing(part)
        yield PartStanding(part, is_complete, what, says_none)


def _what_is_missing(part: ReportPart) -> str:
    """Return what to do about a part, as a sentence for its writer."""
    if part.key == SELF_ASSESSMENT:
        return (
            f"Part {part.letter}, “{part.title}”, is missing: sign off the self-assessment of the "
            "year first."
        )
    ways = "Write it or place a table or a chart in it"
    if part.key == IMPROVEMENTS:
        ways = "Write it or add an entry to the learning log"
    if part.may_be_none:
        ways += ", or say that there was none this year"
    return f"Part {part.letter}, “{part.title}”, is missing. {ways}."
