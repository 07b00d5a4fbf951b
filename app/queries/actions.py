"""What the improvement plan and the page of one action show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.database import db
from app.domain.actions import (
    SOURCE_WORDS,
    STAGE_WORDS,
    ActionFacts,
    Urgency,
    improvement_plan,
    plan_order,
)
from app.domain.editions import Edition
from app.domain.errors import NotFound
from app.models import Action, Assessment
from app.models.facts import action_facts, actions_of
from app.queries.challenge_lines import open_by_action
from app.queries.headings import Heading, heading


@dataclass(frozen=True)
class PlanLine:
    """One line of the improvement plan."""

    id: int
    title: str
    owner: str
    due: str
    last_day: date | None
    overdue: bool
    stage: str
    source: str
    provisions: tuple[str, ...]
    dropped_reason: str
    challenges: int


@dataclass(frozen=True)
class PlanPage:
    """The improvement plan: what is open, in the order of what needs attention, and the rest."""

    heading: Heading
    overdue: tuple[PlanLine, ...]
    due: tuple[PlanLine, ...]
    no_date: tuple[PlanLine, ...]
    closed: tuple[PlanLine, ...]

    @property
    def open_count(self) -> int:
        """How many actions are still promised."""
        return len(self.overdue) + len(self.due) + len(self.no_date)

    @property
    def lines(self) -> tuple[PlanLine, ...]:
        """Every line, the open ones first."""
        return self.overdue + self.due + self.no_date + self.closed


def plan_page(assessment: Assessment, edition: Edition, today: date) -> PlanPage:
    """Return the improvement plan as it stands on a day."""
    actions = [action_facts(row) for row in actions_of(assessment)]
    plan = improvement_plan(actions)
    closed = sorted((action for action in actions if not action.is_open), key=plan_order)
    asked = open_by_action(assessment)

    def lines(urgency: Urgency) -> tuple[PlanLine, ...]:
        chosen = (action for action in plan if action.urgency(today) is urgency)
        return tuple(_line(action, today, asked) for action in chosen)

    return PlanPage(
        heading=heading(assessment, edition),
        overdue=lines(Urgency.OVERDUE),
        due=lines(Urgency.DUE),
        no_date=lines(Urgency.NO_DATE),
        closed=tuple(_line(action, today, asked) for action in closed),
    )


def action_in(assessment: Assessment, action_id: int) -> tuple[Action, ActionFacts]:
    """Return an action of an assessment; raise NotFound for anybody else's."""
    row = db.session.scalar(
        select(Action)
        .where(Action.id == action_id, Action.assessment_id == assessment.id)
        .options(selectinload(Action.provisions))
    )
    if row is None:
        raise NotFound("This assessment has no such action. Choose one from the improvement plan.")
    return row, action_facts(row)


def _line(action: ActionFacts, today: date, asked: Mapping[int, int]) -> PlanLine:
    return PlanLine(
        id=action.id,
        title=action.title,
        owner=action.owner or "No owner given",
        due=action.due.promised if action.due else "No date given",
        last_day=action.due.last_day if action.due else None,
        overdue=action.is_open and action.urgency(today) is Urgency.OVERDUE,
        stage=STAGE_WORDS[action.stage],
        source=SOURCE_WORDS[action.source],
        provisions=action.provisions,
        dropped_reason=action.dropped_reason,
        challenges=asked.get(action.id, 0),
    )
