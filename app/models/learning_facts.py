"""The learning log as values: the entries of a year for its report, and the themes they share."""

from sqlalchemy import select, true

from app.database import db
from app.domain.learning import LearningFacts, learning_order
from app.domain.years import FinancialYear
from app.models.learning import LearningEntry


def learning_facts(row: LearningEntry) -> LearningFacts:
    """Return an entry of the learning log as a value."""
    return LearningFacts(
        id=row.id,
        year=row.year,
        heard=row.heard,
        changed=row.changed,
        changed_when=row.changed_when,
        changed_on=row.changed_on,
        worked=row.worked,
        worked_how=row.worked_how,
        themes=tuple(row.themes),
        provisions=tuple(row.provisions),
        is_internal=row.is_internal,
    )


def learning_of(landlord_id: int, year: str) -> list[LearningFacts]:
    """Return the entries of one year, those kept internal too, in the order of their changes.

    The year may be written 2023/24 or 2023-24; what was removed is left out.
    """
    rows = db.session.scalars(
        select(LearningEntry).where(
            LearningEntry.landlord_id == landlord_id,
            LearningEntry.year == FinancialYear.parse(year).text,
            LearningEntry.removed_at.is_(None),
        )
    )
    return sorted(map(learning_facts, rows), key=learning_order)


def themes_in_log(landlord_id: int, *, but: int | None = None) -> tuple[str, ...]:
    """Return the themes of a landlord's entries in the spelling that came first, by the alphabet.

    `but` leaves one entry out, whose own spelling may be about to change.
    """
    found: dict[str, str] = {}
    for themes in db.session.scalars(
        select(LearningEntry.themes)
        .where(
            LearningEntry.landlord_id == landlord_id,
            LearningEntry.removed_at.is_(None),
            LearningEntry.id != but if but is not None else true(),
        )
        .order_by(LearningEntry.id)
    ):
        for theme in themes:
            found.setdefault(theme.casefold(), theme)
    return tuple(found[key] for key in sorted(found))
