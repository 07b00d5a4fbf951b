"""Whose form a file is: of this edition, of another one, or of the other ombudsman's code.

No single row tells, because numbers repeat across editions with other meanings. The form is
judged as a whole, by which numbers it has and how well its words fit what each edition says there.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.edition_shelf import Editions
from app.domain.editions import Edition, Obligation, number_order
from app.domain.errors import Invalid
from app.domain.form_rows import FormRow
from app.domain.likeness import measure_of
from app.domain.wording import listed

FIELD = "file"
ENOUGH_ROWS = 5  # fewer say little about a whole form
MOST_NAMED = 8
MOST_ROWS_EACH = 4  # for each question of the form; people add rows, but not that many
FEWEST_REFUSED = 100
SISTER = "Local Government and Social Care Ombudsman"
SISTER_NAMES = re.compile(
    r"local government (?:and|&) social care ombudsman|\blgsco\b", re.IGNORECASE
)
# As the Word files of this program say it, in this version and in those before.
OUR_SUMMARIES = re.compile(
    r"\bour summary(?: of the code)?,? (?:not in its|not its|for the rest)\b", re.IGNORECASE
)
MUST, SHOULD = re.compile(r"\bmust\b", re.IGNORECASE), re.compile(r"\bshould\b", re.IGNORECASE)
CHOOSE = "Choose the right edition, or the right file."


@dataclass(frozen=True)
class Fit:
    """How a form fits an edition: by its numbers, and by its words, each from 0 to 1."""

    edition: Edition
    numbers: float
    words: float


def refuse_far_more_rows(edition: Edition, rows: Sequence[FormRow]) -> None:
    """Raise Invalid for a file with far more rows than a form of this edition can have."""
    asked = len(edition.in_form)
    if len(rows) > max(FEWEST_REFUSED, MOST_ROWS_EACH * asked):
        raise Invalid(
            f"This is not the form of {_named(edition)}: it has {len(rows):,} rows, and the form "
            f"asks {asked} times. {CHOOSE}",
            FIELD,
        )


def refuse_another_form(
    edition: Edition, rows: Sequence[FormRow], around: str, shelf: Editions
) -> None:
    """Raise Invalid where a form is not this edition's, saying whose it is and what was seen."""
    _refuse_our_own_words(around)
    _refuse_the_sister_code(edition, rows, around)
    numbered = [row for row in rows if not is_heading(row, edition) and row.number]
    if not numbered:
        _refuse_sections_alone(edition, rows)
        return
    own = _fit(edition, numbered)
    others = [_fit(one, numbered) for one in shelf if not _are_kin(one, edition)]
    better = [other for other in others if _fits_better(other, own, len(numbered))]
    if better:
        best = max(better, key=lambda fit: fit.numbers + fit.words)
        raise Invalid(
            f"This is the form of {_named(best.edition)}, not of {_named(edition)}. "
            f"{_seen(edition, best.edition, numbered)} {CHOOSE}",
            FIELD,
        )
    known = sum(edition.provision(row.number or "") is not None for row in numbered)
    if 2 * known < len(numbered):
        raise Invalid(
            f"This is not the form of {_named(edition)}: of its {len(numbered)} numbered rows, "
            f"only {known} {'has' if known == 1 else 'have'} a number of that edition. {CHOOSE}",
            FIELD,
        )


def is_heading(row: FormRow, edition: Edition) -> bool:
    """Whether a row is the title of a section, or asks for evidence of a section as a whole."""
    if row.number is None:
        return row.requirement.lower().strip(" :") in ("evidence relied upon", "evidence")
    return "." not in row.number and edition.provision(row.number) is None


def _refuse_our_own_words(around: str) -> None:
    """A form that this program made holds our summaries, which must not pose as official."""
    if OUR_SUMMARIES.search(around):
        raise Invalid(
            "This form was made from our own summaries, and says so. The official wording can "
            "come only from the form that the publisher of the Code issues.",
            FIELD,
        )


def _refuse_the_sister_code(edition: Edition, rows: Sequence[FormRow], around: str) -> None:
    """Raise Invalid for the other ombudsman's code, which is close to ours in shape and numbers."""
    if SISTER_NAMES.search(edition.issuer):
        return
    requirements = "\n".join(row.requirement for row in rows)
    title = around[:1_000]
    seen = []
    if SISTER_NAMES.search(requirements) and edition.issuer not in requirements:
        seen.append("its requirements name that ombudsman")
    if SISTER_NAMES.search(title) and edition.issuer not in title:
        seen.append("its title names that ombudsman")
    if (SISTER_NAMES.search(around) or seen) and _is_by_sections(rows):
        seen.append("it has one row for each section")
    if _says_should(edition, rows):
        seen.append("its requirements say “should” where this edition says “must”")
    if not seen:
        return
    if not SISTER_NAMES.search(around + requirements):
        raise Invalid(
            f"This is not the form of {_named(edition)}: {seen[0]}. The code of the {SISTER} is "
            f"worded like that. {CHOOSE}",
            FIELD,
        )
    raise Invalid(
        f"This is the form of the {SISTER}'s code, not of {_named(edition)}: {listed(seen)}. "
        f"{CHOOSE}",
        FIELD,
    )


def _refuse_sections_alone(edition: Edition, rows: Sequence[FormRow]) -> None:
    """Raise Invalid for a form whose only numbers are those of sections."""
    if _is_by_sections(rows):
        raise Invalid(
            f"This is not the form of {_named(edition)}: it has one row for each section, and "
            f"this edition asks about each provision. {CHOOSE}",
            FIELD,
        )


def _is_by_sections(rows: Sequence[FormRow]) -> bool:
    """Whether the rows are a section's each, with no number below these."""
    numbers = [row.number for row in rows if row.number]
    return bool(numbers) and not any("." in number for number in numbers)


def _says_should(edition: Edition, rows: Sequence[FormRow]) -> bool:
    """Whether nearly everything is a "should", in an edition where nearly nothing is."""
    asked = [one for one in edition.in_form if one.obligation is not Obligation.STATEMENT]
    if sum(one.obligation is Obligation.MUST for one in asked) < 0.9 * len(asked):
        return False
    texts = [row.requirement for row in rows if row.requirement]
    should = sum(bool(SHOULD.search(text)) and not MUST.search(text) for text in texts)
    return len(texts) >= ENOUGH_ROWS and should > 0.8 * len(texts)


def _are_kin(one: Edition, other: Edition) -> bool:
    """Whether two are the same edition, or one a correction of the other: their forms are alike."""
    return one.id == other.id or (
        one.rulebook == other.rulebook
        and (
            one.corrects == other.name
            or other.corrects == one.name
            or (one.corrects is not None and one.corrects == other.corrects)
        )
    )


def _fit(edition: Edition, rows: Sequence[FormRow]) -> Fit:
    numbers = {row.number for row in rows}
    asked = {one.number for one in edition.in_form}
    measure = measure_of(edition)
    likeness = [measure.of(row.requirement).get(row.number or "", 0.0) for row in rows]
    return Fit(
        edition,
        numbers=len(numbers & asked) / len(numbers | asked),
        words=sum(likeness) / len(likeness),
    )


def _fits_better(other: Fit, own: Fit, rows: int) -> bool:
    """Whether another edition fits clearly better, by words or, where these say little, numbers."""
    if rows < ENOUGH_ROWS:
        return False
    if other.words > 1.3 * own.words + 0.05:
        return other.numbers >= own.numbers - 0.1
    # Numbers tell only of a form that is nearly whole.
    return other.numbers > max(0.75, own.numbers + 0.08) and other.words >= 0.9 * own.words - 0.02


def _seen(edition: Edition, other: Edition, rows: Iterable[FormRow]) -> str:
    """Say which numbers gave a form away, or that its words did."""
    numbers = {row.number for row in rows if row.number}
    foreign = _some(one for one in numbers if not edition.provision(one) and other.provision(one))
    lacking = _some(
        one.number
        for one in edition.in_form
        if one.number not in numbers and not other.provision(one.number)
    )
    if foreign and lacking:
        return f"It has {foreign}, which this edition has not, and it lacks {lacking}."
    if foreign:
        return f"It has {foreign}, which this edition has not."
    if lacking:
        return f"It lacks {lacking}, and its words fit {_named(other)} better."
    return "Its words fit that edition much better, number by number."


def _some(numbers: Iterator[str]) -> str:
    """Name the first of some numbers, and how many more there are."""
    ordered = sorted(numbers, key=number_order)
    more = len(ordered) - MOST_NAMED
    if more < 2:
        return listed(ordered)
    return f"{', '.join(ordered[:MOST_NAMED])} and {more} more"


def _named(edition: Edition) -> str:
    """Name an edition with its publisher, since two publishers' codes have one title."""
    return f"the {edition.title} {edition.name} ({edition.issuer})"
