"""Actions: promised changes, how far along they are, and the order of the improvement plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.due_dates import Due


class Stage(StrEnum):
    """How far an action has come."""

    PLANNED = "planned"
    UNDERWAY = "underway"
    DONE = "done"
    DROPPED = "dropped"


class Source(StrEnum):
    """What made the landlord promise the action."""

    SELF_ASSESSMENT = "self_assessment"
    LEARNING = "learning"
    CODE = "code"
    OMBUDSMAN = "ombudsman"


class Urgency(StrEnum):
    """Where an open action stands against its date."""

    OVERDUE = "overdue"
    DUE = "due"
    NO_DATE = "no_date"


OPEN_STAGES = (Stage.PLANNED, Stage.UNDERWAY)
STAGE_WORDS = {
    Stage.PLANNED: "Planned",
    Stage.UNDERWAY: "Underway",
    Stage.DONE: "Done",
    Stage.DROPPED: "Dropped",
}
SOURCE_WORDS = {
    Source.SELF_ASSESSMENT: "From the self-assessment",
    Source.LEARNING: "Learning from complaints",
    Source.CODE: "To meet the Code",
    Source.OMBUDSMAN: "Asked by the Ombudsman",
}


@dataclass(frozen=True)
class ActionFacts:
    """What the rules need to know of an action; `provisions` are numbers, possibly none."""

    id: int
    title: str
    stage: Stage
    source: Source
    owner: str = ""
    due: Due | None = None
    provisions: tuple[str, ...] = ()
    dropped_reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether work is still promised."""
        return self.stage in OPEN_STAGES

    @property
    def has_owner_and_date(self) -> bool:
        """Whether the promise names who and by when."""
        return bool(self.owner) and self.due is not None

    def urgency(self, today: date) -> Urgency:
        """Return where the action stands on a day; the last day itself is still in time."""
        if self.due is None:
            return Urgency.NO_DATE
        return Urgency.OVERDUE if self.due.last_day < today else Urgency.DUE


def plan_order(action: ActionFacts) -> tuple[bool, date, int]:
    """Return the sorting key of the plan: dated before undated, the earliest first, then as raised.

    What is overdue is what has the earliest last days, so it comes out first on every day.
    """
    return (action.due is None, action.due.last_day if action.due else date.max, action.id)


def improvement_plan(actions: Iterable[ActionFacts]) -> tuple[ActionFacts, ...]:
    """Return the open actions in the order in which they need attention."""
    return tuple(sorted((action for action in actions if action.is_open), key=plan_order))


def furthest_open_stage(actions: Iterable[ActionFacts]) -> Stage | None:
    """Return underway before planned, and None where no action is open."""
    stages = {action.stage for action in actions if action.is_open}
    return next((stage for stage in (Stage.UNDERWAY, Stage.PLANNED) if stage in stages), None)
