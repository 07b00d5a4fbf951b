"""What a new assessment can start from, and the preview of what would come along."""

from dataclasses import dataclass

from sqlalchemy import select

from app.database import db
from app.domain.coming_along import FIELD, ComingAlong, coming_along
from app.domain.edition_shelf import Editions
from app.domain.editions import Edition
from app.domain.errors import Invalid
from app.domain.published_addresses import FIRST_RULEBOOK
from app.domain.workflow import STATE_WORDS, Reason, State
from app.domain.years import FinancialYear
from app.models import Assessment, Landlord
from app.models.carrying_facts import (
    earlier_facts,
)
from app.models.earlier_challenges import unsettled_for
from app.queries.headings import edition_words


@dataclass(frozen=True)
class EarlierLine:
    """An assessment that a new one can start from, in words."""

    id: int
    words: str


@dataclass(frozen=True)
class PreviewPage:
    """What would come along, before anything is created."""

    along: ComingAlong
    earlier_id: int
    earlier_words: str
    edition: str
    year: str
    questions: int
    is_record: bool


def earlier_lines(landlord: Landlord, editions: Editions) -> tuple[EarlierLine, ...]:
    """Return the assessments that a new one can start from, the latest year first."""
    return tuple(
        EarlierLine(row.id, assessment_in_words(row, editions)) for row in _earlier(landlord)
    )


def suggested_edition(landlord: Landlord, year: FinancialYear, editions: Editions) -> Edition:
    """Return the edition of the rulebook answered last that is in force in a year, as corrected.

    What comes into force after the year's end is not what the year is assessed by.
    """
    latest = next(iter(_earlier(landlord)), None)
    rulebook = latest.rulebook if latest else FIRST_RULEBOOK
    of_rulebook = [one for one in editions if one.rulebook == rulebook] or list(editions)
    last_day = year.last_day(landlord.year_end_month).isoformat()
    in_force = [one for one in of_rulebook if one.in_force <= last_day] or of_rulebook[-1:]
    replaced = {(one.rulebook, one.corrects) for one in in_force if one.corrects}
    return next((one for one in in_force if (one.rulebook, one.name) not in replaced), in_force[0])


def suggested_earlier(landlord: Landlord, year: FinancialYear, editions: Editions) -> int | None:
    """Return the assessment to start from at first: the newest that is no later than the year.

    What was published or signed off comes before a draft of its year, and a draft of the year
    itself, which is still being written, after all others; a corrected edition comes last.
    """

    def weight(row: Assessment) -> tuple[bool, str, bool, bool, int]:
        done = row.state in (State.PUBLISHED, State.SIGNED_OFF)
        edition = editions.get(row.edition_id)
        corrects = bool(edition and edition.corrects)
        return (done or row.year != year.text, row.year, done, corrects, row.id)

    fitting = [row for row in _earlier(landlord) if FinancialYear.parse(row.year) <= year]
    return max(fitting, key=weight).id if fitting else None


def start_from(landlord: Landlord, chosen: str, editions: Editions) -> tuple[Assessment, Edition]:
    """Return the assessment that somebody chose to start from, with its edition, or raise Invalid.

    An edition that is missing or altered cannot be carried from: nobody would know what it asked.
    """
    row = next((one for one in _earlier(landlord) if str(one.id) == chosen), None)
    if row is None:
        raise Invalid(
            "Choose one of the assessments below to start from, or start with empty answers.", FIELD
        )
    edition = editions.get(row.edition_id)
    if edition is None or edition.digest != row.edition_digest:
        raise Invalid(
            f"The assessment of {row.year} answers “{row.edition_id}”, which is missing from this "
            "installation or is not the same as it was then. Choose another one, or ask whoever "
            "looks after this site to put that edition's file back.",
            FIELD,
        )
    return row, edition


def preview_page(
    earlier: Assessment, before: Edition, after: Edition, year: FinancialYear, editions: Editions
) -> PreviewPage:
    """Return what a new assessment would begin with; raise Invalid where nothing could come."""
    along = coming_along(earlier_facts(earlier, before, editions), after, year, editions)
    return PreviewPage(
        along=along,
        earlier_id=earlier.id,
        earlier_words=assessment_in_words(earlier, editions),
        edition=edition_words(after, after.id),
        year=year.text,
        questions=len(unsettled_for(earlier.landlord_id, after.rulebook, year.text, earlier.kind)),
        is_record=earlier.reason is Reason.RECORD,
    )


def assessment_in_words(row: Assessment, editions: Editions) -> str:
    """Name an assessment: "2024/25, Complaint Handling Code 2022, published"."""
    record = ", a record" if row.reason is Reason.RECORD else ""
    edition = edition_words(editions.get(row.edition_id), row.edition_id)
    return f"{row.year}, {edition}{record}, {STATE_WORDS[row.state].lower()}"


def _earlier(landlord: Landlord) -> list[Assessment]:
    return list(
        db.session.scalars(
            select(Assessment)
            .where(Assessment.landlord_id == landlord.id, Assessment.state != State.DISCARDED)
            .order_by(Assessment.year.desc(), Assessment.id.desc())
        )
    )
