"""What a landlord promised in public, with the state in which its actions are today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.database import db
from app.domain.actions import Stage
from app.domain.days import london_day
from app.domain.due_dates import Due
from app.domain.history import Kind
from app.domain.promises import ActionToday, Promise, PublishedPlan, plan_of, promises
from app.domain.years import FinancialYear
from app.models import Action, Assessment, HistoryEntry
from app.queries.publications import known_years
from app.queries.published_documents import Publisher, documents_of, publisher, statements_of

# What says how a promise goes on; a corrected title or another owner says nothing of that.
PROGRESS = frozenset({"stage", "due_promised", "due_last_day", "dropped_reason"})


@dataclass(frozen=True)
class Promises:
    """Every promise of a landlord, and the years that were published, the newest first."""

    landlord: Publisher
    years: tuple[FinancialYear, ...]
    made: tuple[Promise, ...]


def promises_of(slug: str, today: date) -> Promises:
    """Return what a landlord promised in public; raise NotFound where it published nothing.

    Only actions that stand in a published plan are looked at, and of their row only how far they
    have come: whatever else was written since is nobody's business yet.
    """
    years = known_years(slug)
    landlord = publisher(slug)
    plans = plans_of(landlord)
    numbers = {line.action_id for plan in plans for line in plan.lines}
    return Promises(
        landlord=landlord,
        years=tuple(FinancialYear.parse(year) for year in years),
        made=promises(plans, actions_today(landlord.id, numbers), today),
    )


def plans_of(landlord: Publisher) -> list[PublishedPlan]:
    """Return every improvement plan that a landlord published."""
    documents = documents_of(statements_of(landlord))
    return [plan_of(document) for document in documents.values()]


def actions_today(landlord_id: int, numbers: Collection[int]) -> list[ActionToday]:
    """Return how far actions of a landlord have come."""
    done_at, progressed_at = _moments(landlord_id, numbers)
    rows = db.session.execute(
        select(
            Action.id,
            Action.stage,
            Action.due_promised,
            Action.due_last_day,
            Action.dropped_reason,
        )
        .join(Assessment, Assessment.id == Action.assessment_id)
        .where(Assessment.landlord_id == landlord_id, Action.id.in_(numbers))
        .order_by(Action.id)
    )
    return [
        ActionToday(
            id=row.id,
            stage=row.stage,
            due=Due(row.due_promised, row.due_last_day) if row.due_last_day else None,
            dropped_reason=row.dropped_reason,
            done_on=london_day(done_at[row.id]) if row.id in done_at else None,
            progressed_at=progressed_at.get(row.id),
        )
        for row in rows
    ]


def _moments(
    landlord_id: int, numbers: Collection[int]
) -> tuple[dict[int, datetime], dict[int, datetime]]:
    """Return when actions were last recorded as done, and when they last got on at all."""
    done_at: dict[int, datetime] = {}
    progressed_at: dict[int, datetime] = {}
    for entry in db.session.scalars(
        select(HistoryEntry)
        .where(
            HistoryEntry.landlord_id == landlord_id,
            HistoryEntry.kind == Kind.ACTION_CHANGED,
            HistoryEntry.subject.in_([f"action:{number}" for number in numbers]),
        )
        .order_by(HistoryEntry.sequence)
    ):
        number, after = int(entry.subject.removeprefix("action:")), entry.after or {}
        if PROGRESS & after.keys():
            progressed_at[number] = entry.at
        if after.get("stage") == Stage.DONE:
            done_at[number] = entry.at
    return done_at, progressed_at
