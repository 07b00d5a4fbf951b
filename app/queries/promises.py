"""What a landlord promised in public, with the state in which its actions are today."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from app.database import db
from app.domain.actions import Stage
from app.domain.days import london_day
from app.domain.due_dates import Due
from app.domain.errors import NotFound
from app.domain.history import Kind
from app.domain.promises import ActionToday, Promise, PublishedPlan, plan_of, promises
from app.models import Action, Assessment, HistoryEntry
from app.models.carried_actions import carried_from, line_back
from app.queries.publications import NOTHING_PUBLISHED
from app.queries.published_documents import Publisher, documents_of, publisher, statements_of

# What says how a promise goes on; a corrected title or another owner says nothing of that.
PROGRESS = frozenset({"stage", "due_promised", "due_last_day", "dropped_reason"})


@dataclass(frozen=True)
class Promises:
    """Every promise of a landlord, to whichever code, and the plans in which they were made."""

    landlord: Publisher
    plans: tuple[PublishedPlan, ...]
    made: tuple[Promise, ...]


def promises_of(slug: str, today: date) -> Promises:
    """Return what a landlord promised in public; raise NotFound where it published nothing.

    Only actions that stand in a published plan are looked at, and of their row only how far they
    have come: whatever else was written since is nobody's business yet.
    """
    landlord = publisher(slug)
    plans = plans_of(landlord)
    if not plans:
        raise NotFound(NOTHING_PUBLISHED)
    numbers = {line.action_id for plan in plans for line in plan.lines}
    return Promises(
        landlord=landlord,
        plans=tuple(plans),
        made=promises(plans, actions_today(landlord.id, numbers), today),
    )


def plans_of(landlord: Publisher, rulebook: str | None = None) -> list[PublishedPlan]:
    """Return every plan that a landlord published against a rulebook, or against any.

    An action that was carried forward is the same promise in each of them, so it has the number
    there that it had first.
    """
    documents = documents_of(statements_of(landlord, rulebook))
    earlier = carried_from(landlord.id)
    return [_by_first_number(plan_of(document), earlier) for document in documents.values()]


def actions_today(landlord_id: int, numbers: Collection[int]) -> list[ActionToday]:
    """Return how far actions of a landlord have come, by the numbers that they had first.

    Of one that was carried forward, the copy with which something happened last tells it.
    """
    earlier = carried_from(landlord_id)
    first = {number: number for number in numbers}
    first |= {one: back[-1] for one in earlier if (back := line_back(one, earlier))[-1] in first}
    newest: dict[int, tuple[datetime, ActionToday]] = {}
    for created_at, action in _each_today(landlord_id, first):
        told_at = max(created_at, action.progressed_at or created_at)
        number = first[action.id]
        if number not in newest or newest[number][0] <= told_at:
            newest[number] = (told_at, replace(action, id=number))
    return [action for _, action in newest.values()]


def _by_first_number(plan: PublishedPlan, earlier: Mapping[int, int]) -> PublishedPlan:
    return replace(
        plan,
        lines=tuple(
            replace(line, action_id=(line.action_id, *line_back(line.action_id, earlier))[-1])
            for line in plan.lines
        ),
    )


def _each_today(
    landlord_id: int, numbers: Collection[int]
) -> Iterator[tuple[datetime, ActionToday]]:
    """Yield how far each of some actions has come, with the moment at which it was written."""
    done_at, progressed_at = _moments(landlord_id, numbers)
    rows = db.session.execute(
        select(
            Action.id,
            Action.stage,
            Action.due_promised,
            Action.due_last_day,
            Action.dropped_reason,
            Action.created_at,
        )
        .join(Assessment, Assessment.id == Action.assessment_id)
        .where(Assessment.landlord_id == landlord_id, Action.id.in_(numbers))
        .order_by(Action.id)
    )
    for row in rows:
        yield (
            row.created_at,
            ActionToday(
                id=row.id,
                stage=row.stage,
                due=Due(row.due_promised, row.due_last_day) if row.due_last_day else None,
                dropped_reason=row.dropped_reason,
                done_on=london_day(done_at[row.id]) if row.id in done_at else None,
                progressed_at=progressed_at.get(row.id),
            ),
        )


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
