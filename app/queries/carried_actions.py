"""What the page of an action shows of the same action in the assessments of other years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.database import db
from app.domain.history import Kind
from app.models import Action, Assessment, HistoryEntry, Landlord
from app.models.carried_actions import actions_by_number, carried_from, line_back


@dataclass(frozen=True)
class DateMove:
    """That the date of an action was moved, by whom and when."""

    before: str
    after: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ActionYear:
    """An action as the assessment of another year has it, with the moves of its date there."""

    assessment_id: int
    action_id: int
    year: str
    due: str
    moves: tuple[DateMove, ...]


@dataclass(frozen=True)
class ActionElsewhere:
    """Where an action comes from, the nearest first, and where it goes on."""

    before: tuple[ActionYear, ...]
    after: tuple[ActionYear, ...]


def action_elsewhere(action: Action, landlord: Landlord) -> ActionElsewhere:
    """Return the same action in the assessments of other years, with the moves of its date."""
    earlier = carried_from(landlord.id)
    rows = actions_by_number(line_back(action.id, earlier))
    later = [number for number in earlier if action.id in line_back(number, earlier)]
    moves = _moves([row.id for row, _ in rows])
    return ActionElsewhere(
        before=tuple(_action_year(row, assessment, moves) for row, assessment in rows),
        after=tuple(
            _action_year(row, assessment, {}) for row, assessment in actions_by_number(later)
        ),
    )


def _moves(numbers: Sequence[int]) -> dict[str, list[DateMove]]:
    moves: dict[str, list[DateMove]] = {}
    for entry in db.session.scalars(
        select(HistoryEntry)
        .where(
            HistoryEntry.kind == Kind.ACTION_CHANGED,
            HistoryEntry.subject.in_([f"action:{number}" for number in numbers]),
        )
        .order_by(HistoryEntry.sequence)
    ):
        said, was = entry.after or {}, entry.before or {}
        if "due_promised" in said:
            move = DateMove(
                was.get("due_promised", ""), said["due_promised"], entry.by_name, entry.at
            )
            moves.setdefault(entry.subject, []).append(move)
    return moves


def _action_year(
    row: Action, assessment: Assessment, moves: Mapping[str, Sequence[DateMove]]
) -> ActionYear:
    return ActionYear(
        assessment_id=assessment.id,
        action_id=row.id,
        year=assessment.year,
        due=row.due_promised,
        moves=tuple(moves.get(f"action:{row.id}", ())),
    )
